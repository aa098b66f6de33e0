//! One judgement about many items at once, for the day when the same thing is written a hundred times.
//!
//! A person chooses the items, and gives one class, one ground, one measure and one reason for all. What would follow
//! is told for each before anything is decided, and so is what is left out and why (`bulk/preview.rs`). Then each item
//! gets a decision of its own, with its own steps in its own order: sealed first, as always. They are recorded
//! together, begin later than a single decision does, and can until then be taken back all at once
//! (`bulk/decide.rs`). Several items can be registered under one number (`bulk/together.rs`).

mod decide;
mod preview;
mod together;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::{ContentClass, Ground};
use uppsikt_kernel::{Authority, Id, User};
use uppsikt_platform::Abilities;
use uppsikt_store::{Source, StoreError};
use uuid::Uuid;

use super::decision::{Decision, NewDecision, NoticeWay};
use super::step::StepRow;
use super::store;

pub use decide::{cancel_batch, decide_batch};
pub use preview::{Excluded, Included, Preview, preview};
pub(super) use together::{Together, together};

/// Items in one batch at most: what a person can look through before deciding.
pub const BATCH_ITEMS_MAX: usize = 100;
/// Seconds before the first step of a batch: long enough to show it to a colleague.
pub const BATCH_DELAY_SECONDS: u32 = 600;
/// Seconds before the first step where law wants it done at once: long enough to see a slip.
pub const BATCH_AT_ONCE_SECONDS: u32 = 60;

/// Whether every item gets a number in the registry, or all of them one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchRegistration {
    /// Each its own.
    Each,
    /// One collective case.
    Together,
}

impl BatchRegistration {
    /// The code in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Together => "together",
        }
    }
}

impl FromStr for BatchRegistration {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Each, Self::Together].into_iter().find(|each| each.code() == code).ok_or(())
    }
}

/// An item that a person has chosen, as it stood on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenItem {
    /// The item.
    pub item: Uuid,
    /// The version that was on the page; the newest when absent.
    pub version: Option<i32>,
    /// How many decisions about it there were; as many as there are when absent.
    pub decided: Option<usize>,
}

/// One judgement about many items.
#[derive(Clone)]
pub struct NewBatch {
    /// Its id, made with the preview: the same form sent twice is one batch.
    pub id: Uuid,
    /// The items.
    pub items: Vec<ChosenItem>,
    /// What the person says that they are.
    pub class: ContentClass,
    /// What is to be done.
    pub measure: Measure,
    /// Why.
    pub ground: Ground,
    /// Why the measure is proportionate.
    pub note: String,
    /// How those who wrote are told.
    pub notice: NoticeWay,
    /// Whether the conversations are broken off.
    pub breaks_off_threads: bool,
    /// How they are registered where they must be.
    pub registration: BatchRegistration,
}

impl fmt::Debug for NewBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewBatch")
            .field("id", &self.id)
            .field("items", &self.items.len())
            .field("measure", &self.measure)
            .finish_non_exhaustive()
    }
}

impl NewBatch {
    /// The decision about one of the items.
    fn decision(&self, item: Uuid, version: i32, breaks_off_thread: bool) -> NewDecision {
        NewDecision {
            item,
            version: Some(version),
            class: self.class,
            measure: self.measure,
            ground: Some(self.ground.clone()),
            note: self.note.clone(),
            breaks_off_thread,
            notice: self.notice,
        }
    }
}

/// What each account's platform is able to do; without an entry it is worked by hand or cannot be reached.
pub type AbilitiesOf = HashMap<Uuid, Abilities>;

/// A decision about many items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// Whose the items are.
    pub authority: Id<Authority>,
    /// What is to be done.
    pub measure: Measure,
    /// What they are.
    pub class: ContentClass,
    /// How they are registered.
    pub registration: BatchRegistration,
    /// Who decided.
    pub decided_by: Id<User>,
    /// When, in microseconds.
    pub decided_at: i64,
    /// When the first steps begin, in microseconds.
    pub acts_at: i64,
    /// How many had changed since the preview, and were left out.
    pub left_out: i32,
    /// When all that had not begun was taken back, in microseconds.
    pub cancelled_at: Option<i64>,
}

impl Batch {
    /// Whether all of it can be taken back at `now`, in microseconds.
    #[must_use]
    pub const fn can_be_cancelled(&self, now: i64) -> bool {
        self.cancelled_at.is_none() && now < self.acts_at
    }
}

/// One item of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchItem {
    /// The decision about it.
    pub decision: Uuid,
    /// The item.
    pub item: Uuid,
    /// Its place, from 1.
    pub number: i32,
}

/// A batch with its decisions and their steps, in the order of the preview; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn batch(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<(Batch, Vec<(Decision, Vec<StepRow>)>)>, StoreError> {
    let Some(batch) = store::batch::by_id(source, id).await? else { return Ok(None) };
    let mut all = Vec::new();
    for item in store::batch::items(source, id).await? {
        if let Some(decided) = super::decision(source, item.decision).await? {
            all.push(decided);
        }
    }
    Ok(Some((batch, all)))
}

/// The newest batches.
///
/// # Errors
/// [`StoreError`].
pub async fn batches(source: &mut impl Source, limit: u64) -> Result<Vec<Batch>, StoreError> {
    store::batch::newest(source, limit).await
}
