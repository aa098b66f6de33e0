//! The key store: key-encryption keys and signing keys, in files outside the database.
//!
//! One key-encryption key for each authority, retention class and year wraps the keys of the
//! objects sealed under it. Destroying that one file makes everything under it unreadable, in
//! every backup of the database too.

mod cipher;
mod file;
mod signing;
#[cfg(test)]
mod vectors_tests;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use uppsikt_kernel::{Authority, Chance, Id, Object};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::folder::{make_private, private, write_secret};

pub(crate) use cipher::{ObjectSecret, WrapContext};
use file::KeyFile;

/// The retention class under which an object is kept: lower-case letters and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RetentionClass(String);

impl RetentionClass {
    /// What has not been classed yet.
    #[must_use]
    pub fn unclassed() -> Self {
        Self("oklassad".to_owned())
    }

    /// A class by its code, 1 to 40 characters of a-z, 0-9 and hyphens.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (!code.is_empty() && code.len() <= 40 && code.chars().all(good)).then(|| Self(code.to_owned()))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RetentionClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something wrong with a file in the key store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyProblem {
    /// The file, below the key store.
    pub file: String,
    /// Whether it could be read at all.
    pub readable: bool,
}

/// What stands before a key-encryption key's id in the list of what is destroyed; objects stand there bare.
const DESTROYED_KEY: &str = "key ";

type KeyName = (Id<Authority>, RetentionClass, i16);

/// One key-encryption key in memory.
pub(crate) struct KeyEncryptionKey {
    pub id: Uuid,
    pub bytes: Zeroizing<[u8; 32]>,
}

#[derive(Default)]
struct Known {
    by_name: HashMap<KeyName, Arc<KeyEncryptionKey>>,
    by_id: HashMap<Uuid, Arc<KeyEncryptionKey>>,
}

/// The key store.
pub(crate) struct KeyStore {
    folder: PathBuf,
    chance: Arc<dyn Chance>,
    known: RwLock<Known>,
}

