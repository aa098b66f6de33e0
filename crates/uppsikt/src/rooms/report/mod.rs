//! Follow-up across rooms: how each account stands by its rules, and what another guideline would have meant.
//!
//! It reads other rooms; its only table says which tables were taken out as files. `compliance.rs` lays together what
//! is noted about an account, what the program knows by itself, and the rules that hold for it; the pure crate judges
//! (`evaluate`). `simulate.rs` holds another guideline against our own history: each decision that was made, each
//! answer that was given.
//! Nothing here changes anything, and a simulation decides nothing: it says what would have come out.
//!
//! It answers FINSPANG-008, -026 and VETLANDA-07 in part: the facts are there, the yearly report is not built.

mod actions;
mod compliance;
pub mod health;
mod model;
pub(crate) mod pages;
mod simulate;
mod store;

#[cfg(test)]
mod tests;

pub use actions::{TakenOut, note_taken_out};
pub use compliance::{AccountStanding, in_general, standing};
pub use model::{Change, ChangeKind, Simulation};
pub use simulate::simulate;
pub use store::declare;
