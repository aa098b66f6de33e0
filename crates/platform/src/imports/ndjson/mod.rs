//! Our own form: one JSON object a line, in UTF-8, each saying by `type` what it is.
//!
//! The form is described in `docs/reference/import.md`. It is made to be written by a small
//! script from any export, by the program itself for what a person registers by hand, and by
//! the practice platform. Items become pages; accounts, registrations and decisions are given
//! as they stand, since other rooms own them.

mod item;
mod line;
mod reading;

use std::collections::BTreeMap;

use super::{FILE_BYTES_MAX, ImportError, Problem};
use crate::page::ReadPage;

pub use item::{ItemLine, ItemState, LINE_BYTES_MAX, item_line, parse_item};
pub(crate) use item::{Understood, understood};
pub(crate) use line::Head;
pub use line::{AccountLine, DecidedMeasure, DecisionLine, Direction, RegistrationLine, SecrecyMark};
pub(crate) use reading::Kinds;

/// The media type of one item's line.
pub const NDJSON_ITEM: &str = "application/x-uppsikt-item+json";

/// Types of lines that the practice platform writes for itself; they are nothing to bring in.
pub(crate) const PRACTICE_TYPES: [&str; 3] = ["blocked", "closed", "deed"];

/// What a file holds.
#[derive(Debug, Default)]
pub struct Import {
    /// Accounts, in the order of the lines.
    pub accounts: Vec<AccountLine>,
    /// Items by the account's id, which need not be among [`accounts`](Self::accounts): it may be known already.
    ///
    /// A page holds the account's own lines and nobody else's, in the order of the file.
    pub pages_by_account: BTreeMap<String, Vec<ReadPage>>,
    /// Registrations from elsewhere, in the order of the lines.
    pub registrations: Vec<RegistrationLine>,
    /// Decisions from elsewhere, in the order of the lines.
    pub decisions: Vec<DecisionLine>,
    /// What was not taken as it stood, in the order of the lines; at most [`super::PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
    /// How many problems there are, also those beyond what is told.
    pub problems_total: usize,
}

/// Reads a file of lines.
///
/// ```
/// use uppsikt_platform::imports::ndjson;
/// let line = r#"{"type":"item","account":"fb","id":"p1","kind":"post","text":"Hej","published_at":"2026-03-01T08:00:00+01:00"}"#;
/// let import = ndjson::read(line.as_bytes())?;
/// assert_eq!(import.pages_by_account["fb"][0].items[0].item.text, "Hej");
/// # Ok::<(), uppsikt_platform::imports::ImportError>(())
/// ```
///
/// # Errors
/// [`ImportError`] when the file is something else, too large, or holds too many items.
pub fn read(bytes: &[u8]) -> Result<Import, ImportError> {
    let bytes = text_form(bytes)?;
    let mut reading = reading::Reading::default();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if !line.is_empty() {
            reading.take(at + 1, line)?;
        }
    }
    Ok(reading.finish())
}

/// The file without its byte order mark, when it may be a file of lines.
fn text_form(bytes: &[u8]) -> Result<&[u8], ImportError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge { bytes_max: FILE_BYTES_MAX });
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ImportError::Encoding);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // An archive, an XML or HTML file, a JSON array: forms that people mix up with ours. A single broken line is not
    // among them, and stops nothing.
    let other =
        bytes.starts_with(b"PK\x03\x04") || matches!(bytes.trim_ascii_start().first(), Some(b'<' | b'['));
    if other { Err(ImportError::OtherFormat { expected: "one JSON object a line" }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
