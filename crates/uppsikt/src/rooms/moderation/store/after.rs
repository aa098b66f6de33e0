//! Decisions page by page, and in the order in which something happened to them.

use sea_orm::{ColumnTrait as _, Condition};
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::decision;
use crate::rooms::moderation::decision::{Decision, DecisionState};

/// A page of decisions, newest first, older than `before`; about one item, or in one state, where that is asked for.
///
/// # Errors
/// [`StoreError`].
pub async fn page_of(
    source: &mut impl Source,
    (item, state): (Option<Uuid>, Option<DecisionState>),
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    let mut query = Scoped::<decision::Entity>::stored(source).descending(decision::Column::Id);
    if let Some(item) = item {
        query = query.filter(decision::Column::ItemId.eq(item));
    }
    if let Some(state) = state {
        query = query.filter(decision::Column::State.eq(state.code()));
    }
    if let Some(before) = before {
        query = query.filter(decision::Column::Id.lt(before));
    }
    query.list(source, limit).await?.into_iter().map(Decision::of_row).collect()
}

/// Decisions that were made after the decision with that id, in that order.
///
/// # Errors
/// [`StoreError`].
pub async fn made_after(
    source: &mut impl Source,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    let rows = Scoped::<decision::Entity>::stored(source)
        .filter(decision::Column::Id.gt(after))
        .ascending(decision::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(Decision::of_row).collect()
}

/// Decisions that were done after an instant (in microseconds) and the decision with that id, in that order.
///
/// # Errors
/// [`StoreError`].
pub async fn done_after(
    source: &mut impl Source,
    (at, id): (i64, Uuid),
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    let beside = Condition::all().add(decision::Column::EndedAt.eq(at)).add(decision::Column::Id.gt(id));
    let later = Condition::any().add(decision::Column::EndedAt.gt(at)).add(beside);
    let rows = Scoped::<decision::Entity>::stored(source)
        .filter(decision::Column::State.eq(DecisionState::Done.code()))
        .filter(later)
        .ascending(decision::Column::EndedAt)
        .ascending(decision::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(Decision::of_row).collect()
}
