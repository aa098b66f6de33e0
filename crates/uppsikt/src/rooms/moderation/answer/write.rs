//! A person answers, attests an answer, or says why none is given.

use uppsikt_guideline::decide::{Measure, UNDO_SECONDS};
use uppsikt_kernel::{ActCode, Id};
use uppsikt_platform::Abilities;
use uppsikt_store::{NewObject, RetentionClass, Source as _, Tx};
use uuid::Uuid;

use super::{Answer, AnswerError, AnswerState, AnswerWay, NewAnswer};
use crate::rooms::capture;
use crate::rooms::moderation::decide::{decide, may_judge};
use crate::rooms::moderation::decision::{Decision, NewDecision, NoticeWay};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::queue::QueueState;
use crate::rooms::moderation::store::{self, answer as table};

const ANSWER_MADE: ActCode = ActCode::new("answer-made");
const ANSWER_ATTESTED: ActCode = ActCode::new("answer-attested");
const ANSWER_LEFT: ActCode = ActCode::new("answer-left");
const ANSWER_WITHDRAWN: ActCode = ActCode::new("answer-withdrawn");
const ANSWER_RESUMED: ActCode = ActCode::new("answer-resumed");

/// What an answer is among sealed objects.
const ANSWER_TYPE: &str = "application/x-uppsikt-answer";
/// The longest text where the platform sets no limit: some three pages.
const TEXT_CHARS_MAX: usize = 10_000;
const MICROS: i64 = 1_000_000;

/// An answer that has been recorded.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// The judgement that was made with it; none where there was one.
    pub decision: Option<Decision>,
}

/// Records an answer; nothing is sent yet.
///
/// # Errors
/// [`AnswerError`]: the wrong role, an item that has changed, no text, an answer that is there already.
pub async fn answer(
    tx: &mut Tx,
    abilities: Option<&Abilities>,
    new: &NewAnswer,
) -> Result<Answered, AnswerError> {
    let item = capture::item(tx, new.item).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), item.authority) || !capture::may_read(tx.actor(), item.authority, item.kind) {
        return Err(ModerationError::NotAllowed.into());
    }
    let last = capture::last_version(tx, item.id).await?.ok_or(ModerationError::NotFound)?;
    if last.number != new.version {
        return Err(ModerationError::Changed { newest: last.number }.into());
    }
    let text = checked(abilities, new)?;
    let before = table::about(tx, item.id).await?;
    // What got stuck is settled by whoever attests it or leaves it, and is tried again by `answer_again`.
    let hinders = |answer: &Answer| answer.state.is_under_way() || answer.state == AnswerState::Done;
    if before.iter().any(hinders) {
        return Err(AnswerError::Answered);
    }
    let decision = judge(tx, abilities, new).await?;
    settle(tx, before).await?;
    let code = match new.way {
        AnswerWay::Platform => ANSWER_MADE,
        AnswerWay::ByHand => ANSWER_ATTESTED,
        AnswerWay::Left => ANSWER_LEFT,
    };
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(code, Some(item.authority))?;
    let now = act.now().get();
    let id: Id<Answer> = act.new_id()?;
    let object = act.seal(
        NewObject {
            item: id.uuid(),
            version: 1,
            class: RetentionClass::unclassed(),
            media_type: ANSWER_TYPE.to_owned(),
        },
        text.as_bytes(),
    )?;
    let is_sent = new.way == AnswerWay::Platform;
    let answer = Answer {
        id: id.uuid(),
        authority: item.authority,
        account: item.account,
        item: item.id,
        version: last.number,
        way: new.way,
        state: if is_sent { AnswerState::Waiting } else { AnswerState::Done },
        object,
        attempts: 0,
        said: None,
        answered_by: act.actor(),
        answered_at: now,
        acts_at: if is_sent { now + i64::from(UNDO_SECONDS) * MICROS } else { now },
        started_at: None,
        ended_at: (!is_sent).then_some(now),
    };
    act.insert::<table::rows::Entity>(table::to_row(&answer, organisation_id))?;
    act.finish().await?;
    Ok(Answered { answer, decision })
}

fn checked(abilities: Option<&Abilities>, new: &NewAnswer) -> Result<String, AnswerError> {
    let text = new.text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(AnswerError::Empty);
    }
    let mut chars_max = TEXT_CHARS_MAX;
    if new.way == AnswerWay::Platform {
        let can = abilities.filter(|can| can.replies).ok_or(AnswerError::NoReplies)?;
        let limit = can.limits.text_chars_max.and_then(|max| usize::try_from(max).ok());
        chars_max = limit.map_or(chars_max, |max| max.min(chars_max));
    }
    if text.chars().count() > chars_max { Err(AnswerError::TooLong { chars_max }) } else { Ok(text) }
}

/// Who answers what nobody has judged has judged it: it breaks no rule.
async fn judge(
    tx: &mut Tx,
    abilities: Option<&Abilities>,
    new: &NewAnswer,
) -> Result<Option<Decision>, AnswerError> {
    let waits = store::queued(tx, new.item).await?.is_some_and(|queued| queued.state == QueueState::Open);
    if !waits {
        return Ok(None);
    }
    let decision = NewDecision {
        item: new.item,
        version: Some(new.version),
        class: new.class,
        measure: Measure::Keep,
        ground: None,
        note: String::new(),
        breaks_off_thread: false,
        notice: NoticeWay::None,
    };
    Ok(Some(decide(tx, abilities, &decision).await?.decision))
}

/// What got stuck is over when somebody answers in another way.
async fn settle(tx: &mut Tx, before: Vec<Answer>) -> Result<(), AnswerError> {
    for stuck in before.into_iter().filter(|answer| answer.state == AnswerState::Stuck) {
        withdraw(tx, stuck).await?;
    }
    Ok(())
}

/// Takes an answer back before it is sent, or gives one up that got stuck.
///
/// # Errors
/// [`AnswerError::TooLate`] once it is sent, [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn withdraw_answer(tx: &mut Tx, id: Uuid) -> Result<Answer, AnswerError> {
    let known = table::by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed.into());
    }
    let is_early = known.state == AnswerState::Waiting && tx.now().get() < known.acts_at;
    if !is_early && known.state != AnswerState::Stuck {
        return Err(AnswerError::TooLate);
    }
    withdraw(tx, known).await
}

async fn withdraw(tx: &mut Tx, known: Answer) -> Result<Answer, AnswerError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ANSWER_WITHDRAWN, Some(known.authority))?;
    let ended_at = Some(act.now().get());
    let withdrawn = Answer { state: AnswerState::Withdrawn, ended_at, ..known };
    act.update::<table::rows::Entity>(table::to_row(&withdrawn, organisation_id))?;
    act.finish().await?;
    Ok(withdrawn)
}

/// Lets an answer that got stuck be tried again; what may have arrived is looked for before it is sent again.
///
/// # Errors
/// [`AnswerError::TooLate`] where it did not get stuck, [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn answer_again(tx: &mut Tx, id: Uuid) -> Result<Answer, AnswerError> {
    let known = table::by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed.into());
    }
    if known.state != AnswerState::Stuck {
        return Err(AnswerError::TooLate);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ANSWER_RESUMED, Some(known.authority))?;
    let state = if known.started_at.is_some() { AnswerState::Started } else { AnswerState::Waiting };
    let acts_at = act.now().get();
    let again = Answer { state, attempts: 0, acts_at, ended_at: None, ..known };
    act.update::<table::rows::Entity>(table::to_row(&again, organisation_id))?;
    act.finish().await?;
    Ok(again)
}
