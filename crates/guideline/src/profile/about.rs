//! The head of a profile: which guideline it is.

use super::error::{Fault, ProfileError};
use super::expected::Expected;
use super::layers::{self, Extends};
use super::section::Section;
use crate::statement::is_prefix;

/// The format that this program reads.
const FORMAT: u16 = 1;

/// Which guideline a profile is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Short name for commands and settings, for example `finspang`.
    pub code: String,
    /// The authority that has adopted it.
    pub authority: String,
    /// The document's own title.
    pub title: String,
    /// When it was adopted, as a day, a month (`2023-01`) or a year; absent when the document does not say.
    pub dated: Option<String>,
    /// Who has adopted it, in the document's words or as the code of a role; absent when it does not say.
    pub adopted_by: Option<String>,
    /// Where the document can be read.
    pub address: Option<String>,
    /// What its statements' ids begin with.
    pub prefix: String,
    /// How many statements it has.
    pub statements: u16,
    /// The guideline that it stands below, when it is a company's or a board's addition.
    pub extends: Option<Extends>,
}

/// Reads the head; the rest of the text is not looked at.
pub(super) fn read(mut top: Section<'_>) -> Result<About, ProfileError> {
    let format = top.needed::<u16>("format")?;
    if format != FORMAT {
        return Err(top.fault(|_| Fault::Format(i64::from(format))));
    }
    let mut section = top.section("guideline")?;
    let code: String = section.needed("code")?;
    let about = About {
        extends: layers::extends(&mut section, &code)?,
        code,
        authority: section.needed("authority")?,
        title: section.needed("title")?,
        dated: section.plain("dated")?,
        adopted_by: section.plain("adopted_by")?,
        address: section.plain("address")?,
        prefix: section.needed("prefix")?,
        statements: section.needed("statements")?,
    };
    if !about.dated.as_deref().is_none_or(super::is_day) {
        let expected = Expected::Day;
        return Err(section.fault(|key| Fault::WrongType { key: format!("{key}.dated"), expected }));
    }
    if !is_prefix(&about.prefix) {
        let expected = Expected::Prefix;
        return Err(section.fault(|key| Fault::WrongType { key: format!("{key}.prefix"), expected }));
    }
    section.finish()?;
    Ok(about)
}

/// Passes over the head, which has been read.
pub(super) fn skip(top: &mut Section<'_>) -> Result<(), ProfileError> {
    top.needed::<u16>("format")?;
    top.section("guideline").map(drop)
}
