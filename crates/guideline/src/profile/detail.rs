//! What can stand beside a value: why it is read so, from when it holds, who may except from it.

use jiff::civil::Date;

use super::error::{Fault, ProfileError};
use super::section::Section;
use crate::parameter::Party;

/// A reading is explained in a few sentences.
const READING_CHARACTERS_MAX: usize = 600;

/// What stands beside a value, its sources and its strength.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// Why the statement is read in this way, in Swedish, where it can be read in several.
    pub reading: Option<String>,
    /// The day from which the value holds; without one it holds as long as the guideline.
    pub from: Option<Date>,
    /// Who may grant an exception from it; empty where the guideline names nobody.
    pub exceptions: Vec<Party>,
    /// Whether it says openly that it loosens what stands above it.
    pub loosens: bool,
}

impl Detail {
    pub(super) fn read(section: &mut Section<'_>) -> Result<Self, ProfileError> {
        let reading: Option<String> = section.plain("reading")?;
        if reading.as_ref().is_some_and(|text| text.chars().count() > READING_CHARACTERS_MAX) {
            return Err(section.fault(|key| Fault::TooLong {
                key: format!("{key}.reading"),
                most: READING_CHARACTERS_MAX,
            }));
        }
        Ok(Self {
            reading,
            from: section.plain("from")?,
            exceptions: section.plain("exceptions")?.unwrap_or_default(),
            loosens: section.plain("loosens")?.unwrap_or_default(),
        })
    }
}
