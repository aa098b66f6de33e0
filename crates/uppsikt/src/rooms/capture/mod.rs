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
mod jobs;
mod model;
mod pass;
mod store;

#[cfg(test)]
mod tests;

pub use actions::{kept_item, latest, versions};
pub use jobs::{pass, pass_all};
pub use model::{CaptureError, CapturedItem, CapturedVersion, PassReport, Presence};
pub use store::declare;
