//! Numbers that another diary gave, as people and programs read them.

use serde_json::{Value, json};
use uppsikt_kernel::{Actor, Authority, Id};

use crate::app::App;
use crate::cli::answer::Answer;
use crate::explain::{Explanation, told};
use crate::rooms::registry::{self as room, Imported, RegistryError};

/// A number on one line of a list.
pub(super) fn line(known: &Imported) -> String {
    let mut parts = vec![known.registry_number.clone(), "från tidigare diarium".to_owned()];
    parts.extend(known.direction.map(|direction| direction.to_string()));
    parts.push(known.registered_on.clone());
    parts
        .push(known.public_description.clone().unwrap_or_else(|| "(ingen offentlig beskrivning)".to_owned()));
    if let Some(mark) = &known.secrecy {
        parts.push(format!("[sekretessmarkering {}: {}]", mark.marked_on, mark.provision));
    }
    parts.join("  ")
}

/// A number for programs, without what is protected.
pub(super) fn json(known: &Imported) -> Value {
    json!({
        "id": known.id,
        "number": known.registry_number,
        "state": "imported",
        "direction": known.direction.map(room::Direction::code),
        "registered_on": known.registered_on,
        "description": known.public_description,
        "has_protected": known.protected.is_some(),
        "items": known.items,
        "secrecy": known.secrecy.as_ref().map(|mark| json!({"provision": mark.provision, "marked_on": mark.marked_on})),
    })
}

/// Shows a number; what stands under a secrecy mark is for few, and each reading is recorded first.
pub(super) async fn show(
    app: &App,
    actor: &Actor,
    number: &str,
    authority: Option<Id<Authority>>,
) -> Result<Answer, Explanation> {
    let known = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        room::imported_by_number(&mut reader, number, authority).await.map_err(told)?
    };
    let mut lines = vec![line(&known)];
    let mut json = json(&known);
    if known.secrecy.is_some() {
        let read = known.clone();
        let permit = app
            .store
            .write::<_, RegistryError, _>(actor, move |tx| {
                Box::pin(async move { room::note_imported_read(tx, &read).await })
            })
            .await
            .map_err(told)?;
        let reader = app.store.read(actor).await.map_err(told)?;
        let text = room::imported_protected(&reader, &permit).await.map_err(told)?;
        lines.extend(text.iter().map(|text| format!("  skyddad beskrivning: {text}")));
        json["protected"] = text.into();
    }
    lines.extend(known.items.iter().map(|item| format!("  inslag {item}")));
    Ok(Answer::new(lines.join("\n"), json))
}
