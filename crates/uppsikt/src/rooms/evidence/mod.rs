//! Reading the ledger and the sealed objects: recording what is handed in, showing what proves it,
//! bundles for strangers.
//!
//! A *bundle* holds one item's versions with everything that a stranger needs to check them
//! offline: the entries, the paths to a signed checkpoint, the salts, and a text that says how.
//! Proving is an act of its own (invariant 13): who took out which evidence stands in the log.
//!
//! Its one table says which evidence was given out when; everything else that it reads is the store's.

mod actions;
mod model;
pub(crate) mod pages;
mod proof_path;
mod readme;
mod store;

pub use actions::{authority_of, bundle, may_record, note_proved, proved_versions, record, record_staged};
pub use model::{EvidenceError, NewRecord, ProvedVersion, Recorded};
pub use proof_path::{Drawing, ProofPath};
pub use store::declare;
