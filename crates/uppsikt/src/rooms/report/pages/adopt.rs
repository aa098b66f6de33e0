//! `/riktlinjer/{authority}/anta`: choosing a guideline, seeing what checking it says and what would hold, adopting it.
//!
//! Nothing is kept before the last form: the profile's text travels with the page that shows what would hold, and is
//! checked again when it is adopted.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_guideline::profiles;
use uuid::Uuid;

use super::difference::{UNKNOWN, full_name};
use super::outcome::{self, Outcome};
use super::words::capital;
use super::{Clock, followed, own};
use crate::app::App;
use crate::rooms::people::AuthorityRow;
use crate::rooms::policy::{self, Draft, NewAdoption, PolicyError};
use crate::web::components::{Errors, Field, FieldKind, Table};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// The choice of a profile of one's own.
const OWN: &str = "egen";

/// What is chosen.
#[derive(Default, Deserialize)]
pub(crate) struct AdoptForm {
    #[serde(default, rename = "riktlinje")]
    profile: String,
    #[serde(default)]
    text: String,
    #[serde(default, rename = "fran")]
    from: String,
    /// Set where somebody wants to change what was chosen.
    #[serde(default, rename = "andra")]
    change: String,
}

/// Which adoption is taken back.
#[derive(Default, Deserialize)]
pub(crate) struct WithdrawForm {
    #[serde(default, rename = "antagande")]
    adoption: String,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/adopt.html")]
struct AdoptPage {
    id: String,
    authority: String,
    current: Option<String>,
    errors: Errors,
    profile: Field,
    text: Field,
    from: Field,
    /// What checking the text found.
    remarks: Option<Table>,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/adopt_confirm.html")]
struct ConfirmPage {
    id: String,
    authority: String,
    current: Option<String>,
    outcome: Outcome,
    /// What is adopted, as it goes back with the form.
    profile: String,
    text: String,
    from: String,
}

/// What was chosen, once it can be read.
struct Chosen {
    /// The profile's text, where it does not come with the program.
    own: Option<String>,
    draft: Draft,
    from: Date,
}

/// What is wrong, beside its field; at least one of them.
#[derive(Default)]
struct Wrong {
    profile: Option<String>,
    text: Option<String>,
    from: Option<String>,
    remarks: Option<Table>,
}

impl Wrong {
    fn is_any(&self) -> bool {
        self.profile.is_some() || self.text.is_some() || self.from.is_some()
    }
}

/// The authority, where the person may say what it follows.
fn adopting<'v>(me: &'v SignedIn, id: &str) -> Result<&'v AuthorityRow, Fault> {
    let row = own(me, id)?;
    if policy::may_adopt(me.actor(), row.id) { Ok(row) } else { Err(Fault::not_allowed()) }
}

/// `GET /riktlinjer/{authority}/anta`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
) -> Result<Response, Fault> {
    let row = adopting(&me, &authority)?;
    let from = Clock::of(&app)?.today.to_string();
    page(&app, &frame, &me, row, (&AdoptForm { from, ..AdoptForm::default() }, Wrong::default())).await
}

/// `POST /riktlinjer/{authority}/anta/granska`: says what would hold; keeps nothing.
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
    Form(form): Form<AdoptForm>,
) -> Result<Response, Fault> {
    let row = adopting(&me, &authority)?;
    if !form.change.is_empty() {
        return page(&app, &frame, &me, row, (&form, Wrong::default())).await;
    }
    let chosen = match chosen(&app, &me, &form).await? {
        Ok(chosen) => chosen,
        Err(wrong) => return page(&app, &frame, &me, row, (&form, wrong)).await,
    };
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (adoption, current) = followed(&mut reader, row.id, clock.today).await?;
    let page = ConfirmPage {
        id: row.id.to_string(),
        authority: row.name.clone(),
        current: adoption.map(|_| full_name(&current.about)),
        outcome: outcome::of(&chosen.draft, &current, chosen.from),
        profile: form.profile,
        text: chosen.own.unwrap_or_default(),
        from: chosen.from.to_string(),
    };
    Ok(frame.render(Nav::Guidelines, &format!("Anta riktlinje, {}", row.name), &page))
}

