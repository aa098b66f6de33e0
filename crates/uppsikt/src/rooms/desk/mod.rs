//! The pages that span rooms: I dag, Bevakning and Handling. It owns no table.
//!
//! I dag says what needs somebody now and where to begin. Bevakning shows the queue and the chosen item beside it,
//! with everything that a person needs in order to judge: what was written and what it said before, what the
//! automatic control saw and by which source that matters, the thread around it, and the ways to decide. To say that
//! nothing is broken, and that criticism stays, is as near at hand as any measure. What follows from a measure is
//! told in order, with its sources, before there is a button that decides (`moderation::propose`). Handling shows
//! one record for always: versions and what changed between them, who made it disappear, receipts, decisions, numbers.
//!
//! A page that has grown old decides nothing: the form says which version was read and how many decisions there were.
//! What is under a secrecy mark, and direct messages, are shown to those who may read them only, here as in the
//! command line (`reach.rs`).
//!
//! It answers FINSPANG-149–152, 160–162, OLAND-20–21 and OSBY-46–47 so far as a page can. Who
//! has an item in front of them, what happens while one looks, and one judgement about many items stand in
//! `pages/claim.rs`, `pages/live.rs` and `pages/bulk.rs`.

mod advice;
mod claimed;
mod clock;
mod diff;
mod events;
mod filter;
mod form;
mod kept;
mod lane;
mod lane_answer;
mod lane_done;
mod lane_wait;
mod listing;
mod marks;
pub(crate) mod operation;
pub(crate) mod pages;
mod panel;
mod reach;
mod readers;
mod record;
mod told;
mod words;

pub use claimed::Claims;
pub use lane::Lanes;
pub use listing::Listings;
pub use pages::Todays;

/// The roles that judge items; which authority they hold it in, the room of decisions asks.
pub const JUDGES: &[uppsikt_kernel::Role] =
    &[uppsikt_kernel::Role::Editor, uppsikt_kernel::Role::Communications, uppsikt_kernel::Role::Manager];
