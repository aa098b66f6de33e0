//! Keeping what was read: versions, skeletons, what could not be understood, what has disappeared.

use std::ops::Range;

use uppsikt_kernel::{ActCode, Id, Object};
use uppsikt_platform::{Item, ItemKind, PlatformKind, ReadPage, parse_kept};
use uppsikt_store::{Act, Container, NewObject, Reader, RetentionClass, Source as _, StoreError, Tx};
use uuid::Uuid;

use super::model::{CaptureError, CapturedItem, CapturedVersion, Disappearance, KeptBytes, Presence};
use super::pass::{KnownItem, Meaning};
use super::store::{self, answer, item, version, watermark};
use crate::rooms::account::Account;

const ITEM_CAPTURED: ActCode = ActCode::new("item-captured");
const ITEM_CHANGED: ActCode = ActCode::new("item-changed");
const ITEM_WITHHELD: ActCode = ActCode::new("item-withheld");
const ITEM_GONE: ActCode = ActCode::new("item-gone");
const ANSWER_KEPT: ActCode = ActCode::new("answer-kept");
const ITEM_QUARANTINED: ActCode = ActCode::new("item-quarantined");

const JSON: &str = "application/json";

fn object(item: Uuid, version: i32) -> NewObject {
    NewObject { item, version, class: RetentionClass::unclassed(), media_type: JSON.to_owned() }
}

/// A version that is to be written.
struct NewVersion<'a> {
    account: &'a Account,
    item: Uuid,
    number: i32,
    presence: Presence,
    published_at: Option<i64>,
    last_seen_at: Option<i64>,
}

fn seal_version(
    act: &mut Act<'_>,
    organisation_id: Uuid,
    new: &NewVersion<'_>,
    content: &[u8],
    key: &[u8],
) -> Result<CapturedVersion, StoreError> {
    let (sealed, fingerprint) = act.seal_with_fingerprint(object(new.item, new.number), content, key)?;
    let kept = CapturedVersion {
        number: new.number,
        presence: new.presence,
        object: sealed,
        published_at: new.published_at,
        captured_at: act.now().get(),
        last_seen_at: new.last_seen_at,
        fingerprint,
    };
    act.insert::<version::Entity>(version::Model {
        organisation_id,
        id: act.new_id::<version::Entity>()?.uuid(),
        authority_id: new.account.authority.uuid(),
        account_id: new.account.id.uuid(),
        item_id: new.item,
        number: kept.number,
        presence: kept.presence.code().to_owned(),
        object_id: sealed.uuid(),
        published_at: kept.published_at,
        captured_at: kept.captured_at,
        last_seen_at: kept.last_seen_at,
        fingerprint: kept.fingerprint.clone(),
    })?;
    Ok(kept)
}

/// Keeps what is new or changed of one answer, and the skeleton that holds the items together.
///
/// # Errors
/// [`CaptureError::Cut`] when the items' places are impossible; [`CaptureError::Store`].
pub(super) async fn keep_page(
    tx: &mut Tx,
    account: &Account,
    page: &ReadPage,
    meanings: &[Meaning],
    bad: &[KeptBytes],
    presence: Presence,
) -> Result<Vec<KnownItem>, CaptureError> {
    let mut ranges: Vec<_> = page.items.iter().map(|read| read.range.clone()).collect();
    ranges.extend(page.quarantined.iter().map(|bad| bad.range.clone()));
    ranges.sort_by_key(|range| range.start);
    let container = Container::new(&page.bytes, ranges.clone()).map_err(|_| CaptureError::Cut)?;
    let mut objects: Vec<Option<Id<Object>>> = vec![None; ranges.len()];
    let at = |range: &Range<usize>| ranges.iter().position(|other| other == range);
    for (quarantined, kept) in page.quarantined.iter().zip(bad) {
        if let Some(at) = at(&quarantined.range) {
            objects[at] = Some(kept.object);
        }
    }
    let mut kept = Vec::new();
    for (read, meaning) in page.items.iter().zip(meanings) {
        let bytes = page.bytes.get(read.range.clone()).ok_or(CaptureError::Cut)?;
        let known = match meaning {
            Meaning::Same | Meaning::Again => continue,
            Meaning::New => keep_new(tx, account, &read.item, bytes, presence).await?,
            Meaning::Changed(known) => keep_change(tx, account, known, &read.item, bytes, presence).await?,
        };
        if let Some(at) = at(&read.range) {
            objects[at] = Some(known.last.object);
        }
        kept.push(known);
    }
    if !kept.is_empty() {
        let skeleton = container.skeleton(|at| objects.get(at).copied().flatten()).to_bytes();
        keep_answer(tx, account, ANSWER_KEPT, "skeleton", &page.request, &skeleton).await?;
    }
    Ok(kept)
}

