//! Tokens: issued once, used, revoked.

use uppsikt_kernel::{ActCode, Chance, Id};
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use super::mine;
use crate::rooms::integration::model::{Integration, IntegrationError, TOKEN_DAYS_MAX};
use crate::rooms::integration::store::{self, token, token_use};
use crate::rooms::people::Token;

const INTEGRATION_TOKEN_ISSUED: ActCode = ActCode::new("integration-token-issued");
const INTEGRATION_TOKEN_REVOKED: ActCode = ActCode::new("integration-token-revoked");

const DAY_MICROS: i64 = 86_400_000_000;

/// Gives an integration a token for so many days; it can be told this once only, since nobody keeps its secret.
///
/// # Errors
/// [`IntegrationError::NotFound`], [`IntegrationError::NotAdministrator`], [`IntegrationError::Ended`],
/// [`IntegrationError::Days`], [`IntegrationError::Chance`].
pub async fn issue_token(
    tx: &mut Tx,
    chance: &dyn Chance,
    integration: Id<Integration>,
    days: u16,
) -> Result<Token, IntegrationError> {
    mine(tx, integration).await?;
    if !(1..=TOKEN_DAYS_MAX).contains(&days) {
        return Err(IntegrationError::Days);
    }
    let id = tx.new_id::<token::Entity>()?.uuid();
    let issued = Token::new(tx.scope().organisation(), id, chance)?;
    let mut act = tx.act(INTEGRATION_TOKEN_ISSUED, None)?;
    let created_at = act.now().get();
    act.insert::<token::Entity>(token::Model {
        organisation_id: act.organisation().uuid(),
        id,
        integration_id: integration.uuid(),
        digest: issued.digest(),
        created_at,
        expires_at: created_at + i64::from(days) * DAY_MICROS,
        revoked_at: None,
    })?;
    act.finish().await?;
    Ok(issued)
}

/// Revokes a token; one that has expired can be revoked too.
///
/// # Errors
/// [`IntegrationError::NotFound`], [`IntegrationError::NotAdministrator`], [`IntegrationError::Ended`].
pub async fn revoke_token(tx: &mut Tx, id: Uuid) -> Result<(), IntegrationError> {
    let row = store::token_row(tx, id).await?.ok_or(IntegrationError::NotFound)?;
    mine(tx, Id::from_uuid(row.integration_id)).await?;
    if row.revoked_at.is_some() {
        return Ok(());
    }
    let mut act = tx.act(INTEGRATION_TOKEN_REVOKED, None)?;
    let revoked_at = Some(act.now().get());
    act.update::<token::Entity>(token::Model { revoked_at, ..row })?;
    act.finish().await?;
    Ok(())
}

/// Notes that a token is used now.
///
/// # Errors
/// [`IntegrationError::Store`].
pub async fn note_use(tx: &mut Tx, id: Uuid) -> Result<(), IntegrationError> {
    let (organisation_id, used_at) = (tx.scope().organisation().uuid(), tx.now().get());
    tx.put::<token_use::Entity>(token_use::Model { organisation_id, id, used_at }).await?;
    Ok(())
}
