//! Backups: logical, the same for both databases, with the keys apart.
//!
//! A backup is a ZIP of rows as JSON lines and of ciphertext, with a manifest that names every
//! part's digest and each log's newest checkpoint. It holds no key: whoever steals it has noise.
//! The key store is written to a file of its own, to be kept elsewhere and for a shorter time.
//! Derived tables are left out; they are made anew.

mod keys;
mod read;
mod restore;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::Digest;

use crate::verify::VerifyReport;

/// The only format so far; a newer one is refused.
const FORMAT: u32 = 1;

/// One log in a backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestLog {
    organisation: String,
    origin: String,
    checkpoint: Option<String>,
}

/// One file in a backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestFile {
    name: String,
    sha256: Digest,
    bytes: u64,
}

/// What a backup says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    uppsikt_backup: u32,
    program: String,
    made_at: i64,
    schema: BTreeMap<String, i64>,
    logs: Vec<ManifestLog>,
    files: Vec<ManifestFile>,
}

/// What was backed up, and read back.
#[derive(Debug, Clone, Serialize)]
pub struct BackupReport {
    /// Rows in all tables.
    pub rows: u64,
    /// Large objects, as ciphertext.
    pub objects: u64,
    /// Size of the backup.
    pub bytes: u64,
    /// Each log's name and newest checkpoint.
    pub checkpoints: Vec<(String, Option<String>)>,
    /// Files in the key backup.
    pub keys: u64,
}

/// What was restored, and how it verified against the backup's own checkpoints.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreReport {
    /// Rows in all tables.
    pub rows: u64,
    /// Large objects.
    pub objects: u64,
    /// One report for each log.
    pub verified: Vec<VerifyReport>,
}
