//! Carrying a decision out, step by step.
//!
//! Each step leaves two marks: that it was begun, before anything outside is touched, and how it ended. After a
//! crash between the two the world is looked at before anything is done again: the item is read, the registration
//! is found by its cause, our own answer is searched for. So a step is done once, or known not to be known.

mod confirm;
mod measure;
mod notice;
mod outcome;
mod purge;
mod register;
mod seal;

use std::sync::Arc;

use uppsikt_guideline::decide::Step;
use uppsikt_kernel::{ActCode, Actor};
use uppsikt_platform::Platform;
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use super::decide::mark;
use super::decision::{Decision, DecisionState};
use super::model::ModerationError;
use super::queue::QueueState;
use super::step::{StepRow, StepState};
use super::store::{self, decision, step};
use crate::app::App;
use crate::explain::Explain as _;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use outcome::Outcome;

pub(super) use notice::{UNDER_WAY_MICROS, said};
pub(super) use outcome::why;

const STEP_STARTED: ActCode = ActCode::new("step-started");
const STEP_ENDED: ActCode = ActCode::new("step-ended");
const DECISION_ENDED: ActCode = ActCode::new("decision-ended");

/// How often a step is tried before a person has to look at it.
const ATTEMPTS_MAX: i32 = 5;
/// Seconds between two tries, by how many there have been; the last holds for all later ones.
const RETRY_SECONDS: [i64; 4] = [10, 60, 300, 900];
const MICROS: i64 = 1_000_000;

/// What the steps of one decision share.
struct Work<'a> {
    app: &'a App,
    actor: &'a Actor,
    decision: Decision,
    item: CapturedItem,
    account: Account,
    steps: Vec<StepRow>,
}

/// Takes the steps of a decision that are due, and tells each.
///
/// # Errors
/// [`ModerationError::Busy`] when somebody does so already; [`ModerationError::Store`]. What a platform refuses is
/// no error here: it stands in the step.
pub async fn carry_out(
    app: &App,
    actor: &Actor,
    id: Uuid,
    told: &mut (dyn FnMut(&StepRow) + Send),
) -> Result<DecisionState, ModerationError> {
    let _one = app.begin_pass(id).ok_or(ModerationError::Busy)?;
    loop {
        let work = Work::load(app, actor, id).await?;
        let now = app.store.now().get();
        if !work.decision.state.is_under_way() || now < work.decision.acts_at {
            return Ok(work.decision.state);
        }
        let waits = |step: &&StepRow| step.state != StepState::Done && !step.lets_others_pass();
        let Some(next) = work.steps.iter().find(waits).cloned() else {
            return work.end().await;
        };
        if matches!(next.state, StepState::ByHand | StepState::Failed | StepState::Unknown) {
            return work.stick().await;
        }
        if next.retry_at.is_some_and(|at| now < at) {
            return Ok(work.decision.state);
        }
        let outcome = work.take(&next).await?;
        let after = work.settle(next, outcome).await?;
        told(&after);
    }
}

impl<'a> Work<'a> {
    async fn load(app: &'a App, actor: &'a Actor, id: Uuid) -> Result<Self, ModerationError> {
        let mut reader = app.store.read(actor).await?;
        let decision = store::decision_by_id(&mut reader, id).await?.ok_or(ModerationError::NotFound)?;
        let item = capture::item(&mut reader, decision.item).await?.ok_or(ModerationError::NotFound)?;
        let account =
            account::by_id(&mut reader, decision.account).await?.ok_or(ModerationError::NotFound)?;
        let steps = store::steps(&mut reader, id).await?;
        Ok(Self { app, actor, decision, item, account, steps })
    }

    async fn take(&self, step: &StepRow) -> Result<Outcome, ModerationError> {
        match step.step {
            Step::Seal | Step::WrittenNote => self.seal().await,
            Step::Register => self.register(step).await,
            Step::BreakOff => self.break_off(step).await,
            Step::Measure => self.measure(step).await,
            Step::Confirm => self.confirm().await,
            Step::PurgeCopies => self.purge().await,
            Step::Notice => self.notice(step).await,
            Step::PoliceRoute => Ok(Outcome::ByHand("anmäl till polisen på 114 14".to_owned())),
        }
    }

    /// The account's platform; `Err` holds what the step says instead.
    fn platform(&self) -> Result<Arc<dyn Platform>, Outcome> {
        use crate::rooms::account::AccountError;
        self.app.connect(&self.account).map_err(|error| match error {
            AccountError::ByHand | AccountError::NotConnectable => {
                Outcome::ByHand("plattformen har inget gränssnitt".to_owned())
            }
            other => Outcome::not_done(other.explain().happened),
        })
    }

