//! What can be done with integrations: add, end, note what was read.

mod token;
mod webhook;

use uppsikt_kernel::{ActCode, Actor, Authority, Id, Role};
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use super::model::{self, Integration, IntegrationError, NewIntegration, ReadKind};
use super::store::{self, authority, integration, read};
use crate::rooms::people;

pub use token::{issue_token, note_use, revoke_token};
pub use webhook::{add_webhook, end_webhook, new_webhook_secret};

const INTEGRATION_ADDED: ActCode = ActCode::new("integration-added");
const INTEGRATION_ENDED: ActCode = ActCode::new("integration-ended");
const INTEGRATION_READ: ActCode = ActCode::new("integration-read");

/// Whether the actor looks after an integration: an administrator of every authority that it sees.
#[must_use]
pub fn may_administer(actor: &Actor, integration: &Integration) -> bool {
    integration.authorities.iter().all(|authority| actor.has_in(Role::Administrator, *authority))
        && actor.roles.contains(&Role::Administrator)
}

/// An integration that the actor looks after and that is open.
async fn mine(tx: &mut Tx, id: Id<Integration>) -> Result<Integration, IntegrationError> {
    let known = store::by_id(tx, id).await?.ok_or(IntegrationError::NotFound)?;
    if !may_administer(tx.actor(), &known) {
        return Err(IntegrationError::NotAdministrator);
    }
    if known.ended_at.is_some() {
        return Err(IntegrationError::Ended);
    }
    Ok(known)
}

/// Lets a system in; it can do nothing before it has a token.
///
/// # Errors
/// [`IntegrationError::NotAdministrator`], [`IntegrationError::NameTaken`], [`IntegrationError::Role`],
/// [`IntegrationError::NoAuthority`].
pub async fn add(tx: &mut Tx, new: NewIntegration) -> Result<Integration, IntegrationError> {
    let name = people::name(&new.name)?;
    let roles = model::roles(&new.roles)?;
    let mut authorities = new.authorities;
    authorities.sort_unstable();
    authorities.dedup();
    if authorities.is_empty() {
        return Err(IntegrationError::NoAuthority);
    }
    let created_at = tx.now().get();
    let added = Integration { id: tx.new_id()?, name, roles, authorities, created_at, ended_at: None };
    if !may_administer(tx.actor(), &added) {
        return Err(IntegrationError::NotAdministrator);
    }
    if store::by_name(tx, &added.name).await?.is_some() {
        return Err(IntegrationError::NameTaken);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(INTEGRATION_ADDED, None)?;
    act.insert::<integration::Entity>(integration::Model {
        organisation_id,
        id: added.id.uuid(),
        name: added.name.clone(),
        roles: added.roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(","),
        created_at,
        ended_at: None,
    })?;
    for id in &added.authorities {
        act.insert::<authority::Entity>(authority::Model {
            organisation_id,
            id: act.new_id::<authority::Entity>()?.uuid(),
            integration_id: added.id.uuid(),
            authority_id: id.uuid(),
        })?;
    }
    act.finish().await?;
    Ok(added)
}

/// Ends an integration; its tokens and webhooks hold no longer from this instant on.
///
/// # Errors
/// [`IntegrationError::NotFound`], [`IntegrationError::NotAdministrator`], [`IntegrationError::Ended`].
pub async fn end(tx: &mut Tx, id: Id<Integration>) -> Result<(), IntegrationError> {
    mine(tx, id).await?;
    let row = store::row(tx, id).await?.ok_or(IntegrationError::NotFound)?;
    let mut act = tx.act(INTEGRATION_ENDED, None)?;
    let ended_at = Some(act.now().get());
    act.update::<integration::Entity>(integration::Model { ended_at, ..row })?;
    act.finish().await?;
    Ok(())
}

/// Records that a call of the actor gives the content of these, of one authority, before it is given.
///
/// # Errors
/// [`IntegrationError::Store`].
pub async fn note_read(
    tx: &mut Tx,
    authority: Id<Authority>,
    kind: ReadKind,
    subjects: &[Uuid],
) -> Result<(), IntegrationError> {
    let mut act = tx.act(INTEGRATION_READ, Some(authority))?;
    for subject in subjects {
        act.insert::<read::Entity>(read::Model {
            organisation_id: act.organisation().uuid(),
            id: act.new_id::<read::Entity>()?.uuid(),
            authority_id: authority.uuid(),
            kind: kind.code().to_owned(),
            subject_id: *subject,
            read_at: act.now().get(),
        })?;
    }
    act.finish().await?;
    Ok(())
}
