//! What other rooms may ask of what was captured.

use std::collections::{HashMap, HashSet};

use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_platform::{Item, ItemKind, NativeRef, PlatformKind, parse_kept};
use uppsikt_store::{Reader, Source, StoreError};
use uuid::Uuid;

use super::model::{CapturedItem, CapturedVersion, Presence};
use super::store;
use crate::rooms::account::Account;

/// Roles that may read direct messages of an authority: those who answer and register, and who protects.
const MESSAGE_READERS: [Role; 4] =
    [Role::Editor, Role::Manager, Role::Registrar, Role::DataProtectionOfficer];

/// Items of one thread that are followed; a longer one is cut, and whoever asks is told.
pub const THREAD_ITEMS_MAX: usize = 2_000;

/// Ids in one condition: well below what either database takes.
const IDS_MAX: usize = 500;

/// Whether the actor may read contributions of this kind there; direct messages are for fewer.
#[must_use]
pub fn may_read(actor: &Actor, authority: Id<Authority>, kind: ItemKind) -> bool {
    kind != ItemKind::Message || MESSAGE_READERS.iter().any(|role| actor.has_in(*role, authority))
}

/// A captured item with its versions, oldest first; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn versions(
    reader: &mut impl Source,
    id: Uuid,
) -> Result<Option<(CapturedItem, Vec<CapturedVersion>)>, StoreError> {
    let Some(item) = store::item_by_id(reader, id).await? else { return Ok(None) };
    let versions = store::versions(reader, id).await?;
    Ok(Some((item, versions)))
}

/// The newest items, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn latest(reader: &mut Reader, limit: u64) -> Result<Vec<CapturedItem>, StoreError> {
    store::newest(reader, limit).await
}

/// The text of a kept version, read from its exact bytes; `None` for a disappearance or what cannot be read.
#[must_use]
pub fn kept_item(platform: PlatformKind, kind: ItemKind, media_type: &str, content: &[u8]) -> Option<Item> {
    parse_kept(platform, kind, media_type, content).ok()
}

