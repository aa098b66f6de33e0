//! `/konton/{id}/uppgift`: noting one fact about an account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_guideline::fact::FactError;

use super::fact::{Fact, Sort};
use super::own_account;
use super::words::capital;
use crate::app::App;
use crate::rooms::account::{self, Account, AccountError};
use crate::web::components::{Errors, Field, FieldKind, Moment};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What stands between words of a list, and what stands where there is none.
const BETWEEN: &str = "; ";
const NONE: &str = "inget";

/// Which fact.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "namn")]
    name: String,
}

/// Which fact, and what is noted; of words of a list there may be several.
#[derive(Default)]
struct Noted {
    name: String,
    values: Vec<String>,
}

impl Noted {
    fn of(form: &[u8]) -> Self {
        let mut noted = Self::default();
        for (field, value) in url::form_urlencoded::parse(form) {
            match &*field {
                "namn" => noted.name = value.into_owned(),
                "varde" => noted.values.push(value.trim().to_owned()),
                _ => {}
            }
        }
        noted
    }

    /// What is noted, as situations write it.
    fn value(&self, fact: Fact) -> String {
        if self.values.is_empty() && fact.sort() == Sort::Words {
            return NONE.to_owned();
        }
        self.values.join(BETWEEN)
    }
}

/// A word of a list that can be ticked.
pub(super) struct Tick {
    pub id: String,
    pub word: &'static str,
    pub label: String,
    pub is_ticked: bool,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/note.html")]
struct NotePage {
    id: String,
    account: String,
    code: &'static str,
    words: String,
    errors: Errors,
    field: Field,
    /// The words of a list; empty where something else is noted.
    ticks: Vec<Tick>,
    before: Option<(String, Moment)>,
}

/// `GET /konton/{id}/uppgift`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let fact = Fact::named(&asked.name).ok_or_else(Fault::not_found)?;
    page(&app, &frame, &me, &id, fact, None).await
}

/// `POST /konton/{id}/uppgift`.
pub(crate) async fn note(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Fault> {
    let noted = Noted::of(&form);
    let fact = Fact::named(&noted.name).ok_or_else(Fault::not_found)?;
    let account = reachable(&app, &me, &id).await?;
    let value = noted.value(fact);
    let given = value.clone();
    let done = app
        .store
        .write::<_, AccountError, _>(me.actor(), move |tx| {
            Box::pin(async move { account::note_fact(tx, &account, fact.code, &given).await })
        })
        .await;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/konton/{id}?klart=antecknat")).into_response()),
        Err(AccountError::NoFact(FactError::Value { expected, .. })) => {
            let error = format!("Uppgiften skrivs som {expected}.");
            page(&app, &frame, &me, &id, fact, Some((value, error))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The account, where the person may note something about it.
async fn reachable(app: &App, me: &SignedIn, id: &str) -> Result<Account, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, me, id).await?;
    if me.actor().may_write_in(authority.id) { Ok(account) } else { Err(Fault::not_allowed()) }
}

async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    id: &str,
    fact: Fact,
    wrong: Option<(String, String)>,
) -> Result<Response, Fault> {
    let account = reachable(app, me, id).await?;
    let mut reader = app.store.read(me.actor()).await?;
    let noted = account::noted(&mut reader, account.id).await?;
    let before = noted.into_iter().find(|noted| noted.name == fact.code);
    let mut field = field(fact);
    field.value = before.as_ref().map(|noted| noted.value.clone()).unwrap_or_default();
    let mut status = StatusCode::OK;
    if let Some((value, error)) = wrong {
        (field.value, field.error, status) = (value, Some(error), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let now = app.store.now().get();
    let page = NotePage {
        id: account.id.to_string(),
        account: account.name.clone(),
        code: fact.code,
        words: capital(fact.words),
        errors: Errors::of([&field]),
        ticks: ticks(fact, &field.value),
        before: before.map(|noted| (noted.value, Moment::new(noted.noted_at, now))),
        field,
    };
    Ok(frame.render_as(status, Nav::Accounts, &format!("{}, {}", page.words, page.account), &page))
}

/// The words that can be ticked, with those that are noted now.
fn ticks(fact: Fact, value: &str) -> Vec<Tick> {
    if fact.sort() != Sort::Words {
        return Vec::new();
    }
    let noted: Vec<&str> = value.split(BETWEEN).collect();
    let tick = |(at, word): (usize, &'static str)| Tick {
        id: format!("varde-{at}"),
        word,
        label: capital(word),
        is_ticked: noted.contains(&word),
    };
    fact.choices().into_iter().enumerate().map(tick).collect()
}

/// The field that suits what is written there.
fn field(fact: Fact) -> Field {
    let choice = |word: &str| (word.to_owned(), capital(word));
    let (kind, hint) = match fact.sort() {
        Sort::YesOrNo => (FieldKind::Choice(vec![choice("ja"), choice("nej")]), None),
        Sort::Word => {
            let all = fact.choices().into_iter().chain(["okänt"]).map(choice).collect();
            (FieldKind::Choice(all), None)
        }
        Sort::Words => (FieldKind::Line("text"), None),
        Sort::Count | Sort::Day | Sort::Time | Sort::Span => {
            (FieldKind::Line("text"), Some(format!("Skriv {}.", fact.written)))
        }
    };
    Field { hint, ..Field::new("varde", kind, "Värde") }
}
