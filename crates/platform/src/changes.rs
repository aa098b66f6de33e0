//! What a platform announces by itself: that something was made, changed or deleted.

use bytes::Bytes;
use uppsikt_kernel::Micros;

use crate::item::NativeRef;
use crate::page::{Cursor, GoneBy};

/// What was announced since a cursor.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// In the order of the announcements.
    pub events: Vec<Change>,
    /// Where the next question begins.
    pub next: Option<Cursor>,
    /// Whether the platform had forgotten where we were, so that announcements are missing.
    pub has_gap: bool,
}

/// One announcement.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it is about.
    pub item: NativeRef,
    /// What happened to it.
    pub what: Happened,
    /// The version that was there before, by the platform's own name for it.
    pub before: Option<String>,
    /// When the platform says that it happened.
    pub at: Micros,
    /// The announcement's own bytes.
    pub bytes: Bytes,
}

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was made.
    Created,
    /// It was changed.
    Changed,
    /// It was deleted, and by whom.
    Deleted(GoneBy),
}
