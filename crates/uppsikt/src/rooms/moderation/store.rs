//! Every query on the queue and on decisions.

pub(super) mod after;
pub(super) mod answer;
pub(super) mod batch;
pub(super) mod claim;
pub(super) mod imported;
mod tables;
pub(super) mod touched;

use std::collections::HashMap;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::Id;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::decision::{Decision, DecisionState};
use super::queue::{QueueState, Queued};
use super::step::StepRow;
use crate::rooms::account::Account;

pub use tables::declare;
pub(super) use tables::{decision, progress, queue, step};

/// Decisions that are looked through at a time.
const ROWS_MAX: u64 = 2_000;

/// The row of an item in the queue.
pub(super) async fn queued(source: &mut impl Source, item: Uuid) -> Result<Option<Queued>, StoreError> {
    let row =
        Scoped::<queue::Entity>::housekeeping(source).filter(queue::Column::Id.eq(item)).one(source).await?;
    row.map(Queued::of_row).transpose()
}

/// The rows of several items in the queue, by item.
pub(super) async fn queued_of(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, Queued>, StoreError> {
    let rows = Scoped::<queue::Entity>::housekeeping(source)
        .filter(queue::Column::Id.is_in(items.iter().copied()))
        .ascending(queue::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(|row| Ok((row.id, Queued::of_row(row)?))).collect()
}

/// What waits for a person, most urgent and oldest first.
pub(super) async fn open(
    source: &mut impl Source,
    account: Option<Id<Account>>,
    limit: u64,
) -> Result<Vec<Queued>, StoreError> {
    let mut query = Scoped::<queue::Entity>::housekeeping(source)
        .filter(queue::Column::State.eq(QueueState::Open.code()))
        .ascending(queue::Column::Urgency)
        .ascending(queue::Column::PublishedAt)
        .ascending(queue::Column::Id);
    if let Some(account) = account {
        query = query.filter(queue::Column::AccountId.eq(account.uuid()));
    }
    query.list(source, limit).await?.into_iter().map(Queued::of_row).collect()
}

/// What a rule has found something in, published from `since` on, oldest first.
pub(super) async fn found_by(
    source: &mut impl Source,
    rule: &str,
    since: i64,
    limit: u64,
) -> Result<Vec<Queued>, StoreError> {
    let rows = Scoped::<queue::Entity>::housekeeping(source)
        .filter(queue::Column::Rules.contains(rule))
        .filter(queue::Column::PublishedAt.gte(since))
        .ascending(queue::Column::PublishedAt)
        .ascending(queue::Column::Id)
        .list(source, limit)
        .await?;
    let all: Vec<Queued> = rows.into_iter().map(Queued::of_row).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|queued| queued.rules.iter().any(|found| found == rule)).collect())
}

/// How far the control has read; the id of a version.
pub(super) async fn position(source: &mut impl Source) -> Result<Option<Uuid>, StoreError> {
    let row = Scoped::<progress::Entity>::housekeeping(source).one(source).await?;
    Ok(row.map(|row| row.position))
}

/// One decision.
pub(super) async fn decision_by_id(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<Decision>, StoreError> {
    let row =
        Scoped::<decision::Entity>::stored(source).filter(decision::Column::Id.eq(id)).one(source).await?;
    row.map(Decision::of_row).transpose()
}

/// The decisions about an item, newest first.
pub(super) async fn decisions_about(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Vec<Decision>, StoreError> {
    let rows = Scoped::<decision::Entity>::stored(source)
        .filter(decision::Column::ItemId.eq(item))
        .descending(decision::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(Decision::of_row).collect()
}

/// The newest decisions, or only those in one state.
pub(super) async fn decisions(
    source: &mut impl Source,
    state: Option<DecisionState>,
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    let mut query = Scoped::<decision::Entity>::stored(source).descending(decision::Column::Id);
    if let Some(state) = state {
        query = query.filter(decision::Column::State.eq(state.code()));
    }
    query.list(source, limit).await?.into_iter().map(Decision::of_row).collect()
}

/// Decisions whose steps are to be taken now, those that are due longest first.
pub(super) async fn due(source: &mut impl Source, now: i64) -> Result<Vec<Decision>, StoreError> {
    let rows = Scoped::<decision::Entity>::stored(source)
        .filter(decision::Column::State.is_in([DecisionState::Waiting.code(), DecisionState::Running.code()]))
        .filter(decision::Column::ActsAt.lte(now))
        // Asked for every other second: by this order the index is used, and by the id all decisions would be read.
        .ascending(decision::Column::ActsAt)
        .ascending(decision::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(Decision::of_row).collect()
}

/// A decision's steps, in their order.
pub(super) async fn steps(source: &mut impl Source, decision: Uuid) -> Result<Vec<StepRow>, StoreError> {
    let rows = Scoped::<step::Entity>::stored(source)
        .filter(step::Column::DecisionId.eq(decision))
        .ascending(step::Column::Number)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(StepRow::of_row).collect()
}

/// The newest version of each item that a decision stands about.
pub(super) async fn judged(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, i32>, StoreError> {
    let rows = Scoped::<decision::Entity>::stored(source)
        .filter(decision::Column::ItemId.is_in(items.iter().copied()))
        .filter(
            decision::Column::State.is_not_in([DecisionState::Back.code(), DecisionState::Withdrawn.code()]),
        )
        .ascending(decision::Column::ItemId)
        .ascending(decision::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    let mut newest = imported::judged(source, items).await?;
    for row in rows {
        let known = newest.entry(row.item_id).or_insert(row.version_number);
        *known = (*known).max(row.version_number);
    }
    Ok(newest)
}
