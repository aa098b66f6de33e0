//! Reading one item again, directly before something is done to it and directly after.

use uppsikt_kernel::{ActCode, Actor, Id};
use uppsikt_platform::{OneAnswer, Platform, PlatformError, QuarantineReason, ReadPage};
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use super::known::{Known, KnownItem};
use super::model::{CaptureError, CapturedItem, CapturedVersion, Origin};
use super::pass::Pass;
use super::store;
use super::store::second::expected;
use crate::app::App;
use crate::rooms::account::Account;

const DISAPPEARANCE_EXPECTED: ActCode = ActCode::new("disappearance-expected");
const EXPECTATION_ENDED: ActCode = ActCode::new("expectation-ended");

/// Reads an item again, keeps what is new of it, and gives its last version.
///
/// A pass may read the account at the same moment and keep the same version: then this is tried once more
/// with what the pass has kept.
///
/// # Errors
/// [`CaptureError::NotFound`]; [`CaptureError::Platform`] when the platform gives no usable answer, or one in which
/// the item cannot be understood: then nothing is known of the item.
pub async fn reread(
    app: &App,
    actor: &Actor,
    account: &Account,
    platform: &dyn Platform,
    item: Uuid,
) -> Result<CapturedVersion, CaptureError> {
    match once(app, actor, account, platform, item).await {
        Err(CaptureError::Store(_)) => once(app, actor, account, platform, item).await,
        other => other,
    }
}

async fn once(
    app: &App,
    actor: &Actor,
    account: &Account,
    platform: &dyn Platform,
    item: Uuid,
) -> Result<CapturedVersion, CaptureError> {
    let mut reader = app.store.read(actor).await?;
    let known = Known::load_one(&mut reader, item).await?.ok_or(CaptureError::NotFound)?;
    let last = known.only().ok_or(CaptureError::NotFound)?;
    let mut pass = Pass::begin(app, actor, account, platform, Origin::Read, known, &mut reader).await?;
    drop(reader);
    let answer = platform.read_one(last.item.kind, &last.item.native_id).await?;
    // Of what may not be kept nothing is read but whether it is shown.
    let unread = if pass.known.is_barred(last.item.id) { None } else { not_understood(&last, &answer) };
    pass.answered(&last, answer).await?;
    if let Some(error) = unread {
        // Its bytes are kept, and its last version is not what stands there now.
        return Err(error.into());
    }
    pass.known.only().map(|known| known.last).ok_or(CaptureError::NotFound)
}

/// Why an answer says nothing of the item that was asked for, although the item is there.
fn not_understood(asked: &KnownItem, answer: &OneAnswer) -> Option<PlatformError> {
    let (OneAnswer::Shown(page) | OneAnswer::Withheld { page: Some(page), .. }) = answer else { return None };
    let ReadPage { items, quarantined, request, .. } = page;
    if items.iter().any(|read| read.item.native_id == asked.item.native_id) {
        return None;
    }
    let (line, column) = match quarantined.first().map(|bad| bad.reason) {
        Some(QuarantineReason::Shape { line, column }) => (line, column),
        _ => (0, 0),
    };
    Some(PlatformError::Malformed { request: request.clone(), line, column })
}

/// Announces that an item will disappear by our own doing, so that it is known as that when it does.
///
/// # Errors
/// [`CaptureError::Store`].
pub async fn expect(tx: &mut Tx, item: &CapturedItem, cause: Uuid) -> Result<(), CaptureError> {
    let known = store::expected(tx, item.account).await?;
    if known.iter().any(|row| row.item_id == item.id && row.cause_id == cause) {
        return Ok(());
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(DISAPPEARANCE_EXPECTED, Some(item.authority))?;
    act.insert::<expected::Entity>(expected::Model {
        organisation_id,
        id: act.new_id::<expected::Entity>()?.uuid(),
        authority_id: item.authority.uuid(),
        account_id: item.account.uuid(),
        item_id: item.id,
        cause_id: cause,
        expected_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(())
}

/// Takes an announcement back: the item is to stay, or to be shown again.
///
/// # Errors
/// [`CaptureError::Store`].
pub async fn expect_no_more(tx: &mut Tx, item: &CapturedItem, cause: Uuid) -> Result<(), CaptureError> {
    let known = store::expected(tx, item.account).await?;
    let rows: Vec<Uuid> = known
        .iter()
        .filter(|row| row.item_id == item.id && row.cause_id == cause)
        .map(|row| row.id)
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut act = tx.act(EXPECTATION_ENDED, Some(Id::from_uuid(item.authority.uuid())))?;
    for row in rows {
        act.delete::<expected::Entity>(row);
    }
    act.finish().await?;
    Ok(())
}
