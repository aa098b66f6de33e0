//! Every query on what was captured.

pub(super) mod gaps;
pub(super) mod paged;
pub(super) mod second;
mod tables;
mod third;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::Id;
use uppsikt_platform::{ItemKind, NativeRef};
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::model::{CapturedItem, CapturedVersion, KeptBytes, Origin, Presence};
use crate::rooms::account::Account;

pub use tables::declare;
pub(super) use tables::{answer, item, version, watermark};

/// What most platforms' bytes are.
pub(super) const JSON: &str = "application/json";

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
        parent: match (row.parent_kind.as_deref().map(str::parse), row.parent_native_id) {
            (Some(Ok(kind)), Some(id)) => Some(NativeRef { kind, id }),
            (Some(Err(_)), _) => return Err(bad("parent_kind")),
            _ => None,
        },
        own: row.own,
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
        media_type: row.media_type.unwrap_or_else(|| JSON.to_owned()),
        origin: row.origin.as_deref().map_or(Ok(Origin::Read), str::parse).map_err(|()| bad("origin"))?,
        caused_by: row.caused_by.as_deref().map(str::parse).transpose().map_err(|()| bad("caused_by"))?,
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

/// The newest contribution on an account that is the authority's own, or somebody else's.
pub(super) async fn newest_by(
    source: &mut impl Source,
    account: Id<Account>,
    is_own: bool,
) -> Result<Option<CapturedItem>, StoreError> {
    let row = Scoped::<item::Entity>::stored(source)
        .filter(item::Column::AccountId.eq(account.uuid()))
        .filter(item::Column::Own.eq(is_own))
        .descending(item::Column::Id)
        .one(source)
        .await?;
    row.map(item_of).transpose()
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
    let kept =
        |row: answer::Model| KeptBytes { object: Id::from_uuid(row.object_id), fingerprint: row.fingerprint };
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let mut query = Scoped::<answer::Entity>::stored(source)
            .filter(answer::Column::AccountId.eq(account.uuid()))
            .filter(answer::Column::Kind.eq("quarantined"))
            .descending(answer::Column::Id);
        if let Some(before) = before {
            query = query.filter(answer::Column::Id.lt(before));
        }
        let page = query.list(source, PAGE_ROWS).await?;
        before = page.last().map(|row| row.id);
        let is_last = (page.len() as u64) < PAGE_ROWS;
        all.extend(page.into_iter().map(kept));
        if is_last {
            return Ok(all);
        }
    }
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

