//! Differences between the guidelines of two authorities: what one asks for and the other does not.

use std::collections::BTreeMap;

use super::{Change, remark};
use crate::obligation::{Binding, Obligation};
use crate::parameter::Direction;
use crate::profile::Profile;
use crate::stated::Strength;

/// What is asked for: the obligation, how strongly at most, and by which statements.
struct Asked {
    obligation: &'static Obligation,
    strength: Strength,
    sources: Vec<String>,
}

pub(super) fn changes(old: &Profile, new: &Profile) -> Vec<Change> {
    let (mut old, new) = (asked(old), asked(new));
    let mut changes = Vec::new();
    for (code, now) in &new {
        match old.remove(code) {
            None => changes.push(Change::new(format!("Tillkommer: {}.", in_words(now)), None)),
            Some(before) if before.strength != now.strength => {
                let is_tighter = now.strength < before.strength;
                let direction = if is_tighter { Direction::Tighter } else { Direction::Looser };
                let sentence = format!(
                    "Går från {} till {}{}: {}.",
                    before.strength.swedish(),
                    now.strength.swedish(),
                    remark(Some(direction)),
                    in_words(now)
                );
                changes.push(Change::new(sentence, Some(direction)));
            }
            Some(_) => (),
        }
    }
    changes.extend(old.values().map(|before| Change::new(format!("Utgår: {}.", in_words(before)), None)));
    changes
}

/// What a guideline asks for; what only guides has no obligation to hold against another's.
fn asked(profile: &Profile) -> BTreeMap<&'static str, Asked> {
    let mut found: BTreeMap<&'static str, Asked> = BTreeMap::new();
    for requirement in profile.every_requirement() {
        for obligation in &requirement.obligations {
            if obligation.binding == Binding::Guided {
                continue;
            }
            let asked = found.entry(obligation.code).or_insert_with(|| Asked {
                obligation,
                strength: requirement.strength,
                sources: Vec::new(),
            });
            asked.strength = asked.strength.min(requirement.strength);
            asked.sources.push(requirement.source.to_string());
        }
    }
    found
}

fn in_words(asked: &Asked) -> String {
    format!("{} ({}, {})", asked.obligation.swedish, asked.strength.swedish(), asked.sources.join(", "))
}
