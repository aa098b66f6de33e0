//! Who has read a record under a secrecy mark: for those who answer for the reading, never for the curious.

use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_ledger::Entry;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::told;
use crate::rooms::registry::{self, Reading};
use crate::web::components::Moment;

/// Readings that are shown.
const SHOWN_MAX: u64 = 50;
/// The act of a reading.
const READ: &str = "registry-protected-read";

/// Somebody has read it.
pub(super) struct ReadBy {
    pub by: String,
    pub at: Moment,
}

/// Whether the actor may see who has read an authority's records.
pub(super) fn may_see(actor: &Actor, authority: Id<Authority>) -> bool {
    [Role::Manager, Role::Registrar, Role::DataProtectionOfficer, Role::Auditor]
        .iter()
        .any(|role| actor.has_in(*role, authority))
}

/// Who has read an item under a secrecy mark, newest first.
pub(super) async fn of(reader: &mut Reader, item: Uuid, now: i64) -> Result<Vec<ReadBy>, StoreError> {
    let mut entries: Vec<Uuid> =
        registry::by_item(reader, item).await?.iter().map(|entry| entry.id.uuid()).collect();
    let earlier = registry::imported_by_items(reader, &[item]).await?.remove(&item).unwrap_or_default();
    entries.extend(earlier.iter().map(|known| known.id.uuid()));
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for reading in registry::readings(reader, &entries, SHOWN_MAX).await? {
        all.push(ReadBy { by: who(reader, &reading).await?, at: Moment::new(reading.at, now) });
    }
    Ok(all)
}

async fn who(reader: &mut Reader, reading: &Reading) -> Result<String, StoreError> {
    for act in reader.acts_recorded(READ, reading.authority, reading.at).await? {
        let Ok(entry) = Entry::parse(&reader.act_entry(&act).await?) else { continue };
        if entry.rows.iter().any(|row| row.id == reading.id) {
            return told::user(reader, entry.actor).await;
        }
    }
    Ok("okänd".to_owned())
}
