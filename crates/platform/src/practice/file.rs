//! Reading the file, and writing it whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;

use crate::error::PlatformError;
use crate::imports::FILE_BYTES_MAX;

/// How often a writer looks whether another one has finished, and how many times.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
const LOCK_TRIES: u32 = 200;

/// Why the file of the practice platform cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// It could not be read.
    #[error("reading the practice platform's file failed")]
    Read(#[source] io::Error),
    /// It is larger than a file may be.
    #[error("reading the practice platform's file was refused: it is larger than {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// It is of another form.
    #[error("reading the practice platform's file was refused: it is not one JSON object a line")]
    OtherForm,
    /// Somebody else has been writing for longer than writing takes.
    #[error("changing the practice platform's file failed: somebody else holds it")]
    Locked,
    /// It could not be written and stands as it was.
    #[error("changing the practice platform's file failed: it stands as it was")]
    Write(#[source] io::Error),
    /// It was written, and it is not known whether that would outlast a power cut.
    #[error("changing the practice platform's file succeeded, but the disk did not confirm it")]
    Unconfirmed(#[source] io::Error),
}

impl PracticeError {
    /// What a platform would answer.
    pub(super) fn answer(&self, request: &str) -> PlatformError {
        let status = match self {
            Self::Locked => 503,
            Self::Read(_)
            | Self::Write(_)
            | Self::Unconfirmed(_)
            | Self::TooLarge { .. }
            | Self::OtherForm => 500,
        };
        PlatformError::Failed { request: request.to_owned(), status, retry_after: None }
    }
}

/// What tells one content of the file from the next: every change makes a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
}

fn stamp_of(metadata: &fs::Metadata) -> Stamp {
    let modified = (metadata.mtime(), metadata.mtime_nsec());
    Stamp { inode: metadata.ino(), bytes: metadata.len(), modified }
}

pub(super) fn stamp(path: &Path) -> Result<Stamp, PracticeError> {
    fs::metadata(path).map(|metadata| stamp_of(&metadata)).map_err(PracticeError::Read)
}

pub(super) fn read(path: &Path) -> Result<(Stamp, Vec<u8>), PracticeError> {
    let file = File::open(path).map_err(PracticeError::Read)?;
    let stamp = stamp_of(&file.metadata().map_err(PracticeError::Read)?);
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(PracticeError::Read)?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(PracticeError::TooLarge { bytes_max: FILE_BYTES_MAX });
    }
    match bytes.trim_ascii_start().first() {
        Some(b'{') | None => Ok((stamp, bytes)),
        Some(_) => Err(PracticeError::OtherForm),
    }
}

/// Keeps other writers out until it is dropped; the operating system lets go if the program dies.
pub(super) struct WriteLock {
    _file: File,
}

impl WriteLock {
    pub(super) fn take(path: &Path) -> Result<Self, PracticeError> {
        // Beside the file and not the file itself, which is replaced at every change.
        let beside = with_ending(path, ".lock");
        let file = File::options().create(true).append(true).open(beside).map_err(PracticeError::Write)?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(fs::TryLockError::Error(error)) => return Err(PracticeError::Write(error)),
            }
        }
        Err(PracticeError::Locked)
    }

    /// Puts new content in the file's place.
    pub(super) fn replace(&self, path: &Path, lines: &[Bytes]) -> Result<(), PracticeError> {
        let new = with_ending(path, ".new");
        write_new(path, &new, lines).map_err(PracticeError::Write)?;
        fs::rename(&new, path).map_err(PracticeError::Write)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(PracticeError::Unconfirmed)
    }
}

fn write_new(path: &Path, new: &Path, lines: &[Bytes]) -> io::Result<()> {
    let mut file = io::BufWriter::new(File::create(new)?);
    for line in lines {
        file.write_all(line)?;
        file.write_all(b"\n")?;
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.sync_all()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The bytes of a file in a folder; a link that leads out of the folder is not followed.
pub(super) fn read_beside(
    folder: &Path,
    name: &str,
    bytes_max: u64,
    request: &str,
) -> Result<Bytes, PlatformError> {
    let failed = |status| PlatformError::Failed { request: request.to_owned(), status, retry_after: None };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().map_err(|_| failed(404))?;
    let path = folder.join(name).canonicalize().map_err(|_| failed(404))?;
    if !path.starts_with(&folder) {
        return Err(PlatformError::NativeId);
    }
    let file = File::open(path).map_err(|_| failed(404))?;
    let mut bytes = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut bytes).map_err(|_| failed(404))?;
    if bytes.len() as u64 > bytes_max {
        return Err(PlatformError::TooLarge { bytes_max });
    }
    Ok(bytes.into())
}