impl fmt::Debug for KeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyStore").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl KeyStore {
    /// Opens the key store below `data`; `create` makes an empty one.
    pub(crate) fn open(data: &Path, chance: Arc<dyn Chance>, create: bool) -> Result<Self, StoreError> {
        let folder = data.join("keys");
        if create {
            make_private(&folder.join("kek"))?;
            make_private(&folder.join("log"))?;
        }
        if !folder.join("kek").is_dir() || !folder.join("log").is_dir() {
            return Err(StoreError::KeyMissing("keys/".to_owned()));
        }
        private(&folder)?;
        let store = Self { folder, chance, known: RwLock::default() };
        store.reload();
        Ok(store)
    }

    /// Keeps a secret that is no key of ours, such as a password for a platform, under a plain name.
    pub(crate) fn put_secret(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = self.folder.join("secret");
        make_private(&folder)?;
        write_secret(&folder.join(name), bytes)
    }

    /// A secret that was kept; `None` when there is none of that name.
    pub(crate) fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let path = self.folder.join("secret").join(name);
        if !path.exists() {
            return Ok(None);
        }
        private(&path)?;
        let bytes = std::fs::read(&path).map_err(|e| StoreError::file(&path, e))?;
        Ok(Some(Zeroizing::new(bytes)))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads every key file anew; damaged ones are left out and told by [`KeyStore::problems`].
    fn reload(&self) {
        let mut fresh = Known::default();
        let lines = self.destroyed_lines();
        let destroyed: HashSet<Uuid> =
            lines.lines().filter_map(|line| line.strip_prefix(DESTROYED_KEY)?.parse().ok()).collect();
        for path in self.kek_files() {
            let Ok(file) = KeyFile::read(&path) else { continue };
            // A key backup that is older than the decision must not bring a destroyed key back.
            if destroyed.contains(&file.id) && file::destroy(&path).is_ok() {
                continue;
            }
            fresh.add(&file);
        }
        if let Ok(mut known) = self.known.write() {
            *known = fresh;
        }
    }

    fn kek_files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for authority in list(&self.folder.join("kek")) {
            files.extend(
                list(&authority).into_iter().filter(|path| path.extension().is_some_and(|e| e == "key")),
            );
        }
        files
    }

    /// The key for new objects; made, and on disk, before the first object is wrapped under it.
    pub(crate) fn for_sealing(
        &self,
        authority: Id<Authority>,
        class: &RetentionClass,
        year: i16,
        new_id: impl FnOnce() -> Result<Uuid, StoreError>,
    ) -> Result<Arc<KeyEncryptionKey>, StoreError> {
        let name = (authority, class.clone(), year);
        if let Some(key) = self.known.read().ok().and_then(|known| known.by_name.get(&name).cloned()) {
            return Ok(key);
        }
        let mut known = self.known.write().map_err(|_| StoreError::TaskEnded)?;
        if let Some(key) = known.by_name.get(&name) {
            return Ok(Arc::clone(key));
        }
        let folder = self.folder.join("kek").join(authority.to_string());
        make_private(&folder)?;
        let path = folder.join(format!("{class}-{year}.key"));
        let file = if path.exists() {
            // Another node made it since this one read the folder.
            KeyFile::read(&path)?
        } else {
            let mut bytes = Zeroizing::new([0; 32]);
            self.chance.fill(&mut *bytes)?;
            let file = KeyFile { id: new_id()?, authority, class: class.clone(), year, bytes };
            write_secret(&path, file.to_text().as_bytes())?;
            file
        };
        Ok(known.add(&file))
    }

    /// The key of an object that was sealed earlier.
    pub(crate) fn by_id(&self, id: Uuid) -> Result<Arc<KeyEncryptionKey>, StoreError> {
        let find = || self.known.read().ok().and_then(|known| known.by_id.get(&id).cloned());
        if let Some(key) = find() {
            return Ok(key);
        }
        self.reload();
        find().ok_or_else(|| StoreError::KeyMissing(id.to_string()))
    }

    /// Destroys a key-encryption key: overwritten, synced, removed, forgotten.
    pub(crate) fn destroy(&self, id: Uuid) -> Result<(), StoreError> {
        // Noted first: if the process ends now, the file goes when the key store is next read.
        file::append_line(&self.folder.join("destroyed"), &format!("{DESTROYED_KEY}{id}"))?;
        self.reload();
        let is_left = self.known.read().is_ok_and(|known| known.by_id.contains_key(&id));
        if is_left { Err(StoreError::KeyDamaged(id.to_string())) } else { Ok(()) }
    }

    fn destroyed_lines(&self) -> String {
        std::fs::read_to_string(self.folder.join("destroyed")).unwrap_or_default()
    }

    /// Notes that an object's key is destroyed, so that a restored backup does not bring it back.
    pub(crate) fn note_destroyed(&self, object: Id<Object>) -> Result<(), StoreError> {
        file::append_line(&self.folder.join("destroyed"), &object.to_string())
    }

    /// The objects whose keys have been destroyed.
    pub(crate) fn destroyed(&self) -> Vec<Id<Object>> {
        self.destroyed_lines().lines().filter_map(|line| line.parse().ok()).collect()
    }

    /// Files that cannot be read, or are not what was written.
    pub(crate) fn problems(&self) -> Vec<KeyProblem> {
        let name =
            |path: &Path| path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().into_owned();
        let keks = self.kek_files().into_iter().filter_map(|path| match KeyFile::read(&path) {
            Ok(_) => None,
            Err(error) => {
                Some(KeyProblem { file: name(&path), readable: matches!(error, StoreError::KeyDamaged(_)) })
            }
        });
        keks.chain(self.signing_problems(name)).collect()
    }
}

impl Known {
    fn add(&mut self, file: &KeyFile) -> Arc<KeyEncryptionKey> {
        let key = Arc::new(KeyEncryptionKey { id: file.id, bytes: file.bytes.clone() });
        self.by_id.insert(file.id, Arc::clone(&key));
        self.by_name.insert((file.authority, file.class.clone(), file.year), Arc::clone(&key));
        key
    }
}

/// The entries of a folder in the order of their names; nothing when it is not there.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
