//! What differs between two guidelines, as a council reads it.
//!
//! Only what the program follows is compared: values with their strength, rules, layers and
//! statements. Where a value has a tighter and a looser, the difference says which it is. Two
//! versions of one guideline are compared statement by statement, since their numbers mean the same;
//! two guidelines of different authorities by the obligations that their statements ask for.

pub(crate) mod entry;
mod obligations;
mod statements;
mod values;

use crate::parameter::{Direction, Value};
use crate::profile::Profile;

/// Longer values are cut, since a line is to be read at a glance.
const SHOWN_CHARACTERS: usize = 120;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The difference, as a whole Swedish sentence.
    pub sentence: String,
    /// Whether it makes things tighter or looser; `None` where that cannot be said.
    pub direction: Option<Direction>,
}

impl Change {
    fn new(sentence: impl Into<String>, direction: Option<Direction>) -> Self {
        Self { sentence: sentence.into(), direction }
    }
}

/// What differs from `old` to `new`: values first, then statements; empty when the program follows the same.
#[must_use]
pub fn diff(old: &Profile, new: &Profile) -> Vec<Change> {
    let mut changes = values::changes(old, new);
    if old.about.prefix == new.about.prefix {
        changes.extend(names(old, new));
        changes.extend(statements::changes(old, new));
    } else {
        changes.extend(obligations::changes(old, new));
    }
    changes
}

/// What people read of the guideline itself and of those whom it names.
fn names(old: &Profile, new: &Profile) -> Vec<Change> {
    let mut changes = Vec::new();
    for (what, old, new) in [
        ("Riktlinjen", &old.about.title, &new.about.title),
        ("Myndigheten", &old.about.authority, &new.about.authority),
    ] {
        if old != new {
            changes.push(Change::new(format!("{what} heter {new} i stället för {old}."), None));
        }
    }
    for party in crate::parameter::Party::ALL {
        let called = |profile: &Profile| {
            profile.parties.get(party).map_or_else(|| party.swedish().to_owned(), Clone::clone)
        };
        let (old, new) = (called(old), called(new));
        if old != new {
            let sentence = format!("{} kallas {new} i stället för {old}.", capital(party.swedish()));
            changes.push(Change::new(sentence, None));
        }
    }
    changes
}

/// `(strängare)`, `(mildare)`, or nothing.
fn remark(direction: Option<Direction>) -> String {
    match direction {
        Some(direction @ (Direction::Tighter | Direction::Looser)) => format!(" ({})", direction.swedish()),
        _ => String::new(),
    }
}

/// A value that stands within a sentence: what somebody has written in quotes, and cut when it is long.
fn value_shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("”{}”", shown(text)),
        other => shown(&other.swedish()),
    }
}

/// A text that stands within a sentence, cut when it is long.
fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN_CHARACTERS {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN_CHARACTERS).collect();
    format!("{} …", start.trim_end())
}

/// The text with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