    /// Marks a step as begun, together with what has to be known before it; nothing outside is touched yet.
    async fn begin(&self, step: &StepRow, expects: bool) -> Result<(), ModerationError> {
        let (item, cause) = (self.item.clone(), self.decision.id);
        let row = StepRow { state: StepState::Started, ..step.clone() };
        self.app
            .store
            .write::<_, ModerationError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    if expects {
                        capture::expect(tx, &item, cause).await?;
                    }
                    let organisation_id = tx.scope().organisation().uuid();
                    let mut act = tx.act(STEP_STARTED, Some(row.authority))?;
                    let row = StepRow { started_at: Some(act.now().get()), ..row };
                    act.update::<step::Entity>(row.to_row(organisation_id))?;
                    act.finish().await?;
                    Ok(())
                })
            })
            .await
    }

    /// Records how a step ended, and the decision's state with it.
    async fn settle(&self, step: StepRow, outcome: Outcome) -> Result<StepRow, ModerationError> {
        let decision = self.decision.clone();
        self.app
            .store
            .write::<_, ModerationError, _>(self.actor, move |tx| {
                Box::pin(async move { settle(tx, decision, step, outcome).await })
            })
            .await
    }

    /// All that the program does is done; what a person has left to do beside it is said.
    async fn end(&self) -> Result<DecisionState, ModerationError> {
        let left = self.steps.iter().any(|step| step.state == StepState::ByHand);
        self.become_(if left { DecisionState::Stuck } else { DecisionState::Done }).await
    }

    async fn stick(&self) -> Result<DecisionState, ModerationError> {
        self.become_(DecisionState::Stuck).await
    }

    async fn become_(&self, state: DecisionState) -> Result<DecisionState, ModerationError> {
        let decision = self.decision.clone();
        self.app
            .store
            .write::<_, ModerationError, _>(self.actor, move |tx| {
                Box::pin(async move { become_(tx, decision, state).await })
            })
            .await
    }
}

pub(super) async fn become_(
    tx: &mut Tx,
    decision: Decision,
    state: DecisionState,
) -> Result<DecisionState, ModerationError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(DECISION_ENDED, Some(decision.authority))?;
    let ended_at = (!state.is_under_way()).then(|| act.now().get());
    let after = Decision { state, ended_at, ..decision };
    act.update::<decision::Entity>(after.to_row(organisation_id))?;
    act.finish().await?;
    if state == DecisionState::Back {
        mark(tx, after.item, QueueState::Open).await?;
    }
    Ok(state)
}

async fn settle(
    tx: &mut Tx,
    decision: Decision,
    step: StepRow,
    outcome: Outcome,
) -> Result<StepRow, ModerationError> {
    let organisation_id = tx.scope().organisation().uuid();
    let now = tx.now().get();
    // What the step laid down on its way, such as the sealed notice, is not forgotten again.
    let step = store::steps(tx, decision.id).await?.into_iter().find(|row| row.id == step.id).unwrap_or(step);
    let attempts = step.attempts + 1;
    let (state, answer, reference, retry_at) = match &outcome {
        Outcome::Done { answer, reference } => (StepState::Done, answer.clone(), *reference, None),
        Outcome::ByHand(answer) => (StepState::ByHand, answer.clone(), None, None),
        Outcome::Failed(answer) => (StepState::Failed, answer.clone(), None, None),
        Outcome::Back => (StepState::Failed, "inslaget hade ändrats".to_owned(), None, None),
        Outcome::Later { answer, is_unknown, retry_after } => {
            let ends = attempts >= ATTEMPTS_MAX;
            let state = match (ends, is_unknown) {
                (true, true) => StepState::Unknown,
                (true, false) => StepState::Failed,
                (false, true) => StepState::Started,
                (false, false) => StepState::Waiting,
            };
            let wait = usize::try_from(attempts - 1).ok().and_then(|at| RETRY_SECONDS.get(at));
            let wait = wait.or(RETRY_SECONDS.last()).copied().unwrap_or_default();
            let asked = retry_after.map_or(0, |wait| i64::try_from(wait.as_secs()).unwrap_or_default());
            let wait = wait.max(asked);
            (state, answer.clone(), None, (!ends).then_some(now + wait * MICROS))
        }
    };
    let ended_at = (state == StepState::Done).then_some(now);
    let reference = reference.or(step.reference);
    let after = StepRow { state, attempts, answer: Some(answer), reference, ended_at, retry_at, ..step };
    let mut act = tx.act(STEP_ENDED, Some(decision.authority))?;
    act.update::<step::Entity>(after.to_row(organisation_id))?;
    if decision.state == DecisionState::Waiting {
        let running = Decision { state: DecisionState::Running, ..decision.clone() };
        act.update::<decision::Entity>(running.to_row(organisation_id))?;
    }
    act.finish().await?;
    if outcome == Outcome::Back {
        become_(tx, decision.clone(), DecisionState::Back).await?;
    }
    let is_left_alone = match outcome {
        Outcome::Back | Outcome::Failed(_) => true,
        Outcome::Later { is_unknown, .. } => !is_unknown,
        Outcome::Done { .. } | Outcome::ByHand(_) => false,
    };
    // What we have certainly not done is not our doing if it happens now.
    if after.step == Step::Measure
        && is_left_alone
        && let Some(item) = capture::item(tx, decision.item).await?
    {
        capture::expect_no_more(tx, &item, decision.id).await?;
    }
    Ok(after)
}
