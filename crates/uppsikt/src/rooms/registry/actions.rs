//! What can be done with the registry.

mod change;
mod imported;
mod reach;
mod read;
mod reserve;
mod secrecy;
mod series;

use uppsikt_kernel::{Actor, Authority, Id, Object, Role};
use uppsikt_store::{Act, NewObject, RetentionClass, StoreError, Tx};
use uuid::Uuid;

use super::model::{PROTECTED_MEDIA_TYPE, Registration, RegistryError};
use super::store::{self, entry};

pub use change::{complete, decline, describe, link};
pub use imported::{import_number, imported_protected, may_import, note_imported_read};
pub use reach::{note_opening, open_to, readable};
pub use read::{
    ReadPermit, decline_reason, is_closed_to, may_read_protected, note_protected_read, protected, search,
};
pub use reserve::{may_reserve, reserve};
pub use secrecy::{lift_secrecy, mark_secrecy};
pub use series::add_series;

/// The program itself, which acts when nobody asks.
fn is_machine(actor: &Actor) -> bool {
    actor.user.uuid().is_nil()
}

fn has_any(actor: &Actor, roles: &[Role], authority: Id<Authority>) -> bool {
    roles.iter().any(|role| actor.has_in(*role, authority))
}

/// The entry's row, read when nobody else can change it any more.
async fn row_in_turn(tx: &mut Tx, id: Id<Registration>) -> Result<entry::Model, RegistryError> {
    let before = store::row(tx, id).await?.ok_or(RegistryError::NotFound)?;
    store::take_turn(tx, Id::from_uuid(before.authority_id)).await?;
    store::row(tx, id).await?.ok_or(RegistryError::NotFound)
}

fn must_be_registrar(actor: &Actor, authority: Uuid) -> Result<(), RegistryError> {
    if actor.has_in(Role::Registrar, Id::from_uuid(authority)) {
        Ok(())
    } else {
        Err(RegistryError::NotAllowed("en registrator"))
    }
}

/// Seals a text of its own, which no later text replaces.
fn seal(act: &mut Act<'_>, content: &[u8]) -> Result<Id<Object>, StoreError> {
    let new = NewObject {
        item: act.new_id::<Object>()?.uuid(),
        version: 1,
        class: RetentionClass::unclassed(),
        media_type: PROTECTED_MEDIA_TYPE.to_owned(),
    };
    act.seal(new, content)
}

fn seal_json(act: &mut Act<'_>, value: &impl serde::Serialize) -> Result<Id<Object>, RegistryError> {
    let content = serde_json::to_vec(value).map_err(|_| RegistryError::Text)?;
    Ok(seal(act, &content)?)
}

/// The entry as it is now.
async fn now(tx: &mut Tx, id: Id<Registration>) -> Result<Registration, RegistryError> {
    store::entry(tx, id).await?.ok_or(RegistryError::NotFound)
}
