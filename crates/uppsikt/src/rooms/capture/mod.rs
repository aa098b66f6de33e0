//! What the platforms showed: every version, every edit, every disappearance.
//!
//! A *pass* reads everything that an account shows, page by page. What is new or has changed is
//! sealed as a version of its item: the exact bytes of that item, cut out of the platform's answer,
//! whose remaining skeleton is sealed beside them. What is no longer shown is asked for by itself,
//! and the answer becomes a version too: withheld, or gone. A pass over an unchanged account
//! writes nothing (only the watermark of when it was).
//!
//! States of an item, by its last version: shown ⇄ withheld, both → gone, gone → shown again.
//! Publication time (the legal time of receipt, tryckfrihetsförordningen 2 kap. 9 §) and capture
//! time are kept apart. Only the authority's own accounts are read, and what others write there.
//!
//! This room does not judge, and does not know that anybody judges.

mod actions;
mod asked;
mod bar;
mod by_hand;
mod coverage;
mod from_file;
mod gaps;
mod jobs;
mod known;
mod listen;
mod media;
mod model;
mod observation;
mod pass;
mod preview;
mod reads;
mod reread;
mod store;

#[cfg(test)]
pub(crate) mod tests;

pub use asked::{Asked, Readings};
pub use bar::{attest_gone, bar, copies};
pub use by_hand::{OBSERVERS, Observed, Seen, may_observe, observe};
pub use coverage::{Coverage, complete_at, coverage};
pub use from_file::{FindMedia, import_pages, may_import, may_import_anywhere};
pub use gaps::{Gap, GapCause, gap_after, gaps};
pub use jobs::{pass, pass_address, pass_all, pass_told};
pub use listen::{Heard, listen};
pub use media::{CapturedMedia, media_of};
pub use model::{
    CaptureError, CapturedItem, CapturedVersion, CausedBy, Disappearance, Origin, PassReport, Presence,
};
pub use observation::{
    Observation, ObservationError, PICTURE_BYTES_MAX, PICTURES_MAX, Picture, published_time,
};
pub use preview::{PreviewError, Shown, picture_type, preview, preview_within};
pub use reads::{
    THREAD_ITEMS_MAX, answered, answered_at, behind, by_native, content, item, items, kept_after, kept_item,
    last_content, last_own_at, last_version, latest, may_read, others_have_written, thread, version,
    versions,
};
pub use reread::{expect, expect_no_more, reread};
pub use store::declare;
pub use store::paged::page_of;
