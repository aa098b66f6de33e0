//! Evidence in words only, for what must never be copied.
//!
//! Some material is a crime to possess. Then a person writes down what was seen, where and
//! when, and that text is sealed like anything else; no picture and no file goes with it.

use std::fmt;

use crate::{Salt, Sealed};

/// Longest note in characters: about eight printed pages, and too short for a picture in disguise.
const TEXT_CHARS_MAX: usize = 20_000;

/// A sealed text that stands in for a copy.
#[derive(Clone, PartialEq, Eq)]
pub struct WrittenNote {
    sealed: Sealed,
    text: String,
}

/// A text is no written note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrittenNoteError {
    /// Nothing is written, or nothing but white space.
    #[error("a written note has no text")]
    Empty,
    /// The text is too long.
    #[error("a written note is longer than 20,000 characters")]
    TooLong,
    /// The text holds characters that nobody types.
    #[error("a written note holds a control character other than line feed and tab")]
    ControlCharacter,
    /// The text is not the sealed one.
    #[error("a written note does not open the commitment that is sealed")]
    NotSealed,
}

impl WrittenNote {
    /// Verifies that `text` is a note, and the very one that is sealed.
    ///
    /// # Errors
    /// [`WrittenNoteError`] when the text is not 1 to 20,000 characters with something else
    /// than white space, holds a control character other than line feed and tab, or is not
    /// what was sealed.
    pub fn verify(sealed: Sealed, salt: &Salt, text: &str) -> Result<Self, WrittenNoteError> {
        if text.trim().is_empty() {
            return Err(WrittenNoteError::Empty);
        }
        if text.chars().nth(TEXT_CHARS_MAX).is_some() {
            return Err(WrittenNoteError::TooLong);
        }
        if text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
            return Err(WrittenNoteError::ControlCharacter);
        }
        if !sealed.opens(salt, text.as_bytes()) {
            return Err(WrittenNoteError::NotSealed);
        }
        Ok(Self { sealed, text: text.to_owned() })
    }

    /// The proof that the text is sealed; it names the item and the version.
    #[must_use]
    pub const fn sealed(&self) -> &Sealed {
        &self.sealed
    }

    /// What was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Without the text: it may describe a crime and name people.
impl fmt::Debug for WrittenNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrittenNote").field("sealed", &self.sealed).finish_non_exhaustive()
    }
}
