//! Numbers that were given before Uppsikt, kept as they were.

use uppsikt_kernel::{ActCode, Actor, Authority, Id, Role};
use uppsikt_store::{Reader, Source as _, Tx};

use super::read::{self, ReadPermit, may_read_protected};
use super::{has_any, seal_json};
use crate::rooms::registry::model::{Imported, ImportedNumber, Protected, RegistryError, checked_import};
use crate::rooms::registry::store::imported::{self, item, number};

const REGISTRY_IMPORTED: ActCode = ActCode::new("registry-imported");

/// Whether the actor may bring in numbers of another diary there.
///
/// # Errors
/// [`RegistryError::NotAllowed`].
pub fn may_import(actor: &Actor, authority: Id<Authority>) -> Result<(), RegistryError> {
    if has_any(actor, &[Role::Administrator, Role::Registrar], authority) {
        Ok(())
    } else {
        Err(RegistryError::NotAllowed("en administratör eller registrator"))
    }
}

/// Keeps a number as it was given elsewhere; says whether anything of it is new.
///
/// The same number of the same authority is one: what it registers is added to, and the rest stays as it was.
///
/// # Errors
/// [`RegistryError::NotAllowed`]; [`RegistryError::CaseNumber`] and the like for what cannot be kept.
pub async fn import_number(tx: &mut Tx, new: ImportedNumber) -> Result<bool, RegistryError> {
    may_import(tx.actor(), new.authority)?;
    let new = checked_import(new)?;
    let known = imported::of_authority(tx, new.authority, &new.registry_number).await?;
    let organisation_id = tx.scope().organisation().uuid();
    let mut items = new.items.clone();
    if let Some(known) = &known {
        items.retain(|item| !known.items.contains(item));
        if items.is_empty() {
            return Ok(false);
        }
    }
    let mut act = tx.act(REGISTRY_IMPORTED, Some(new.authority))?;
    let id: Id<Imported> = match &known {
        Some(known) => known.id,
        None => act.new_id()?,
    };
    if known.is_none() {
        let protected = match (&new.description, &new.secrecy) {
            (Some(text), Some(_)) => {
                Some(seal_json(&mut act, &Protected { description: text.clone(), counterpart: None })?)
            }
            _ => None,
        };
        act.insert::<number::Entity>(number::Model {
            organisation_id,
            id: id.uuid(),
            authority_id: new.authority.uuid(),
            registry_number: new.registry_number,
            registered_on: new.registered_on,
            direction: new.direction.map(|direction| direction.code().to_owned()),
            public_description: new.description.filter(|_| new.secrecy.is_none()),
            protected_object_id: protected.map(Id::uuid),
            secrecy_provision: new.secrecy.as_ref().map(|mark| mark.provision.clone()),
            secrecy_on: new.secrecy.map(|mark| mark.marked_on),
            imported_at: act.now().get(),
        })?;
    }
    for item in items {
        act.insert::<item::Entity>(item::Model {
            organisation_id,
            id: act.new_id::<item::Entity>()?.uuid(),
            authority_id: new.authority.uuid(),
            imported_id: id.uuid(),
            item_id: item,
        })?;
    }
    act.finish().await?;
    Ok(true)
}

/// Records that the actor reads what an imported number says under its secrecy mark, before it is shown.
///
/// # Errors
/// [`RegistryError::NotAllowed`].
pub async fn note_imported_read(tx: &mut Tx, imported: &Imported) -> Result<ReadPermit, RegistryError> {
    if !may_read_protected(tx.actor(), imported.authority) {
        return Err(RegistryError::NotAllowed("en registrator, ansvarig chef eller redaktör"));
    }
    read::note(tx, imported.authority, imported.id.uuid()).await?;
    Ok(ReadPermit::of(imported.protected))
}

/// What an imported number says under its secrecy mark; `None` when it says nothing, or that was disposed of.
///
/// # Errors
/// [`RegistryError::ProtectedDamaged`], [`RegistryError::Store`].
pub async fn imported_protected(
    reader: &Reader,
    permit: &ReadPermit,
) -> Result<Option<String>, RegistryError> {
    Ok(read::protected(reader, permit).await?.map(|protected| protected.description))
}