/// How far the platform's announcements have been read.
pub(super) async fn announced(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Option<String>, StoreError> {
    let row = Scoped::<watermark::Entity>::housekeeping(source)
        .filter(watermark::Column::Id.eq(account.uuid()))
        .one(source)
        .await?;
    Ok(row.and_then(|row| row.announced))
}

/// The account's item with the platform's id.
pub(super) async fn by_native(
    source: &mut impl Source,
    account: Id<Account>,
    native: &NativeRef,
) -> Result<Option<CapturedItem>, StoreError> {
    Scoped::<item::Entity>::stored(source)
        .filter(item::Column::AccountId.eq(account.uuid()))
        .filter(item::Column::Kind.eq(native.kind.code()))
        .filter(item::Column::NativeId.eq(native.id.as_str()))
        .one(source)
        .await?
        .map(item_of)
        .transpose()
}

/// The authority's own contributions that answer something with one of these ids of a platform.
pub(super) async fn own_answers(
    source: &mut impl Source,
    parents: &[&str],
) -> Result<Vec<CapturedItem>, StoreError> {
    let rows = Scoped::<item::Entity>::stored(source)
        .filter(item::Column::Own.eq(true))
        .filter(item::Column::ParentNativeId.is_in(parents.iter().copied()))
        .ascending(item::Column::Id)
        .list(source, PAGE_ROWS)
        .await?;
    rows.into_iter().map(item_of).collect()
}

/// What answers an item directly, oldest first.
pub(super) async fn answers(
    source: &mut impl Source,
    account: Id<Account>,
    native: &NativeRef,
) -> Result<Vec<CapturedItem>, StoreError> {
    let rows = Scoped::<item::Entity>::stored(source)
        .filter(item::Column::AccountId.eq(account.uuid()))
        .filter(item::Column::ParentKind.eq(native.kind.code()))
        .filter(item::Column::ParentNativeId.eq(native.id.as_str()))
        .ascending(item::Column::Id)
        .list(source, PAGE_ROWS)
        .await?;
    rows.into_iter().map(item_of).collect()
}

/// Versions in the order in which they were kept, after a version, within reach.
pub(super) async fn versions_after(
    source: &mut impl Source,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(Uuid, Uuid, CapturedVersion)>, StoreError> {
    let mut query = Scoped::<version::Entity>::stored(source).ascending(version::Column::Id);
    if let Some(after) = after {
        query = query.filter(version::Column::Id.gt(after));
    }
    let rows = query.list(source, limit).await?;
    rows.into_iter().map(|row| Ok((row.id, row.item_id, version_of(row)?))).collect()
}

/// Several items.
pub(super) async fn items_by_id(
    source: &mut impl Source,
    ids: &[Uuid],
) -> Result<Vec<CapturedItem>, StoreError> {
    let rows = Scoped::<item::Entity>::stored(source)
        .filter(item::Column::Id.is_in(ids.iter().copied()))
        .ascending(item::Column::Id)
        .list(source, PAGE_ROWS)
        .await?;
    rows.into_iter().map(item_of).collect()
}

/// The media of an item, by version and place.
pub(super) async fn media_of(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Vec<second::media::Model>, StoreError> {
    Scoped::<second::media::Entity>::stored(source)
        .filter(second::media::Column::ItemId.eq(item))
        .ascending(second::media::Column::VersionNumber)
        .ascending(second::media::Column::Position)
        .list(source, PAGE_ROWS)
        .await
}

/// A page of the account's media that are still to be fetched, by id.
pub(super) async fn media_wanted(
    source: &mut impl Source,
    account: Id<Account>,
    after: Option<Uuid>,
) -> Result<Vec<second::media::Model>, StoreError> {
    let mut query = Scoped::<second::media::Entity>::stored(source)
        .filter(second::media::Column::AccountId.eq(account.uuid()))
        .filter(second::media::Column::State.eq("wanted"))
        .ascending(second::media::Column::Id);
    if let Some(after) = after {
        query = query.filter(second::media::Column::Id.gt(after));
    }
    query.list(source, PAGE_ROWS).await
}

/// The account's items whose disappearance is expected.
pub(super) async fn expected(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Vec<second::expected::Model>, StoreError> {
    let mut all: Vec<second::expected::Model> = Vec::new();
    loop {
        let mut query = Scoped::<second::expected::Entity>::stored(source)
            .filter(second::expected::Column::AccountId.eq(account.uuid()))
            .ascending(second::expected::Column::Id);
        if let Some(last) = all.last() {
            query = query.filter(second::expected::Column::Id.gt(last.id));
        }
        let page = query.list(source, PAGE_ROWS).await?;
        let is_last = (page.len() as u64) < PAGE_ROWS;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

/// One picture, film or sound.
pub(super) async fn media_by_id(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<second::media::Model>, StoreError> {
    Scoped::<second::media::Entity>::stored(source).filter(second::media::Column::Id.eq(id)).one(source).await
}

/// The account's items of which nothing may be kept.
pub(super) async fn barred(
    source: &mut impl Source,
    account: Id<Account>,
) -> Result<Vec<second::barred::Model>, StoreError> {
    let mut all: Vec<second::barred::Model> = Vec::new();
    loop {
        let mut query = Scoped::<second::barred::Entity>::stored(source)
            .filter(second::barred::Column::AccountId.eq(account.uuid()))
            .ascending(second::barred::Column::Id);
        if let Some(last) = all.last() {
            query = query.filter(second::barred::Column::Id.gt(last.id));
        }
        let page = query.list(source, PAGE_ROWS).await?;
        let is_last = (page.len() as u64) < PAGE_ROWS;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}
