//! What somebody who looks after a connection does: tries it, reads now, stops it, lets it go on.

use std::sync::Arc;
use std::time::Duration;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_kernel::Actor;

use super::{connection, words};
use crate::app::App;
use crate::rooms::account::{self, Account, AccountError};
use crate::rooms::capture::{self, Asked, CaptureError};
use crate::rooms::report::pages::own_account;
use crate::web::components::Tone;
use crate::web::export::Download;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame};

/// How long a platform has to answer a test: longer than a slow site, shorter than patience.
const TEST_TIME: Duration = Duration::from_secs(5);
/// How long the page waits for a reading before it says that it goes on: most are done by then.
const READ_TIME: Duration = Duration::from_secs(3);

/// Why the reading is stopped.
#[derive(Deserialize)]
pub(crate) struct PauseForm {
    #[serde(default, rename = "skal")]
    why: String,
}

/// The account, where the person looks after its connection.
async fn looked_after(app: &App, me: &SignedIn, id: &str) -> Result<Account, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let (account, _) = own_account(&mut reader, me, id).await?;
    if !account::may_look_after(me.actor(), &account) {
        return Err(AccountError::NotCaretaker.into());
    }
    Ok(account)
}

fn back(account: &Account, done: &str) -> Response {
    let query = if done.is_empty() { String::new() } else { format!("?klart={done}") };
    Redirect::to(&format!("/drift/anslutningar/{}{query}", account.id)).into_response()
}

/// `POST /drift/anslutningar/{id}/prova`: asks the platform who we are there, and tells what it said.
pub(super) async fn test(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let account = looked_after(&app, &me, &id).await?;
    let (tone, said) = tested(&app, &account).await;
    let download = Download::at(&format!("/drift/anslutningar/{}", account.id));
    connection::page(&app, frame.with_notice(tone, said), &me, &id, &download).await
}

async fn tested(app: &App, account: &Account) -> (Tone, String) {
    let wrong =
        |happened: &str, next: &str| (Tone::Danger, format!("Anslutningen fungerar inte. {happened} {next}"));
    let failed = |error: CaptureError| {
        let told = words::failed(&error);
        wrong(&told.happened, &told.next)
    };
    let platform = match app.connect(account) {
        Ok(platform) => platform,
        Err(error) => return failed(error.into()),
    };
    match tokio::time::timeout(TEST_TIME, platform.check()).await {
        Ok(Ok(info)) => {
            let who = info.account_name.map_or_else(String::new, |name| format!(", inloggad som {name}"));
            let may = match info.may_moderate {
                Some(false) => " Kontot får inte moderera det som andra skriver där.",
                Some(true) | None => "",
            };
            let tone = if info.may_moderate == Some(false) { Tone::Warning } else { Tone::Fine };
            (tone, format!("Anslutningen fungerar: {}{who}.{may}", info.site_name))
        }
        Ok(Err(error)) => failed(error.into()),
        Err(_) => {
            wrong("Plattformen svarade inte inom fem sekunder. Inget har ändrats.", "Prova igen om en stund.")
        }
    }
}

/// `POST /drift/anslutningar/{id}/hamta`: reads the account now; what takes longer goes on beside the pages.
pub(super) async fn read(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let account = looked_after(&app, &me, &id).await?;
    if account.paused.as_ref().is_some_and(|pause| pause.reason().is_some()) {
        return Err(CaptureError::Paused.into());
    }
    if app.begin_pass(account.id.uuid()).is_none() {
        return Ok(back(&account, "upptaget"));
    }
    let from = app.store.now().get();
    app.readings.tell(account.id, Asked::UnderWay { from, read: 0 });
    let under_way = tokio::spawn(reading(Arc::clone(&app), me.actor().clone(), account.clone(), from));
    let is_done = tokio::time::timeout(READ_TIME, under_way).await.is_ok();
    Ok(back(&account, if is_done { "" } else { "pagar" }))
}

/// Reads, and tells how far it has come and how it ended.
async fn reading(app: Arc<App>, actor: Actor, account: Account, from: i64) {
    let outcome = capture::pass_told(&app, &actor, &account, &mut |report| {
        let read = report.new + report.edited + report.returned + report.unchanged;
        app.readings.tell(account.id, Asked::UnderWay { from, read });
    })
    .await;
    let at = app.store.now().get();
    let asked = match outcome {
        Ok(report) => Asked::Done { at, report },
        Err(error) => Asked::Failed { at, told: words::failed(&error) },
    };
    app.readings.tell(account.id, asked);
}

/// `POST /drift/anslutningar/{id}/pausa`.
pub(super) async fn pause(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PauseForm>,
) -> Result<Response, Fault> {
    let account = looked_after(&app, &me, &id).await?;
    let paused = account.clone();
    app.store
        .write::<_, AccountError, _>(me.actor(), move |tx| {
            Box::pin(async move { account::stop_reading(tx, &paused, &form.why).await })
        })
        .await?;
    Ok(back(&account, "pausat"))
}

/// `POST /drift/anslutningar/{id}/fortsatt`.
pub(super) async fn go_on(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let account = looked_after(&app, &me, &id).await?;
    let paused = account.clone();
    app.store
        .write::<_, AccountError, _>(me.actor(), move |tx| {
            Box::pin(async move { account::go_on_reading(tx, &paused).await })
        })
        .await?;
    Ok(back(&account, "fortsatt"))
}
