//! Why a text is no profile: what is wrong, where, and what was probably meant.

use std::fmt;

use super::expected::Expected;

/// A place in a profile's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte; the end of the text when it has fewer bytes.
    pub(crate) fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
        Self { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct ProfileError {
    /// Where it stands.
    pub place: Place,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at a place in a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is no TOML.
    #[error("the text is no TOML: {0}")]
    Syntax(String),
    /// A key that the format does not have.
    #[error("the key {key} is unknown{}", perhaps(.meant.as_deref()))]
    UnknownKey {
        /// The key with the tables around it.
        key: String,
        /// The key that it resembles.
        meant: Option<String>,
    },
    /// A key that must be there.
    #[error("the key {0} is missing")]
    Missing(String),
    /// A value of another type than the key takes.
    #[error("{key} takes {expected}")]
    WrongType {
        /// The key with the tables around it.
        key: String,
        /// What it takes.
        expected: Expected,
    },
    /// A word that is none of those that the key takes.
    #[error("{key} does not take {value:?}{}", perhaps(.meant.as_deref()))]
    UnknownValue {
        /// The key with the tables around it.
        key: String,
        /// What stands there.
        value: String,
        /// The word that it resembles.
        meant: Option<String>,
    },
    /// A value without a statement behind it.
    #[error("{0} names no statement in source; what the guideline does not say is left out")]
    NoSource(String),
    /// A source that is no statement of this guideline.
    #[error("{id:?} is no statement of this guideline, whose last is {last}")]
    NotAStatement {
        /// What stands there.
        id: String,
        /// The guideline's last statement, which shows how its ids are written.
        last: String,
    },
    /// An order whose steps and sources cannot be paired.
    #[error("{0} needs one source for each of its steps, in their order")]
    SourcePerStep(String),
    /// An order that does not remove, or does a thing twice.
    #[error("{0} must name remove, and each step once")]
    NoOrder(String),
    /// A rule against what stays.
    #[error("{0} is no class that a rule can be about: such content stays")]
    Stays(String),
    /// A class that only law decides on.
    #[error("{0} is no class that a house rule can be about: law decides on it")]
    LawDecides(String),
    /// A number out of bounds.
    #[error("{key} takes a number from {least} to {most}")]
    OutOfBounds {
        /// The key with the tables around it.
        key: String,
        /// The least.
        least: u16,
        /// The most.
        most: u16,
    },
    /// A text with too many characters.
    #[error("{key} takes at most {most} characters")]
    TooLong {
        /// The key with the tables around it.
        key: String,
        /// The most.
        most: usize,
    },
    /// A statement that stands twice.
    #[error("{0} stands twice")]
    Twice(String),
    /// A key that is said to be silent and has a value.
    #[error("{0} is said to be silent, and has a value")]
    SilentAndSaid(String),
    /// A thing that a layer cannot say, since nothing tells the tighter from the looser.
    #[error("{0} cannot stand in a layer: it has no tighter and looser")]
    NotInLayer(String),
    /// A value that loosens what nothing stands above.
    #[error("{0} has loosens, and stands in no layer")]
    LoosensNothing(String),
    /// A text that is too long to be a profile.
    #[error("the text has more than {0} bytes")]
    TooLarge(usize),
    /// Bytes that are no text.
    #[error("the file is no UTF-8 from this place on")]
    NoText,
    /// A profile of another format.
    #[error("the profile has format {0}; this program reads format 1")]
    Format(i64),
}

fn perhaps(meant: Option<&str>) -> String {
    meant.map(|word| format!(", perhaps {word} was meant")).unwrap_or_default()
}
