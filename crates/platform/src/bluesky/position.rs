//! How far a pass over everything has come.
//!
//! First our own repository, oldest first: its keys grow with time, so that neither new nor
//! deleted posts move the others. Then the threads under what we wrote, in the same order.
//! Last what the platform has told us of: replies, mentions and quotes, which also finds what
//! was written to us outside our own threads. What is found twice is given twice.

use super::uri::AtUri;
use crate::error::PlatformError;
use crate::page::Cursor;

/// More threads than this are never waiting: a slice has fewer, and a thread goes deeper in few places.
const WAITING_MAX: usize = 100;

/// No key at all; no record has it.
const BEGINNING: &str = ".";

/// Where a pass has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Position {
    /// In our own repository, after this key of the list.
    Own { after: Option<String> },
    /// In the threads, after this key; first those that are waiting.
    Threads { after: Option<String>, waiting: Vec<String> },
    /// In what we were told of.
    Told { after: Option<String> },
}

impl Position {
    /// Where a pass begins.
    pub(super) const START: Self = Self::Own { after: None };

    /// In the threads; `waiting` above the limit is left to what we were told of.
    pub(super) fn threads(after: Option<String>, mut waiting: Vec<String>) -> Self {
        waiting.truncate(WAITING_MAX);
        Self::Threads { after, waiting }
    }

    pub(super) fn cursor(&self) -> Cursor {
        let after = |after: &Option<String>| after.clone().unwrap_or_else(|| BEGINNING.to_owned());
        Cursor::new(match self {
            Self::Own { after: key } => format!("own {}", after(key)),
            Self::Threads { after: key, waiting } => {
                [&["threads".to_owned(), after(key)], waiting.as_slice()].concat().join(" ")
            }
            Self::Told { after: key } => format!("told {}", after(key)),
        })
    }

    pub(super) fn parse(cursor: &Cursor) -> Result<Self, PlatformError> {
        let (phase, rest) = cursor.as_str().split_once(' ').ok_or(PlatformError::Cursor)?;
        let after = |text: &str| (text != BEGINNING).then(|| text.to_owned());
        match phase {
            "own" => Ok(Self::Own { after: after(rest) }),
            "told" => Ok(Self::Told { after: after(rest) }),
            "threads" => {
                let mut words = rest.split(' ');
                let key = words.next().and_then(after);
                let waiting: Vec<String> = words.map(str::to_owned).collect();
                if waiting.iter().any(|uri| AtUri::post(uri).is_none()) {
                    return Err(PlatformError::Cursor);
                }
                Ok(Self::Threads { after: key, waiting })
            }
            _ => Err(PlatformError::Cursor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_kept_as_text_and_others_refused() {
        let post = |rkey: &str| format!("at://did:plc:a/app.bsky.feed.post/{rkey}");
        for position in [
            Position::START,
            Position::Own { after: Some("3k2a".into()) },
            Position::threads(None, Vec::new()),
            Position::threads(Some("3k2a".into()), vec![post("1"), post("2")]),
            Position::Told { after: Some("2026-11-20T08:00:00.000Z::x y".into()) },
        ] {
            assert_eq!(Position::parse(&position.cursor()).unwrap(), position);
        }
        for bad in ["", "own", "else x", "threads . x", "post 0 0"] {
            assert!(matches!(Position::parse(&Cursor::new(bad)), Err(PlatformError::Cursor)), "{bad:?}");
        }
    }
}
