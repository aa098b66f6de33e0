//! Codes that are stored, and the words that people read and write for them.

use std::fmt;
use std::str::FromStr;

/// Which way a record went.
///
/// Source: tryckfrihetsförordningen 2 kap. 9 och 10 §§.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Inkommen: somebody else has made it accessible to the authority.
    Received,
    /// Upprättad: the authority has finished or published it.
    DrawnUp,
    /// Expedierad: the authority has sent it away.
    Dispatched,
}

/// What made a number necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKind {
    /// A decision, for example to remove something.
    Decision,
    /// Somebody who registered it by hand.
    ByHand,
}

/// The state of an entry, without its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reserverad.
    Reserved,
    /// Diarieförd.
    Completed,
    /// Avböjd.
    Declined,
}

/// A text is no such code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no known code")]
pub struct UnknownCode;

macro_rules! coded {
    ($name:ident: $($variant:ident = $code:literal, $word:literal;)+) => {
        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as in the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one that people call by this Swedish word, or by its code.
            #[must_use]
            pub fn named(text: &str) -> Option<Self> {
                let text = text.trim().to_lowercase();
                Self::ALL.iter().copied().find(|one| one.to_string() == text || one.code() == text)
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::ALL.iter().copied().find(|one| one.code() == code).ok_or(UnknownCode)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),+ })
            }
        }
    };
}

coded!(Direction:
    Received = "received", "inkommen";
    DrawnUp = "drawn-up", "upprättad";
    Dispatched = "dispatched", "utgående";
);
coded!(CauseKind:
    Decision = "decision", "beslut";
    ByHand = "by-hand", "för hand";
);
coded!(Stage:
    Reserved = "reserved", "reserverad";
    Completed = "completed", "diarieförd";
    Declined = "declined", "avböjd";
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_read_back() {
        for direction in Direction::ALL {
            assert_eq!(direction.code().parse(), Ok(*direction));
            assert_eq!(Direction::named(&direction.to_string()), Some(*direction));
        }
        for stage in Stage::ALL {
            assert_eq!(stage.code().parse(), Ok(*stage));
        }
        assert_eq!(Stage::named("Avböjd "), Some(Stage::Declined));
        assert_eq!((Direction::named("hemlig"), "inkommen".parse::<Direction>()), (None, Err(UnknownCode)));
    }
}
