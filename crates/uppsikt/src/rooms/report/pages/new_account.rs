//! `/konton/nytt`: adding an account, tried on its platform before it is kept.
//!
//! The password goes to the key store and nowhere else: it is never written into a page, an error or a log. Addresses
//! in one's own network are for those who run the server; what a browser sends makes the program call public ones only.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::{Authority, Id, Role};
use uppsikt_platform::{PlatformKind, Way};
use uuid::Uuid;

use super::Clock;
use super::new_account_form::{self as form, AccountForm, Read, Wrong};
use crate::app::App;
use crate::explain::Explain as _;
use crate::rooms::account::{self, Account, AccountError, NewAccount};
use crate::rooms::capture::{CaptureError, GapCause};
use crate::rooms::people::AuthorityRow;
use crate::web::components::{Errors, Field};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// How long a platform has to answer: longer than a slow site, shorter than patience.
const TEST_TIME: Duration = Duration::from_secs(10);

#[derive(Template)]
#[template(path = "rooms/report/pages/new_account.html")]
struct NewAccountPage {
    errors: Errors,
    /// What the platform said, and what to do.
    refused: Option<(String, String)>,
    fields: Vec<Field>,
}

/// The authorities in which the person adds accounts.
fn mine(me: &SignedIn) -> Vec<&AuthorityRow> {
    let may = |row: &&AuthorityRow| me.actor().has_in(Role::Administrator, row.id);
    me.visitor.authorities.iter().filter(may).collect()
}

/// `GET /konton/nytt`.
pub(crate) async fn show(State(app): State<Arc<App>>, frame: Frame, me: SignedIn) -> Result<Response, Fault> {
    let watch_from = Clock::of(&app)?.today.to_string();
    let form = AccountForm { watch_from, ..AccountForm::default() };
    Ok(page(&frame, &me, &form, Wrong::default(), None))
}

fn page(
    frame: &Frame,
    me: &SignedIn,
    form: &AccountForm,
    wrong: Wrong,
    refused: Option<(String, String)>,
) -> Response {
    let is_well = !wrong.is_any() && refused.is_none();
    let status = if is_well { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fields = form::fields(form, wrong, &mine(me));
    let page = NewAccountPage { errors: Errors::of(&fields), refused, fields };
    frame.render_as(status, Nav::Accounts, "Lägg till ett konto", &page)
}

/// `POST /konton/nytt`.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Form(form): Form<AccountForm>,
) -> Result<Response, Fault> {
    let read = form::read(&form);
    if form.authority.is_empty() {
        let wrong = read.err().map(|wrong| *wrong).unwrap_or_default();
        let wrong = Wrong { authority: Some("Välj en myndighet.".to_owned()), ..wrong };
        return Ok(page(&frame, &me, &form, wrong, None));
    }
    // Another authority's id was never on offer.
    let authority = form.authority.parse::<Id<Authority>>().ok();
    let authority = authority.filter(|id| mine(&me).iter().any(|row| row.id == *id));
    let authority = authority.ok_or_else(Fault::not_found)?;
    let read = match read {
        Ok(read) => read,
        Err(wrong) => return Ok(page(&frame, &me, &form, *wrong, None)),
    };
    if let Some(error) = taken(&app, &me, &form.name).await? {
        let wrong = Wrong { name: Some(error), ..Wrong::default() };
        return Ok(page(&frame, &me, &form, wrong, None));
    }
    let password = Some(form.password.0.as_str()).filter(|password| !password.is_empty());
    let tried = tried(&app, authority, &read, password).await;
    if let Err(told) = &tried
        && form.anyway.is_empty()
    {
        return Ok(page(&frame, &me, &form, Wrong::default(), Some(told.clone())));
    }
    let done = match (read.platform, read.platform.way(), &tried) {
        (PlatformKind::Practice, ..) | (_, Way::ByHand, _) => "sparat",
        (_, _, Ok(())) => "tillagt",
        (_, _, Err(_)) => "utan",
    };
    match kept(&app, &me, authority, new(&form, read), password).await {
        Ok(account) => Ok(Redirect::to(&format!("/konton/{}?klart={done}", account.id)).into_response()),
        Err(error @ (AccountError::NameTaken | AccountError::People(_))) => {
            let wrong = Wrong { name: Some(error.explain().happened), ..Wrong::default() };
            Ok(page(&frame, &me, &form, wrong, None))
        }
        Err(error) => Err(error.into()),
    }
}

