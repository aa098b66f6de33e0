//! Statements: the numbered duties that a guideline consists of.

use std::fmt;
use std::str::FromStr;

/// Longest prefix; the names of Swedish municipalities and boards fit, abbreviated where need be.
const PREFIX_LETTERS_MAX: usize = 16;
/// Digits of a number, as the documents are numbered: `OLAND-01`, `FINSPANG-149`.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=4;

/// The id of a statement of a guideline, for example `FINSPANG-149`: capital letters, a hyphen, 2 to 4 digits.
///
/// ```
/// use uppsikt_guideline::Statement;
/// let statement: Statement = "FINSPANG-149".parse()?;
/// assert_eq!((statement.prefix(), statement.number()), ("FINSPANG", 149));
/// # Ok::<(), uppsikt_guideline::StatementError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement(String);

/// A text is no id of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a statement's id is 1 to 16 letters A-Z, a hyphen and 2 to 4 digits")]
pub struct StatementError;

impl Statement {
    /// The document's part of the id.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.split_once('-').map_or("", |(prefix, _)| prefix)
    }

    /// The number within the document, from 1.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.0.split_once('-').and_then(|(_, number)| number.parse().ok()).unwrap_or_default()
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text can stand before the hyphen of a statement's id.
pub(crate) fn is_prefix(text: &str) -> bool {
    (1..=PREFIX_LETTERS_MAX).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_uppercase())
}

impl FromStr for Statement {
    type Err = StatementError;

    fn from_str(text: &str) -> Result<Self, StatementError> {
        let (prefix, number) = text.split_once('-').ok_or(StatementError)?;
        let is_number = DIGITS.contains(&number.len())
            && number.bytes().all(|digit| digit.is_ascii_digit())
            && number.bytes().any(|digit| digit != b'0');
        if is_prefix(prefix) && is_number { Ok(Self(text.to_owned())) } else { Err(StatementError) }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        for good in ["OLAND-01", "FINSPANG-149", "A-9999"] {
            assert_eq!(good.parse::<Statement>().map(|statement| statement.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "OLAND",
            "OLAND-",
            "OLAND-1",
            "oland-01",
            "ÖLAND-01",
            "OLAND-00",
            "OLAND-12345",
            "OLAND-1a",
            "-01",
            "A-1-2",
        ] {
            assert_eq!(bad.parse::<Statement>(), Err(StatementError), "{bad:?}");
        }
    }
}
