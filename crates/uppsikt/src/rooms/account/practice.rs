//! The file of a practice account: what it shows lies in the data folder, and nowhere outside.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use uppsikt_kernel::Id;
use uppsikt_store::StoreError;

use super::model::{Account, AccountError};

/// The folder of all practice accounts, within the data folder.
const FOLDER: &str = "practice";

/// Where a practice account's file lies.
#[must_use]
pub fn practice_file(data: &Path, account: Id<Account>) -> PathBuf {
    data.join(FOLDER).join(format!("{account}.ndjson"))
}

/// Lays out a practice account's file, which only the folder's owner may read; one that is there stays as it is.
///
/// # Errors
/// [`AccountError::Store`] when it cannot be written.
pub fn lay_out_practice(data: &Path, account: Id<Account>, lines: &[u8]) -> Result<(), AccountError> {
    let path = practice_file(data, account);
    lay_out(&path, lines).map_err(|error| StoreError::file(&path, error).into())
}

/// Lays a picture beside the practice accounts' files, by the name that their lines give it; a name that leads out
/// of their folder is left alone.
///
/// # Errors
/// [`AccountError::Store`] when it cannot be written.
pub fn lay_out_practice_picture(data: &Path, name: &str, bytes: &[u8]) -> Result<(), AccountError> {
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || name.is_empty() || name.contains('\0') {
        return Ok(());
    }
    let path = data.join(FOLDER).join(name);
    lay_out(&path, bytes).map_err(|error| StoreError::file(&path, error).into())
}

fn lay_out(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            file.write_all(bytes)?;
            file.sync_all()
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
