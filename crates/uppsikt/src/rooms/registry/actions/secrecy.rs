//! Secrecy marks: a warning with provision, date and authority, put on and lifted by the registrar.

use uppsikt_kernel::{ActCode, Id};
use uppsikt_store::Tx;

use super::reserve::insert_mark;
use super::series::authority_name;
use super::{must_be_registrar, now, row_in_turn};
use crate::rooms::registry::model::{self, Registration, RegistryError};
use crate::rooms::registry::store::{self, secrecy};

const REGISTRY_SECRECY_MARKED: ActCode = ActCode::new("registry-secrecy-marked");
const REGISTRY_SECRECY_LIFTED: ActCode = ActCode::new("registry-secrecy-lifted");

/// Marks an entry with a provision on secrecy; for a registrar.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::Provision`],
/// [`RegistryError::MarkedAlready`].
pub async fn mark_secrecy(
    tx: &mut Tx,
    id: Id<Registration>,
    provision: &str,
) -> Result<Registration, RegistryError> {
    let row = row_in_turn(tx, id).await?;
    must_be_registrar(tx.actor(), row.authority_id)?;
    let provision = model::provision(provision)?;
    if store::standing_marks(tx, id).await?.iter().any(|mark| mark.provision == provision) {
        return Err(RegistryError::MarkedAlready);
    }
    let marked_by = authority_name(tx, Id::from_uuid(row.authority_id)).await?;
    let mut act = tx.act(REGISTRY_SECRECY_MARKED, Some(Id::from_uuid(row.authority_id)))?;
    insert_mark(&mut act, row.authority_id, id, (&provision, &marked_by))?;
    act.finish().await?;
    now(tx, id).await
}

/// Lifts an entry's secrecy marks, all of them or the one with this provision; for a registrar.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::NotMarked`].
pub async fn lift_secrecy(
    tx: &mut Tx,
    id: Id<Registration>,
    provision: Option<&str>,
) -> Result<Registration, RegistryError> {
    let row = row_in_turn(tx, id).await?;
    must_be_registrar(tx.actor(), row.authority_id)?;
    let provision = provision.map(model::provision).transpose()?;
    let mut marks = store::standing_marks(tx, id).await?;
    marks.retain(|mark| provision.as_ref().is_none_or(|provision| mark.provision == *provision));
    if marks.is_empty() {
        return Err(RegistryError::NotMarked);
    }
    let mut act = tx.act(REGISTRY_SECRECY_LIFTED, Some(Id::from_uuid(row.authority_id)))?;
    for mark in marks {
        let lifted_at = Some(act.now().get());
        act.update::<secrecy::Entity>(secrecy::Model { lifted_at, ..mark })?;
    }
    act.finish().await?;
    now(tx, id).await
}
