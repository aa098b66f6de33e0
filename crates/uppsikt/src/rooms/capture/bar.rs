//! What must never be copied, and what a person has seen instead of the program.

use uppsikt_kernel::{ActCode, Id, Object};
use uppsikt_store::{Reader, Source as _, StoreError, Tx};
use uuid::Uuid;

use super::actions::{self, Vanished};
use super::known::KnownItem;
use super::model::{CaptureError, CapturedItem, CausedBy, Origin, Presence};
use super::store;
use super::store::second::barred;
use crate::rooms::account;

const ITEM_BARRED: ActCode = ActCode::new("item-barred");

/// From now on nothing of the item is kept, only whether it is shown.
///
/// # Errors
/// [`CaptureError::Store`].
pub async fn bar(tx: &mut Tx, item: &CapturedItem, cause: Uuid) -> Result<(), CaptureError> {
    if store::barred(tx, item.account).await?.iter().any(|row| row.item_id == item.id) {
        return Ok(());
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ITEM_BARRED, Some(item.authority))?;
    act.insert::<barred::Entity>(barred::Model {
        organisation_id,
        id: act.new_id::<barred::Entity>()?.uuid(),
        authority_id: item.authority.uuid(),
        account_id: item.account.uuid(),
        item_id: item.id,
        cause_id: cause,
        barred_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(())
}

/// Every object that holds something of the item and has not been disposed of: its versions and its media.
///
/// # Errors
/// [`StoreError`].
pub async fn copies(reader: &mut Reader, item: &CapturedItem) -> Result<Vec<Id<Object>>, StoreError> {
    let mut objects: Vec<Id<Object>> =
        store::versions(reader, item.id).await?.into_iter().map(|version| version.object).collect();
    let media = store::media_of(reader, item.id).await?;
    objects.extend(media.into_iter().filter_map(|row| row.object_id).map(Id::from_uuid));
    objects.sort_unstable();
    objects.dedup();
    let mut left = Vec::with_capacity(objects.len());
    for object in objects {
        if reader.object(object).await?.is_some_and(|info| info.disposed_at.is_none()) {
            left.push(object);
        }
    }
    Ok(left)
}

/// Keeps that a person has seen that an item is shown no longer, by our own doing.
///
/// # Errors
/// [`CaptureError::Store`], [`CaptureError::NotFound`].
pub async fn attest_gone(tx: &mut Tx, item: &CapturedItem) -> Result<(), CaptureError> {
    let last = store::versions(tx, item.id).await?.pop().ok_or(CaptureError::NotFound)?;
    if last.presence != Presence::Shown {
        return Ok(());
    }
    let account = account::by_id(tx, item.account).await?.ok_or(CaptureError::NotFound)?;
    let vanished = Vanished {
        presence: Presence::Gone,
        answer: "attested".to_owned(),
        last_seen_at: Some(last.captured_at),
        by: CausedBy::Us,
        origin: Origin::Hand,
        revision: None,
    };
    let known = KnownItem { item: item.clone(), last };
    actions::keep_disappearance(tx, &account, &known, vanished).await?;
    Ok(())
}
