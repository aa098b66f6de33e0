//! Every query on integrations, tokens, webhooks and deliveries.

mod tables;

use std::collections::BTreeMap;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::{Id, Micros, Role};
use uppsikt_store::{Scoped, Source, Store, StoreError};
use uuid::Uuid;

use super::model::{Caller, Delivery, DeliveryState, EventKind, Integration, TokenRow, Webhook};
use crate::rooms::people::{self, Token};

pub use tables::declare;
pub(super) use tables::{authority, delivery, integration, position, read, token, token_use, webhook};

/// Integrations, and tokens and webhooks of one: far more than an organisation has.
const ROWS_MAX: u64 = 1_000;

async fn whole(
    source: &mut impl Source,
    rows: Vec<integration::Model>,
) -> Result<Vec<Integration>, StoreError> {
    let mut authorities: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    let all = Scoped::<authority::Entity>::stored(source)
        .filter(authority::Column::IntegrationId.is_in(rows.iter().map(|row| row.id)))
        .ascending(authority::Column::Id)
        .list(source, 100 * ROWS_MAX)
        .await?;
    for row in all {
        authorities.entry(row.integration_id).or_default().push(Id::from_uuid(row.authority_id));
    }
    let of_row = |row: integration::Model| {
        let roles: Result<Vec<Role>, _> = row.roles.split(',').map(str::parse).collect();
        Ok(Integration {
            id: Id::from_uuid(row.id),
            roles: roles.map_err(|_| StoreError::BadRow {
                table: "integration",
                row: row.id.to_string(),
                column: "roles",
            })?,
            authorities: authorities.remove(&row.id).unwrap_or_default(),
            name: row.name,
            created_at: row.created_at,
            ended_at: row.ended_at,
        })
    };
    rows.into_iter().map(of_row).collect()
}

