//! What has happened to a record, in its order: shown, changed, judged, answered, registered, gone.

use uppsikt_ledger::Entry;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::told::{AnswerTold, Told};
use crate::rooms::capture::{self, Presence};
use crate::rooms::registry::{self, Registration, RegistrationState};
use crate::web::components::Moment;
use crate::web::who;

/// The act of a number that is completed.
const COMPLETED: &str = "registry-completed";

/// Something that has happened.
pub(super) struct Event {
    pub at: Moment,
    pub icon: &'static str,
    /// The class of its mark in the lane: `seal`, `danger` or nothing.
    pub class: &'static str,
    pub what: String,
    order: i64,
}

/// What has happened, oldest first.
pub(super) async fn of(
    reader: &mut Reader,
    item: Uuid,
    (decisions, answers): (&[Told], &[AnswerTold]),
    now: i64,
) -> Result<Vec<Event>, StoreError> {
    let mut all = Vec::new();
    let mut put = |order, icon, class, what| {
        all.push(Event { at: Moment::new(order, now), icon, class, what, order });
    };
    let versions = capture::versions(reader, item).await?.map(|(_, versions)| versions).unwrap_or_default();
    if let Some(published) = versions.iter().find_map(|version| version.published_at) {
        put(published, "message-square", "", "Publicerat på plattformen".to_owned());
    }
    for version in &versions {
        let by = version.caused_by.map_or_else(String::new, |by| format!(" {by}"));
        let number = version.number;
        let (icon, class, what) = match version.presence {
            Presence::Shown if number == 1 => {
                ("shield-check", "seal", "Hämtat och sparat, version 1".to_owned())
            }
            Presence::Shown => ("pencil", "", format!("Ändrat eller visat igen, version {number}")),
            Presence::Withheld => ("eye-off", "", format!("Visas inte för besökare{by}, version {number}")),
            Presence::Gone => ("x", "danger", format!("Försvunnet{by}, version {number}")),
        };
        put(version.captured_at, icon, class, what);
    }
    for told in decisions {
        put(told.order, "scale", "", format!("Beslut: {}. {}", told.what, told.by));
    }
    for answer in answers.iter().filter(|answer| !answer.is_withdrawn) {
        put(answer.order, "send", "", format!("{}. {}", answer.way, answer.by));
    }
    for entry in registry::by_item(reader, item).await? {
        let number = &entry.registry_number;
        put(entry.reserved_at, "stamp", "", format!("Diarienummer {number} reserverades"));
        if let RegistrationState::Completed { at } = entry.state {
            let by = completed_by(reader, &entry, at).await?;
            let by = by.map_or_else(String::new, |by| format!(". {by}"));
            put(at, "stamp", "", format!("Diarienummer {number} diariefördes{by}"));
        }
    }
    all.sort_by_key(|event| event.order);
    Ok(all)
}

/// Who completed an entry: a registrar, or a diary system that is let in.
async fn completed_by(
    reader: &mut Reader,
    entry: &Registration,
    at: i64,
) -> Result<Option<String>, StoreError> {
    for act in reader.acts_recorded(COMPLETED, entry.authority, at).await? {
        let Ok(written) = Entry::parse(&reader.act_entry(&act).await?) else { continue };
        if written.rows.iter().any(|row| row.id == entry.id.uuid()) {
            return who::name_of(reader, written.actor).await;
        }
    }
    Ok(None)
}
