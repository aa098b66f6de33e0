//! What a person may see of items: the same rules as on the command line, and every opening under a mark is noted.

use std::collections::HashMap;

use uppsikt_kernel::Actor;
use uppsikt_platform::ItemKind;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use crate::explain::{Exit, Explanation};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::registry;

/// What stands in a list instead of the words of a record under a secrecy mark.
pub(super) const MARKED: &str = "Sekretessmarkerad. Öppna för att läsa; det antecknas vem som läser.";

/// Those of the items that the actor may read, asked together; each with whether it is under a secrecy mark.
pub(super) async fn open_to(
    reader: &mut Reader,
    actor: &Actor,
    items: &[CapturedItem],
) -> Result<HashMap<Uuid, bool>, StoreError> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let entries = registry::by_items(reader, &ids).await?;
    let earlier = registry::imported_by_items(reader, &ids).await?;
    let mut open = HashMap::new();
    for item in items {
        let marked = entries.get(&item.id).into_iter().flatten().filter(|entry| entry.is_marked());
        let before = earlier.get(&item.id).into_iter().flatten().filter(|known| known.secrecy.is_some());
        let marks: Vec<_> =
            marked.map(|entry| entry.authority).chain(before.map(|known| known.authority)).collect();
        let may = marks.iter().all(|authority| registry::may_read_protected(actor, *authority));
        if may && capture::may_read(actor, item.authority, item.kind) {
            open.insert(item.id, !marks.is_empty());
        }
    }
    Ok(open)
}

/// Whether the actor may read an item; says why not.
pub(super) async fn readable(
    reader: &mut Reader,
    actor: &Actor,
    item: &CapturedItem,
) -> Result<Result<(), Explanation>, StoreError> {
    if registry::is_closed_to(reader, actor, item.id).await? {
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
