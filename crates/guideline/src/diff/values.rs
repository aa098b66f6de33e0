//! Differences between what two guidelines say about the same thing.

use super::entry::{Entry, Spot, Thing, entries};
use super::{Change, capital, remark, value_shown};
use crate::parameter::{Direction, Party};
use crate::profile::Profile;

/// What is new, gone or changed, in the order of the parameters.
pub(super) fn changes(old: &Profile, new: &Profile) -> Vec<Change> {
    let (mut old, new) = (entries(old), entries(new));
    let mut changes = Vec::new();
    for (spot, now) in &new {
        match old.remove(spot) {
            Some(before) => changed(spot, &before, now, &mut changes),
            None => changes.push(added(spot, now)),
        }
    }
    changes.extend(old.iter().map(|(spot, before)| gone(spot, before)));
    changes
}

/// `För krisläge: hur ofta kontot bevakas`, with a capital.
fn head((layer, _, thing): &Spot) -> String {
    if layer.is_empty() { capital(&thing.swedish()) } else { format!("För {layer}: {}", thing.swedish()) }
}

fn added(spot: &Spot, now: &Entry) -> Change {
    let from = now.from.map(|from| format!(" från och med {from}")).unwrap_or_default();
    Change::new(
        format!(
            "{}: tillkommer med {} ({}){from}. {}.",
            head(spot),
            value_shown(&now.value),
            now.strength.swedish(),
            now.sources()
        ),
        None,
    )
}

fn gone(spot: &Spot, before: &Entry) -> Change {
    let rest = if spot.0.is_empty() { "riktlinjen tiger" } else { "inget särskilt gäller" };
    Change::new(
        format!(
            "{}: utgår, och {rest} (tidigare {}, {}).",
            head(spot),
            value_shown(&before.value),
            before.strength.swedish()
        ),
        None,
    )
}

fn changed(spot: &Spot, before: &Entry, now: &Entry, changes: &mut Vec<Change>) {
    let head = head(spot);
    if before.value != now.value {
        let direction = spot.2.compare(&before.value, &now.value);
        changes.push(Change::new(
            format!("{head}: {}{}. {}.", from_to(spot.2, before, now), remark(direction), now.sources()),
            direction,
        ));
    }
    if before.strength != now.strength {
        let direction = if now.strength < before.strength { Direction::Tighter } else { Direction::Looser };
        let (old, new) = (before.strength.swedish(), now.strength.swedish());
        changes.push(Change::new(
            format!("{head}: från {old} till {new}{}.", remark(Some(direction))),
            Some(direction),
        ));
    }
    if before.from != now.from {
        let sentence = match now.from {
            Some(from) => format!("{head}: gäller först från och med {from}."),
            None => format!("{head}: gäller lika länge som riktlinjen."),
        };
        changes.push(Change::new(sentence, None));
    }
    if before.exceptions != now.exceptions {
        changes.push(Change::new(format!("{head}: {}.", excepting(&now.exceptions)), None));
    }
}

fn from_to(thing: Thing, before: &Entry, now: &Entry) -> String {
    let (old, new) = (value_shown(&before.value), value_shown(&now.value));
    match thing {
        Thing::Class(_) | Thing::CatchAll(_) => format!("ny lydelse {new} i stället för {old}"),
        _ if old == new => "texten ändras längre fram".to_owned(),
        _ => format!("från {old} till {new}"),
    }
}

fn excepting(parties: &[Party]) -> String {
    if parties.is_empty() {
        return "riktlinjen säger inte längre vem som får bevilja undantag".to_owned();
    }
    let names: Vec<&str> = parties.iter().map(|party| party.swedish()).collect();
    format!("undantag får beviljas av {}", names.join(", "))
}