async fn keep_new(
    tx: &mut Tx,
    account: &Account,
    read: &Item,
    bytes: &[u8],
    presence: Presence,
) -> Result<KnownItem, CaptureError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ITEM_CAPTURED, Some(account.authority))?;
    let item = CapturedItem {
        id: act.new_id::<item::Entity>()?.uuid(),
        account: account.id,
        authority: account.authority,
        kind: read.kind,
        native_id: read.native_id.clone(),
        first_seen_at: act.now().get(),
    };
    act.insert::<item::Entity>(item::Model {
        organisation_id,
        id: item.id,
        authority_id: account.authority.uuid(),
        account_id: account.id.uuid(),
        kind: item.kind.code().to_owned(),
        native_id: item.native_id.clone(),
        first_seen_at: item.first_seen_at,
    })?;
    let published_at = Some(read.published_at.get());
    let new = NewVersion { account, item: item.id, number: 1, presence, published_at, last_seen_at: None };
    let last = seal_version(&mut act, organisation_id, &new, bytes, &read.content_key())?;
    act.finish().await?;
    Ok(KnownItem { item, last })
}

async fn keep_change(
    tx: &mut Tx,
    account: &Account,
    known: &KnownItem,
    read: &Item,
    bytes: &[u8],
    presence: Presence,
) -> Result<KnownItem, CaptureError> {
    let organisation_id = tx.scope().organisation().uuid();
    let code = if presence == Presence::Withheld { ITEM_WITHHELD } else { ITEM_CHANGED };
    let mut act = tx.act(code, Some(account.authority))?;
    let new = NewVersion {
        account,
        item: known.item.id,
        number: known.last.number + 1,
        presence,
        published_at: Some(read.published_at.get()),
        last_seen_at: None,
    };
    let last = seal_version(&mut act, organisation_id, &new, bytes, &read.content_key())?;
    act.finish().await?;
    Ok(KnownItem { item: known.item.clone(), last })
}

/// Keeps that something is no longer shown: what was asked, what was answered, when it was last seen.
///
/// # Errors
/// [`CaptureError::Store`].
pub(super) async fn keep_disappearance(
    tx: &mut Tx,
    account: &Account,
    known: &KnownItem,
    presence: Presence,
    answer: String,
    last_seen_at: Option<i64>,
) -> Result<KnownItem, CaptureError> {
    let organisation_id = tx.scope().organisation().uuid();
    let code = if presence == Presence::Gone { ITEM_GONE } else { ITEM_WITHHELD };
    let told = Disappearance {
        v: 1,
        presence,
        answer,
        last_seen_at,
        found_missing_at: tx.now().get(),
        by: "unknown".to_owned(),
    };
    let content = serde_json::to_vec(&told).map_err(|_| CaptureError::Cut)?;
    let mut act = tx.act(code, Some(account.authority))?;
    let new = NewVersion {
        account,
        item: known.item.id,
        number: known.last.number + 1,
        presence,
        published_at: known.last.published_at,
        last_seen_at,
    };
    let last = seal_version(&mut act, organisation_id, &new, &content, told.answer.as_bytes())?;
    act.finish().await?;
    Ok(KnownItem { item: known.item.clone(), last })
}

/// Keeps the raw bytes of what could not be understood, so that it blocks nothing and is not lost; `known` says
/// of each whether that was done before.
///
/// # Errors
/// [`CaptureError::Cut`], [`CaptureError::Store`].
pub(super) async fn keep_quarantined(
    tx: &mut Tx,
    account: &Account,
    page: &ReadPage,
    known: Vec<Option<KeptBytes>>,
) -> Result<Vec<KeptBytes>, CaptureError> {
    let mut all = Vec::with_capacity(known.len());
    for (bad, known) in page.quarantined.iter().zip(known) {
        all.push(match known {
            Some(kept) => kept,
            None => {
                let bytes = page.bytes.get(bad.range.clone()).ok_or(CaptureError::Cut)?;
                keep_answer(tx, account, ITEM_QUARANTINED, "quarantined", &page.request, bytes).await?
            }
        });
    }
    Ok(all)
}

async fn keep_answer(
    tx: &mut Tx,
    account: &Account,
    code: ActCode,
    kind: &str,
    request: &str,
    bytes: &[u8],
) -> Result<KeptBytes, CaptureError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(code, Some(account.authority))?;
    let id = act.new_id::<answer::Entity>()?.uuid();
    let mut new = object(id, 1);
    if kind == "skeleton" {
        new.media_type = "application/x-uppsikt-skeleton".to_owned();
    }
    let (sealed, fingerprint) = act.seal_with_fingerprint(new, bytes, bytes)?;
    act.insert::<answer::Entity>(answer::Model {
        organisation_id,
        id,
        authority_id: account.authority.uuid(),
        account_id: account.id.uuid(),
        kind: kind.to_owned(),
        request: request.to_owned(),
        object_id: sealed.uuid(),
        captured_at: act.now().get(),
        fingerprint: fingerprint.clone(),
    })?;
    act.finish().await?;
    Ok(KeptBytes { object: sealed, fingerprint })
}

/// Notes that the account has been read from beginning to end.
///
/// # Errors
/// [`CaptureError::Store`].
pub(super) async fn note_complete(tx: &mut Tx, account: &Account, at: i64) -> Result<(), CaptureError> {
    let row = watermark::Model {
        organisation_id: tx.scope().organisation().uuid(),
        id: account.id.uuid(),
        authority_id: account.authority.uuid(),
        complete_at: at,
    };
    Ok(tx.put::<watermark::Entity>(row).await?)
}

/// A captured item with its versions, oldest first; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn versions(
    reader: &mut Reader,
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
pub fn kept_item(platform: PlatformKind, kind: ItemKind, content: &[u8]) -> Option<Item> {
    parse_kept(platform, kind, content).ok()
}
