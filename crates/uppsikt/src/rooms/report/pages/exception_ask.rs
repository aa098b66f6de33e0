//! `/konton/{id}/undantag/nytt`: asking for an exception from the guideline for one account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_guideline::effective::Effective;
use uppsikt_guideline::parameter::{self, Kind, Parameter, Party};
use uppsikt_store::Reader;

use super::exception_value::{self as value, Given};
use super::note::Tick;
use super::words::capital;
use super::{Clock, followed, own_account};
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::policy::{self, GrantedException, NewException, PolicyError};
use crate::web::components::{Errors, Field, FieldKind};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// From what an exception is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "vad")]
    key: String,
}

/// What is filled in.
#[derive(Default)]
struct AskForm {
    key: String,
    given: Given,
    from: String,
    until: String,
    reason: String,
}

impl AskForm {
    fn of(form: &[u8]) -> Self {
        let mut asked = Self::default();
        for (field, value) in url::form_urlencoded::parse(form) {
            let value = value.replace("\r\n", "\n");
            match &*field {
                "vad" => asked.key = value,
                "varde" => asked.given.values.push(value),
                "enhet" => asked.given.unit = value,
                "fran" => asked.from = value,
                "till" => asked.until = value,
                "skal" => asked.reason = value,
                _ => {}
            }
        }
        asked
    }
}

#[derive(Template)]
#[template(path = "rooms/report/pages/exception_choose.html")]
struct ChoosePage {
    id: String,
    account: String,
    errors: Errors,
    choose: Option<Field>,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/exception_ask.html")]
struct AskPage {
    id: String,
    account: String,
    key: &'static str,
    words: String,
    /// What holds now, and who decides.
    current: String,
    decides: &'static str,
    errors: Errors,
    value: Field,
    ticks: Vec<Tick>,
    unit: Option<Field>,
    from: Field,
    until: Field,
    reason: Field,
}

/// What is wrong, beside its field.
#[derive(Default)]
struct Wrong {
    value: Option<String>,
    from: Option<String>,
    until: Option<String>,
    reason: Option<String>,
}

impl Wrong {
    fn is_any(&self) -> bool {
        [&self.value, &self.from, &self.until, &self.reason].iter().any(|wrong| wrong.is_some())
    }
}

/// The account, where the person may ask for its exceptions, with the rules that hold for it.
async fn asking(
    reader: &mut Reader,
    me: &SignedIn,
    id: &str,
    clock: &Clock,
) -> Result<(Account, Effective), Fault> {
    let (account, authority) = own_account(reader, me, id).await?;
    if !policy::may_ask_exception(me.actor(), authority.id) {
        return Err(Fault::not_allowed());
    }
    let (adoption, _) = followed(reader, authority.id, clock.today).await?;
    let scope = account::scope_of(reader, &account, adoption.as_ref()).await?;
    let rules = account::rules(reader, account.id, &scope, adoption.as_ref(), clock.today).await?;
    Ok((account, rules))
}

/// What the guideline says a value about that an exception can change.
fn changeable(rules: &Effective) -> Vec<&'static Parameter> {
    let is_said = |one: &&Parameter| one.kind != Kind::Shaped && rules.value(one.key).is_some();
    parameter::all().filter(is_said).collect()
}

fn named(rules: &Effective, code: &str) -> Option<&'static Parameter> {
    changeable(rules).into_iter().find(|one| one.key.code() == code)
}

/// `GET /konton/{id}/undantag/nytt`.
pub(crate) async fn show_new(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, rules) = asking(&mut reader, &me, &id, &clock).await?;
    let Some(about) = named(&rules, &asked.key) else {
        return Ok(choose(&frame, &account, &rules, &asked.key));
    };
    let form = AskForm {
        given: rules.value(about.key).map(Given::of).unwrap_or_default(),
        from: clock.today.to_string(),
        ..AskForm::default()
    };
    form_page(&mut reader, &frame, (&account, &rules, about), (&form, Wrong::default()), &clock).await
}

/// The choice of what the exception is about.
fn choose(frame: &Frame, account: &Account, rules: &Effective, code: &str) -> Response {
    let mut choices: Vec<(String, String)> = changeable(rules)
        .into_iter()
        .map(|one| (one.key.code().to_owned(), capital(one.key.swedish())))
        .collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    let wrong = (!code.is_empty()).then(|| "Riktlinjen säger inget om det. Välj i listan.".to_owned());
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let choose = (!choices.is_empty())
        .then(|| Field { error: wrong, ..Field::new("vad", FieldKind::Choice(choices), "Undantag från") });
    let page = ChoosePage {
        id: account.id.to_string(),
        account: account.name.clone(),
        errors: Errors::of(&choose),
        choose,
    };
    frame.render_as(status, Nav::Accounts, &format!("Begär undantag, {}", account.name), &page)
}

