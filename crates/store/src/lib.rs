//! The only door to disk.
//!
//! A database (SQLite in the data folder, or PostgreSQL), a write queue with group commit, one
//! sequencer per log, sealed objects with a key of their own, and a key store outside the
//! database. What the rows *mean* is not known here: rooms declare their tables with [`Stored`],
//! hand over their migrations in a [`Schema`], and write through [`Store::write`], where every
//! change becomes part of an act in the organisation's log.
//!
//! **Recorded** means committed to the database with durable settings that were read back;
//! **sealed** means covered by a signed checkpoint of the log.

mod acts;
mod backup;
mod blobs;
mod clock_guard;
mod database;
mod dispose;
mod error;
mod folder;
mod jobs;
mod keys;
mod log;
mod object;
mod queue;
mod read;
mod row;
mod schema;
mod scope;
pub mod search;
mod sequencer;
mod settings;
mod store;
mod table;
mod tables;
mod turns;
mod tx;
mod verify;

pub use acts::{ActInfo, KeptCheckpoint};
pub use backup::{BackupReport, RestoreReport};
pub use error::StoreError;
pub use folder::DataFolder;
pub use jobs::{Job, JobState, NewJob};
pub use keys::{KeyProblem, RetentionClass};
pub use log::{LogInfo, ObjectProof};
pub use object::{Container, NewObject, ObjectInfo, Part, Skeleton, SkeletonError, StagedObject};
pub use read::Reader;
pub use schema::{Migration, Schema, SqlBackend, protect};
pub use scope::Scope;
pub use settings::{DatabaseSettings, Durability, Settings};
pub use store::{OrganisationRow, Store};
pub use table::{Housekeeping, Reach, Scoped, Source, Stored};
pub use tx::{Act, ActId, Tx};
pub use verify::{Finding, FindingKind, VerifyOptions, VerifyReport};
