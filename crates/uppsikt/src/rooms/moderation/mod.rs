//! From what a platform showed to what a person decides, and from the decision to what is done.
//!
//! The automatic control reads each new version (`queue.rs`) and says what a person should look at first;
//! it decides nothing. A person judges an item: class, ground, measure, and why that is proportionate
//! (`decide.rs`). The guideline in force says which steps follow and in which order. They are laid down
//! with the decision, and carried out one by one (`carry_out/`): each is begun, done and confirmed in
//! records of its own, so that a crash anywhere is gone on from, and nothing is done twice.
//!
//! What holds always: the item is sealed before anything is done to it, and the platform is handed the proof.
//! Directly before the call the item is read again; if it has changed, that version is kept and the decision
//! comes back to the person. An outcome that stays unknown goes to a person too. What must never be copied is
//! described in a sealed note, and every copy that we have is destroyed (`carry_out/purge.rs`).
//!
//! States of a decision: waiting (it can be taken back) → running → done; → back (the item has changed);
//! → stuck (a person has to look at it, and may let it go on: `resume.rs`); waiting → withdrawn. Of a step: waiting → started → done; → by hand
//! (a person does it and attests it); → failed; → unknown.
//!
//! It answers FINSPANG-149–152, 160–162, 196–197, OLAND-15, 20–21, OSBY-25, 46–47, and law (1998:112) 5 §.
//! What is answered, and how soon, stands in `answer.rs`; who has an item in front of them in `claim.rs`; one judgement
//! about many items in `bulk.rs`. Rounds, forwarding and block lists are not here.

mod answer;
mod bulk;
mod by_hand;
mod carry_out;
mod claim;
mod decide;
mod decision;
mod imported;
mod jobs;
mod model;
mod propose;
mod queue;
mod resume;
mod step;
mod store;

#[cfg(test)]
mod tests;

pub use answer::{
    Answer, AnswerError, AnswerState, AnswerWay, Answered, NewAnswer, Rules, ToAnswer, answer, answer_again,
    answer_by_id, answer_text, answers_about, answers_unfinished, is_settled, send_answers, settled,
    to_answer, withdraw_answer,
};
pub use bulk::{
    AbilitiesOf, BATCH_AT_ONCE_SECONDS, BATCH_DELAY_SECONDS, BATCH_ITEMS_MAX, Batch, BatchItem,
    BatchRegistration, ChosenItem, Excluded, Included, NewBatch, Preview, batch, batches, cancel_batch,
    decide_batch, preview,
};
pub use by_hand::{Attested, attest, guide};
pub use carry_out::carry_out;
pub use claim::{
    CLAIM_MINUTES, Claim, claim_of, claim_opened, claims, is_stay_due, is_worth_opening, leave, stay, take,
};
pub use decide::{Decided, decide, may_judge, withdraw};
pub use decision::{Decision, DecisionState, NewDecision, NoticeWay};
pub use imported::{
    Imported, ImportedMeasure, ImportedNote, NewImported, import_decision, imported_about, imported_note,
    may_import,
};
pub use jobs::{carry_out_due, screen_new};
pub use model::{ModerationError, Note};
pub use propose::{Offer, Proposal, offer, propose};
pub use queue::{QueueState, Queued, screened, unread_reason, word};
pub use resume::resume;
pub use step::{StepRow, StepState};
pub use store::after::{done_after, made_after, page_of};
pub use store::declare;
pub use store::touched::touched;

use uppsikt_guideline::decide::Step;
use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, Source, StoreError};
use uuid::Uuid;

use crate::rooms::account::Account;

/// What waits for a person, most urgent and oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(
    source: &mut impl Source,
    account: Option<Id<Account>>,
    limit: u64,
) -> Result<Vec<Queued>, StoreError> {
    store::open(source, account, limit).await
}

/// What a rule of the automatic control has found something in, published from `since` on, oldest first; in every
/// state. `since` in microseconds.
///
/// # Errors
/// [`StoreError`].
pub async fn found_by(
    source: &mut impl Source,
    rule: &str,
    since: i64,
    limit: u64,
) -> Result<Vec<Queued>, StoreError> {
    store::found_by(source, rule, since, limit).await
}

/// What the automatic control saw in an item; `None` when it has not read it.
///
/// # Errors
/// [`StoreError`].
pub async fn queued(source: &mut impl Source, item: Uuid) -> Result<Option<Queued>, StoreError> {
    store::queued(source, item).await
}

/// The newest decisions, or those in one state.
///
/// # Errors
/// [`StoreError`].
pub async fn decisions(
    source: &mut impl Source,
    state: Option<DecisionState>,
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    store::decisions(source, state, limit).await
}

/// The decisions about one item, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn decisions_about(source: &mut impl Source, item: Uuid) -> Result<Vec<Decision>, StoreError> {
    store::decisions_about(source, item).await
}

/// The notice of a decision in words, once it is drawn up; for those who may judge there.
///
/// # Errors
/// [`StoreError`].
pub async fn notice(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<Option<String>, StoreError> {
    let Some((decision, steps)) = decision(reader, id).await? else { return Ok(None) };
    let drawn_up = steps.iter().find(|step| step.step == Step::Notice).and_then(|step| step.reference);
    let (Some(object), true) = (drawn_up, decide::may_judge(actor, decision.authority)) else {
        return Ok(None);
    };
    match reader.content(Id::from_uuid(object)).await {
        Ok(content) => Ok(String::from_utf8(content).ok()),
        Err(StoreError::Disposed) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A decision with its steps; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn decision(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<(Decision, Vec<StepRow>)>, StoreError> {
    let Some(decision) = store::decision_by_id(source, id).await? else { return Ok(None) };
    let steps = store::steps(source, id).await?;
    Ok(Some((decision, steps)))
}
