//! What a platform lets an account read and do; told before anybody tries.

use crate::item::ItemKind;
use crate::measure::Measure;

/// What can be read and done on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    /// What is read.
    pub reads: &'static [ItemKind],
    /// How an edit is known.
    pub edits: EditSign,
    /// What hiding means there.
    pub hiding: Hiding,
    /// What can be done to what somebody else wrote.
    pub measures: &'static [Measure],
    /// What can be done to what the account itself wrote.
    pub measures_on_own: &'static [Measure],
    /// Whether the account can answer.
    pub replies: bool,
    /// Whether the platform announces changes ([`Platform::changes`](crate::Platform::changes)).
    pub announces: bool,
    /// Whether what is missing in a list is known to be gone when asked for by itself.
    pub tells_gone: bool,
    /// The platform's limits.
    pub limits: Limits,
}

/// How an edit is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditSign {
    /// Only by comparing contents.
    Comparison,
    /// By the platform's time of change, and by comparing.
    TimeOfChange,
    /// By a name of each version, such as a CID.
    Revision,
    /// The platform keeps all versions.
    History,
}

/// What hiding an item means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hiding {
    /// There is no hiding.
    None,
    /// Nobody outside sees it any more: it stands for removal.
    FromEverybody,
    /// It is folded away and still readable: it never stands for removal.
    FoldedOnly,
}

/// What a platform allows at most; absent where it sets no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Items on one page of its lists.
    pub page_items_max: u32,
    /// Characters (graphemes) of a contribution of ours.
    pub text_chars_max: Option<u32>,
    /// Questions in a minute, as the platform documents or as we choose to spare it.
    pub asks_per_minute_max: Option<u32>,
    /// Bytes of one picture, film or sound that is fetched.
    pub media_bytes_max: u64,
}

impl Abilities {
    /// Whether this can be done to such an item.
    #[must_use]
    pub fn can(&self, measure: Measure, own: bool) -> bool {
        if own { self.measures_on_own.contains(&measure) } else { self.measures.contains(&measure) }
    }
}