fn new(form: &AccountForm, read: Read) -> NewAccount {
    NewAccount {
        name: form.name.clone(),
        platform: read.platform,
        address: read.address,
        login: read.login,
        is_internal: false,
        watch_from_at: read.watch_from_at,
        view_address: read.view,
        import_id: None,
    }
}

/// What is wrong with the name, before the platform is asked anything for it.
async fn taken(app: &App, me: &SignedIn, name: &str) -> Result<Option<String>, Fault> {
    if name.trim().is_empty() {
        return Ok(Some("Skriv vad kontot kallas.".to_owned()));
    }
    let mut reader = app.store.read(me.actor()).await?;
    let found = account::named(&mut reader, name.trim()).await?;
    Ok(found.map(|_| "Det finns redan ett konto med det namnet. Välj ett annat namn.".to_owned()))
}

/// Asks the platform who we are there; what it says, and what to do, where it does not let us in.
async fn tried(
    app: &App,
    authority: Id<Authority>,
    read: &Read,
    password: Option<&str>,
) -> Result<(), (String, String)> {
    if read.platform == PlatformKind::Practice || read.platform.way() == Way::ByHand {
        return Ok(());
    }
    let account = Account {
        // No account's: one place for all that are tried, which the next one takes over.
        id: Id::from_uuid(Uuid::nil()),
        authority,
        name: String::new(),
        platform: read.platform,
        address: read.address.clone(),
        login: read.login.clone(),
        is_internal: false,
        created_at: 0,
        watch_from_at: None,
        paused: None,
        view_address: read.view.clone(),
        import_id: None,
    };
    let platform = app.platforms.connect(&account, password).map_err(|error| said(&error.into()))?;
    match tokio::time::timeout(TEST_TIME, platform.check()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(said(&error.into())),
        Err(_) => Err(words(GapCause::Unreachable)),
    }
}

/// What happened and what to do, for whoever is filling in the form.
fn said(error: &CaptureError) -> (String, String) {
    match GapCause::of(error) {
        Some(cause) => words(cause),
        None => {
            let told = error.explain();
            (told.happened, told.next)
        }
    }
}

fn words(cause: GapCause) -> (String, String) {
    let (happened, next) = match cause {
        GapCause::Password => (
            "Plattformen godtar inte användarnamnet och lösenordet.",
            "Kontrollera båda. WordPress behöver ett applikationslösenord och Bluesky ett applösenord.",
        ),
        GapCause::Permission => (
            "Användaren på plattformen får inte läsa det som behövs.",
            "Ge användaren rätt att läsa och moderera kommentarer där.",
        ),
        GapCause::Address => (
            "På adressen finns inte den plattform som du har valt, eller så får Uppsikt inte anropa den.",
            "Kontrollera plattform och adress. En webbplats i ert eget nät läggs till av den som sköter servern.",
        ),
        _ => (
            "Plattformen svarar inte, eller svarar ofullständigt.",
            "Kontrollera adressen, eller prova igen om en stund.",
        ),
    };
    (happened.to_owned(), next.to_owned())
}

/// Keeps the account, its password in the key store, and for a practice account its file.
async fn kept(
    app: &App,
    me: &SignedIn,
    authority: Id<Authority>,
    new: NewAccount,
    password: Option<&str>,
) -> Result<Account, AccountError> {
    let account = app
        .store
        .write::<_, AccountError, _>(me.actor(), move |tx| {
            Box::pin(async move { account::add(tx, authority, new).await })
        })
        .await?;
    if let Some(password) = password {
        app.store.put_secret(account.id.uuid(), password)?;
    }
    if account.platform == PlatformKind::Practice {
        account::lay_out_practice(app.config.folder(), account.id, b"")?;
    }
    Ok(account)
}
