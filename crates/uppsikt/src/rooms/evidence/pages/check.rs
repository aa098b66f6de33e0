//! `POST /liggare/kontroll`: goes through the log now, as far as fits in one answer, and says what was looked at.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tokio::sync::Semaphore;
use uppsikt_kernel::Actor;
use uppsikt_ledger::SignedCheckpoint;
use uppsikt_store::{Finding, FindingKind, LogInfo, Reader, StoreError, VerifyOptions};

use super::state::{State as Ledger, state};
use super::words;
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::web::components::icon;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Entries that are gone through one by one; they take about a second. A longer log is gone through by its checkpoints.
const ENTRIES_MAX: u64 = 50_000;
/// Checkpoints that a longer log is held against.
const CHECKPOINTS_MAX: u64 = 200;
/// Faults that are listed on the page.
const FINDINGS_MAX: usize = 50;

/// One check at a time: it reads much, and two say no more than one.
static TURN: Semaphore = Semaphore::const_new(1);

/// What a check saw.
#[derive(Default)]
struct Seen {
    /// What was looked at, in sentences.
    looked_at: Vec<String>,
    /// What is wrong, in sentences.
    wrong: Vec<String>,
}

#[derive(Template)]
#[template(path = "rooms/evidence/pages/check.html")]
struct CheckPage {
    title: &'static str,
    is_whole: bool,
    looked_at: Vec<String>,
    wrong: Vec<String>,
}

/// `POST /liggare/kontroll`.
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
) -> Result<Response, Fault> {
    let Ok(_turn) = TURN.try_acquire() else {
        let busy = "En annan kontroll av liggaren pågår. Inget är fel, och inget har ändrats.";
        let next = "Vänta några sekunder och försök igen.";
        return Err(Fault::new(StatusCode::SERVICE_UNAVAILABLE, Explanation::new(Exit::Passing, busy, next)));
    };
    let seen = look(&app, me.actor()).await?;
    let is_whole = seen.wrong.is_empty();
    let title = if is_whole { "Liggaren är hel" } else { "Kedjan håller inte" };
    let page = CheckPage { title, is_whole, looked_at: seen.looked_at, wrong: seen.wrong };
    Ok(frame.render(Nav::Ledger, title, &page))
}

async fn look(app: &App, actor: &Actor) -> Result<Seen, StoreError> {
    let reader = app.store.read(actor).await?;
    let info = match state(&reader).await? {
        Ledger::Broken(what) => return Ok(Seen { wrong: vec![what], ..Seen::default() }),
        Ledger::Begun => {
            let nothing = "Liggaren har inget kontrollvärde ännu, så det finns inget att kontrollera.";
            return Ok(Seen { looked_at: vec![nothing.to_owned()], ..Seen::default() });
        }
        Ledger::Whole(info) => info,
    };
    if info.size > ENTRIES_MAX {
        return by_checkpoints(&reader, &info).await;
    }
    drop(reader);
    let options = VerifyOptions { log_only: true, ..VerifyOptions::default() };
    let report = app.store.verify(actor.organisation, &options).await?;
    let looked_at = vec![
        format!("{} räknades om, en för en, och stämmer med trädets värden.", words::entries(report.entries)),
        format!("{} kontrollvärden lästes: signaturen prövades, och roten jämfördes.", report.checkpoints),
        "Handlingarnas innehåll öppnades inte. Det gör kommandot uppsikt verify.".to_owned(),
    ];
    let wrong = report.findings.iter().take(FINDINGS_MAX).map(fault).collect();
    Ok(Seen { looked_at, wrong })
}

/// That the log continues each of its newest checkpoints.
async fn by_checkpoints(reader: &Reader, info: &LogInfo) -> Result<Seen, StoreError> {
    let mut seen = Seen::default();
    let kept = reader.checkpoints(None, CHECKPOINTS_MAX).await?;
    for one in &kept {
        let about = |what: &str| format!("Kontrollvärdet över {}: {what}", words::entries(one.size));
        let signed = match SignedCheckpoint::parse(&one.note) {
            Ok(signed) => signed,
            Err(error) => {
                seen.wrong.push(about(&error.to_string()));
                continue;
            }
        };
        match signed.verify(&info.keys) {
            Err(error) => seen.wrong.push(about(&error.to_string())),
            Ok(checkpoint) => match reader.continues(checkpoint).await {
                Ok(()) => {}
                Err(StoreError::LogDamaged(what)) => seen.wrong.push(about(&what)),
                Err(error) => return Err(error),
            },
        }
    }
    seen.looked_at = vec![
        format!("De {} senaste kontrollvärdena prövades: signaturen håller.", kept.len()),
        format!("Liggaren med sina {} är en fortsättning på vart och ett av dem.", words::entries(info.size)),
        "Liggaren är för lång för att räknas om post för post här. Det gör kommandot uppsikt verify."
            .to_owned(),
    ];
    seen.wrong.truncate(FINDINGS_MAX);
    Ok(seen)
}

fn fault(finding: &Finding) -> String {
    let what = &finding.what;
    match finding.kind {
        FindingKind::Entry => format!("En post är ändrad eller saknas: {what}"),
        FindingKind::Tile => format!("Ett av trädets värden är ändrat eller saknas: {what}"),
        FindingKind::Checkpoint => format!("Ett kontrollvärde håller inte eller saknas: {what}"),
        FindingKind::Key => format!("En nyckel saknas eller är ändrad: {what}"),
        _ => what.clone(),
    }
}
