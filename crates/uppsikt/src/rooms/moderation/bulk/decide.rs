//! A batch is recorded, and taken back.

use uppsikt_guideline::decide::Measure;
use uppsikt_kernel::{ActCode, Id};
use uppsikt_store::Tx;

use super::preview::{Held, Holder, delay_of};
use super::{AbilitiesOf, Batch, BatchItem, NewBatch};
use crate::rooms::moderation::decide::{may_judge, record, withdraw};
use crate::rooms::moderation::decision::DecisionState;
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::propose::Judgement;
use crate::rooms::moderation::store;
use uuid::Uuid;

const BATCH_DECIDED: ActCode = ActCode::new("batch-decided");
const BATCH_CANCELLED: ActCode = ActCode::new("batch-cancelled");

/// Records a decision about each item that is as it was previewed, and the batch that they belong to; the same id
/// again gives the batch that is there.
///
/// What has changed since the preview is left out and counted, and stays in the queue.
///
/// # Errors
/// [`ModerationError::NothingLeft`] when no item can be decided on, [`ModerationError::NotInBatch`] for what must be
/// described for itself, [`ModerationError::NoNote`], [`ModerationError::NotAllowed`] for somebody else's batch.
pub async fn decide_batch(
    tx: &mut Tx,
    abilities: &AbilitiesOf,
    new: &NewBatch,
) -> Result<Batch, ModerationError> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    if let Some(known) = store::batch::by_id(tx, new.id).await? {
        return if known.decided_by == actor.user { Ok(known) } else { Err(ModerationError::NotAllowed) };
    }
    if new.class.copying_is_crime() || new.measure == Measure::Keep {
        return Err(ModerationError::NotInBatch);
    }
    let mut holder = Holder::new(tx, now, abilities, new).await?;
    let mut held = Vec::new();
    let mut left_out = 0;
    for chosen in &new.items {
        match holder.hold(tx, (&actor, now), *chosen).await? {
            Held::In(judged) => held.push(*judged),
            Held::Out(_) => left_out += 1,
        }
    }
    let authority = holder.authority.ok_or(ModerationError::NothingLeft)?;
    // All of it begins at the same time, so that one cancel reaches all of it.
    let Some(delay) = held.iter().map(|(judgement, _)| delay_of(judgement)).min() else {
        return Err(ModerationError::NothingLeft);
    };
    let mut items = Vec::new();
    let mut acts_at = now.get();
    for (number, (judgement, breaks_off)) in held.into_iter().enumerate() {
        let Judgement { item, judged, last, profile, adoption, mut plan } = judgement;
        plan.undo_seconds = delay;
        let decision = new.decision(item.id, last, breaks_off);
        let decided = record(tx, &decision, (&item, &judged), (&profile, adoption), plan).await?.decision;
        acts_at = decided.acts_at;
        let number = i32::try_from(number + 1).unwrap_or(i32::MAX);
        items.push(BatchItem { decision: decided.id, item: item.id, number });
    }
    let mut act = tx.act(BATCH_DECIDED, Some(authority))?;
    let batch = Batch {
        id: new.id,
        authority,
        measure: new.measure,
        class: new.class,
        registration: new.registration,
        decided_by: Id::from_uuid(actor.user.uuid()),
        decided_at: act.now().get(),
        acts_at,
        left_out,
        cancelled_at: None,
    };
    store::batch::insert(&mut act, &batch, &items)?;
    act.finish().await?;
    Ok(batch)
}

/// Takes back every decision of a batch before its first step; those that somebody took back one by one stay so.
///
/// # Errors
/// [`ModerationError::TooLate`] once the steps have begun, [`ModerationError::NotFound`],
/// [`ModerationError::NotAllowed`].
pub async fn cancel_batch(tx: &mut Tx, id: Uuid) -> Result<Batch, ModerationError> {
    let known = store::batch::by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed);
    }
    if !known.can_be_cancelled(tx.now().get()) {
        return Err(ModerationError::TooLate);
    }
    for item in store::batch::items(tx, id).await? {
        let decision = store::decision_by_id(tx, item.decision).await?;
        if decision.is_some_and(|decision| decision.state == DecisionState::Waiting) {
            withdraw(tx, item.decision).await?;
        }
    }
    let mut act = tx.act(BATCH_CANCELLED, Some(known.authority))?;
    let cancelled = Batch { cancelled_at: Some(act.now().get()), ..known };
    store::batch::update(&mut act, &cancelled)?;
    act.finish().await?;
    Ok(cancelled)
}
