//! What is under way, and what waits for a person: decisions and answers that have not come to their end.

use std::collections::HashSet;
use std::sync::OnceLock;

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::listing::{About, Listing, Says, within_reach};
use super::told::{answer_tone, tone};
use super::words;
use crate::rooms::capture::CapturedItem;
use crate::rooms::moderation::{self, Answer, AnswerState, Decision, DecisionState};
use crate::web::components::{Badge, Tone};

/// Decisions of a state that are looked through.
const LOOK_MAX: u64 = 200;
/// What waits for a person stands first.
const STATES: [DecisionState; 4] =
    [DecisionState::Stuck, DecisionState::Back, DecisionState::Waiting, DecisionState::Running];

/// A decision or an answer.
pub(super) enum Work {
    Decision(Decision),
    Answer(Answer),
}

/// An item that the actor may read, with what is done about it.
pub(super) struct Found {
    pub item: CapturedItem,
    /// Whether it is under a secrecy mark.
    pub is_marked: bool,
    pub work: Work,
}

/// Reads the list.
pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Listing, StoreError> {
    let (found, is_cut) = found(reader, actor, LOOK_MAX).await?;
    Ok(Listing { all: found.into_iter().map(about).collect(), is_cut })
}

/// What the actor may read of it, in its order; and whether there is more than was looked through.
pub(super) async fn found(
    reader: &mut Reader,
    actor: &Actor,
    look_max: u64,
) -> Result<(Vec<Found>, bool), StoreError> {
    let mut decisions: Vec<Decision> = Vec::new();
    let mut is_cut = false;
    for state in STATES {
        let some = moderation::decisions(reader, Some(state), look_max).await?;
        is_cut |= some.len() as u64 == look_max;
        for decision in some {
            if is_newest(reader, &decision).await? {
                decisions.push(decision);
            }
        }
    }
    let answers = moderation::answers_unfinished(reader, look_max).await?;
    is_cut |= answers.len() as u64 == look_max;
    let (stuck, going): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.state == AnswerState::Stuck);
    let in_order = stuck.into_iter().map(Work::Answer);
    let in_order = in_order.chain(decisions.into_iter().map(Work::Decision));
    let all: Vec<Work> = in_order.chain(going.into_iter().map(Work::Answer)).collect();
    let ids: Vec<Uuid> = all.iter().map(Work::item).collect();
    let known = within_reach(reader, actor, &ids).await?;
    let mut seen = HashSet::new();
    let found = all.into_iter().filter_map(|work| {
        let (item, is_marked) = known.get(&work.item()).filter(|_| seen.insert(work.item()))?;
        Some(Found { item: item.clone(), is_marked: *is_marked, work })
    });
    Ok((found.collect(), is_cut))
}

impl Work {
    const fn item(&self) -> Uuid {
        match self {
            Self::Decision(decision) => decision.item,
            Self::Answer(answer) => answer.item,
        }
    }

    /// How it stands.
    pub(super) fn state(&self) -> Badge {
        match self {
            Self::Decision(decision) => {
                Badge::new(tone(decision.state), words::sentence(&decision.state.to_string()))
            }
            Self::Answer(answer) => {
                Badge::new(answer_tone(answer.state), words::sentence(&answer.state.to_string()))
            }
        }
    }

    /// When it was decided or answered, in microseconds.
    pub(super) const fn at(&self) -> i64 {
        match self {
            Self::Decision(decision) => decision.decided_at,
            Self::Answer(answer) => answer.answered_at,
        }
    }
}

/// What came back or got stuck waits no more once somebody has decided anew.
async fn is_newest(reader: &mut Reader, decision: &Decision) -> Result<bool, StoreError> {
    if decision.state.is_under_way() {
        return Ok(true);
    }
    let about = moderation::decisions_about(reader, decision.item).await?;
    Ok(about
        .into_iter()
        .find(|other| other.state != DecisionState::Withdrawn)
        .is_some_and(|first| first.id == decision.id))
}

/// Its row.
pub(super) fn about(found: Found) -> About {
    let what = match &found.work {
        Work::Decision(decision) => {
            format!("{}: {}", words::sentence(decision.measure.swedish()), decision.class.swedish())
        }
        Work::Answer(_) => "Svar".to_owned(),
    };
    About {
        item: found.item,
        is_marked: found.is_marked,
        says: Says::State(found.work.state()),
        badges: vec![Badge::new(Tone::Neutral, what)],
        at: found.work.at(),
        written: OnceLock::new(),
    }
}