async fn form_page(
    reader: &mut Reader,
    frame: &Frame,
    (account, rules, about): (&Account, &Effective, &'static Parameter),
    (form, wrong): (&AskForm, Wrong),
    clock: &Clock,
) -> Result<Response, Fault> {
    let status = if wrong.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (_, profile) = followed(reader, account.authority, clock.today).await?;
    let line = |name, label: &str, value: &str, error| Field {
        value: value.to_owned(),
        error,
        ..Field::new(name, FieldKind::Line("date"), label)
    };
    let value = Field { error: wrong.value, ..value::field(about, &form.given) };
    let from = line("fran", "Första dagen", &form.from, wrong.from);
    let mut until = line("till", "Sista dagen", &form.until, wrong.until);
    until.hint = Some("Ett undantag gäller i högst två år.".to_owned());
    let reason = Field {
        hint: Some("Varför kontot behöver det. Skriv inga personuppgifter.".to_owned()),
        value: form.reason.clone(),
        error: wrong.reason,
        ..Field::new("skal", FieldKind::Lines, "Skäl")
    };
    let page = AskPage {
        id: account.id.to_string(),
        account: account.name.clone(),
        key: about.key.code(),
        words: capital(about.key.swedish()),
        current: rules.value(about.key).map(parameter::Value::swedish).unwrap_or_default(),
        decides: profile.may_except(about.key).unwrap_or(Party::Manager).swedish(),
        errors: Errors::of([&value, &from, &until, &reason]),
        ticks: value::ticks(about, &form.given),
        unit: value::unit(about, &form.given),
        value,
        from,
        until,
        reason,
    };
    Ok(frame.render_as(status, Nav::Accounts, &format!("Begär undantag, {}", page.account), &page))
}

/// `POST /konton/{id}/undantag`.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Fault> {
    let form = AskForm::of(&form);
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, rules) = asking(&mut reader, &me, &id, &clock).await?;
    let Some(about) = named(&rules, &form.key) else {
        let code = if form.key.is_empty() { "-" } else { &form.key };
        return Ok(choose(&frame, &account, &rules, code));
    };
    let (from, until) = (form.from.trim().parse::<Date>(), form.until.trim().parse::<Date>());
    let wrong = match (from, until) {
        (Ok(from), Ok(until)) => {
            let new = NewException {
                authority: account.authority,
                account: account.id.uuid(),
                key: about.key,
                value: form.given.written(about.kind),
                reason: form.reason.clone(),
                from: Some(from),
                until,
            };
            drop(reader);
            match asked(&app, &me, new).await {
                Ok(asked) => {
                    let page = format!("/konton/{}/undantag/{}?klart=begart", account.id, asked.id);
                    return Ok(Redirect::to(&page).into_response());
                }
                Err(error) => refused(error, about)?,
            }
        }
        (from, until) => Wrong {
            from: from.is_err().then(|| format!("Ange en dag, till exempel {}.", clock.today)),
            until: until.is_err().then(|| format!("Ange en dag, till exempel {}.", clock.today)),
            ..Wrong::default()
        },
    };
    let mut reader = app.store.read(me.actor()).await?;
    form_page(&mut reader, &frame, (&account, &rules, about), (&form, wrong), &clock).await
}

async fn asked(app: &App, me: &SignedIn, new: NewException) -> Result<GrantedException, PolicyError> {
    app.store
        .write::<_, PolicyError, _>(me.actor(), move |tx| {
            Box::pin(async move { policy::ask_exception(tx, new).await })
        })
        .await
}

/// What the room would not take, beside its field; anything else is a page of its own.
fn refused(error: PolicyError, about: &Parameter) -> Result<Wrong, Fault> {
    let wrong = Wrong::default();
    match error {
        PolicyError::Value(_) => {
            Ok(Wrong { value: Some(format!("Ange {}.", value::expected(about.kind))), ..wrong })
        }
        PolicyError::NoReason => Ok(Wrong { reason: Some("Skriv varför.".to_owned()), ..wrong }),
        PolicyError::Days => {
            let said =
                "Sista dagen ska vara i dag eller senare, inte före den första, och högst två år efter den.";
            Ok(Wrong { until: Some(said.to_owned()), ..wrong })
        }
        error => Err(error.into()),
    }
}
