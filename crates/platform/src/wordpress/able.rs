//! What WordPress lets an account do.

use super::PER_PAGE_MAX;
use crate::abilities::{Abilities, EditSign, Hiding, Limits};
use crate::item::ItemKind;
use crate::measure::Measure;

/// The client's own limit on an answer, in bytes; a picture on a web page is seldom larger.
pub(super) const MEDIA_BYTES_MAX: u64 = 32 << 20;

/// What WordPress's database holds of one comment, in characters.
const COMMENT_CHARS_MAX: u32 = 65_525;

const MEASURES: &[Measure] =
    &[Measure::Hide, Measure::Spam, Measure::Trash, Measure::Delete, Measure::Restore, Measure::CloseThread];

/// What we have written ourselves is no spam, and a post cannot be marked so.
const MEASURES_ON_OWN: &[Measure] =
    &[Measure::Hide, Measure::Trash, Measure::Delete, Measure::Restore, Measure::CloseThread];

/// What can be read and done, with a login or without.
pub(super) const fn abilities(signed_in: bool) -> Abilities {
    Abilities {
        reads: &[ItemKind::Post, ItemKind::Page, ItemKind::Comment],
        edits: EditSign::Comparison,
        hiding: Hiding::FromEverybody,
        measures: if signed_in { MEASURES } else { &[] },
        measures_on_own: if signed_in { MEASURES_ON_OWN } else { &[] },
        replies: signed_in,
        announces: false,
        tells_gone: true,
        limits: Limits {
            page_items_max: PER_PAGE_MAX as u32,
            text_chars_max: Some(COMMENT_CHARS_MAX),
            asks_per_minute_max: None,
            media_bytes_max: MEDIA_BYTES_MAX,
        },
    }
}

/// The state that a measure gives an item of this kind; none where it gives no state or there is no such measure.
///
/// A hidden post is a private one: it keeps its address, its date and its comments' states, and
/// nobody takes it for something yet to be published, as with a draft.
pub(super) const fn state_after(kind: ItemKind, measure: Measure) -> Option<&'static str> {
    match (kind, measure) {
        (ItemKind::Comment, Measure::Hide) => Some("hold"),
        (ItemKind::Comment, Measure::Spam) => Some("spam"),
        (ItemKind::Comment, Measure::Restore) => Some("approved"),
        (ItemKind::Post | ItemKind::Page, Measure::Hide) => Some("private"),
        (ItemKind::Post | ItemKind::Page, Measure::Restore) => Some("publish"),
        (ItemKind::Comment | ItemKind::Post | ItemKind::Page, Measure::Trash) => Some("trash"),
        _ => None,
    }
}
