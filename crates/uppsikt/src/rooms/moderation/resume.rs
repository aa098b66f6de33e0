//! A person lets a decision go on: now rather than later, or again after the program had given up.

use uppsikt_kernel::ActCode;
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use super::decide::may_judge;
use super::decision::{Decision, DecisionState};
use super::model::ModerationError;
use super::step::{StepRow, StepState};
use super::store::{self, decision, step};

const DECISION_RESUMED: ActCode = ActCode::new("decision-resumed");

/// Lets the steps that wait for their next try, or were given up, be taken now; nothing outside is touched yet.
///
/// What may have been done already is looked at before it is done again, as after a crash.
///
/// # Errors
/// [`ModerationError::NothingToResume`] when nothing is left that the program can do, [`ModerationError::NotAllowed`],
/// [`ModerationError::NotFound`].
pub async fn resume(tx: &mut Tx, id: Uuid) -> Result<(), ModerationError> {
    let known = store::decision_by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed);
    }
    let is_stuck = known.state == DecisionState::Stuck;
    if !is_stuck && !known.state.is_under_way() {
        return Err(ModerationError::NothingToResume);
    }
    let again: Vec<StepRow> = store::steps(tx, id).await?.into_iter().filter_map(afresh).collect();
    match (again.is_empty(), is_stuck) {
        (true, true) => return Err(ModerationError::NothingToResume),
        // It is due as it stands.
        (true, false) => return Ok(()),
        (false, _) => {}
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(DECISION_RESUMED, Some(known.authority))?;
    for row in again {
        act.update::<step::Entity>(row.to_row(organisation_id))?;
    }
    let running = Decision { state: DecisionState::Running, ended_at: None, ..known };
    act.update::<decision::Entity>(running.to_row(organisation_id))?;
    act.finish().await?;
    Ok(())
}

/// The step as it is tried again at once; `None` when it waits for nothing but its turn, or for a person.
fn afresh(step: StepRow) -> Option<StepRow> {
    let state = match step.state {
        StepState::Failed => StepState::Waiting,
        StepState::Unknown => StepState::Started,
        StepState::Waiting | StepState::Started if step.retry_at.is_some() => step.state,
        StepState::Waiting | StepState::Started | StepState::Done | StepState::ByHand => return None,
    };
    Some(StepRow { state, attempts: 0, retry_at: None, ..step })
}
