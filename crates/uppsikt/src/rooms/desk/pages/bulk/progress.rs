//! `GET /bevakning/samlat/{id}`: how far a batch has come, item by item, and the one button that takes it back.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::line::{self, Line};
use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::told::{tone, user};
use crate::rooms::desk::words;
use crate::rooms::moderation::{
    self, Batch, BatchRegistration, Decision, DecisionState, ModerationError, StepRow, StepState,
};
use crate::rooms::registry;
use crate::web::components::{Badge, Moment, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Batches that are listed.
const BATCHES_MAX: u64 = 10;

/// A batch in a line.
pub(super) struct Summary {
    pub id: Uuid,
    pub what: String,
    pub by: String,
    pub at: Moment,
    pub is_cancelled: bool,
}

/// One item of a batch.
struct Row {
    line: Line,
    state: Badge,
    /// What it waits for or what went wrong, in words; empty where there is nothing to say.
    step: String,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/bulk/progress.html")]
struct ProgressPage {
    summary: Summary,
    acts: Moment,
    can_cancel: bool,
    counts: Vec<(&'static str, usize)>,
    left_out: i32,
    unseen: usize,
    rows: Vec<Row>,
    number: Option<(Uuid, String)>,
    is_together: bool,
}

/// The newest batches.
pub(super) async fn newest(reader: &mut Reader, now: i64) -> Result<Vec<Summary>, StoreError> {
    let mut all = Vec::new();
    for batch in moderation::batches(reader, BATCHES_MAX).await? {
        all.push(summary(reader, &batch, now).await?);
    }
    Ok(all)
}

async fn summary(reader: &mut Reader, batch: &Batch, now: i64) -> Result<Summary, StoreError> {
    Ok(Summary {
        id: batch.id,
        what: format!("{}: {}", words::sentence(batch.measure.swedish()), batch.class.swedish()),
        by: user(reader, batch.decided_by).await?,
        at: Moment::new(batch.decided_at, now),
        is_cancelled: batch.cancelled_at.is_some(),
    })
}

/// `GET /bevakning/samlat/{id}`.
pub(crate) async fn progress(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    path: Path<String>,
) -> Result<Response, Fault> {
    let (id, actor, now) = (super::super::id(&path)?, signed_in.actor(), app.store.now().get());
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = moderation::batch(&mut reader, id).await.map_err(told)?;
    let (batch, decisions) = found.ok_or_else(Fault::not_found)?;
    let ids: Vec<Uuid> = decisions.iter().map(|(decision, _)| decision.item).collect();
    let lines = line::lines(&mut reader, actor, now, &ids).await.map_err(told)?;
    let mut lines: HashMap<Uuid, Line> = lines.into_iter().map(|line| (line.item, line)).collect();
    let counts = counts(&decisions);
    let all = decisions.len();
    let mut rows = Vec::new();
    for (decision, steps) in decisions {
        let Some(line) = lines.remove(&decision.item) else { continue };
        let state = Badge::new(tone(decision.state), words::sentence(&decision.state.to_string()));
        rows.push(Row { line, state, step: step(&steps) });
    }
    let number = registry::by_cause(&mut reader, id).await.map_err(told)?;
    let page = ProgressPage {
        summary: summary(&mut reader, &batch, now).await.map_err(told)?,
        acts: Moment::new(batch.acts_at, now),
        can_cancel: batch.can_be_cancelled(now) && moderation::may_judge(actor, batch.authority),
        counts,
        left_out: batch.left_out,
        unseen: all - rows.len(),
        rows,
        number: number.map(|entry| (entry.id.uuid(), entry.registry_number)),
        is_together: batch.registration == BatchRegistration::Together,
    };
    drop(reader);
    Ok(frame.render(Nav::Queue, "Samlat beslut", &page))
}

/// How many are where.
fn counts(all: &[(Decision, Vec<StepRow>)]) -> Vec<(&'static str, usize)> {
    let retries = |steps: &[StepRow]| steps.iter().any(|step| step.retry_at.is_some());
    let count = |is_of: &dyn Fn(&Decision, &[StepRow]) -> bool| {
        all.iter().filter(|(decision, steps)| is_of(decision, steps)).count()
    };
    let every = [
        ("Kan ångras", count(&|decision, _| decision.state == DecisionState::Waiting)),
        ("Pågår", count(&|decision, steps| decision.state == DecisionState::Running && !retries(steps))),
        (
            "Försöker igen",
            count(&|decision, steps| decision.state == DecisionState::Running && retries(steps)),
        ),
        ("Klart", count(&|decision, _| decision.state == DecisionState::Done)),
        ("Väntar på en människa", count(&|decision, _| decision.state == DecisionState::Stuck)),
        ("Tillbaka i kön", count(&|decision, _| decision.state == DecisionState::Back)),
        ("Ångrat", count(&|decision, _| decision.state == DecisionState::Withdrawn)),
    ];
    every.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The step that something is to be said about: the first that is not done and has been tried.
fn step(steps: &[StepRow]) -> String {
    let open = steps.iter().find(|step| {
        step.state != StepState::Done && (step.attempts > 0 || step.state != StepState::Waiting)
    });
    open.map_or_else(String::new, |step| {
        let answer = step.answer.as_deref().unwrap_or_default();
        format!("{}, {}. {}", words::sentence(step.step.swedish()), step.state, words::sentence(answer))
    })
}

/// `POST /bevakning/samlat/{id}/angra`: takes all of it back, in time.
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    path: Path<String>,
) -> Result<Response, Fault> {
    let id = super::super::id(&path)?;
    app.store
        .write::<_, ModerationError, _>(signed_in.actor(), move |tx| {
            Box::pin(async move { moderation::cancel_batch(tx, id).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/bevakning/samlat/{id}")).into_response())
}