/// Versions in the order in which they were kept, after the version with that id: what is new for others.
///
/// # Errors
/// [`StoreError`].
pub async fn kept_after(
    source: &mut impl Source,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(Uuid, Uuid, CapturedVersion)>, StoreError> {
    store::versions_after(source, after, limit).await
}

/// The item that an id stands for: its own, that of one of its versions' objects, or of a picture in it.
///
/// # Errors
/// [`StoreError`].
pub async fn behind(reader: &mut Reader, id: Uuid) -> Result<Option<CapturedItem>, StoreError> {
    let mut id = id;
    if let Some(object) = reader.object(Id::from_uuid(id)).await? {
        id = object.item;
    }
    if let Some(media) = store::media_by_id(reader, id).await? {
        id = media.item_id;
    }
    store::item_by_id(reader, id).await
}

/// Several items at once, at most 2,000.
///
/// # Errors
/// [`StoreError`].
pub async fn items(source: &mut impl Source, ids: &[Uuid]) -> Result<Vec<CapturedItem>, StoreError> {
    store::items_by_id(source, ids).await
}

/// The account's item that the platform calls by this id, of whichever kind; the first in the kinds' order.
///
/// # Errors
/// [`StoreError`].
pub async fn by_native(
    source: &mut impl Source,
    account: Id<Account>,
    native_id: &str,
) -> Result<Option<CapturedItem>, StoreError> {
    for kind in ItemKind::ALL {
        let native = NativeRef { kind, id: native_id.to_owned() };
        if let Some(item) = store::by_native(source, account, &native).await? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// One item; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn item(source: &mut impl Source, id: Uuid) -> Result<Option<CapturedItem>, StoreError> {
    store::item_by_id(source, id).await
}

/// One version of an item.
///
/// # Errors
/// [`StoreError`].
pub async fn version(
    source: &mut impl Source,
    item: Uuid,
    number: i32,
) -> Result<Option<CapturedVersion>, StoreError> {
    Ok(store::versions(source, item).await?.into_iter().find(|version| version.number == number))
}

/// An item's last version, whatever it says.
///
/// # Errors
/// [`StoreError`].
pub async fn last_version(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Option<CapturedVersion>, StoreError> {
    Ok(store::versions(source, item).await?.pop())
}

/// An item's last version that has a content of its own: not a mere note that it has disappeared.
///
/// # Errors
/// [`StoreError`].
pub async fn last_content(
    reader: &mut Reader,
    platform: PlatformKind,
    item: &CapturedItem,
) -> Result<Option<(CapturedVersion, Item)>, StoreError> {
    for version in store::versions(reader, item.id).await?.into_iter().rev() {
        if let Some(kept) = content(reader, platform, item, &version).await? {
            return Ok(Some((version, kept)));
        }
    }
    Ok(None)
}

/// What a version says; `None` for a disappearance, for what was disposed of, or what cannot be read.
///
/// # Errors
/// [`StoreError`].
pub async fn content(
    reader: &Reader,
    platform: PlatformKind,
    item: &CapturedItem,
    version: &CapturedVersion,
) -> Result<Option<Item>, StoreError> {
    if version.presence == Presence::Gone {
        return Ok(None);
    }
    match reader.content(version.object).await {
        Ok(bytes) => Ok(kept_item(platform, item.kind, &version.media_type, &bytes)),
        Err(StoreError::Disposed) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The thread that an item stands in, from its beginning, in the order in which it was first seen.
///
/// # Errors
/// [`StoreError`].
pub async fn thread(source: &mut impl Source, item: &CapturedItem) -> Result<Vec<CapturedItem>, StoreError> {
    let mut first = item.clone();
    // A chain of answers that names itself would never end.
    for _ in 0..THREAD_ITEMS_MAX {
        let Some(parent) = &first.parent else { break };
        match store::by_native(source, first.account, parent).await? {
            Some(above) if above.id != item.id => first = above,
            _ => break,
        }
    }
    let mut all = vec![first];
    let mut next = 0;
    while let Some(at) = all.get(next).filter(|_| all.len() < THREAD_ITEMS_MAX).cloned() {
        next += 1;
        let native = NativeRef { kind: at.kind, id: at.native_id };
        for answer in store::answers(source, at.account, &native).await? {
            if all.iter().all(|known| known.id != answer.id) {
                all.push(answer);
            }
        }
    }
    Ok(all)
}

/// When the authority's own newest contribution on an account was published, in microseconds; when it was first
/// seen, where the platform gives no time.
///
/// # Errors
/// [`StoreError`].
pub async fn last_own_at(source: &mut impl Source, account: Id<Account>) -> Result<Option<i64>, StoreError> {
    let Some(item) = store::newest_by(source, account, true).await? else { return Ok(None) };
    let versions = store::versions(source, item.id).await?;
    Ok(Some(versions.first().and_then(|first| first.published_at).unwrap_or(item.first_seen_at)))
}

/// Whether somebody else than the authority has written on an account.
///
/// # Errors
/// [`StoreError`].
pub async fn others_have_written(source: &mut impl Source, account: Id<Account>) -> Result<bool, StoreError> {
    Ok(store::newest_by(source, account, false).await?.is_some())
}

/// Those of the items that the authority has answered on the platform.
///
/// # Errors
/// [`StoreError`].
pub async fn answered(source: &mut impl Source, items: &[CapturedItem]) -> Result<HashSet<Uuid>, StoreError> {
    let mut asked = HashMap::new();
    for item in items {
        let native = NativeRef { kind: item.kind, id: item.native_id.clone() };
        asked.insert((item.account, native), item.id);
    }
    let mut answered = HashSet::new();
    for some in items.chunks(IDS_MAX) {
        let ids: Vec<&str> = some.iter().map(|item| item.native_id.as_str()).collect();
        for answer in store::own_answers(source, &ids).await? {
            let to = answer.parent.and_then(|parent| asked.get(&(answer.account, parent)));
            answered.extend(to);
        }
    }
    Ok(answered)
}

/// When the authority first answered an item, in microseconds; `None` while it has not.
///
/// # Errors
/// [`StoreError`].
pub async fn answered_at(source: &mut impl Source, item: &CapturedItem) -> Result<Option<i64>, StoreError> {
    let native = NativeRef { kind: item.kind, id: item.native_id.clone() };
    let mut first: Option<i64> = None;
    for answer in store::answers(source, item.account, &native).await? {
        if answer.own == Some(true) {
            let versions = store::versions(source, answer.id).await?;
            let at = versions.first().and_then(|first| first.published_at).unwrap_or(answer.first_seen_at);
            first = Some(first.map_or(at, |before| before.min(at)));
        }
    }
    Ok(first)
}
