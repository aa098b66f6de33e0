//! Entries of the registry as people and programs read them.

use serde_json::{Value, json};

use crate::cli::answer::Answer;
use crate::cli::time::swedish;
use crate::rooms::registry::{Protected, Registration, RegistrationState, SecrecyMark};

/// What only some may read of an entry: its protected description, and why it was declined.
type Opened = (Option<Protected>, Option<String>);

fn marks(entry: &Registration) -> impl Iterator<Item = &SecrecyMark> {
    entry.secrecy.iter().filter(|mark| mark.lifted_at.is_none())
}

/// The day in Sweden.
fn day(at: i64) -> String {
    swedish(at).chars().take(10).collect()
}

/// An entry on one line of a list: what the public may read of it, and what a registrar must see.
pub(super) fn line(entry: &Registration) -> String {
    let mut parts = vec![
        entry.registry_number.clone(),
        entry.state.stage().to_string(),
        format!("{} {}", entry.direction, day(entry.received_at)),
    ];
    parts
        .push(entry.public_description.clone().unwrap_or_else(|| "(ingen offentlig beskrivning)".to_owned()));
    if !entry.cases.is_empty() {
        parts.push(format!("ärende {}", entry.cases.join(", ")));
    }
    for mark in marks(entry) {
        parts.push(format!("[sekretessmarkering: {}]", mark.provision));
    }
    if let Some(objection) = &entry.objection {
        parts.push(format!("[ska inte diarieföras enligt {}: {}]", objection.statement, objection.code));
    }
    parts.join("  ")
}

/// An entry for programs, without what is protected.
pub(in super::super) fn json(entry: &Registration) -> Value {
    let (completed_at, declined_at) = match entry.state {
        RegistrationState::Reserved => (None, None),
        RegistrationState::Completed { at } => (Some(at), None),
        RegistrationState::Declined { at, .. } => (None, Some(at)),
    };
    json!({
        "id": entry.id,
        "number": entry.registry_number,
        "series": entry.series,
        "year": entry.year,
        "state": entry.state.stage().code(),
        "direction": entry.direction.code(),
        "received_at": entry.received_at,
        "reserved_at": entry.reserved_at,
        "completed_at": completed_at,
        "declined_at": declined_at,
        "cause": entry.cause,
        "cause_kind": entry.cause_kind.code(),
        "duty": entry.duty,
        "description": entry.public_description,
        "has_protected": entry.protected.is_some(),
        "cases": entry.cases,
        "items": entry.items,
        "secrecy": entry.secrecy.iter().map(|mark| json!({
            "provision": mark.provision,
            "marked_on": mark.marked_on,
            "marked_by": mark.marked_by,
            "lifted_at": mark.lifted_at,
        })).collect::<Vec<_>>(),
        "must_not": entry.objection,
    })
}

/// Everything that may be shown of an entry; `opened` is what is protected, for whoever may read it.
pub(super) fn whole(entry: &Registration, opened: Option<Opened>) -> Answer {
    let mut lines = vec![
        format!("{}: {}", entry.registry_number, entry.state.stage()),
        format!("  {} {}", entry.direction, swedish(entry.received_at)),
        format!("  numret reserverades {} ({})", swedish(entry.reserved_at), entry.cause_kind),
    ];
    match entry.state {
        RegistrationState::Reserved => {}
        RegistrationState::Completed { at } => lines.push(format!("  diarieförd {}", swedish(at))),
        RegistrationState::Declined { at, .. } => lines.push(format!("  avböjd {}", swedish(at))),
    }
    lines.extend(entry.public_description.iter().map(|text| format!("  rör: {text}")));
    lines.extend(entry.duty.iter().map(|duty| format!("  ska diarieföras enligt {duty}")));
    lines.extend(entry.objection.iter().map(|objection| {
        format!("  ska inte diarieföras enligt {}: {}", objection.statement, objection.code)
    }));
    lines.extend(entry.cases.iter().map(|case| format!("  ärende {case}")));
    lines
        .extend(entry.items.iter().map(|item| format!("  handling {}, version {}", item.item, item.version)));
    for mark in &entry.secrecy {
        let lifted = mark.lifted_at.map_or_else(String::new, |at| format!(", hävd {}", day(at)));
        lines.push(format!(
            "  sekretessmarkering: {}, {}, {}{lifted}",
            mark.provision, mark.marked_on, mark.marked_by
        ));
    }
    let mut json = json(entry);
    match opened {
        Some((protected, reason)) => {
            if let Some(protected) = &protected {
                lines.push("  skyddad beskrivning:".to_owned());
                lines.extend(protected.description.lines().map(|line| format!("  | {line}")));
                lines.extend(protected.counterpart.iter().map(|text| format!("  motpart: {text}")));
            }
            lines.extend(reason.iter().map(|reason| format!("  skäl: {reason}")));
            lines.push("  Att du har läst det som är skyddat står i liggaren.".to_owned());
            json["protected"] = json!(protected);
            json["reason"] = json!(reason);
        }
        None if entry.protected.is_some() => {
            lines.push("  har en skyddad beskrivning, för registrator, chef och redaktör".to_owned());
        }
        None => {}
    }
    Answer::new(lines.join("\n"), json)
}