/// The organisation's integrations, by name; ended ones too.
///
/// # Errors
/// [`StoreError`].
pub async fn list(source: &mut impl Source) -> Result<Vec<Integration>, StoreError> {
    let rows = Scoped::<integration::Entity>::stored(source)
        .ascending(integration::Column::Name)
        .ascending(integration::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    whole(source, rows).await
}

/// The row of an integration.
pub(super) async fn row(
    source: &mut impl Source,
    id: Id<Integration>,
) -> Result<Option<integration::Model>, StoreError> {
    Scoped::<integration::Entity>::stored(source)
        .filter(integration::Column::Id.eq(id.uuid()))
        .one(source)
        .await
}

/// One integration.
///
/// # Errors
/// [`StoreError`].
pub async fn by_id(source: &mut impl Source, id: Id<Integration>) -> Result<Option<Integration>, StoreError> {
    let row = row(source, id).await?;
    Ok(whole(source, row.into_iter().collect()).await?.pop())
}

/// The open integration of this name.
///
/// # Errors
/// [`StoreError`].
pub async fn by_name(source: &mut impl Source, name: &str) -> Result<Option<Integration>, StoreError> {
    let row = Scoped::<integration::Entity>::stored(source)
        .filter(integration::Column::Name.eq(name))
        .filter(integration::Column::EndedAt.is_null())
        .one(source)
        .await?;
    Ok(whole(source, row.into_iter().collect()).await?.pop())
}

const fn token_of(row: &token::Model, used_at: Option<i64>) -> TokenRow {
    TokenRow {
        id: row.id,
        integration: Id::from_uuid(row.integration_id),
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        used_at,
    }
}

async fn used_at(source: &mut impl Source, token: Uuid) -> Result<Option<i64>, StoreError> {
    let query = Scoped::<token_use::Entity>::housekeeping(source).filter(token_use::Column::Id.eq(token));
    Ok(query.one(source).await?.map(|row| row.used_at))
}

/// The row of a token.
pub(super) async fn token_row(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<token::Model>, StoreError> {
    Scoped::<token::Entity>::stored(source).filter(token::Column::Id.eq(id)).one(source).await
}

/// One token, good or not.
///
/// # Errors
/// [`StoreError`].
pub async fn token_by_id(source: &mut impl Source, id: Uuid) -> Result<Option<TokenRow>, StoreError> {
    let Some(row) = token_row(source, id).await? else { return Ok(None) };
    let used_at = used_at(source, id).await?;
    Ok(Some(token_of(&row, used_at)))
}

/// The tokens of an integration, newest first; those that hold no longer too.
///
/// # Errors
/// [`StoreError`].
pub async fn tokens(
    source: &mut impl Source,
    integration: Id<Integration>,
) -> Result<Vec<TokenRow>, StoreError> {
    let rows = Scoped::<token::Entity>::stored(source)
        .filter(token::Column::IntegrationId.eq(integration.uuid()))
        .descending(token::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    let mut all = Vec::new();
    for row in rows {
        let used_at = used_at(source, row.id).await?;
        all.push(token_of(&row, used_at));
    }
    Ok(all)
}

/// Who shows this token, when it holds.
///
/// # Errors
/// [`StoreError`].
pub async fn caller(store: &Store, token: &Token) -> Result<Option<Caller>, StoreError> {
    let mut reader = store.read(&people::machinery(token.organisation)).await?;
    let row = token_row(&mut reader, token.id).await?;
    // Digests of secrets with 256 bits: how long a comparison takes tells nothing of use.
    let Some(row) = row.filter(|row| row.digest == token.digest()) else { return Ok(None) };
    let used_at = used_at(&mut reader, row.id).await?;
    let row = token_of(&row, used_at);
    if !row.is_good(store.now().get()) {
        return Ok(None);
    }
    let integration = by_id(&mut reader, row.integration).await?;
    Ok(integration.filter(|integration| integration.ended_at.is_none()).map(|integration| Caller {
        actor: integration.actor(token.organisation),
        integration,
        token: row,
    }))
}

fn webhook_of(row: webhook::Model) -> Result<Webhook, StoreError> {
    let events: Result<Vec<EventKind>, ()> = row.events.split(',').map(str::parse).collect();
    Ok(Webhook {
        id: row.id,
        integration: Id::from_uuid(row.integration_id),
        events: events.map_err(|()| StoreError::BadRow {
            table: "integration_webhook",
            row: row.id.to_string(),
            column: "events",
        })?,
        url: row.url,
        created_at: row.created_at,
        ended_at: row.ended_at,
    })
}

/// The row of a webhook.
pub(super) async fn webhook_row(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<webhook::Model>, StoreError> {
    Scoped::<webhook::Entity>::stored(source).filter(webhook::Column::Id.eq(id)).one(source).await
}

/// One webhook, open or ended.
///
/// # Errors
/// [`StoreError`].
pub async fn webhook_by_id(source: &mut impl Source, id: Uuid) -> Result<Option<Webhook>, StoreError> {
    webhook_row(source, id).await?.map(webhook_of).transpose()
}

/// The webhooks of an integration, or of all, oldest first; ended ones too.
///
/// # Errors
/// [`StoreError`].
pub async fn webhooks(
    source: &mut impl Source,
    integration: Option<Id<Integration>>,
) -> Result<Vec<Webhook>, StoreError> {
    let mut query = Scoped::<webhook::Entity>::stored(source).ascending(webhook::Column::Id);
    if let Some(integration) = integration {
        query = query.filter(webhook::Column::IntegrationId.eq(integration.uuid()));
    }
    query.list(source, ROWS_MAX).await?.into_iter().map(webhook_of).collect()
}

/// How far the events have been read for a webhook, in microseconds.
pub(super) async fn position(source: &mut impl Source, webhook: Uuid) -> Result<Option<i64>, StoreError> {
    let query = Scoped::<position::Entity>::housekeeping(source).filter(position::Column::Id.eq(webhook));
    Ok(query.one(source).await?.map(|row| row.read_until_at))
}

fn delivery_of(row: delivery::Model) -> Result<Delivery, StoreError> {
    let bad = |column| StoreError::BadRow { table: "integration_delivery", row: row.id.to_string(), column };
    Ok(Delivery {
        id: row.id,
        webhook: row.webhook_id,
        event: row.event.parse().map_err(|()| bad("event"))?,
        authority: Id::from_uuid(row.subject_authority_id),
        subject: row.subject_id,
        version: row.version_number,
        happened_at: row.happened_at,
        state: row.state.parse().map_err(|()| bad("state"))?,
        attempts: row.attempts,
        next_at: row.next_at,
        tried_at: row.tried_at,
        answer: row.answer.clone(),
    })
}

/// The row that a delivery is kept as.
pub(super) fn delivery_row(organisation_id: Uuid, delivery: &Delivery) -> delivery::Model {
    delivery::Model {
        organisation_id,
        id: delivery.id,
        webhook_id: delivery.webhook,
        event: delivery.event.code().to_owned(),
        subject_authority_id: delivery.authority.uuid(),
        subject_id: delivery.subject,
        version_number: delivery.version,
        happened_at: delivery.happened_at,
        state: delivery.state.code().to_owned(),
        attempts: delivery.attempts,
        next_at: delivery.next_at,
        tried_at: delivery.tried_at,
        answer: delivery.answer.clone(),
    }
}

/// The newest deliveries of a webhook.
///
/// # Errors
/// [`StoreError`].
pub async fn deliveries(
    source: &mut impl Source,
    webhook: Uuid,
    limit: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let rows = Scoped::<delivery::Entity>::housekeeping(source)
        .filter(delivery::Column::WebhookId.eq(webhook))
        .descending(delivery::Column::HappenedAt)
        .descending(delivery::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(delivery_of).collect()
}

/// Those of the ids that are deliveries already.
pub(super) async fn known(source: &mut impl Source, ids: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let rows = Scoped::<delivery::Entity>::housekeeping(source)
        .filter(delivery::Column::Id.is_in(ids.iter().copied()))
        .ascending(delivery::Column::Id)
        .list(source, ids.len() as u64)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What is to be sent to a webhook now, what waits longest first.
pub(super) async fn due(
    source: &mut impl Source,
    webhook: Uuid,
    now: Micros,
    limit: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let rows = Scoped::<delivery::Entity>::housekeeping(source)
        .filter(delivery::Column::WebhookId.eq(webhook))
        .filter(delivery::Column::State.eq(DeliveryState::Waiting.code()))
        .filter(delivery::Column::NextAt.lte(now.get()))
        .ascending(delivery::Column::NextAt)
        .ascending(delivery::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(delivery_of).collect()
}

/// Deliveries of which nothing is to be done and that happened before an instant in microseconds.
pub(super) async fn old(
    source: &mut impl Source,
    webhook: Uuid,
    before: i64,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = Scoped::<delivery::Entity>::housekeeping(source)
        .filter(delivery::Column::WebhookId.eq(webhook))
        .filter(delivery::Column::State.ne(DeliveryState::Waiting.code()))
        .filter(delivery::Column::HappenedAt.lt(before))
        .ascending(delivery::Column::HappenedAt)
        .ascending(delivery::Column::Id)
        .list(source, limit)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
