//! One worker: puts due work into the queue, claims it, does it, says how it ended.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use uppsikt_kernel::{Actor, Authorities, Id, Micros, Organisation, Role};
use uppsikt_store::{NewJob, Source as _, StoreError};

use super::schedule::{CAPTURE, EXCEPTIONS_MINUTES, MODERATION_SECONDS};
use crate::app::App;
use crate::rooms::capture;
use crate::rooms::moderation::{self, ModerationError};
use crate::rooms::policy::{self, PolicyError};

/// How often the worker looks for work.
const LOOK_SECONDS: u64 = 5;
const MINUTE_MICROS: i64 = 60_000_000;

/// Works until `stop` says true; what has been claimed is finished first.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut next_at = Turns::default();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)) => {}
        }
        if let Err(error) = look(&app, &mut next_at).await {
            tracing::error!(%error, "the worker could not look for work; it looks again");
        }
    }
}

/// Lets the automatic control read what is new, and carries out decisions, beside the captures and never behind them.
pub async fn moderate(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(MODERATION_SECONDS)) => {}
        }
        if let Err(error) = moderate_once(&app).await {
            tracing::error!(%error, "the control or a decision could not go on; it is tried again");
        }
    }
}

async fn moderate_once(app: &App) -> Result<(), ModerationError> {
    for organisation in app.store.organisations().await? {
        let actor = machine(organisation.id);
        moderation::carry_out_due(app, &actor).await?;
        moderation::send_answers(app, &actor).await?;
        moderation::screen_new(app, &actor).await?;
    }
    Ok(())
}

/// The server itself, which acts for every authority of an organisation when nobody asks.
pub(super) fn machine(organisation: Id<Organisation>) -> Actor {
    Actor {
        user: Id::from_uuid(uuid::Uuid::nil()),
        organisation,
        authorities: Authorities::All,
        roles: BTreeSet::from([Role::Administrator]),
        roles_in: BTreeMap::new(),
    }
}

/// When each organisation's turn comes next, in microseconds.
#[derive(Default)]
struct Turns {
    capture: HashMap<Id<Organisation>, i64>,
    exceptions: HashMap<Id<Organisation>, i64>,
}

/// Notes which exceptions have ended, once an hour: their last day has passed.
async fn end_exceptions(app: &App, organisation: Id<Organisation>) {
    let ended = app
        .store
        .write::<_, PolicyError, _>(&machine(organisation), move |tx| {
            Box::pin(async move { policy::end_expired(tx).await })
        })
        .await;
    match ended {
        Ok(0) => {}
        Ok(count) => tracing::info!(%organisation, count, "exceptions from guidelines have ended"),
        Err(error) => {
            tracing::error!(%error, "which exceptions have ended could not be noted; it is tried again")
        }
    }
}

async fn look(app: &App, next_at: &mut Turns) -> Result<(), StoreError> {
    for organisation in app.store.organisations().await? {
        let now = app.store.now().get();
        let turn = next_at.exceptions.entry(organisation.id).or_insert(now);
        if now >= *turn {
            *turn = now + EXCEPTIONS_MINUTES * MINUTE_MICROS;
            end_exceptions(app, organisation.id).await;
        }
        if let Some(minutes) = app.config.capture_interval_minutes() {
            // The first round comes one interval after the start: whoever starts often is not asked to wait.
            let interval = i64::from(minutes) * MINUTE_MICROS;
            let due = next_at.capture.entry(organisation.id).or_insert(now + interval);
            if now >= *due {
                *due = now + interval;
                enqueue(app, organisation.id, now).await?;
            }
        }
        while let Some(job) = app.store.claim_job(organisation.id, CAPTURE.lease_seconds).await? {
            let outcome = match job.kind.as_str() {
                kind if kind == CAPTURE.kind => capture_all(app, organisation.id).await,
                other => Err(format!("unknown kind {other}")),
            };
            if let Err(failure) = &outcome {
                tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, failure, "a job failed");
            }
            app.store.end_job(&job, outcome).await?;
        }
    }
    Ok(())
}

async fn enqueue(app: &App, organisation: Id<Organisation>, now: i64) -> Result<(), StoreError> {
    app.store
        .write::<_, StoreError, _>(&machine(organisation), move |tx| {
            Box::pin(async move {
                tracing::debug!(organisation = %tx.scope().organisation(), "capture is due");
                let due_at = Micros::new(now).unwrap_or_else(|_| tx.now());
                tx.enqueue(NewJob {
                    authority: None,
                    kind: CAPTURE.kind,
                    payload: "{}".to_owned(),
                    due_at,
                    attempts_max: CAPTURE.attempts_max,
                })
                .await
            })
        })
        .await
        .map(|_| ())
}

/// Fails when any account failed in a way that may pass; the others have been read all the same.
async fn capture_all(app: &App, organisation: Id<Organisation>) -> Result<(), String> {
    let passes =
        capture::pass_all(app, &machine(organisation), None, |_| {}).await.map_err(|e| e.to_string())?;
    let mut failed = Vec::new();
    for (account, outcome) in passes {
        match outcome {
            Ok(report) => tracing::info!(
                account,
                new = report.new,
                edited = report.edited,
                gone = report.gone,
                "captured"
            ),
            Err(error) if error.is_passing() => failed.push(error.to_string()),
            Err(error) => {
                tracing::error!(account, %error, "the account cannot be captured; a person has to look at it")
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}
