//! Who has which item in front of them, so that two people never judge the same one unknowingly.
//!
//! A claim is taken when somebody who may judge opens an item, or by a button; it is seen by colleagues, lives as long
//! as there are signs of life, and ends when its person leaves, when the item is decided on, or by itself. It forbids
//! nothing: a colleague may take over and may decide, and that a page has grown old is found out by the decision.

use std::collections::HashMap;

use uppsikt_kernel::{Authority, Id, User};
use uppsikt_store::{Source, StoreError, Tx};
use uuid::Uuid;

use super::decide::may_judge;
use super::model::ModerationError;
use super::store;
use crate::rooms::capture::{self, CapturedItem};

/// A claim without a sign of life ends after so many minutes: longer than one reads, shorter than a coffee break.
pub const CLAIM_MINUTES: i64 = 10;
/// A sign of life is written at most so often, in seconds: writing takes longer than reading.
pub const NOTED_EVERY_SECONDS: i64 = 60;

const SECOND_MICROS: i64 = 1_000_000;
const LIFE_MICROS: i64 = CLAIM_MINUTES * 60 * SECOND_MICROS;

/// Somebody has an item in front of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The item.
    pub item: Uuid,
    /// Whose the item is.
    pub authority: Id<Authority>,
    /// Who has it.
    pub user: Id<User>,
    /// Since when, in microseconds.
    pub taken_at: i64,
    /// The last sign of life, in microseconds.
    pub seen_at: i64,
    /// When it was taken by a button, in microseconds; `None` when the item was only opened.
    pub held_at: Option<i64>,
}

impl Claim {
    /// Whether it still stands at `now`, in microseconds.
    #[must_use]
    pub const fn is_alive(&self, now: i64) -> bool {
        now - self.seen_at < LIFE_MICROS
    }

    /// Whether a sign of life is worth writing at `now`, in microseconds.
    const fn is_to_be_noted(&self, now: i64) -> bool {
        now - self.seen_at >= NOTED_EVERY_SECONDS * SECOND_MICROS
    }
}

/// The claims that stand at `now` (microseconds), by item.
///
/// # Errors
/// [`StoreError`].
pub async fn claims(source: &mut impl Source, now: i64) -> Result<HashMap<Uuid, Claim>, StoreError> {
    let alive = store::claim::seen_after(source, now - LIFE_MICROS).await?;
    Ok(alive.into_iter().map(|claim| (claim.item, claim)).collect())
}

/// The claim on an item that stands at `now`, in microseconds.
///
/// # Errors
/// [`StoreError`].
pub async fn claim_of(source: &mut impl Source, item: Uuid, now: i64) -> Result<Option<Claim>, StoreError> {
    Ok(store::claim::by_item(source, item).await?.filter(|claim| claim.is_alive(now)))
}

/// Whether opening an item would write anything for this person: it is free, the own claim needs a sign of life, or
/// another item is let go.
///
/// # Errors
/// [`StoreError`].
pub async fn is_worth_opening(
    source: &mut impl Source,
    user: Id<User>,
    item: Uuid,
    now: i64,
) -> Result<bool, StoreError> {
    let mine = store::claim::of_user(source, user).await?;
    let lets_go = mine.iter().any(|claim| claim.item != item && claim.held_at.is_none());
    Ok(match claim_of(source, item, now).await? {
        None => true,
        Some(claim) => lets_go || (claim.user == user && claim.is_to_be_noted(now)),
    })
}

/// Notes that the actor opens an item: it is claimed unless a colleague has it, and what the actor had only opened
/// before is let go. Nothing happens for those who do not judge there.
///
/// # Errors
/// [`StoreError`].
pub async fn claim_opened(tx: &mut Tx, item: &CapturedItem) -> Result<(), StoreError> {
    let (user, now) = (tx.actor().user, tx.now().get());
    if !may_judge(tx.actor(), item.authority) {
        return Ok(());
    }
    for earlier in store::claim::of_user(tx, user).await? {
        if earlier.item != item.id && (earlier.held_at.is_none() || !earlier.is_alive(now)) {
            store::claim::end(tx, earlier.item).await?;
        }
    }
    let known = claim_of(tx, item.id, now).await?;
    if known.as_ref().is_some_and(|claim| claim.user != user) {
        return Ok(());
    }
    let fresh =
        Claim { item: item.id, authority: item.authority, user, taken_at: now, seen_at: now, held_at: None };
    let claim = known.map_or(fresh, |known| Claim { seen_at: now, ..known });
    store::claim::put(tx, &claim).await?;
    store::claim::sweep(tx, now - LIFE_MICROS).await
}

/// Takes an item by a button, also from a colleague; gives whose it was.
///
/// # Errors
/// [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn take(tx: &mut Tx, item: Uuid) -> Result<Option<Id<User>>, ModerationError> {
    let (user, now) = (tx.actor().user, tx.now().get());
    let item = judged_here(tx, item).await?;
    let before = claim_of(tx, item.id, now).await?;
    let taken_at = before.as_ref().filter(|claim| claim.user == user).map_or(now, |claim| claim.taken_at);
    let claim =
        Claim { item: item.id, authority: item.authority, user, taken_at, seen_at: now, held_at: Some(now) };
    store::claim::put(tx, &claim).await?;
    Ok(before.map(|claim| claim.user).filter(|before| *before != user))
}

/// Lets an item go; a colleague's claim stays.
///
/// # Errors
/// [`ModerationError::NotFound`], [`ModerationError::NotAllowed`].
pub async fn leave(tx: &mut Tx, item: Uuid) -> Result<(), ModerationError> {
    let (user, item) = (tx.actor().user, judged_here(tx, item).await?);
    if store::claim::by_item(tx, item.id).await?.is_some_and(|claim| claim.user == user) {
        store::claim::end(tx, item.id).await?;
    }
    Ok(())
}

/// A sign of life of everything that the actor has; says whether anything was written.
///
/// # Errors
/// [`StoreError`].
pub async fn stay(tx: &mut Tx) -> Result<bool, StoreError> {
    let (user, now) = (tx.actor().user, tx.now().get());
    let mine = store::claim::of_user(tx, user).await?;
    let due: Vec<Claim> =
        mine.into_iter().filter(|claim| claim.is_alive(now) && claim.is_to_be_noted(now)).collect();
    let is_any = !due.is_empty();
    for claim in due {
        store::claim::put(tx, &Claim { seen_at: now, ..claim }).await?;
    }
    Ok(is_any)
}

/// Whether the actor has something whose sign of life is due.
///
/// # Errors
/// [`StoreError`].
pub async fn is_stay_due(source: &mut impl Source, user: Id<User>, now: i64) -> Result<bool, StoreError> {
    let mine = store::claim::of_user(source, user).await?;
    Ok(mine.iter().any(|claim| claim.is_alive(now) && claim.is_to_be_noted(now)))
}

async fn judged_here(tx: &mut Tx, item: Uuid) -> Result<CapturedItem, ModerationError> {
    let item = capture::item(tx, item).await?.ok_or(ModerationError::NotFound)?;
    let may =
        may_judge(tx.actor(), item.authority) && capture::may_read(tx.actor(), item.authority, item.kind);
    if may { Ok(item) } else { Err(ModerationError::NotAllowed) }
}
