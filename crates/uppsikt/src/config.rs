//! `uppsikt.toml` in the data folder; unknown keys are refused.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uppsikt_store::{DatabaseSettings, Settings};

use crate::explain::{Exit, Explain, Explanation};

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    database: Database,
    capture: Capture,
    sign_in: SignIn,
    #[serde(skip_serializing_if = "Integrations::is_empty")]
    integrations: Integrations,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Database {
    /// `postgres://…` of the application's user; absent means SQLite in the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// `postgres://…` of the tables' owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Capture {
    /// Minutes between passes while the server runs; 0 switches them off.
    interval_minutes: u32,
}

impl Default for Capture {
    fn default() -> Self {
        Self { interval_minutes: 5 }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SignIn {
    /// Whether everybody connects an app for codes; false is for demonstrations.
    second_factor_required: bool,
}

impl Default for SignIn {
    fn default() -> Self {
        Self { second_factor_required: true }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Integrations {
    /// Addresses in the own network that may be told of events; every other is called at public addresses only.
    internal: Vec<String>,
}

impl Integrations {
    fn is_empty(&self) -> bool {
        self.internal.is_empty()
    }
}

/// The data folder and what its `uppsikt.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    folder: PathBuf,
    file: File,
}

/// The file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is not there, or not readable.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// Its content is not what it may be.
    #[error("{}: {what}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Line and reason.
        what: String,
    },
}

impl Explain for ConfigError {
    fn explain(&self) -> Explanation {
        match self {
            Self::Read { path, source } if source.kind() == std::io::ErrorKind::NotFound => Explanation::new(
                Exit::Folder,
                format!("Det finns ingen Uppsikt-installation i mappen: {} saknas.", path.display()),
                "Kontrollera --data, eller skapa en ny med: uppsikt init --data MAPP",
            ),
            Self::Read { path, source } => Explanation::new(
                Exit::Folder,
                format!("{} kan inte läsas: {source}.", path.display()),
                "Kontrollera att du äger mappen.",
            ),
            Self::Content { path, what } => Explanation::new(
                Exit::Folder,
                format!("{} har ett fel: {what}. Inget har startats.", path.display()),
                "Rätta filen. Tillåtna nycklar: database.url, database.owner_url, capture.interval_minutes, sign_in.second_factor_required, integrations.internal.",
            ),
        }
    }
}

impl Config {
    /// A new folder's settings: SQLite, or PostgreSQL when its addresses are given.
    #[must_use]
    pub fn new(folder: &Path, url: Option<String>, owner_url: Option<String>) -> Self {
        let file = File {
            database: Database { url, owner_url },
            capture: Capture::default(),
            sign_in: SignIn::default(),
            integrations: Integrations::default(),
        };
        Self { folder: folder.to_owned(), file }
    }

    /// For a demonstration: a password is enough to sign in.
    #[must_use]
    pub fn without_second_factor(mut self) -> Self {
        self.file.sign_in.second_factor_required = false;
        self
    }

    /// Whether everybody who signs in needs a second factor.
    #[must_use]
    pub const fn is_second_factor_required(&self) -> bool {
        self.file.sign_in.second_factor_required
    }

    /// Reads a folder's settings.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn read(folder: &Path) -> Result<Self, ConfigError> {
        let path = folder.join("uppsikt.toml");
        let text = std::fs::read_to_string(&path)
            .map_err(|source| ConfigError::Read { path: path.clone(), source })?;
        let file = toml::from_str(&text).map_err(|error| {
            // The message quotes the line, which may hold a password; only its number is told.
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let why = error.message().lines().next().unwrap_or_default().to_owned();
            ConfigError::Content { path, what: format!("rad {line}: {why}") }
        })?;
        Ok(Self { folder: folder.to_owned(), file })
    }

    /// The file's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let text = toml::to_string(&self.file).unwrap_or_default();
        format!("# Uppsikts inställningar. Okända nycklar godtas inte.\n{text}")
    }

    /// Writes a new `uppsikt.toml` that only its owner may read: an address in it may hold a password.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn write(&self) -> std::io::Result<()> {
        let path = self.folder.join("uppsikt.toml");
        let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
        file.write_all(self.to_text().as_bytes())?;
        file.sync_all()
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Minutes between passes while the server runs; `None` when they are switched off.
    #[must_use]
    pub const fn capture_interval_minutes(&self) -> Option<u32> {
        match self.file.capture.interval_minutes {
            0 => None,
            minutes => Some(minutes),
        }
    }

    /// Addresses in the own network that webhooks may call.
    #[must_use]
    pub fn internal_receivers(&self) -> &[String] {
        &self.file.integrations.internal
    }

    /// The same settings, with an address in the own network that webhooks may call.
    #[must_use]
    pub fn with_internal_receiver(mut self, address: &str) -> Self {
        self.file.integrations.internal.push(address.to_owned());
        self
    }

    /// The store's settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        match &self.file.database.url {
            None => Settings::sqlite(&self.folder),
            Some(url) => Settings::postgres(&self.folder, url.as_str(), self.file.database.owner_url.clone()),
        }
    }

    /// Whether the rows are in PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.settings().database, DatabaseSettings::Postgres { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_unknown_keys_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::new(dir.path(), Some("postgres://app@localhost/u".to_owned()), None);
        std::fs::write(dir.path().join("uppsikt.toml"), config.to_text()).unwrap();
        assert_eq!(Config::read(dir.path()).unwrap(), config);
        std::fs::write(
            dir.path().join("uppsikt.toml"),
            "[database]\nurl = 'postgres://u:hemligt@x/y'\nulr = 1\n",
        )
        .unwrap();
        let told = Config::read(dir.path()).unwrap_err().explain();
        assert!(told.happened.contains("rad 3") && told.happened.contains("ulr"), "{}", told.happened);
        assert!(!told.happened.contains("hemligt"));
    }
}
