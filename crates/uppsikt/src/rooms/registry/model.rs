//! Entries of the registry: what each holds, and which states it goes through.

mod error;
mod imported;
mod series;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Authority, Id, Micros, Object};
use uuid::Uuid;

pub use error::RegistryError;
pub(super) use imported::checked_import;
pub use imported::{Imported, ImportedNumber, ImportedSecrecy};
pub use series::{NewSeries, PATTERN_DEFAULT, Series};
pub(super) use series::{checked_series, code_for, number_text};
pub use words::{CauseKind, Direction, Stage};

/// An item's version that an entry registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredItem {
    /// The item.
    pub item: Uuid,
    /// Which version of it: 1, 2, 3 …
    pub version: i32,
    /// The sealed bytes of that version.
    pub object: Id<Object>,
}

/// A guideline's objection: this should not have been registered.
///
/// The caller hands it in, from the guideline that is in force; it is shown, and stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// What it is about, kebab-case, for example `simple-question`.
    pub code: String,
    /// The statement that says so, by its id.
    pub statement: String,
}

/// The media type of what the registry seals: whoever shows or proves objects by their ids leaves these to
/// [`super::note_protected_read`].
pub const PROTECTED_MEDIA_TYPE: &str = "application/x-uppsikt-registry";

/// What only some may read of an entry; sealed as JSON.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// What it is about, in full.
    pub description: String,
    /// From whom it came or to whom it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
}

impl fmt::Debug for Protected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Protected")
            .field("has_counterpart", &self.counterpart.is_some())
            .finish_non_exhaustive()
    }
}

/// What an entry is about, in its public and its protected part; what is `None` stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// What anybody may read; 1 to 500 characters.
    pub public: Option<String>,
    /// What only some may read.
    pub protected: Option<Protected>,
}

/// A number that is to be reserved.
#[derive(Debug, Clone)]
pub struct NewReservation {
    /// Whose diary.
    pub authority: Id<Authority>,
    /// The series' code; the authority's oldest when absent, made if there is none.
    pub series: Option<String>,
    /// What made it necessary; the same cause gives the same entry again.
    pub cause: Uuid,
    /// What sort of cause.
    pub cause_kind: CauseKind,
    /// What is registered; at most 400.
    pub items: Vec<RegisteredItem>,
    /// Which way it went.
    pub direction: Direction,
    /// When it was received, drawn up or dispatched: for what a platform shows, its publication
    /// (tryckfrihetsförordningen 2 kap. 9 och 10 §§).
    pub received_at: Micros,
    /// The statements that say that it must be registered.
    pub duty: Option<String>,
    /// A provision on secrecy that it is to be marked with at once.
    pub secrecy: Option<String>,
    /// The guideline's objection, if it has one.
    pub objection: Option<Objection>,
    /// What is known of its description already.
    pub description: Description,
    /// The cases that it belongs to; at most 50.
    pub cases: Vec<String>,
}

impl NewReservation {
    /// A reservation with nothing but what every one must have.
    #[must_use]
    pub fn new(
        authority: Id<Authority>,
        (cause_kind, cause): (CauseKind, Uuid),
        direction: Direction,
        received_at: Micros,
    ) -> Self {
        Self {
            authority,
            series: None,
            cause,
            cause_kind,
            items: Vec::new(),
            direction,
            received_at,
            duty: None,
            secrecy: None,
            objection: None,
            description: Description::default(),
            cases: Vec::new(),
        }
    }
}

/// Where an entry is in its life, with what is known only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationState {
    /// The number is taken; the registrar has the rest to do.
    Reserved,
    /// It stands in the diary.
    Completed {
        /// When, in microseconds.
        at: i64,
    },
    /// The registrar found that it does not belong in the diary; the number stays taken.
    Declined {
        /// When, in microseconds.
        at: i64,
        /// The sealed reason.
        reason: Id<Object>,
    },
}

