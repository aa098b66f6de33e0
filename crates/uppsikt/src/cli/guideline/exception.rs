//! Exceptions: asked for, granted or refused, ended, listed.

use clap::Subcommand;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_guideline::parameter::Key;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use super::explain;
use crate::app::App;
use crate::cli::answer::Answer;
use crate::explain::{Explain as _, Explanation, told};
use crate::rooms::account::{self, AccountError};
use crate::rooms::policy::{self, GrantedException, NewException, PolicyError};

/// What can be done with exceptions.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExceptionVerb {
    /// Begär ett undantag för ett konto
    Ask {
        /// Kontots namn
        #[arg(value_name = "KONTO")]
        account: String,
        /// Parametern, till exempel identity.logo
        #[arg(value_name = "NYCKEL")]
        key: String,
        /// Det som ska gälla i stället, så som det skrivs i en profil: true, 2, "12 months"
        #[arg(value_name = "VÄRDE")]
        value: String,
        /// Varför
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Första dagen (utelämnat: i dag)
        #[arg(long, value_name = "DATUM")]
        from: Option<Date>,
        /// Sista dagen
        #[arg(long, value_name = "DATUM")]
        until: Date,
    },
    /// Bevilja ett undantag
    Grant {
        /// Undantagets id
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Avslå ett undantag
    Refuse {
        /// Undantagets id
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Avsluta ett undantag före dess sista dag
    End {
        /// Undantagets id
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Lista undantagen
    List,
}

/// What is asked, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionRequest {
    /// One is asked for.
    Ask {
        /// The account's name.
        account: String,
        /// The parameter.
        key: String,
        /// The value.
        value: String,
        /// Why.
        reason: String,
        /// First day.
        from: Option<Date>,
        /// Last day.
        until: Date,
    },
    /// One is granted, or refused.
    Decide {
        /// Which.
        id: Uuid,
        /// Whether it is granted.
        grants: bool,
    },
    /// One is ended.
    End(Uuid),
    /// All are listed.
    List,
}

impl ExceptionVerb {
    pub(super) fn into_request(self) -> ExceptionRequest {
        match self {
            Self::Ask { account, key, value, reason, from, until } => {
                ExceptionRequest::Ask { account, key, value, reason, from, until }
            }
            Self::Grant { id } => ExceptionRequest::Decide { id, grants: true },
            Self::Refuse { id } => ExceptionRequest::Decide { id, grants: false },
            Self::End { id } => ExceptionRequest::End(id),
            Self::List => ExceptionRequest::List,
        }
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: ExceptionRequest) -> Result<Answer, Explanation> {
    match request {
        ExceptionRequest::Ask { account, key, value, reason, from, until } => {
            ask(app, actor, (&account, &key), (value, reason), (from, until)).await
        }
        ExceptionRequest::Decide { id, grants } => decide(app, actor, id, grants).await,
        ExceptionRequest::End(id) => {
            let ended = app
                .store
                .write::<_, PolicyError, _>(actor, move |tx| {
                    Box::pin(async move { policy::end_exception(tx, id).await })
                })
                .await
                .map_err(told)?;
            Ok(Answer::new("Undantaget är avslutat; riktlinjen gäller igen.", row(&ended)))
        }
        ExceptionRequest::List => list(app, actor).await,
    }
}

async fn ask(
    app: &App,
    actor: &Actor,
    (account, key): (&str, &str),
    (value, reason): (String, String),
    (from, until): (Option<Date>, Date),
) -> Result<Answer, Explanation> {
    let key: Key = explain::key(key)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = account::named(&mut reader, account).await.map_err(told)?;
    drop(reader);
    let found = found.ok_or_else(|| AccountError::Unknown(account.to_owned()).explain())?;
    let new = NewException {
        authority: found.authority,
        account: found.id.uuid(),
        key,
        value,
        reason,
        from,
        until,
    };
    let asked = app
        .store
        .write::<_, PolicyError, _>(actor, move |tx| {
            Box::pin(async move { policy::ask_exception(tx, new).await })
        })
        .await
        .map_err(told)?;
    let text = format!(
        "Undantaget är begärt: {} = {} för {account}, till och med {}. Inget ändras förrän det har beviljats.\n\
         Bevilja: uppsikt guideline exception grant {}",
        key.swedish(),
        asked.value.swedish(),
        asked.until,
        asked.id
    );
    Ok(Answer::new(text, row(&asked)))
}

async fn decide(app: &App, actor: &Actor, id: Uuid, grants: bool) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let asked = policy::exception(&mut reader, id).await.map_err(told)?;
    let asked = asked.ok_or_else(|| PolicyError::NotFound.explain())?;
    let today = policy::day_of(app.store.now()).map_err(told)?;
    let adoption = policy::in_force(&mut reader, asked.authority, today).await.map_err(told)?;
    drop(reader);
    let profile = adoption.map_or_else(policy::law_alone, |adoption| adoption.profile()).map_err(told)?;
    let by = profile.may_except(asked.key);
    let decided = app
        .store
        .write::<_, PolicyError, _>(actor, move |tx| {
            Box::pin(async move { policy::decide_exception(tx, id, by, grants).await })
        })
        .await
        .map_err(told)?;
    let text = if grants {
        format!("Undantaget gäller från {} till och med {}.", decided.from, decided.until)
    } else {
        "Undantaget är avslaget; riktlinjen gäller.".to_owned()
    };
    Ok(Answer::new(text, row(&decided)))
}

async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let all = policy::exceptions(&mut reader).await.map_err(told)?;
    let mut lines = Vec::new();
    for one in &all {
        let account =
            account::by_id(&mut reader, uppsikt_kernel::Id::from_uuid(one.account)).await.map_err(told)?;
        let name = account.map_or_else(|| "okänt konto".to_owned(), |account| account.name);
        lines.push(format!(
            "{}  {name}: {} = {}, {}–{}, {}. {}",
            one.id,
            one.key.swedish(),
            one.value.swedish(),
            one.from,
            one.until,
            one.state.swedish(),
            one.reason
        ));
    }
    if lines.is_empty() {
        lines.push("Det finns inga undantag.".to_owned());
    }
    let rows: Vec<_> = all.iter().map(row).collect();
    Ok(Answer::new(lines.join("\n"), json!({"exceptions": rows})))
}

fn row(one: &GrantedException) -> serde_json::Value {
    json!({
        "id": one.id,
        "account": one.account,
        "key": one.key.code(),
        "value": one.written,
        "reason": one.reason,
        "from": one.from.to_string(),
        "until": one.until.to_string(),
        "state": one.state.code(),
    })
}
