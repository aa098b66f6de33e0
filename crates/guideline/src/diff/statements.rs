//! Differences between two versions of one guideline, statement by statement.

use std::collections::BTreeMap;

use super::{Change, remark, shown};
use crate::parameter::Direction;
use crate::profile::Profile;
use crate::requirement::Requirement;
use crate::source::Source;

/// A statement, and the layer in which it stands; empty for the guideline itself.
type Placed<'p> = (&'p Requirement, String);

pub(super) fn changes(old: &Profile, new: &Profile) -> Vec<Change> {
    let (mut old, new) = (placed(old), placed(new));
    let mut changes = Vec::new();
    for (source, now) in &new {
        match old.remove(source) {
            Some(before) => changed(&before, now, &mut changes),
            None => changes.push(Change::new(
                format!("Ny sats {source} ({}): {}", now.0.strength.swedish(), shown(&now.0.text)),
                None,
            )),
        }
    }
    changes.extend(old.iter().map(|(source, (before, _))| {
        let text = shown(&before.text);
        Change::new(format!("Satsen {source} ({}) utgår: {text}", before.strength.swedish()), None)
    }));
    changes
}

fn placed(profile: &Profile) -> BTreeMap<&Source, Placed<'_>> {
    let own = profile.requirements.iter().map(|requirement| (requirement, String::new()));
    let layers = profile
        .layers
        .iter()
        .flat_map(|layer| layer.requirements.iter().map(move |requirement| (requirement, layer.swedish())));
    own.chain(layers).map(|placed| (&placed.0.source, placed)).collect()
}

fn changed(before: &Placed<'_>, now: &Placed<'_>, changes: &mut Vec<Change>) {
    let ((old, old_layer), (new, new_layer)) = (before, now);
    let source = &new.source;
    let by_order = |is_tighter: bool| if is_tighter { Direction::Tighter } else { Direction::Looser };
    if old.strength != new.strength {
        let direction = by_order(new.strength < old.strength);
        changes.push(Change::new(
            format!(
                "{source} går från {} till {}{}: {}",
                old.strength.swedish(),
                new.strength.swedish(),
                remark(Some(direction)),
                shown(&new.text)
            ),
            Some(direction),
        ));
    }
    if old.text != new.text {
        let (old, new) = (shown(&old.text), shown(&new.text));
        let sentence = format!("{source} har ny lydelse: ”{new}” i stället för ”{old}”.");
        changes.push(Change::new(sentence, None));
    }
    if old.enforcement != new.enforcement {
        let direction = by_order(new.enforcement < old.enforcement);
        let sentence = format!(
            "{source}: programmet {} i stället för att det {}{}.",
            new.enforcement.swedish(),
            old.enforcement.swedish(),
            remark(Some(direction))
        );
        changes.push(Change::new(sentence, Some(direction)));
    }
    for (what, old, new) in [
        ("kräver att", obligations(old), obligations(new)),
        ("gäller vid", old.moment.swedish().to_owned(), new.moment.swedish().to_owned()),
        ("riktar sig till", old.binds.swedish().to_owned(), new.binds.swedish().to_owned()),
        ("gäller för", whom(old, old_layer), whom(new, new_layer)),
    ] {
        if old != new {
            changes.push(Change::new(format!("{source} {what} {new} i stället för {old}."), None));
        }
    }
}

fn obligations(requirement: &Requirement) -> String {
    let clauses: Vec<&str> = requirement.obligations.iter().map(|obligation| obligation.swedish).collect();
    clauses.join(" och ")
}

/// Which accounts a statement is about.
fn whom(requirement: &Requirement, layer: &str) -> String {
    let classes: Vec<&str> = requirement.only.iter().map(|class| class.swedish()).collect();
    match (layer.is_empty(), classes.is_empty()) {
        (true, true) => "alla konton".to_owned(),
        (true, false) => classes.join(", "),
        (false, true) => layer.to_owned(),
        (false, false) => format!("{layer}, {}", classes.join(", ")),
    }
}