impl RegistrationState {
    /// The state without its facts.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Reserved => Stage::Reserved,
            Self::Completed { .. } => Stage::Completed,
            Self::Declined { .. } => Stage::Declined,
        }
    }
}

/// A mark that says that an entry's records may be secret: a warning, not a decision.
///
/// Source: offentlighets- och sekretesslagen 5 kap. 5 §.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecrecyMark {
    /// The provision, for example 26 kap. 1 § OSL.
    pub provision: String,
    /// The day of the mark in Sweden, as `2026-03-02`.
    pub marked_on: String,
    /// The name of the authority that made it.
    pub marked_by: String,
    /// When it was lifted, in microseconds; `None` while it stands.
    pub lifted_at: Option<i64>,
}

/// An entry of the registry.
///
/// Its debug form tells its number and state and nothing of what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: Id<Registration>,
    /// Whose diary it stands in.
    pub authority: Id<Authority>,
    /// The series' code.
    pub series: String,
    /// The Swedish calendar year in which the number was reserved.
    pub year: i32,
    /// 1, 2, 3 … within series and year.
    pub number: i32,
    /// The number as people write it, for example KS 2026/17.
    pub registry_number: String,
    /// Where it is in its life.
    pub state: RegistrationState,
    /// Which way it went.
    pub direction: Direction,
    /// What made it necessary.
    pub cause: Uuid,
    /// What sort of cause.
    pub cause_kind: CauseKind,
    /// When it was received, drawn up or dispatched, in microseconds.
    pub received_at: i64,
    /// When the number was reserved, in microseconds.
    pub reserved_at: i64,
    /// The statements that say that it must be registered.
    pub duty: Option<String>,
    /// What anybody may read of it.
    pub public_description: Option<String>,
    /// Where the protected description is sealed.
    pub protected: Option<Id<Object>>,
    /// The guideline's objection, if it had one.
    pub objection: Option<Objection>,
    /// What it registers.
    pub items: Vec<RegisteredItem>,
    /// The cases that it belongs to, by number.
    pub cases: Vec<String>,
    /// Its secrecy marks, oldest first, lifted ones too.
    pub secrecy: Vec<SecrecyMark>,
}

impl Registration {
    /// Whether a secrecy mark stands on it.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.secrecy.iter().any(|mark| mark.lifted_at.is_none())
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("id", &self.id)
            .field("registry_number", &self.registry_number)
            .field("state", &self.state)
            .field("direction", &self.direction)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

/// Which entries are listed; what is `None` does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub stage: Option<Stage>,
    /// Of the series with this code.
    pub series: Option<String>,
    /// Of this year.
    pub year: Option<i32>,
    /// Received, drawn up or dispatched at this instant or later, in microseconds.
    pub from_at: Option<i64>,
    /// Before this instant, in microseconds.
    pub until_at: Option<i64>,
}

/// What a search in the registry found, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The entries, newest first.
    pub entries: Vec<Registration>,
    /// How many entries were looked at.
    pub searched: u64,
    /// Whether every entry within reach was looked at.
    pub is_complete: bool,
}

/// Longest public description, and longest reason: what fits in a diary's line, and on a page.
const DESCRIPTION_CHARS_MAX: usize = 500;
/// Longest protected description and longest reason for declining.
const PROTECTED_CHARS_MAX: usize = 10_000;
/// Longest number of a case in any diary system.
const CASE_CHARS_MAX: usize = 60;
/// Longest provision on secrecy, with more than one section in it.
const PROVISION_CHARS_MAX: usize = 200;
/// Items of one entry: with fifty cases and a mark they fill the largest entry that the log takes.
const ITEMS_MAX: usize = 400;
/// Cases of one entry.
const CASES_MAX: usize = 50;

fn line(text: &str, chars_max: usize) -> Option<String> {
    let text = text.trim();
    let good = !text.is_empty() && text.chars().count() <= chars_max && !text.chars().any(char::is_control);
    good.then(|| text.to_owned())
}

