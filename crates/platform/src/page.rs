//! One answer of a platform, cut into items.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::item::Item;

/// What most platforms answer with.
pub(crate) const JSON: &str = "application/json";

/// Where the next page begins, in the platform's own terms; others only keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor that was kept as text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to keep.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One page of a platform's interface: its exact bytes, and what stands where in them.
#[derive(Clone)]
pub struct ReadPage {
    /// The exact body of the answer.
    pub bytes: Bytes,
    /// What each item's bytes are; [`parse_kept`](crate::parse_kept) reads them by it.
    pub media_type: &'static str,
    /// What was asked: path and query; no secrets stand in it.
    pub request: String,
    /// The items that were understood, in the order of the bytes.
    pub items: Vec<ReadItem>,
    /// What looked like an item and was not understood, in the order of the bytes.
    pub quarantined: Vec<Quarantined>,
    /// Where the next page begins; none when all has been read.
    pub next: Option<Cursor>,
    /// How many items of the page's kind there are, where the platform says so.
    pub total: Option<u64>,
}

impl fmt::Debug for ReadPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadPage")
            .field("request", &self.request)
            .field("bytes", &self.bytes.len())
            .field("items", &self.items)
            .field("quarantined", &self.quarantined)
            .field("next", &self.next)
            .field("total", &self.total)
            .finish()
    }
}

/// An item and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadItem {
    /// The item's bytes within the page.
    pub range: Range<usize>,
    /// What they say.
    pub item: Item,
}

/// Bytes that were to be an item and could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Where they stand within the page.
    pub range: Range<usize>,
    /// The platform's id, where at least that could be read.
    pub native_id: Option<String>,
    /// Why they were not understood.
    pub reason: QuarantineReason,
}

/// Why bytes could not be understood as an item; holds nothing of what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuarantineReason {
    /// The bytes are no UTF-8.
    #[error("the bytes are not UTF-8 text")]
    NotText,
    /// A field is missing or of another type than the platform documents.
    #[error("a field is missing or of the wrong type, seen at line {line}, column {column} of the item")]
    Shape {
        /// Line within the item, from 1.
        line: usize,
        /// Column within the line, from 1.
        column: usize,
    },
    /// The time of publication cannot be read, or lies where no time of a record can lie.
    #[error("the time of publication is not a time")]
    Time,
    /// The item is longer than an item may be.
    #[error("the item is too long")]
    TooLong,
}

/// What a platform says of one item.
#[derive(Debug, Clone)]
pub enum OneAnswer {
    /// Everybody sees it; the page holds it as its only item (or in quarantine).
    Shown(ReadPage),
    /// It exists and is not shown to everybody.
    Withheld {
        /// The platform's word for its state (`hold`, `spam`, `trash`), or the status of its refusal.
        status: String,
        /// The item itself, where the platform still shows it to us.
        page: Option<ReadPage>,
    },
    /// The platform says that there is no such item.
    Gone {
        /// The status of the answer.
        status: u16,
        /// Who took it away, as far as the platform lets that be known.
        by: GoneBy,
    },
}

/// Who made an item disappear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoneBy {
    /// Whoever wrote it; only said where nobody else could have.
    Author,
    /// The platform, by its own announcement.
    Platform,
    /// The platform does not say.
    Unknown,
}
