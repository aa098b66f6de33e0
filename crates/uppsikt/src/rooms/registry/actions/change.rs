//! What the registrar does with a reserved number: completes it, declines it, describes it, links it to cases.

use uppsikt_kernel::{ActCode, Id, Role};
use uppsikt_store::{Act, Tx};

use super::reserve::insert_case;
use super::{must_be_registrar, now, row_in_turn, seal, seal_json};
use crate::rooms::registry::model::{self, Description, Registration, RegistryError, Stage};
use crate::rooms::registry::store::{self, entry};

const REGISTRY_COMPLETED: ActCode = ActCode::new("registry-completed");
const REGISTRY_DECLINED: ActCode = ActCode::new("registry-declined");
const REGISTRY_DESCRIBED: ActCode = ActCode::new("registry-described");
const REGISTRY_LINKED: ActCode = ActCode::new("registry-linked");

/// Puts what is new of a description into an entry's row; the sealed one before it stays where it is.
fn described(
    act: &mut Act<'_>,
    row: &mut entry::Model,
    description: &Description,
) -> Result<(), RegistryError> {
    if let Some(protected) = &description.protected {
        row.protected_object_id = Some(seal_json(act, protected)?.uuid());
    }
    if description.public.is_some() {
        row.public_description.clone_from(&description.public);
    }
    Ok(())
}

/// Completes an entry, reserved or declined, with what it still lacks; for a registrar.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::Completed`];
/// [`RegistryError::NoDescription`] when neither part of the description says what it is about.
pub async fn complete(
    tx: &mut Tx,
    id: Id<Registration>,
    description: Description,
    cases: &[String],
) -> Result<Registration, RegistryError> {
    let mut row = row_in_turn(tx, id).await?;
    must_be_registrar(tx.actor(), row.authority_id)?;
    if row.state == Stage::Completed.code() {
        return Err(RegistryError::Completed);
    }
    let description = model::description(description)?;
    let new_cases = not_linked_yet(tx, id, cases).await?;
    let authority = row.authority_id;
    let mut act = tx.act(REGISTRY_COMPLETED, Some(Id::from_uuid(authority)))?;
    described(&mut act, &mut row, &description)?;
    if row.public_description.is_none() && row.protected_object_id.is_none() {
        return Err(RegistryError::NoDescription);
    }
    row.state = Stage::Completed.code().to_owned();
    row.completed_at = Some(act.now().get());
    act.update::<entry::Entity>(row)?;
    for case in &new_cases {
        insert_case(&mut act, authority, id, case)?;
    }
    act.finish().await?;
    now(tx, id).await
}

/// Declines a reserved number; the number stays taken, and nothing outside comes back. For a registrar.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::Completed`],
/// [`RegistryError::Declined`], [`RegistryError::Text`].
pub async fn decline(tx: &mut Tx, id: Id<Registration>, reason: &str) -> Result<Registration, RegistryError> {
    let mut row = row_in_turn(tx, id).await?;
    must_be_registrar(tx.actor(), row.authority_id)?;
    let reason = model::reason(reason)?;
    match row.state.as_str() {
        state if state == Stage::Completed.code() => return Err(RegistryError::Completed),
        state if state == Stage::Declined.code() => return Err(RegistryError::Declined),
        _ => {}
    }
    let mut act = tx.act(REGISTRY_DECLINED, Some(Id::from_uuid(row.authority_id)))?;
    row.state = Stage::Declined.code().to_owned();
    row.declined_at = Some(act.now().get());
    row.decline_object_id = Some(seal(&mut act, reason.as_bytes())?.uuid());
    act.update::<entry::Entity>(row)?;
    act.finish().await?;
    now(tx, id).await
}

/// Gives an entry a new description, public, protected or both; for a registrar, and for an editor while the number
/// is only reserved.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::NoDescription`] when nothing is given.
pub async fn describe(
    tx: &mut Tx,
    id: Id<Registration>,
    description: Description,
) -> Result<Registration, RegistryError> {
    let mut row = row_in_turn(tx, id).await?;
    let is_editor = tx.actor().has_in(Role::Editor, Id::from_uuid(row.authority_id));
    if !(is_editor && row.state == Stage::Reserved.code()) {
        must_be_registrar(tx.actor(), row.authority_id)?;
    }
    let description = model::description(description)?;
    if description == Description::default() {
        return Err(RegistryError::NoDescription);
    }
    let mut act = tx.act(REGISTRY_DESCRIBED, Some(Id::from_uuid(row.authority_id)))?;
    described(&mut act, &mut row, &description)?;
    act.update::<entry::Entity>(row)?;
    act.finish().await?;
    now(tx, id).await
}

/// Links an entry to one or several cases; for a registrar. Cases that it has already are left as they are.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::NotAllowed`], [`RegistryError::NoCase`],
/// [`RegistryError::CaseNumber`], [`RegistryError::TooMany`].
pub async fn link(
    tx: &mut Tx,
    id: Id<Registration>,
    cases: &[String],
) -> Result<Registration, RegistryError> {
    let row = row_in_turn(tx, id).await?;
    must_be_registrar(tx.actor(), row.authority_id)?;
    if cases.is_empty() {
        return Err(RegistryError::NoCase);
    }
    let new_cases = not_linked_yet(tx, id, cases).await?;
    if !new_cases.is_empty() {
        let mut act = tx.act(REGISTRY_LINKED, Some(Id::from_uuid(row.authority_id)))?;
        for case in &new_cases {
            insert_case(&mut act, row.authority_id, id, case)?;
        }
        act.finish().await?;
    }
    now(tx, id).await
}

async fn not_linked_yet(
    tx: &mut Tx,
    id: Id<Registration>,
    cases: &[String],
) -> Result<Vec<String>, RegistryError> {
    let mut cases = model::cases(cases)?;
    let known = store::cases_among(tx, id, &cases).await?;
    cases.retain(|case| !known.contains(case));
    Ok(cases)
}
