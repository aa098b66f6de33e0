//! Entries page by page, and in the order in which something happened to them.

use sea_orm::{ColumnTrait as _, Condition};
use uppsikt_kernel::Id;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::{entry, whole};
use crate::rooms::registry::model::{Filter, Registration};

/// A page of the entries that the filter lets through, newest first, older than `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn page_of(
    source: &mut impl Source,
    filter: &Filter,
    before: Option<Id<Registration>>,
    limit: u64,
) -> Result<Vec<Registration>, StoreError> {
    let mut query = Scoped::<entry::Entity>::stored(source).descending(entry::Column::Id);
    if let Some(stage) = filter.stage {
        query = query.filter(entry::Column::State.eq(stage.code()));
    }
    if let Some(series) = &filter.series {
        query = query.filter(entry::Column::Series.eq(series));
    }
    if let Some(year) = filter.year {
        query = query.filter(entry::Column::Year.eq(year));
    }
    if let Some(from_at) = filter.from_at {
        query = query.filter(entry::Column::ReceivedAt.gte(from_at));
    }
    if let Some(until_at) = filter.until_at {
        query = query.filter(entry::Column::ReceivedAt.lt(until_at));
    }
    if let Some(before) = before {
        query = query.filter(entry::Column::Id.lt(before.uuid()));
    }
    let rows = query.list(source, limit).await?;
    whole(source, rows).await
}

/// Entries whose number was reserved after the entry with that id, in that order.
///
/// # Errors
/// [`StoreError`].
pub async fn reserved_after(
    source: &mut impl Source,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Registration>, StoreError> {
    let rows = Scoped::<entry::Entity>::stored(source)
        .filter(entry::Column::Id.gt(after))
        .ascending(entry::Column::Id)
        .list(source, limit)
        .await?;
    whole(source, rows).await
}

/// Entries that were completed after an instant (in microseconds) and the entry with that id, in that order.
///
/// # Errors
/// [`StoreError`].
pub async fn completed_after(
    source: &mut impl Source,
    (at, id): (i64, Uuid),
    limit: u64,
) -> Result<Vec<Registration>, StoreError> {
    let beside = Condition::all().add(entry::Column::CompletedAt.eq(at)).add(entry::Column::Id.gt(id));
    let later = Condition::any().add(entry::Column::CompletedAt.gt(at)).add(beside);
    let rows = Scoped::<entry::Entity>::stored(source)
        .filter(later)
        .ascending(entry::Column::CompletedAt)
        .ascending(entry::Column::Id)
        .list(source, limit)
        .await?;
    whole(source, rows).await
}
