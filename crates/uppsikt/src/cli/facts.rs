//! `uppsikt account note` and `uppsikt account facts`: what is known about an account and no platform tells.

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_guideline::fact::Facts;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use super::command::Command;
use super::time;
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, Account, AccountError};

/// Facts that are noted.
#[derive(Debug, Args)]
pub(super) struct NoteArguments {
    /// Kontots namn
    #[arg(value_name = "KONTO")]
    account: String,
    /// Uppgifterna, till exempel "syfte antecknat=ja" (flera går bra)
    #[arg(value_name = "UPPGIFT=VÄRDE", required = true)]
    facts: Vec<String>,
}

/// Facts that are shown.
#[derive(Debug, Args)]
pub(super) struct FactsArguments {
    /// Kontots namn
    #[arg(value_name = "KONTO")]
    account: String,
    /// Visa också alla uppgifter som kan antecknas
    #[arg(long)]
    all: bool,
}

/// What is asked, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactsRequest {
    /// Notes facts about an account.
    Note {
        /// The account's name.
        account: String,
        /// Names and values.
        facts: Vec<(String, String)>,
    },
    /// Shows what is noted.
    Show {
        /// The account's name.
        account: String,
        /// Also what could be.
        all: bool,
    },
}

impl NoteArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        let pair = |text: &String| {
            let (name, value) = text.split_once('=').ok_or_else(|| {
                Explanation::new(
                    Exit::Usage,
                    format!("{text} saknar likhetstecken. Inget har ändrats."),
                    "Skriv UPPGIFT=VÄRDE, till exempel \"syfte antecknat=ja\".",
                )
            })?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        };
        let facts = self.facts.iter().map(pair).collect::<Result<_, Explanation>>()?;
        Ok(Command::Facts(FactsRequest::Note { account: self.account, facts }))
    }
}

impl FactsArguments {
    pub(super) fn into_command(self) -> Command {
        Command::Facts(FactsRequest::Show { account: self.account, all: self.all })
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: FactsRequest) -> Result<Answer, Explanation> {
    match request {
        FactsRequest::Note { account, facts } => note(app, actor, &account, facts).await,
        FactsRequest::Show { account, all } => show(app, actor, &account, all).await,
    }
}

async fn named(app: &App, actor: &Actor, name: &str) -> Result<Account, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = account::named(&mut reader, name).await.map_err(told)?;
    found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())
}

async fn note(
    app: &App,
    actor: &Actor,
    name: &str,
    facts: Vec<(String, String)>,
) -> Result<Answer, Explanation> {
    let account = named(app, actor, name).await?;
    let noted = app
        .store
        .write::<_, AccountError, _>(actor, move |tx| {
            Box::pin(async move {
                let mut noted = Vec::new();
                for (name, value) in &facts {
                    noted.push(account::note_fact(tx, &account, name, value).await?);
                }
                Ok(noted)
            })
        })
        .await
        .map_err(told)?;
    let lines: Vec<String> =
        noted.iter().map(|fact| format!("  {}: {}", words(&fact.name), fact.value)).collect();
    let rows: Vec<_> = noted.iter().map(|fact| json!({"name": fact.name, "value": fact.value})).collect();
    Ok(Answer::new(format!("Antecknat om {name}:\n{}", lines.join("\n")), json!({"noted": rows})))
}

/// What people call a fact.
fn words(name: &str) -> &str {
    Facts::names().find(|(code, ..)| *code == name).map_or(name, |(_, words, _)| words)
}

async fn show(app: &App, actor: &Actor, name: &str, all: bool) -> Result<Answer, Explanation> {
    let account = named(app, actor, name).await?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let noted = account::noted(&mut reader, account.id).await.map_err(told)?;
    let mut lines = vec![if noted.is_empty() {
        format!("Inget är antecknat om {name} ännu.")
    } else {
        format!("Antecknat om {name}:")
    }];
    lines.extend(
        noted.iter().map(|fact| {
            format!("  {}: {} ({})", words(&fact.name), fact.value, time::swedish(fact.noted_at))
        }),
    );
    let rows: Vec<_> = noted
        .iter()
        .map(|fact| json!({"name": fact.name, "value": fact.value, "noted_at": fact.noted_at}))
        .collect();
    let mut known = Vec::new();
    if all {
        lines.push("Det här kan antecknas:".to_owned());
        for (code, words, written) in Facts::names() {
            lines.push(format!("  {words}: {written}"));
            known.push(json!({"name": code, "words": words, "written": written}));
        }
    }
    Ok(Answer::new(lines.join("\n"), json!({"account": account.name, "facts": rows, "known": known})))
}
