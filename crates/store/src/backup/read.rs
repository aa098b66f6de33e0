//! Reading a backup: nothing of it is believed before its digests have been checked.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use uppsikt_kernel::Digest;
use zip::ZipArchive;

use super::{FORMAT, Manifest, ManifestFile};
use crate::error::StoreError;

fn damaged(error: impl std::fmt::Display) -> StoreError {
    StoreError::BackupDamaged(error.to_string())
}

/// A manifest names every large object in a line of about 150 bytes.
const MANIFEST_BYTES_MAX: u64 = 1 << 30;
/// A row holds at most one answer of a platform, 32 MiB, in Base64.
const LINE_BYTES_MAX: usize = 64 << 20;

/// An open backup.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(|e| StoreError::file(path, e))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
        let mut text = Vec::new();
        let manifest = zip.by_name("manifest.json").map_err(damaged)?;
        manifest.take(MANIFEST_BYTES_MAX).read_to_end(&mut text).map_err(damaged)?;
        let manifest: Manifest = serde_json::from_slice(&text).map_err(damaged)?;
        if manifest.uppsikt_backup > FORMAT {
            return Err(StoreError::NewerSchema {
                room: "backup".to_owned(),
                found: i64::from(manifest.uppsikt_backup),
                known: i64::from(FORMAT),
            });
        }
        Ok(Self { path: path.to_owned(), zip, manifest })
    }

    /// Holds every part against its digest; gives the number of bytes.
    pub(super) fn check(&mut self) -> Result<u64, StoreError> {
        let mut total = 0;
        for file in self.manifest.files.clone() {
            let mut part = self.zip.by_name(&file.name).map_err(damaged)?;
            let (mut hash, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
            loop {
                let read = part.read(&mut buffer).map_err(damaged)?;
                if read == 0 {
                    break;
                }
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
            if bytes != file.bytes || Digest::from_bytes(hash.finalize().into()) != file.sha256 {
                return Err(damaged(format!("{} is not what was written", file.name)));
            }
            total += bytes;
        }
        Ok(total)
    }

    /// The parts below a folder of the archive.
    pub(super) fn below(&self, folder: &str) -> Vec<ManifestFile> {
        self.manifest.files.iter().filter(|file| file.name.starts_with(folder)).cloned().collect()
    }

    /// A part's bytes, in pieces, from a thread of its own: reading a file must not hold up the server's work.
    pub(super) fn pieces(
        &self,
        name: &str,
    ) -> Result<mpsc::Receiver<Result<Vec<u8>, StoreError>>, StoreError> {
        let (sender, receiver) = mpsc::channel(4);
        let (path, name) = (self.path.clone(), name.to_owned());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = send_pieces(&path, &name, &sender) {
                // Whoever stopped reading does not want to know why there is no more.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(receiver)
    }
}

/// Bytes in one piece.
const PIECE_BYTES: usize = 1 << 20;

fn send_pieces(
    path: &Path,
    name: &str,
    sender: &mpsc::Sender<Result<Vec<u8>, StoreError>>,
) -> Result<(), StoreError> {
    let file = File::open(path).map_err(|e| StoreError::file(path, e))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut part = zip.by_name(name).map_err(damaged)?;
    loop {
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        part.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece).map_err(damaged)?;
        if piece.is_empty() || sender.blocking_send(Ok(piece)).is_err() {
            return Ok(());
        }
    }
}

/// Cuts pieces into lines.
pub(super) struct Lines {
    pieces: mpsc::Receiver<Result<Vec<u8>, StoreError>>,
    rest: Vec<u8>,
}

impl Lines {
    pub(super) const fn new(pieces: mpsc::Receiver<Result<Vec<u8>, StoreError>>) -> Self {
        Self { pieces, rest: Vec::new() }
    }

    /// The next whole lines, at least one; nothing at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        loop {
            if let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') {
                let after = self.rest.split_off(end + 1);
                let whole = std::mem::replace(&mut self.rest, after);
                return Ok(whole
                    .split(|byte| *byte == b'\n')
                    .filter(|line| !line.is_empty())
                    .map(<[u8]>::to_vec)
                    .collect());
            }
            if self.rest.len() > LINE_BYTES_MAX {
                return Err(damaged("a row is longer than any row can be"));
            }
            match self.pieces.recv().await {
                Some(piece) => self.rest.extend(piece?),
                None if self.rest.is_empty() => return Ok(Vec::new()),
                None => return Err(damaged("a table ends in the middle of a row")),
            }
        }
    }
}
