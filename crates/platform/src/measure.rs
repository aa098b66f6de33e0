//! What can be done to an item outside, and how certain it is that it was done.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::PlatformError;

/// Something that is done on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The item is no longer shown to visitors, and can be shown again.
    Hide,
    /// The item is marked as spam.
    Spam,
    /// The item is put in the platform's bin, from which it can be taken again.
    Trash,
    /// The item is removed for good.
    Delete,
    /// A hidden, marked or binned item is shown again.
    Restore,
    /// The author can no longer write to the account.
    Block,
    /// Nobody can write more in the thread.
    CloseThread,
    /// The platform is told of the item, and decides by itself.
    Report,
}

/// A text names no measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no measure")]
pub struct UnknownMeasure;

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::Hide,
        Self::Spam,
        Self::Trash,
        Self::Delete,
        Self::Restore,
        Self::Block,
        Self::CloseThread,
        Self::Report,
    ];

    /// The stable code, as in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Spam => "spam",
            Self::Trash => "trash",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::Block => "block",
            Self::CloseThread => "close-thread",
            Self::Report => "report",
        }
    }
}

impl FromStr for Measure {
    type Err = UnknownMeasure;

    fn from_str(code: &str) -> Result<Self, UnknownMeasure> {
        Self::ALL.into_iter().find(|measure| measure.code() == code).ok_or(UnknownMeasure)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What the platform answered to a measure; that it holds is confirmed by reading the item again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The platform's own word or status, for the record.
    pub answer: String,
    /// Whether it was so already, so that nothing was changed.
    pub was_so: bool,
}

/// A contribution of our own that the platform has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The platform's id of it.
    pub native_id: String,
    /// Its address, where the platform states it.
    pub permalink: Option<String>,
}

/// Why a measure is not known to be done.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The platform, or its connector, has no such measure for such an item.
    #[error("the platform has no way to do this to such an item")]
    NotAble,
    /// The sealed version belongs to something else.
    #[error("the sealed version is not one of the item that was to be changed")]
    OtherItem,
    /// It was certainly not done.
    #[error("the platform refused: nothing was changed")]
    NotDone(#[source] PlatformError),
    /// It may have been done; only reading the item again tells.
    #[error("the platform's answer did not arrive: it may or may not have been done")]
    Unknown(#[source] PlatformError),
}
