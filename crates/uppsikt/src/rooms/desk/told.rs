//! Decisions and answers in words.

use uppsikt_guideline::Ground;
use uppsikt_guideline::decide::{Measure, Step};
use uppsikt_kernel::{Actor, Id, User};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::words;
use crate::rooms::moderation::{
    self, Answer, AnswerState, AnswerWay, Decision, DecisionState, StepRow, StepState,
};
use crate::web::components::{Badge, Moment, Tone};
use crate::web::who;

/// A decision with its steps.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub id: Uuid,
    pub item: Uuid,
    /// What was decided, and about what: Ta bort, hot.
    pub what: String,
    /// Whether what it is about stays.
    pub is_kept: bool,
    pub state: Badge,
    pub by: String,
    pub at: Moment,
    /// When it was made, in microseconds.
    pub order: i64,
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

/// What of a decision waits for a person.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    /// The step that is attested next.
    pub what: String,
    /// Why the program has not done it.
    pub why: Option<String>,
    /// What to press on the platform.
    pub guide: Option<&'static str>,
    /// The notice that the person is to give.
    pub notice: Option<String>,
    /// Whether the program could try again by itself.
    pub can_resume: bool,
    /// Whether a picture may be kept: of some things even a copy is a crime.
    pub can_picture: bool,
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
    let steps = steps.into_iter().map(|step| step_told(&step, now));
    let can_undo = decision.state == DecisionState::Waiting;
    Ok(Told {
        id: decision.id,
        item: decision.item,
        what: format!("{}: {}", words::sentence(decision.measure.swedish()), decision.class.swedish()),
        is_kept: decision.measure == Measure::Keep,
        state: Badge::new(tone(decision.state), words::sentence(&decision.state.to_string())),
        by: user(reader, decision.decided_by).await?,
        at: Moment::new(decision.decided_at, now),
        order: decision.decided_at,
        version: decision.version,
        ground: decision.ground.as_ref().map(ground),
        steps: steps.collect(),
        undo_seconds: seconds(decision.acts_at, now).filter(|_| can_undo),
    })
}

fn step_told(step: &StepRow, now: i64) -> StepTold {
    let retry = step.retry_at.filter(|at| *at > now).map(|at| Moment::new(at, now));
    let why = step.answer.as_deref().filter(|_| step.state != StepState::Waiting || retry.is_some());
    let mut state = step.state.to_string();
    if let Some(why) = why {
        state += &format!(": {why}");
    }
    if let Some(at) = retry {
        state += &format!(". Försöks igen {}", at.words());
    }
    StepTold { what: words::sentence(step.step.swedish()), state, is_done: step.state == StepState::Done }
}

/// Begun seconds until then: right after the decision it is the whole time.
fn seconds(acts_at: i64, now: i64) -> Option<i64> {
    let left = (acts_at - now + 999_999) / 1_000_000;
    (left > 0).then_some(left)
}

/// What of a decision waits for a person; `None` where nothing does.
pub(super) async fn hand(
    reader: &mut Reader,
    actor: &Actor,
    id: Uuid,
    platform: PlatformKind,
) -> Result<Option<Hand>, StoreError> {
    let Some((decision, steps)) = moderation::decision(reader, id).await? else { return Ok(None) };
    let by_hand =
        |step: &&StepRow| matches!(step.state, StepState::ByHand | StepState::Unknown | StepState::Failed);
    if decision.state == DecisionState::Back {
        return Ok(None);
    }
    let Some(step) = steps.iter().find(by_hand) else { return Ok(None) };
    let measure = match step.step {
        Step::Measure => Some(decision.measure),
        Step::BreakOff => Some(Measure::CloseThread),
        _ => None,
    };
    let notice = match step.step {
        Step::Notice => moderation::notice(reader, actor, id).await?,
        _ => None,
    };
    Ok(Some(Hand {
        notice,
        what: words::sentence(step.step.swedish()),
        why: step.answer.clone(),
        guide: measure.and_then(|measure| moderation::guide(platform, measure)),
        can_picture: !decision.class.copying_is_crime(),
        can_resume: steps.iter().any(|step| matches!(step.state, StepState::Unknown | StepState::Failed)),
    }))
}

/// An answer in words.
#[derive(Debug, Clone)]
pub(super) struct AnswerTold {
    pub id: Uuid,
    pub way: &'static str,
    pub state: Badge,
    /// What the platform said, or what keeps it waiting.
    pub said: Option<String>,
    pub text: Option<String>,
    pub by: String,
    pub at: Moment,
    /// When it was written, in microseconds.
    pub order: i64,
    pub is_stuck: bool,
    pub is_withdrawn: bool,
    pub undo_seconds: Option<i64>,
}

/// The answers to an item, newest first.
pub(super) async fn answers(
    reader: &mut Reader,
    item: Uuid,
    now: i64,
) -> Result<Vec<AnswerTold>, StoreError> {
    let mut all = Vec::new();
    for answer in moderation::answers_about(reader, item).await? {
        all.push(answer_told(reader, &answer, now).await?);
    }
    Ok(all)
}

pub(super) async fn answer_told(
    reader: &mut Reader,
    answer: &Answer,
    now: i64,
) -> Result<AnswerTold, StoreError> {
    let can_undo = answer.state == AnswerState::Waiting && answer.attempts == 0;
    Ok(AnswerTold {
        id: answer.id,
        way: way(answer.way),
        state: Badge::new(answer_tone(answer.state), words::sentence(&answer.state.to_string())),
        said: answer.said.clone(),
        text: moderation::answer_text(reader, answer).await?,
        by: user(reader, answer.answered_by).await?,
        at: Moment::new(answer.answered_at, now),
        order: answer.answered_at,
        is_stuck: answer.state == AnswerState::Stuck,
        is_withdrawn: answer.state == AnswerState::Withdrawn,
        undo_seconds: seconds(answer.acts_at, now).filter(|_| can_undo),
    })
}

/// The name of whoever it was.
pub(super) async fn user(reader: &mut Reader, id: Id<User>) -> Result<String, StoreError> {
    Ok(who::name_of(reader, id).await?.unwrap_or_else(|| "Uppsikt".to_owned()))
}

/// How an answer is given.
pub(super) const fn way(way: AnswerWay) -> &'static str {
    match way {
        AnswerWay::Platform => "Svar i kontots namn",
        AnswerWay::ByHand => "Besvarat på plattformen, intygat för hand",
        AnswerWay::Left => "Inget svar ges",
    }
}

/// What a ground is read from.
pub(super) fn ground(ground: &Ground) -> String {
    ground.sources().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// How a decision's state is drawn.
pub(super) const fn tone(state: DecisionState) -> Tone {
    match state {
        DecisionState::Done => Tone::Fine,
        DecisionState::Stuck | DecisionState::Back => Tone::Warning,
        DecisionState::Waiting | DecisionState::Running | DecisionState::Withdrawn => Tone::Neutral,
    }
}

/// How an answer's state is drawn.
pub(super) const fn answer_tone(state: AnswerState) -> Tone {
    match state {
        AnswerState::Done => Tone::Fine,
        AnswerState::Stuck => Tone::Warning,
        AnswerState::Waiting | AnswerState::Started | AnswerState::Withdrawn => Tone::Neutral,
    }
}
