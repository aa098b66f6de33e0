//! Decisions in words.

use uppsikt_guideline::Ground;
use uppsikt_kernel::{Id, User};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::words;
use crate::rooms::moderation::{self, Decision, DecisionState, StepState};
use crate::rooms::people;
use crate::web::components::{Badge, Moment, Tone};

/// A decision with its steps.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub id: Uuid,
    pub item: Uuid,
    /// What was decided, and about what: Ta bort, hot.
    pub what: String,
    pub state: Badge,
    pub by: String,
    pub at: Moment,
    pub version: i32,
    pub ground: Option<String>,
    pub steps: Vec<StepTold>,
    /// Seconds in which it can still be taken back.
    pub undo_seconds: Option<i64>,
}

/// A step of it.
#[derive(Debug, Clone)]
pub(super) struct StepTold {
    pub what: String,
    pub state: String,
    pub is_done: bool,
}

/// The decisions about an item, newest first.
pub(super) async fn about(reader: &mut Reader, item: Uuid, now: i64) -> Result<Vec<Told>, StoreError> {
    let mut all = Vec::new();
    for decision in moderation::decisions_about(reader, item).await? {
        all.push(told(reader, decision, now).await?);
    }
    Ok(all)
}

/// A decision in words.
pub(super) async fn told(reader: &mut Reader, decision: Decision, now: i64) -> Result<Told, StoreError> {
    let steps = moderation::decision(reader, decision.id).await?.map(|(_, steps)| steps).unwrap_or_default();
    let steps = steps.into_iter().map(|step| StepTold {
        what: words::sentence(step.step.swedish()),
        state: step.state.to_string(),
        is_done: step.state == StepState::Done,
    });
    // Begun seconds count: right after the decision it is the whole time.
    let left = (decision.acts_at - now + 999_999) / 1_000_000;
    let can_undo = decision.state == DecisionState::Waiting && left > 0;
    Ok(Told {
        id: decision.id,
        item: decision.item,
        what: format!("{}: {}", words::sentence(decision.measure.swedish()), decision.class.swedish()),
        state: Badge::new(tone(decision.state), words::sentence(&decision.state.to_string())),
        by: user(reader, decision.decided_by).await?,
        at: Moment::new(decision.decided_at, now),
        version: decision.version,
        ground: decision.ground.as_ref().map(ground),
        steps: steps.collect(),
        undo_seconds: can_undo.then_some(left),
    })
}

/// The name of whoever it was.
pub(super) async fn user(reader: &mut Reader, id: Id<User>) -> Result<String, StoreError> {
    Ok(people::user(reader, id).await?.map_or_else(|| "Uppsikt".to_owned(), |row| row.name))
}

fn ground(ground: &Ground) -> String {
    ground.sources().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

const fn tone(state: DecisionState) -> Tone {
    match state {
        DecisionState::Done => Tone::Fine,
        DecisionState::Stuck | DecisionState::Back => Tone::Warning,
        DecisionState::Waiting | DecisionState::Running | DecisionState::Withdrawn => Tone::Neutral,
    }
}
