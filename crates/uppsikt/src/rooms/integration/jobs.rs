//! Telling other systems what has happened: events are read as the integration itself, and sent until they are taken.

mod events;
mod send;

use futures_util::future::join_all;
use uppsikt_kernel::{Actor, Id, Organisation};
use uppsikt_store::{Source as _, StoreError};
use uuid::Uuid;

use super::model::{Delivery, DeliveryState, Happened, Integration, IntegrationError, Webhook};
use super::store::{self, delivery, position};
use crate::app::App;
use crate::rooms::people;

/// Events are read again this far back: on PostgreSQL an older id may be committed after a newer one.
const OVERLAP_MICROS: i64 = 150_000_000;
/// Events that are noted at a time.
const BATCH: usize = 200;
/// Deliveries that are sent to one webhook in a round.
const SENT_MAX: u64 = 50;
/// How long a delivery of which nothing is to be done is kept, and shown.
const KEPT_MICROS: i64 = 90 * 86_400_000_000;
/// Old deliveries that one round sweeps away: more than it adds.
const SWEPT_MAX: u64 = 400;

/// What one round came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by their receivers.
    pub delivered: u64,
    /// Refused or unanswered; they are tried again.
    pub failed: u64,
    /// Given up.
    pub dead: u64,
}

/// Reads what has happened for every webhook of an organisation, and sends what is due.
///
/// # Errors
/// [`IntegrationError::Store`]; what goes wrong with one webhook keeps no other waiting.
pub async fn deliver_due(app: &App, organisation: Id<Organisation>) -> Result<Delivered, IntegrationError> {
    let open = open(app, organisation).await?;
    let rounds = open.iter().map(|(integration, webhook)| round(app, organisation, integration, webhook));
    let mut all = Delivered::default();
    for (done, (_, webhook)) in join_all(rounds).await.into_iter().zip(&open) {
        match done {
            Ok(done) => {
                all.delivered += done.delivered;
                all.failed += done.failed;
                all.dead += done.dead;
            }
            Err(error) => {
                tracing::error!(webhook = %webhook.id, %error, "a webhook could not be served; it is tried again");
            }
        }
    }
    Ok(all)
}

/// The webhooks that are told, each with whose it is.
async fn open(app: &App, organisation: Id<Organisation>) -> Result<Vec<(Integration, Webhook)>, StoreError> {
    let mut reader = app.store.read(&people::machinery(organisation)).await?;
    let mut webhooks = store::webhooks(&mut reader, None).await?;
    webhooks.retain(|webhook| webhook.ended_at.is_none());
    if webhooks.is_empty() {
        return Ok(Vec::new());
    }
    let integrations = store::list(&mut reader).await?;
    let whose = |webhook: Webhook| {
        let found = integrations.iter().find(|known| known.id == webhook.integration)?;
        found.ended_at.is_none().then(|| (found.clone(), webhook))
    };
    Ok(webhooks.into_iter().filter_map(whose).collect())
}

async fn round(
    app: &App,
    organisation: Id<Organisation>,
    integration: &Integration,
    webhook: &Webhook,
) -> Result<Delivered, IntegrationError> {
    let actor = integration.actor(organisation);
    let now = app.store.now().get();
    let reached = {
        let mut reader = app.store.read(&actor).await?;
        store::position(&mut reader, webhook.id).await?
    };
    let from = reached.unwrap_or(webhook.created_at) - OVERLAP_MICROS;
    let happened = events::since(app, &actor, webhook, from.max(webhook.created_at)).await?;
    let new = unknown(app, &actor, webhook, happened).await?;
    // A file is not synced every few seconds to say that nothing has happened.
    if !new.is_empty() || reached.is_none_or(|reached| now - reached > OVERLAP_MICROS / 2) {
        note(app, &actor, webhook, new, now).await?;
    }
    send_due(app, &actor, webhook).await
}

/// Events that no delivery stands for yet.
async fn unknown(
    app: &App,
    actor: &Actor,
    webhook: &Webhook,
    happened: Vec<Happened>,
) -> Result<Vec<Happened>, StoreError> {
    let mut new = Vec::new();
    let mut reader = app.store.read(actor).await?;
    for some in happened.chunks(BATCH) {
        let ids: Vec<Uuid> = some.iter().map(|event| event.delivery_id(webhook.id)).collect();
        let known = store::known(&mut reader, &ids).await?;
        let fresh = some.iter().zip(&ids).filter(|(_, id)| !known.contains(id));
        new.extend(fresh.map(|(event, _)| event.clone()));
    }
    Ok(new)
}

/// Lays down what is to be sent, and then how far the events have been read.
async fn note(
    app: &App,
    actor: &Actor,
    webhook: &Webhook,
    new: Vec<Happened>,
    now: i64,
) -> Result<(), StoreError> {
    let id = webhook.id;
    for some in new.chunks(BATCH) {
        let some = some.to_vec();
        app.store
            .write::<_, StoreError, _>(actor, move |tx| {
                Box::pin(async move {
                    let organisation = tx.scope().organisation().uuid();
                    for event in some {
                        let row = store::delivery_row(organisation, &waiting(id, &event, now));
                        tx.put::<delivery::Entity>(row).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    app.store
        .write::<_, StoreError, _>(actor, move |tx| {
            Box::pin(async move {
                let organisation_id = tx.scope().organisation().uuid();
                for old in store::old(tx, id, now - KEPT_MICROS, SWEPT_MAX).await? {
                    tx.drop_row::<delivery::Entity>(old).await?;
                }
                let row = position::Model { organisation_id, id, read_until_at: now };
                tx.put::<position::Entity>(row).await
            })
        })
        .await
}

fn waiting(webhook: Uuid, event: &Happened, now: i64) -> Delivery {
    Delivery {
        id: event.delivery_id(webhook),
        webhook,
        event: event.kind,
        authority: event.authority,
        subject: event.subject,
        version: event.version,
        happened_at: event.at,
        state: DeliveryState::Waiting,
        attempts: 0,
        next_at: now,
        tried_at: None,
        answer: None,
    }
}

/// Sends what is due, one after the other; a receiver that does not answer is left alone until the next round.
async fn send_due(app: &App, actor: &Actor, webhook: &Webhook) -> Result<Delivered, IntegrationError> {
    let due = {
        let mut reader = app.store.read(actor).await?;
        store::due(&mut reader, webhook.id, app.store.now(), SENT_MAX).await?
    };
    let mut done = Delivered::default();
    for one in due {
        let sent = send::once(app, webhook, &one).await?;
        let row = sent.clone();
        app.store
            .write::<_, StoreError, _>(actor, move |tx| {
                Box::pin(async move {
                    let organisation = tx.scope().organisation().uuid();
                    tx.put::<delivery::Entity>(store::delivery_row(organisation, &row)).await
                })
            })
            .await?;
        match sent.state {
            DeliveryState::Delivered => done.delivered += 1,
            DeliveryState::Waiting => done.failed += 1,
            DeliveryState::Dead => done.dead += 1,
        }
        if sent.state != DeliveryState::Delivered {
            break;
        }
    }
    Ok(done)
}