/// `POST /riktlinjer/{authority}/anta`.
pub(crate) async fn adopt(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
    Form(form): Form<AdoptForm>,
) -> Result<Response, Fault> {
    let row = adopting(&me, &authority)?;
    let chosen = match chosen(&app, &me, &form).await? {
        Ok(chosen) => chosen,
        Err(wrong) => return page(&app, &frame, &me, row, (&form, wrong)).await,
    };
    let new = NewAdoption { profile: chosen.draft.code, text: chosen.own, effective_on: Some(chosen.from) };
    let id = row.id;
    app.store
        .write::<_, PolicyError, _>(me.actor(), move |tx| {
            Box::pin(async move { policy::adopt(tx, id, new).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/riktlinjer/{id}?klart=antagen")).into_response())
}

/// `POST /riktlinjer/{authority}/aterta`: takes back an adoption that has not begun to hold.
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(authority): Path<String>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, Fault> {
    let row = adopting(&me, &authority)?;
    let wanted = Uuid::try_parse(&form.adoption).map_err(|_| Fault::not_found())?;
    let mut reader = app.store.read(me.actor()).await?;
    let found = policy::adoption(&mut reader, wanted).await?;
    drop(reader);
    if found.is_none_or(|adoption| adoption.authority != row.id) {
        return Err(Fault::not_found());
    }
    app.store
        .write::<_, PolicyError, _>(me.actor(), move |tx| {
            Box::pin(async move { policy::withdraw(tx, wanted).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/riktlinjer/{}?klart=aterkallad", row.id)).into_response())
}

/// What was chosen; or what is wrong with it.
async fn chosen(app: &App, me: &SignedIn, form: &AdoptForm) -> Result<Result<Chosen, Wrong>, Fault> {
    let today = Clock::of(app)?.today;
    let mut wrong = Wrong::default();
    let from = form.from.trim().parse::<Date>().ok().filter(|day| *day >= today);
    if from.is_none() {
        wrong.from = Some(format!("Ange en dag från och med i dag, till exempel {today}."));
    }
    let own = (form.profile == OWN).then(|| form.text.replace("\r\n", "\n"));
    let text = match &own {
        Some(text) if text.trim().is_empty() => {
            wrong.text = Some("Klistra in profilens text.".to_owned());
            None
        }
        Some(text) => Some(text.as_str()),
        None => profiles::text(&form.profile),
    };
    if text.is_none() && own.is_none() {
        wrong.profile = Some(if form.profile.is_empty() { "Välj en riktlinje." } else { UNKNOWN }.to_owned());
    }
    let mut reader = app.store.read(me.actor()).await?;
    let draft = match text {
        Some(text) => match policy::draft(&mut reader, text, today).await {
            Ok(draft) => Some(draft),
            Err(error) => {
                wrong.text = Some(unread(error)?);
                None
            }
        },
        None => None,
    };
    if let Some(draft) = &draft
        && draft.faults().next().is_some()
    {
        wrong.text = Some("Profilen går inte att anta än. Felen står i tabellen nedanför.".to_owned());
        wrong.remarks = outcome::remarks(draft);
    }
    match (draft, from) {
        (Some(draft), Some(from)) if !wrong.is_any() => Ok(Ok(Chosen { own, draft, from })),
        _ => Ok(Err(wrong)),
    }
}

/// Why a text is no profile, as it stands beside the field; what is no fault of the text's is a page of its own.
fn unread(error: PolicyError) -> Result<String, Fault> {
    match error {
        PolicyError::NoProfile(error) => Ok(capital(&error.swedish())),
        PolicyError::Unknown(code) => {
            Ok(format!("Profilen bygger på {code}, som inte finns här. Anta den först."))
        }
        error @ PolicyError::NotTogether(_) => Ok(crate::explain::Explain::explain(&error).happened),
        error => Err(error.into()),
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    row: &AuthorityRow,
    (form, wrong): (&AdoptForm, Wrong),
) -> Result<Response, Fault> {
    let clock = Clock::of(app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (adoption, current) = followed(&mut reader, row.id, clock.today).await?;
    let status = if wrong.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let profile = Field { error: wrong.profile, ..choice(&form.profile) };
    let text = Field {
        hint: Some("Fylls i bara när du har valt en egen profil: hela filens text.".to_owned()),
        value: form.text.clone(),
        error: wrong.text,
        is_required: false,
        ..Field::new("text", FieldKind::Lines, "Den egna profilens text")
    };
    let from = Field {
        hint: Some("Tidigast i dag. Det som redan är beslutat ändras inte.".to_owned()),
        value: form.from.clone(),
        error: wrong.from,
        ..Field::new("fran", FieldKind::Line("date"), "Gäller från och med")
    };
    let page = AdoptPage {
        id: row.id.to_string(),
        authority: row.name.clone(),
        current: adoption.map(|_| full_name(&current.about)),
        errors: Errors::of([&profile, &text, &from]),
        profile,
        text,
        from,
        remarks: wrong.remarks,
    };
    Ok(frame.render_as(status, Nav::Guidelines, &format!("Anta riktlinje, {}", row.name), &page))
}

/// The guidelines that come with the program, and one's own.
fn choice(value: &str) -> Field {
    let known = profiles::all().into_iter().filter_map(|(code, _)| profiles::named(code)?.ok());
    let mut choices: Vec<(String, String)> =
        known.map(|profile| (profile.about.code.clone(), full_name(&profile.about))).collect();
    choices.push((OWN.to_owned(), "En egen profil".to_owned()));
    let hint = "Riktlinjerna som följer med är andra myndigheters. Den som ska hålla för er är den som ni har beslutat om.";
    Field {
        value: value.to_owned(),
        hint: Some(hint.to_owned()),
        ..Field::new("riktlinje", FieldKind::Choice(choices), "Riktlinje")
    }
}