/// A text that may have several lines.
pub(super) fn reason(text: &str) -> Result<String, RegistryError> {
    let text = text.trim();
    let good = |c: char| !c.is_control() || c == '\n' || c == '\r' || c == '\t';
    if text.is_empty() || text.chars().count() > PROTECTED_CHARS_MAX || !text.chars().all(good) {
        return Err(RegistryError::Text);
    }
    Ok(text.to_owned())
}

/// A provision on secrecy: it must name a section, or nobody can test it (tryckfrihetsförordningen 2 kap. 20 §).
pub(super) fn provision(text: &str) -> Result<String, RegistryError> {
    line(text, PROVISION_CHARS_MAX).filter(|text| text.contains('§')).ok_or(RegistryError::Provision)
}

/// Case numbers without repetition, in the order in which they were given.
pub(super) fn cases(given: &[String]) -> Result<Vec<String>, RegistryError> {
    let mut all: Vec<String> = Vec::new();
    for case in given {
        let case = line(case, CASE_CHARS_MAX).ok_or(RegistryError::CaseNumber)?;
        if !all.contains(&case) {
            all.push(case);
        }
    }
    if all.len() > CASES_MAX { Err(RegistryError::TooMany) } else { Ok(all) }
}

/// A description with texts that can be kept.
pub(super) fn description(given: Description) -> Result<Description, RegistryError> {
    let public = match &given.public {
        Some(text) => Some(line(text, DESCRIPTION_CHARS_MAX).ok_or(RegistryError::PublicDescription)?),
        None => None,
    };
    let protected = match given.protected {
        Some(Protected { description, counterpart }) => Some(Protected {
            description: reason(&description)?,
            counterpart: counterpart.map(|text| reason(&text)).transpose()?,
        }),
        None => None,
    };
    Ok(Description { public, protected })
}

/// A reservation with texts that can be kept.
pub(super) fn checked(new: NewReservation) -> Result<NewReservation, RegistryError> {
    if new.items.len() > ITEMS_MAX {
        return Err(RegistryError::TooMany);
    }
    Ok(NewReservation {
        secrecy: new.secrecy.as_deref().map(provision).transpose()?,
        cases: cases(&new.cases)?,
        description: description(new.description)?,
        ..new
    })
}

/// Whether `needle`, in lower case, stands in what the public may read of an entry.
pub(super) fn matches(entry: &Registration, needle: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(needle);
    has(&entry.registry_number)
        || entry.public_description.as_deref().is_some_and(has)
        || entry.cases.iter().any(|case| has(case))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secrecy_mark_names_its_provision() {
        assert_eq!(provision(" 26 kap. 1 § OSL ").unwrap(), "26 kap. 1 § OSL");
        for bad in ["", "hemligt", "§\n26", &"§".repeat(201)] {
            assert!(matches!(provision(bad), Err(RegistryError::Provision)), "{bad:?}");
        }
    }

    #[test]
    fn case_numbers_are_lines_and_stand_once() {
        let given = |list: &[&str]| cases(&list.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(given(&["KS 2026/3", " KS 2026/3 ", "BUN 2026/9"]).unwrap(), ["KS 2026/3", "BUN 2026/9"]);
        assert!(given(&[" "]).is_err() && given(&["a\nb"]).is_err() && given(&[&"9".repeat(61)]).is_err());
        let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
        assert!(matches!(cases(&many), Err(RegistryError::TooMany)));
    }

    #[test]
    fn nothing_protected_is_seen_in_debug_forms() {
        let protected =
            Protected { description: "Sjukdom".to_owned(), counterpart: Some("Karin Ek".to_owned()) };
        let told = format!("{:?}", Description { public: None, protected: Some(protected) });
        assert!(!told.contains("Sjukdom") && !told.contains("Karin"), "{told}");
    }
}
