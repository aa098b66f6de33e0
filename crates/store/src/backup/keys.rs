//! The key store as a file of its own.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};

use uppsikt_kernel::Digest;
use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::StoreError;
use crate::folder::{make_private, write_secret};

/// A key file is a few lines; the list of destroyed keys grows by 37 bytes for each.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// The last part of a key backup: name and digest of every other.
const DIGESTS: &str = "digests";

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::BackupDamaged(error.to_string())
}

/// Writes every file of the key store to `target`, readable by its owner only.
pub(super) fn save(key_store: &Path, target: &Path) -> Result<u64, StoreError> {
    let fail = |e| StoreError::file(target, e);
    let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(target).map_err(fail)?;
    let mut zip = ZipWriter::new(file);
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o600);
    let (mut files, mut digests) = (0, String::new());
    for path in walk(key_store)? {
        let name = path.strip_prefix(key_store).unwrap_or(&path).to_string_lossy().into_owned();
        let bytes = Zeroizing::new(std::fs::read(&path).map_err(|e| StoreError::file(&path, e))?);
        digests.push_str(&digest_line(&name, &bytes));
        zip.start_file(name, options).map_err(damaged)?;
        zip.write_all(&bytes).map_err(fail)?;
        files += 1;
    }
    zip.start_file(DIGESTS, options).map_err(damaged)?;
    zip.write_all(digests.as_bytes()).map_err(fail)?;
    zip.finish().map_err(damaged)?.sync_all().map_err(fail)?;
    Ok(files)
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| StoreError::file(&folder, e))? {
            let path = entry.map_err(|e| StoreError::file(&folder, e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e != "half") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Puts the key store of `source` (a key backup, or the folder of a key store) into `data`.
pub(super) fn load(source: &Path, data: &Path) -> Result<(), StoreError> {
    let target = data.join("keys");
    for part in ["kek", "log"] {
        make_private(&target.join(part))?;
    }
    if source.is_dir() {
        for path in walk(source)? {
            let name = path.strip_prefix(source).unwrap_or(&path).to_owned();
            put(
                &target,
                &name,
                &Zeroizing::new(std::fs::read(&path).map_err(|e| StoreError::file(&path, e))?),
            )?;
        }
        return Ok(());
    }
    let file = File::open(source).map_err(|e| StoreError::file(source, e))?;
    let mut zip = ZipArchive::new(file).map_err(damaged)?;
    let (mut found, mut digests) = (String::new(), None);
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        let mut bytes = Zeroizing::new(Vec::new());
        entry.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(damaged)?;
        if name == DIGESTS {
            digests = Some(bytes);
        } else {
            found.push_str(&digest_line(&name, &bytes));
            put(&target, Path::new(&name), &bytes)?;
        }
    }
    if digests.is_some_and(|digests| digests.as_slice() == found.as_bytes()) {
        Ok(())
    } else {
        Err(damaged("the key backup does not hold what was written to it"))
    }
}

/// One line for each file: a changed name is noticed as well as a changed byte.
fn digest_line(name: &str, bytes: &[u8]) -> String {
    format!("{} {name}\n", Digest::of(bytes).to_base64())
}

/// Only plain names below the key store; a name that climbs out is refused.
fn put(target: &Path, name: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if !name.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(damaged(format!("{} is no name in a key store", name.display())));
    }
    let path = target.join(name);
    if let Some(folder) = path.parent() {
        make_private(folder)?;
    }
    write_secret(&path, bytes)
}
