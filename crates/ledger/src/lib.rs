//! A transparency log as pure data structures.
//!
//! A Merkle tree (RFC 6962), its tiles and checkpoints (C2SP `tlog-tiles`, `tlog-checkpoint`,
//! `signed-note`), proofs that a stranger can check (`tlog-proof`), salted commitments to content
//! that may later be disposed of, and the two values that stand for evidence: [`Sealed`] and
//! [`WrittenNote`]. No database, no network, no clock, no randomness: bytes in, answers out.

mod appender;
mod bundle;
mod canonical;
mod checkpoint;
mod commitment;
mod entry;
pub mod entry_bundle;
mod entry_read;
mod note;
mod proof;
mod sealed;
mod tile;
mod tlog_proof;
mod tree;
mod vkey;
mod written_note;

pub use appender::Appender;
pub use bundle::{Bundle, BundleError, BundleReport, BundleVersion, KeyTrust, VersionReport, verify_bundle};
pub use canonical::{CanonicalError, canonical, write_string};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use commitment::{Commitment, ObjectCommitter, Salt};
pub use entry::{ENTRY_FORMAT, Entry, EntryError, EntryObject, EntryRow};
pub use note::{NoteError, NoteSignature, SignedNote};
pub use proof::{
    ProofError, consistency_proof, consistency_tiles, inclusion_proof, inclusion_tiles, root_from_tiles,
    root_tiles, verify_consistency, verify_inclusion,
};
pub use sealed::{SealError, Sealed};
pub use tile::{TILE_WIDTH, TileError, TileId, TileSet};
pub use tlog_proof::{TlogProof, TlogProofError};
pub use tree::{Frontier, empty_root, leaf_hash, node_hash};
pub use vkey::{KeyError, LogKey, VerifyKey};
pub use written_note::{WrittenNote, WrittenNoteError};
