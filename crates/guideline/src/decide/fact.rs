//! What a person has judged and wants done.

use crate::class::ContentClass;
use crate::coded::coded;
use crate::ground::Ground;

coded! {
    /// What is done about an item.
    pub enum Measure {
        /// It stays.
        Keep = "keep", "behåll";
        /// Others no longer see it.
        Hide = "hide", "dölj";
        /// It is taken from the platform.
        Remove = "remove", "ta bort";
        /// The person who wrote can write no more.
        Block = "block", "blockera";
        /// Nobody can write more in the conversation.
        CloseThread = "close-thread", "avbryt konversationen";
    }
}

/// The facts of one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the item is.
    pub class: ContentClass,
    /// Why something is done; nothing is needed to keep it.
    pub ground: Option<Ground>,
    /// What is to be done.
    pub measure: Measure,
    /// Whether hiding on this platform takes the item from everybody, the author and his or her friends included.
    pub platform_hiding_is_removal: bool,
    /// Whether the conversation around the item is broken off too.
    pub breaks_off_thread: bool,
    /// Whether the item is already off the platform, so that blocking or closing is all that is left to do.
    pub item_is_gone: bool,
}

impl Facts {
    /// A decision about an item that is still shown, on a platform whose hiding is no removal.
    #[must_use]
    pub const fn new(class: ContentClass, ground: Option<Ground>, measure: Measure) -> Self {
        Self {
            class,
            ground,
            measure,
            platform_hiding_is_removal: false,
            breaks_off_thread: false,
            item_is_gone: false,
        }
    }
}
