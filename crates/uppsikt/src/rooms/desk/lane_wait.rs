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
use crate::rooms::moderation::{self, AnswerState, Decision, DecisionState};
use crate::web::components::{Badge, Tone};

/// Decisions of a state that are looked through.
const LOOK_MAX: u64 = 200;
/// What waits for a person stands first.
const STATES: [DecisionState; 4] =
    [DecisionState::Stuck, DecisionState::Back, DecisionState::Waiting, DecisionState::Running];

/// Reads the list.
pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Listing, StoreError> {
    let mut decisions: Vec<Decision> = Vec::new();
    let mut is_cut = false;
    for state in STATES {
        let some = moderation::decisions(reader, Some(state), LOOK_MAX).await?;
        is_cut |= some.len() as u64 == LOOK_MAX;
        for decision in some {
            if is_newest(reader, &decision).await? {
                decisions.push(decision);
            }
        }
    }
    let answers = moderation::answers_unfinished(reader, LOOK_MAX).await?;
    let mut ids: Vec<Uuid> = decisions.iter().map(|decision| decision.item).collect();
    ids.extend(answers.iter().map(|answer| answer.item));
    let known = within_reach(reader, actor, &ids).await?;
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for answer in answers.iter().filter(|answer| answer.state == AnswerState::Stuck) {
        if let Some((item, is_marked)) = known.get(&answer.item).filter(|_| seen.insert(answer.item)) {
            all.push(about_answer(item.clone(), *is_marked, answer));
        }
    }
    for decision in decisions {
        let Some((item, is_marked)) = known.get(&decision.item) else { continue };
        if seen.insert(decision.item) {
            all.push(about(item.clone(), *is_marked, &decision));
        }
    }
    for answer in answers {
        if let Some((item, is_marked)) = known.get(&answer.item).filter(|_| seen.insert(answer.item)) {
            all.push(about_answer(item.clone(), *is_marked, &answer));
        }
    }
    Ok(Listing { all, is_cut })
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

/// A decision's row.
pub(super) fn about(item: CapturedItem, is_marked: bool, decision: &Decision) -> About {
    let what = words::sentence(decision.measure.swedish());
    About {
        item,
        is_marked,
        says: Says::State(Badge::new(tone(decision.state), words::sentence(&decision.state.to_string()))),
        badges: vec![Badge::new(Tone::Neutral, format!("{what}: {}", decision.class.swedish()))],
        at: decision.decided_at,
        written: OnceLock::new(),
    }
}

fn about_answer(item: CapturedItem, is_marked: bool, answer: &moderation::Answer) -> About {
    About {
        item,
        is_marked,
        says: Says::State(Badge::new(answer_tone(answer.state), words::sentence(&answer.state.to_string()))),
        badges: vec![Badge::new(Tone::Neutral, "Svar")],
        at: answer.answered_at,
        written: OnceLock::new(),
    }
}
