//! What the store needs to know before it opens.

use std::path::PathBuf;
use std::time::Duration;

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseSettings {
    /// `uppsikt.db` in the data folder.
    Sqlite,
    /// A PostgreSQL database.
    Postgres {
        /// Address of the application's user, who is neither owner nor superuser.
        url: String,
        /// Address of the tables' owner, for migrations only.
        owner_url: Option<String>,
    },
}

/// Settings of one store.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, mode 0700.
    pub folder: PathBuf,
    /// Where the rows are.
    pub database: DatabaseSettings,
    /// Objects up to this size lie in the database, larger ones in the object store.
    pub inline_bytes_max: usize,
    /// How many transactions may share one commit on SQLite.
    pub group_max: usize,
    /// How long the sequencer waits for more entries before it signs.
    pub seal_interval: Duration,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
    /// The largest database file, in pages of 4,096 bytes, where a quota is wanted (SQLite).
    pub pages_max: Option<u32>,
}

impl Settings {
    /// The embedded default: SQLite in `folder`.
    pub fn sqlite(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            database: DatabaseSettings::Sqlite,
            inline_bytes_max: 64 * 1024,
            group_max: 512,
            seal_interval: Duration::from_millis(200),
            connections: 32,
            pages_max: None,
        }
    }

    /// PostgreSQL; keys, objects and the lock are still in `folder`.
    pub fn postgres(folder: impl Into<PathBuf>, url: impl Into<String>, owner_url: Option<String>) -> Self {
        Self {
            database: DatabaseSettings::Postgres { url: url.into(), owner_url },
            connections: 16,
            ..Self::sqlite(folder)
        }
    }
}

/// The durability settings as they were read back from the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durability {
    /// Name and version of the database.
    pub database: String,
    /// Each setting with its value.
    pub settings: Vec<(&'static str, String)>,
}
