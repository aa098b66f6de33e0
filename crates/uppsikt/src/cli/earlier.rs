//! What was registered and decided about an item before Uppsikt, so far as a file has told it.

use serde_json::{Value, json};
use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};

use crate::rooms::capture::CapturedItem;
use crate::rooms::moderation;
use crate::rooms::registry;

/// One line for each number and each decision, and the same for programs.
pub(super) async fn lines(
    reader: &mut Reader,
    actor: &Actor,
    item: &CapturedItem,
) -> Result<(Vec<String>, Value), StoreError> {
    let (mut lines, mut numbers, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
    let all = registry::imported_by_items(reader, &[item.id]).await?.remove(&item.id);
    for known in all.unwrap_or_default() {
        let mut line = format!("Tidigare diarienummer: {}, {}", known.registry_number, known.registered_on);
        line += &known.public_description.as_deref().map_or_else(String::new, |text| format!(": {text}"));
        if let Some(mark) = &known.secrecy {
            line += &format!(" [sekretessmarkering {}: {}]", mark.marked_on, mark.provision);
        }
        lines.push(line);
        numbers.push(json!({
            "number": known.registry_number,
            "registered_on": known.registered_on,
            "description": known.public_description,
            "secrecy": known.secrecy.map(|mark| mark.provision),
        }));
    }
    for known in moderation::imported_about(reader, item.id).await? {
        let mut line = format!("Tidigare beslut {}: {}", known.decided_on, known.measure);
        let note = moderation::imported_note(reader, &known).await?;
        // The ground is for everybody; what was thought about it is for those who judge and register.
        let is_open = registry::may_read_protected(actor, item.authority);
        if let Some(note) = &note {
            line += &note.by.as_deref().map_or_else(String::new, |by| format!(", av {by}"));
            line += &format!("\n  grund: {}", note.ground);
            if let Some(text) = note.note.as_deref().filter(|_| is_open) {
                line += &format!("\n  anteckning: {text}");
            }
        }
        lines.push(line);
        decisions.push(json!({
            "measure": known.measure.code(),
            "decided_on": known.decided_on,
            "by": note.as_ref().and_then(|note| note.by.clone()),
            "ground": note.as_ref().map(|note| note.ground.clone()),
            "note": note.and_then(|note| note.note).filter(|_| is_open),
        }));
    }
    Ok((lines, json!({"registrations": numbers, "decisions": decisions})))
}
