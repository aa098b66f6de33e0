//! `/konton/{id}/uppgift`: noting one fact about an account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
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

/// Which fact.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "namn")]
    name: String,
}

/// Which fact, and what is noted.
#[derive(Deserialize)]
pub(crate) struct Noted {
    #[serde(default, rename = "namn")]
    name: String,
    #[serde(default, rename = "varde")]
    value: String,
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
    Form(noted): Form<Noted>,
) -> Result<Response, Fault> {
    let fact = Fact::named(&noted.name).ok_or_else(Fault::not_found)?;
    let account = reachable(&app, &me, &id).await?;
    let value = noted.value.trim().to_owned();
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
        before: before.map(|noted| (noted.value, Moment::new(noted.noted_at, now))),
        field,
    };
    Ok(frame.render_as(status, Nav::Accounts, &format!("{}, {}", page.words, page.account), &page))
}

/// The field that suits what is written there.
fn field(fact: Fact) -> Field {
    let choice = |word: &str| (word.to_owned(), capital(word));
    let choices = fact.choices();
    let (kind, hint) = match fact.sort() {
        Sort::YesOrNo => (FieldKind::Choice(vec![choice("ja"), choice("nej")]), None),
        Sort::Word => {
            let all = choices.into_iter().chain(["okänt"]).map(choice).collect();
            (FieldKind::Choice(all), None)
        }
        Sort::Words => {
            let hint = format!(
                "Ett eller flera av orden, med semikolon emellan: {}. Eller: inget.",
                choices.join("; ")
            );
            (FieldKind::Line("text"), Some(hint))
        }
        Sort::Count | Sort::Day | Sort::Time | Sort::Span => {
            (FieldKind::Line("text"), Some(format!("Skriv {}.", fact.written)))
        }
    };
    Field { hint, ..Field::new("varde", kind, "Värde") }
}
