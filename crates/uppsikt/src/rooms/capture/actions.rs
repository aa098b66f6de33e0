//! Keeping what was read: versions, skeletons, what could not be understood, what has disappeared.

use std::collections::HashSet;
use std::ops::Range;

use uppsikt_kernel::{ActCode, Id, Object};
use uppsikt_platform::{Item, ReadPage};
use uppsikt_store::{Act, Container, NewObject, RetentionClass, Source as _, StoreError, Tx};
use uuid::Uuid;

use super::known::{KnownItem, Meaning};
use super::model::{
    CaptureError, CapturedItem, CapturedVersion, CausedBy, Disappearance, KeptBytes, Origin, Presence,
};
use super::store::second::media;
use super::store::{JSON, answer, item, version, watermark};
use crate::rooms::account::Account;

const ITEM_CAPTURED: ActCode = ActCode::new("item-captured");
const ITEM_CHANGED: ActCode = ActCode::new("item-changed");
const ITEM_WITHHELD: ActCode = ActCode::new("item-withheld");
const ITEM_GONE: ActCode = ActCode::new("item-gone");
const ANSWER_KEPT: ActCode = ActCode::new("answer-kept");
const ITEM_QUARANTINED: ActCode = ActCode::new("item-quarantined");
const ANNOUNCEMENT_KEPT: ActCode = ActCode::new("announcement-kept");

/// Pictures of one version that are fetched; more than any platform shows in one contribution.
const MEDIA_MAX: usize = 100;

fn object(item: Uuid, version: i32, media_type: &str) -> NewObject {
    NewObject { item, version, class: RetentionClass::unclassed(), media_type: media_type.to_owned() }
}

/// A version that is to be written.
struct NewVersion<'a> {
    account: &'a Account,
    item: Uuid,
    number: i32,
    presence: Presence,
    published_at: Option<i64>,
    last_seen_at: Option<i64>,
    media_type: &'a str,
    origin: Origin,
    caused_by: Option<CausedBy>,
}

fn seal_version(
    act: &mut Act<'_>,
    organisation_id: Uuid,
    new: &NewVersion<'_>,
    content: &[u8],
    key: &[u8],
) -> Result<CapturedVersion, StoreError> {
    let (sealed, fingerprint) =
        act.seal_with_fingerprint(object(new.item, new.number, new.media_type), content, key)?;
    let kept = CapturedVersion {
        number: new.number,
        presence: new.presence,
        object: sealed,
        published_at: new.published_at,
        captured_at: act.now().get(),
        last_seen_at: new.last_seen_at,
        fingerprint,
        media_type: new.media_type.to_owned(),
        origin: new.origin,
        caused_by: new.caused_by,
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
        media_type: (new.media_type != JSON).then(|| new.media_type.to_owned()),
        origin: new.origin.code().map(str::to_owned),
        caused_by: new.caused_by.map(|by| by.code().to_owned()),
    })?;
    Ok(kept)
}

/// Rows for the media of a version, which are fetched once it is recorded that they are wanted.
fn want_media(
    act: &mut Act<'_>,
    organisation_id: Uuid,
    new: &NewVersion<'_>,
    read: &Item,
) -> Result<(), StoreError> {
    for (position, _) in read.media.iter().enumerate().take(MEDIA_MAX) {
        act.insert::<media::Entity>(media::Model {
            organisation_id,
            id: act.new_id::<media::Entity>()?.uuid(),
            authority_id: new.account.authority.uuid(),
            account_id: new.account.id.uuid(),
            item_id: new.item,
            version_number: new.number,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            state: "wanted".to_owned(),
            object_id: None,
            media_type: None,
            settled_at: None,
        })?;
    }
    Ok(())
}

/// What is the same for everything of one answer.
pub(super) struct Answered<'a> {
    pub account: &'a Account,
    pub page: &'a ReadPage,
    pub origin: Origin,
    /// Items whose disappearance is our own doing.
    pub expected: HashSet<Uuid>,
}

