//! The data folder: one owner, one process, nothing open to others.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use crate::error::StoreError;

/// A lock that has been let go may be held on for a moment by a program that this process was just starting: until
/// it is itself, it has everything open that we had. So the lock is asked for again for a fifth of a second.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The data folder, locked for this process until dropped.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Locks an existing folder.
    ///
    /// # Errors
    /// [`StoreError::NoData`], [`StoreError::TooOpen`], [`StoreError::Locked`] or [`StoreError::File`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_dir() {
            return Err(StoreError::NoData(path.to_owned()));
        }
        private(path)?;
        Self::lock(path)
    }

    /// Makes the folder (mode 0700) and locks it.
    ///
    /// # Errors
    /// As [`DataFolder::open`]; [`StoreError::AlreadyThere`] when the folder is not empty.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            let mut inside = std::fs::read_dir(path).map_err(|e| StoreError::file(path, e))?;
            if inside.next().is_some() {
                return Err(StoreError::AlreadyThere(path.to_owned()));
            }
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
                .map_err(|e| StoreError::file(path, e))?;
        } else {
            make_private(path)?;
        }
        Self::lock(path)
    }

    /// Where the folder is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn lock(path: &Path) -> Result<Self, StoreError> {
        let file = path.join("uppsikt.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&file)
            .map_err(|e| StoreError::file(&file, e))?;
        let mut locked = flock(&lock, FlockOperation::NonBlockingLockExclusive);
        for _ in 1..LOCK_TRIES {
            if locked != Err(rustix::io::Errno::WOULDBLOCK) {
                break;
            }
            std::thread::sleep(LOCK_PAUSE);
            locked = flock(&lock, FlockOperation::NonBlockingLockExclusive);
        }
        match locked {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreError::Locked(path.to_owned())),
            Err(errno) => Err(StoreError::file(&file, errno.into())),
        }
    }
}

/// Makes a folder with its parents, readable by its owner only.
pub(crate) fn make_private(path: &Path) -> Result<(), StoreError> {
    let make = || -> std::io::Result<()> {
        let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        // A folder is on the disk when the one that names it is; a key in a folder that is gone is gone.
        for parent in missing.into_iter().filter_map(Path::parent).filter(|parent| parent.is_dir()) {
            File::open(parent)?.sync_all()?;
        }
        Ok(())
    };
    make().map_err(|e| StoreError::file(path, e))
}

/// Refuses what others could read.
pub(crate) fn private(path: &Path) -> Result<(), StoreError> {
    let mode = std::fs::metadata(path).map_err(|e| StoreError::file(path, e))?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(StoreError::TooOpen { path: path.to_owned(), mode }) }
}

/// Writes a secret so that it is either wholly there, on the disk, or not at all.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let half = path.with_extension("half");
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(|e| StoreError::file(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_owns_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let first = DataFolder::create(&path).unwrap();
        assert!(matches!(DataFolder::open(&path), Err(StoreError::Locked(_))));
        drop(first);
        assert!(DataFolder::open(&path).is_ok());
        assert!(matches!(DataFolder::create(&path), Err(StoreError::AlreadyThere(_))));
    }

    #[test]
    fn a_folder_open_to_others_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        drop(DataFolder::create(&path).unwrap());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(DataFolder::open(&path), Err(StoreError::TooOpen { mode: 0o755, .. })));
    }
}
