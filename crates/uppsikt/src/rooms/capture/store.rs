//! Every query on what was captured.

mod tables;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::model::{CapturedItem, CapturedVersion, KeptBytes, Presence};
use crate::rooms::account::Account;

pub use tables::declare;
pub(super) use tables::{answer, item, version, watermark};

/// Rows that are read at a time.
pub(super) const PAGE_ROWS: u64 = 2_000;

pub(super) fn item_of(row: item::Model) -> Result<CapturedItem, StoreError> {
    let bad = |column| StoreError::BadRow { table: "capture_item", row: row.id.to_string(), column };
    let kind: ItemKind = row.kind.parse().map_err(|_| bad("kind"))?;
    Ok(CapturedItem {
        id: row.id,
        account: Id::from_uuid(row.account_id),
        authority: Id::from_uuid(row.authority_id),
        kind,
        native_id: row.native_id,
        first_seen_at: row.first_seen_at,
    })
}

fn version_of(row: version::Model) -> Result<CapturedVersion, StoreError> {
    let bad = |column| StoreError::BadRow { table: "capture_version", row: row.id.to_string(), column };
    let presence: Presence = row.presence.parse().map_err(|()| bad("presence"))?;
    Ok(CapturedVersion {
        number: row.number,
        presence,
        object: Id::from_uuid(row.object_id),
        published_at: row.published_at,
        captured_at: row.captured_at,
        last_seen_at: row.last_seen_at,
        fingerprint: row.fingerprint,
    })
}

/// A page of an account's items, by id.
pub(super) async fn items(
    source: &mut impl Source,
    account: Id<Account>,
    after: Option<Uuid>,
) -> Result<Vec<CapturedItem>, StoreError> {
    let mut query = Scoped::<item::Entity>::stored(source)
        .filter(item::Column::AccountId.eq(account.uuid()))
        .ascending(item::Column::Id);
    if let Some(after) = after {
        query = query.filter(item::Column::Id.gt(after));
    }
    query.list(source, PAGE_ROWS).await?.into_iter().map(item_of).collect()
}

/// A page of an account's versions with the items that they belong to, by id.
pub(super) async fn versions_of_account(
    source: &mut impl Source,
    account: Id<Account>,
    after: Option<Uuid>,
) -> Result<Vec<(Uuid, Uuid, CapturedVersion)>, StoreError> {
    let mut query = Scoped::<version::Entity>::stored(source)
        .filter(version::Column::AccountId.eq(account.uuid()))
        .ascending(version::Column::Id);
    if let Some(after) = after {
        query = query.filter(version::Column::Id.gt(after));
    }
    let rows = query.list(source, PAGE_ROWS).await?;
    rows.into_iter().map(|row| Ok((row.id, row.item_id, version_of(row)?))).collect()
}

/// One item.
pub(super) async fn item_by_id(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<CapturedItem>, StoreError> {
    Scoped::<item::Entity>::stored(source)
        .filter(item::Column::Id.eq(id))
        .one(source)
        .await?
        .map(item_of)
        .transpose()
}

/// The newest items, newest first.
pub(super) async fn newest(source: &mut impl Source, limit: u64) -> Result<Vec<CapturedItem>, StoreError> {
    let rows =
        Scoped::<item::Entity>::stored(source).descending(item::Column::Id).list(source, limit).await?;
    rows.into_iter().map(item_of).collect()
}

/// An item's versions, oldest first.
pub(super) async fn versions(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Vec<CapturedVersion>, StoreError> {
    let rows = Scoped::<version::Entity>::stored(source)
        .filter(version::Column::ItemId.eq(item))
        .ascending(version::Column::Number)
        .list(source, PAGE_ROWS)
        .await?;
    rows.into_iter().map(version_of).collect()
}

/// What could not be understood, newest first.
pub(super) async fn quarantined(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Vec<KeptBytes>, StoreError> {
    let rows = Scoped::<answer::Entity>::stored(source)
        .filter(answer::Column::AccountId.eq(account.uuid()))
        .filter(answer::Column::Kind.eq("quarantined"))
        .descending(answer::Column::Id)
        .list(source, PAGE_ROWS)
        .await?;
    let kept =
        |row: answer::Model| KeptBytes { object: Id::from_uuid(row.object_id), fingerprint: row.fingerprint };
    Ok(rows.into_iter().map(kept).collect())
}

/// When the account was last read from beginning to end.
pub(super) async fn complete_at(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Option<i64>, StoreError> {
    let row = Scoped::<watermark::Entity>::housekeeping(source)
        .filter(watermark::Column::Id.eq(account.uuid()))
        .one(source)
        .await?;
    Ok(row.map(|row| row.complete_at))
}
