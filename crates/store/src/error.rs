//! What can go wrong at the door to disk.

use std::path::PathBuf;

use uppsikt_kernel::{ChanceError, Micros};

/// Why the store could not do what it was asked; in every case nothing half-done was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder does not hold an Uppsikt store.
    #[error("there is no data in {}", .0.display())]
    NoData(PathBuf),
    /// The data folder already holds data.
    #[error("there is already data in {}", .0.display())]
    AlreadyThere(PathBuf),
    /// Another process owns the data folder.
    #[error("another process owns the data folder {}", .0.display())]
    Locked(PathBuf),
    /// The folder or a file in it can be read or written by others than its owner.
    #[error("{} is open to others (mode {mode:o})", path.display())]
    TooOpen {
        /// What is too open.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A file or folder could not be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// There is no room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The database could not be reached, or the connection broke.
    #[error("the database did not answer")]
    Unavailable(#[source] Box<sea_orm::DbErr>),
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Database(#[source] Box<sea_orm::DbErr>),
    /// The file is no database, or damaged.
    #[error("the database is damaged")]
    Damaged(#[source] Box<sea_orm::DbErr>),
    /// The database would not keep what it acknowledges.
    #[error("the database setting {setting} is {found}, but must be {wanted}")]
    NotDurable {
        /// Name of the setting.
        setting: &'static str,
        /// What it was read back as.
        found: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// The application's database user could step around row level security.
    #[error("the database user is {0}; row level security does not hold for it")]
    DatabaseUser(&'static str),
    /// The database was written by a newer program.
    #[error("room {room} has schema version {found}; this program knows {known}")]
    NewerSchema {
        /// The room whose tables are newer.
        room: String,
        /// The version in the database.
        found: i64,
        /// The highest version that this program knows.
        known: i64,
    },
    /// The clock shows an earlier time than what has already been recorded.
    #[error("the clock shows {now}, but acts have been recorded at {last}")]
    ClockBehind {
        /// What the clock shows.
        now: Micros,
        /// The latest recorded instant.
        last: Micros,
    },
    /// A stored value has a form that it cannot have.
    #[error("table {table}, row {row}: column {column} cannot be read")]
    BadRow {
        /// The table.
        table: &'static str,
        /// The row's id.
        row: String,
        /// The column.
        column: &'static str,
    },
    /// The row is not there, or belongs to somebody else: the two are not told apart.
    #[error("table {table} has no row {row} within reach")]
    NotFound {
        /// The table.
        table: &'static str,
        /// The row's id.
        row: String,
    },
    /// A row names an organisation or authority that the actor does not reach.
    #[error("table {0}: a row outside the actor's reach")]
    OutOfReach(&'static str),
    /// A table was used that no room has declared.
    #[error("table {0} is not declared in the schema")]
    Undeclared(&'static str),
    /// The act would not fit in a log entry.
    #[error("the act is too large for one log entry")]
    ActTooLarge,
    /// A key is not in the key store.
    #[error("key {0} is not in the key store")]
    KeyMissing(String),
    /// A key file is not what it was written as.
    #[error("key file {0} is damaged")]
    KeyDamaged(String),
    /// The object was disposed of.
    #[error("the object has been disposed of")]
    Disposed,
    /// The object cannot be opened: its bytes or its key row are not what was sealed.
    #[error("object {0} does not open")]
    ObjectDamaged(String),
    /// A part of the log is missing or damaged.
    #[error("the log is damaged: {0}")]
    LogDamaged(String),
    /// Something is recorded, but not yet covered by a checkpoint.
    #[error("not sealed yet")]
    NotSealed,
    /// A backup cannot be read.
    #[error("the backup is damaged: {0}")]
    BackupDamaged(String),
    /// Another transaction under the same commit failed in a way that took this one with it.
    #[error("the shared commit failed; nothing of it was kept")]
    GroupBroken,
    /// The work went on, and ended well, although a statement or an act of it had failed.
    #[error("the work went on although a part of it had failed; nothing of it was kept")]
    Spoiled,
    /// The server is stopping and takes no more work.
    #[error("the store is closing")]
    Closing,
    /// No randomness, so no keys.
    #[error(transparent)]
    Chance(#[from] ChanceError),
    /// The work of a transaction failed inside the room that asked for it.
    #[error("a blocking task ended before it answered")]
    TaskEnded,
}

impl StoreError {
    /// Sorts what the database said into what a person can do about it.
    #[must_use]
    pub fn from_db(error: sea_orm::DbErr) -> Self {
        let text = error.to_string();
        let has = |word: &str| text.contains(word);
        if has("database or disk is full") || has("No space left") || has("could not extend file") {
            Self::DiskFull
        } else if has("malformed") || has("file is not a database") || has("occurred while decoding column") {
            Self::Damaged(Box::new(error))
        } else if matches!(error, sea_orm::DbErr::Conn(_) | sea_orm::DbErr::ConnectionAcquire(_))
            || has("error communicating with database")
            || has("terminating connection")
            || has("Connection reset")
            || has("unexpected end of file")
            || has("expected to read")
            || has("Connection refused")
        {
            Self::Unavailable(Box::new(error))
        } else {
            Self::Database(Box::new(error))
        }
    }

    /// The same fault, told to everybody whose work shared the commit.
    #[must_use]
    pub(crate) fn shared(&self) -> Self {
        match self {
            Self::DiskFull => Self::DiskFull,
            Self::Unavailable(error) => Self::Unavailable(error.clone()),
            Self::Database(error) => Self::Database(error.clone()),
            Self::Damaged(error) => Self::Damaged(error.clone()),
            Self::ClockBehind { now, last } => Self::ClockBehind { now: *now, last: *last },
            _ => Self::GroupBroken,
        }
    }

    /// Whether the same call may succeed later without anybody changing anything.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Locked(_))
    }

    /// A file or folder that could not be used.
    pub fn file(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::StorageFull {
            Self::DiskFull
        } else {
            Self::File { path: path.into(), source }
        }
    }
}

impl From<sea_orm::DbErr> for StoreError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::from_db(error)
    }
}
