//! What somebody may read of captured items, for everything that shows them: pages, the command line, the interface
//! for other systems. Who opens what is under a secrecy mark stands in the log before it is shown.

use std::collections::HashMap;

use uppsikt_kernel::Actor;
use uppsikt_platform::ItemKind;
use uppsikt_store::{Reader, StoreError, Tx};
use uuid::Uuid;

use super::imported::note_imported_read;
use super::read::{is_closed_to, may_read_protected, note_protected_read};
use crate::explain::{Exit, Explanation};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::registry::model::RegistryError;
use crate::rooms::registry::store;

/// Those of the items that the actor may read, asked together; each with whether it is under a secrecy mark.
///
/// # Errors
/// [`StoreError`].
pub async fn open_to(
    reader: &mut Reader,
    actor: &Actor,
    items: &[CapturedItem],
) -> Result<HashMap<Uuid, bool>, StoreError> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let entries = store::by_items(reader, &ids).await?;
    let earlier = store::imported_by_items(reader, &ids).await?;
    let mut open = HashMap::new();
    for item in items {
        let marked = entries.get(&item.id).into_iter().flatten().filter(|entry| entry.is_marked());
        let before = earlier.get(&item.id).into_iter().flatten().filter(|known| known.secrecy.is_some());
        let marks: Vec<_> =
            marked.map(|entry| entry.authority).chain(before.map(|known| known.authority)).collect();
        let may = marks.iter().all(|authority| may_read_protected(actor, *authority));
        if may && capture::may_read(actor, item.authority, item.kind) {
            open.insert(item.id, !marks.is_empty());
        }
    }
    Ok(open)
}

/// Whether the actor may read an item; says why not.
///
/// # Errors
/// [`StoreError`].
pub async fn readable(
    reader: &mut Reader,
    actor: &Actor,
    item: &CapturedItem,
) -> Result<Result<(), Explanation>, StoreError> {
    if is_closed_to(reader, actor, item.id).await? {
        return Ok(Err(Explanation::new(
            Exit::NotAllowed,
            "Handlingen är sekretessmarkerad. Den läses av registrator, ansvarig chef och redaktör.",
            "Be någon av dem, eller begär ut den: då prövas sekretessen.",
        )));
    }
    if item.kind == ItemKind::Message && !capture::may_read(actor, item.authority, item.kind) {
        return Ok(Err(Explanation::new(
            Exit::NotAllowed,
            "Direktmeddelanden läses bara av redaktör, ansvarig chef, registrator och dataskyddsombud.",
            "Be någon av dem om du behöver meddelandet.",
        )));
    }
    Ok(Ok(()))
}

/// Notes that the actor opens an item, where it is under a secrecy mark; before it is shown. Says whether it is.
///
/// # Errors
/// [`RegistryError::NotAllowed`], [`RegistryError::Store`].
pub async fn note_opening(tx: &mut Tx, item: Uuid) -> Result<bool, RegistryError> {
    let mut is_marked = false;
    for entry in store::by_item(tx, item).await? {
        if entry.is_marked() {
            note_protected_read(tx, entry.id).await?;
            is_marked = true;
        }
    }
    for known in store::imported_by_items(tx, &[item]).await?.remove(&item).unwrap_or_default() {
        if known.secrecy.is_some() {
            note_imported_read(tx, &known).await?;
            is_marked = true;
        }
    }
    Ok(is_marked)
}
