//! Webhooks: added and ended by an administrator.

use uppsikt_kernel::{ActCode, Chance, ChanceError, Id};
use uppsikt_store::Tx;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::mine;
use crate::rooms::integration::model::{self, EventKind, Integration, IntegrationError, NewWebhook, Webhook};
use crate::rooms::integration::store::{self, webhook};

const WEBHOOK_ADDED: ActCode = ActCode::new("webhook-added");
const WEBHOOK_ENDED: ActCode = ActCode::new("webhook-ended");

/// A new secret, with which the receiver knows us.
///
/// # Errors
/// [`ChanceError`].
pub fn new_webhook_secret(chance: &dyn Chance) -> Result<Zeroizing<String>, ChanceError> {
    model::new_secret(chance)
}

/// Adds an address that is told of what happens from now on; its secret lies in the key store already.
///
/// # Errors
/// [`IntegrationError::NotFound`], [`IntegrationError::NotAdministrator`], [`IntegrationError::Ended`],
/// [`IntegrationError::Url`].
pub async fn add_webhook(
    tx: &mut Tx,
    integration: Id<Integration>,
    new: NewWebhook,
) -> Result<Webhook, IntegrationError> {
    mine(tx, integration).await?;
    let mut events = new.events;
    if events.is_empty() {
        events = EventKind::ALL.to_vec();
    }
    events.sort_unstable();
    events.dedup();
    let url = model::url(&new.url)?;
    let mut act = tx.act(WEBHOOK_ADDED, None)?;
    let added = Webhook { id: new.id, integration, url, events, created_at: act.now().get(), ended_at: None };
    act.insert::<webhook::Entity>(webhook::Model {
        organisation_id: act.organisation().uuid(),
        id: added.id,
        integration_id: integration.uuid(),
        url: added.url.clone(),
        events: added.events.iter().map(|event| event.code()).collect::<Vec<_>>().join(","),
        created_at: added.created_at,
        ended_at: None,
    })?;
    act.finish().await?;
    Ok(added)
}

/// Ends a webhook; what waits to be sent is sent no more.
///
/// # Errors
/// [`IntegrationError::NotFound`], [`IntegrationError::NotAdministrator`], [`IntegrationError::Ended`].
pub async fn end_webhook(tx: &mut Tx, id: Uuid) -> Result<(), IntegrationError> {
    let row = store::webhook_row(tx, id).await?.ok_or(IntegrationError::NotFound)?;
    mine(tx, Id::from_uuid(row.integration_id)).await?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let mut act = tx.act(WEBHOOK_ENDED, None)?;
    let ended_at = Some(act.now().get());
    act.update::<webhook::Entity>(webhook::Model { ended_at, ..row })?;
    act.finish().await?;
    Ok(())
}
