//! Numbers that another diary has given.

use std::fmt;

use uppsikt_kernel::{Authority, Id, Object};
use uuid::Uuid;

use super::{DESCRIPTION_CHARS_MAX, ITEMS_MAX, RegistryError, line, provision};
use crate::rooms::registry::Direction;

/// Longest number in any diary system.
const NUMBER_CHARS_MAX: usize = 60;

/// A secrecy mark that the other diary has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedSecrecy {
    /// The provision, for example 26 kap. 1 § OSL.
    pub provision: String,
    /// The day of the mark, as `2025-04-02`.
    pub marked_on: String,
}

/// A number that is to be kept as it was given elsewhere.
#[derive(Clone)]
pub struct ImportedNumber {
    /// Whose diary.
    pub authority: Id<Authority>,
    /// The number as it was written.
    pub registry_number: String,
    /// What it registers.
    pub items: Vec<Uuid>,
    /// The day of registration, as `2025-04-02`.
    pub registered_on: String,
    /// What the diary says.
    pub description: Option<String>,
    /// Which way the record went.
    pub direction: Option<Direction>,
    /// A secrecy mark.
    pub secrecy: Option<ImportedSecrecy>,
}

impl fmt::Debug for ImportedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportedNumber").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

/// A number as another diary gave it.
///
/// Its debug form tells its number and nothing of what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its id.
    pub id: Id<Imported>,
    /// Whose diary.
    pub authority: Id<Authority>,
    /// The number as it was written.
    pub registry_number: String,
    /// The day of registration, as `2025-04-02`.
    pub registered_on: String,
    /// Which way the record went, where that is known.
    pub direction: Option<Direction>,
    /// What the diary says, where anybody may read it.
    pub public_description: Option<String>,
    /// What it says under a secrecy mark, sealed.
    pub protected: Option<Id<Object>>,
    /// The secrecy mark.
    pub secrecy: Option<ImportedSecrecy>,
    /// What it registers.
    pub items: Vec<Uuid>,
}

impl fmt::Debug for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Imported")
            .field("id", &self.id)
            .field("registry_number", &self.registry_number)
            .finish_non_exhaustive()
    }
}

/// A number with texts that can be kept.
pub(in super::super) fn checked_import(new: ImportedNumber) -> Result<ImportedNumber, RegistryError> {
    if new.items.len() > ITEMS_MAX {
        return Err(RegistryError::TooMany);
    }
    let number = line(&new.registry_number, NUMBER_CHARS_MAX).ok_or(RegistryError::CaseNumber)?;
    let secrecy = match new.secrecy {
        Some(mark) => Some(ImportedSecrecy { provision: provision(&mark.provision)?, ..mark }),
        None => None,
    };
    let description = match new.description.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        // Under a secrecy mark it is sealed, and may be as long as a protected description.
        Some(text) if secrecy.is_some() => Some(super::reason(text)?),
        Some(text) => Some(line(&flat(text), DESCRIPTION_CHARS_MAX).ok_or(RegistryError::PublicDescription)?),
        None => None,
    };
    Ok(ImportedNumber { registry_number: flat(&number), description, secrecy, ..new })
}

/// A text on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
