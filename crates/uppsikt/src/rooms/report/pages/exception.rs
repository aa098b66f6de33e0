//! `/konton/{id}/undantag/…`: asking for an exception from the guideline for one account, deciding on it, ending it.
//!
//! Who may is for the room of guidelines to say: whom the guideline names decides, the manager where it names nobody.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_guideline::effective::Effective;
use uppsikt_guideline::parameter::{self, Kind, Parameter, Party};
use uppsikt_store::{Reader, Source};
use uuid::Uuid;

use super::exception_value::{self as value, Given};
use super::note::Tick;
use super::one::Done;
use super::words::{capital, day};
use super::{Clock, followed, own_account};
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::account::{self, Account};
use crate::rooms::policy::{self, ExceptionState, GrantedException, NewException, PolicyError};
use crate::web::components::{Badge, Cell, Errors, Facts, Field, FieldKind, Moment, Tone};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav, who};

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

/// What is done about one.
#[derive(Deserialize)]
pub(crate) struct DeedForm {
    #[serde(default, rename = "gor")]
    deed: String,
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

#[derive(Template)]
#[template(path = "rooms/report/pages/exception.html")]
struct ExceptionPage {
    id: String,
    account: String,
    exception: String,
    words: String,
    state: Badge,
    facts: Facts,
    /// Who decides, while nobody has.
    waits_for: Option<&'static str>,
    may_decide: bool,
    /// Whether its last day has passed, so that it can only be refused.
    is_over: bool,
    may_end: bool,
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

/// An exception of this account; every other is as if it were not there.
async fn of_account(
    source: &mut impl Source,
    account: &Account,
    id: &str,
) -> Result<GrantedException, Fault> {
    let id = Uuid::try_parse(id).map_err(|_| Fault::not_found())?;
    let found = policy::exception(source, id).await?;
    found.filter(|one| one.account == account.id.uuid()).ok_or_else(Fault::not_found)
}

/// `GET /konton/{id}/undantag/{exception}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path((id, exception)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &id).await?;
    let one = of_account(&mut reader, &account, &exception).await?;
    let (_, profile) = followed(&mut reader, authority.id, clock.today).await?;
    let by = profile.may_except(one.key);
    let is_asked = one.state == ExceptionState::Asked;
    let tone = if one.state == ExceptionState::Granted { Tone::Fine } else { Tone::Neutral };
    let page = ExceptionPage {
        id: account.id.to_string(),
        account: account.name.clone(),
        exception: one.id.to_string(),
        words: capital(one.key.swedish()),
        state: Badge::new(tone, capital(one.state.swedish())),
        facts: facts(&mut reader, &one, clock.at.get()).await?,
        waits_for: is_asked.then(|| by.unwrap_or(Party::Manager).swedish()),
        may_decide: is_asked && policy::may_decide_exception(me.actor(), authority.id, by),
        is_over: one.until < clock.today,
        may_end: one.state == ExceptionState::Granted && policy::may_end_exception(me.actor(), authority.id),
    };
    let frame = match done.word() {
        "begart" => {
            frame.with_notice(Tone::Fine, "Undantaget är begärt. Inget ändras förrän det har beviljats.")
        }
        "beviljat" => frame.with_notice(Tone::Fine, "Undantaget är beviljat."),
        "avslaget" => frame.with_notice(Tone::Fine, "Undantaget är avslaget. Riktlinjen gäller."),
        "avslutat" => frame.with_notice(Tone::Fine, "Undantaget är avslutat. Riktlinjen gäller igen."),
        _ => frame,
    };
    Ok(frame.render(Nav::Accounts, &format!("Undantag, {}", page.account), &page))
}

async fn facts(reader: &mut Reader, one: &GrantedException, now: i64) -> Result<Facts, Fault> {
    let moment = |at: i64| Cell::part(&Moment::new(at, now));
    let name = |name: Option<String>| Cell::text(name.unwrap_or_else(|| "Uppsikt".to_owned()));
    let mut facts = Facts::default()
        .with("Gäller i stället", Cell::text(one.value.swedish()))
        .with("Första dagen", Cell::Number(day(one.from)))
        .with("Sista dagen", Cell::Number(day(one.until)))
        .with("Skäl", Cell::text(one.reason.clone()))
        .with("Begärt av", name(who::name_of(reader, one.asked_by).await?))
        .with("Begärt", moment(one.asked_at));
    if let Some(by) = one.decided_by {
        let role = one.decided_as.map_or_else(String::new, |party| format!(", som {}", party.swedish()));
        let by = who::name_of(reader, by).await?.unwrap_or_else(|| "Uppsikt".to_owned());
        facts = facts.with("Beslutat av", Cell::text(format!("{by}{role}")));
    }
    if let Some(at) = one.decided_at {
        facts = facts.with("Beslutat", moment(at));
    }
    if let Some(at) = one.ended_at {
        facts = facts.with("Avslutat", moment(at));
    }
    Ok(facts)
}

/// `POST /konton/{id}/undantag/{exception}`: grants it, refuses it, ends it.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path((id, exception)): Path<(String, String)>,
    Form(form): Form<DeedForm>,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &id).await?;
    let one = of_account(&mut reader, &account, &exception).await?;
    let (_, profile) = followed(&mut reader, authority.id, clock.today).await?;
    drop(reader);
    let (by, id) = (profile.may_except(one.key), one.id);
    let (grants, may, done) = match form.deed.as_str() {
        "bevilja" => (Some(true), policy::may_decide_exception(me.actor(), authority.id, by), "beviljat"),
        "avsla" => (Some(false), policy::may_decide_exception(me.actor(), authority.id, by), "avslaget"),
        "avsluta" => (None, policy::may_end_exception(me.actor(), authority.id), "avslutat"),
        _ => return Err(nothing_said()),
    };
    if !may {
        return Err(Fault::not_allowed());
    }
    app.store
        .write::<_, PolicyError, _>(me.actor(), move |tx| {
            Box::pin(async move {
                match grants {
                    Some(grants) => policy::decide_exception(tx, id, by, grants).await,
                    None => policy::end_exception(tx, id).await,
                }
            })
        })
        .await?;
    Ok(Redirect::to(&format!("/konton/{}/undantag/{id}?klart={done}", account.id)).into_response())
}

fn nothing_said() -> Fault {
    let happened = "Formuläret sade inte vad som skulle göras. Inget har ändrats.";
    let told = Explanation::new(Exit::Usage, happened, "Öppna undantaget på nytt och välj där.");
    Fault::new(StatusCode::UNPROCESSABLE_ENTITY, told)
}