/// Keeps what is new or changed of one answer, and the skeleton that holds the items together.
///
/// # Errors
/// [`CaptureError::Cut`] when the items' places are impossible; [`CaptureError::Store`].
pub(super) async fn keep_page(
    tx: &mut Tx,
    answered: &Answered<'_>,
    meanings: &[Meaning],
    bad: &[KeptBytes],
) -> Result<Vec<KnownItem>, CaptureError> {
    let (account, page) = (answered.account, answered.page);
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
            Meaning::New => keep_new(tx, answered, &read.item, bytes).await?,
            Meaning::Changed(known) => keep_change(tx, answered, known, &read.item, bytes).await?,
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
    answered: &Answered<'_>,
    read: &Item,
    bytes: &[u8],
) -> Result<KnownItem, CaptureError> {
    let account = answered.account;
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ITEM_CAPTURED, Some(account.authority))?;
    let item = CapturedItem {
        id: act.new_id::<item::Entity>()?.uuid(),
        account: account.id,
        authority: account.authority,
        kind: read.kind,
        native_id: read.native_id.clone(),
        first_seen_at: act.now().get(),
        parent: read.parent.clone(),
        own: Some(read.own),
    };
    act.insert::<item::Entity>(item::Model {
        organisation_id,
        id: item.id,
        authority_id: account.authority.uuid(),
        account_id: account.id.uuid(),
        kind: item.kind.code().to_owned(),
        native_id: item.native_id.clone(),
        first_seen_at: item.first_seen_at,
        parent_kind: item.parent.as_ref().map(|parent| parent.kind.code().to_owned()),
        parent_native_id: item.parent.as_ref().map(|parent| parent.id.clone()),
        own: item.own,
    })?;
    let new = NewVersion {
        account,
        item: item.id,
        number: 1,
        presence: Presence::of(read),
        published_at: Some(read.published_at.get()),
        last_seen_at: None,
        media_type: answered.page.media_type,
        origin: answered.origin,
        caused_by: None,
    };
    want_media(&mut act, organisation_id, &new, read)?;
    let last = seal_version(&mut act, organisation_id, &new, bytes, &read.content_key())?;
    act.finish().await?;
    Ok(KnownItem { item, last })
}

async fn keep_change(
    tx: &mut Tx,
    answered: &Answered<'_>,
    known: &KnownItem,
    read: &Item,
    bytes: &[u8],
) -> Result<KnownItem, CaptureError> {
    let (account, presence) = (answered.account, Presence::of(read));
    let organisation_id = tx.scope().organisation().uuid();
    // It is put away now and was shown before: by us, where that was announced.
    let goes = presence == Presence::Withheld && known.last.presence == Presence::Shown;
    let by = if answered.expected.contains(&known.item.id) { CausedBy::Us } else { CausedBy::Unknown };
    let code = if presence == Presence::Withheld { ITEM_WITHHELD } else { ITEM_CHANGED };
    let mut act = tx.act(code, Some(account.authority))?;
    let new = NewVersion {
        account,
        item: known.item.id,
        number: known.last.number + 1,
        presence,
        published_at: Some(read.published_at.get()),
        last_seen_at: None,
        media_type: answered.page.media_type,
        origin: answered.origin,
        caused_by: goes.then_some(by),
    };
    want_media(&mut act, organisation_id, &new, read)?;
    let last = seal_version(&mut act, organisation_id, &new, bytes, &read.content_key())?;
    act.finish().await?;
    Ok(KnownItem { item: known.item.clone(), last })
}

/// What is known of a disappearance.
pub(super) struct Vanished {
    pub presence: Presence,
    /// The platform's own word or status code.
    pub answer: String,
    pub last_seen_at: Option<i64>,
    pub by: CausedBy,
    /// Whether the platform said so or a person did.
    pub origin: Origin,
    /// The platform's own name of the last version.
    pub revision: Option<String>,
}

/// Keeps that something is no longer shown: what was asked, what was answered, when it was last seen.
///
/// # Errors
/// [`CaptureError::Store`].
pub(super) async fn keep_disappearance(
    tx: &mut Tx,
    account: &Account,
    known: &KnownItem,
    vanished: Vanished,
) -> Result<KnownItem, CaptureError> {
    let organisation_id = tx.scope().organisation().uuid();
    let code = if vanished.presence == Presence::Gone { ITEM_GONE } else { ITEM_WITHHELD };
    let told = Disappearance {
        v: 1,
        presence: vanished.presence,
        answer: vanished.answer,
        last_seen_at: vanished.last_seen_at,
        found_missing_at: tx.now().get(),
        by: vanished.by,
        revision: vanished.revision,
    };
    let content = serde_json::to_vec(&told).map_err(|_| CaptureError::Cut)?;
    let mut act = tx.act(code, Some(account.authority))?;
    let new = NewVersion {
        account,
        item: known.item.id,
        number: known.last.number + 1,
        presence: told.presence,
        published_at: known.last.published_at,
        last_seen_at: told.last_seen_at,
        media_type: JSON,
        origin: vanished.origin,
        caused_by: Some(told.by),
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

/// Keeps the bytes of an announcement of the platform's own.
///
/// # Errors
/// [`CaptureError::Store`].
pub(super) async fn keep_announcement(
    tx: &mut Tx,
    account: &Account,
    bytes: &[u8],
) -> Result<(), CaptureError> {
    keep_answer(tx, account, ANNOUNCEMENT_KEPT, "announced", "announcements", bytes).await.map(drop)
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
    let new = object(
        id,
        1,
        match kind {
            "skeleton" => "application/x-uppsikt-skeleton",
            "announced" => "application/octet-stream",
            _ => JSON,
        },
    );
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
pub(super) async fn note_complete(
    tx: &mut Tx,
    account: &Account,
    at: i64,
    announced: Option<String>,
) -> Result<(), CaptureError> {
    let row = watermark::Model {
        organisation_id: tx.scope().organisation().uuid(),
        id: account.id.uuid(),
        authority_id: account.authority.uuid(),
        complete_at: at,
        announced,
    };
    Ok(tx.put::<watermark::Entity>(row).await?)
}
