//! Reading a backup: nothing of it is believed before its digests have been checked.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};
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
const LINE_BYTES_MAX: u64 = 64 << 20;

/// An open backup.
pub(super) struct Archive {
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
        Ok(Self { zip, manifest })
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

    /// A part's lines, a batch at a time.
    pub(super) fn lines(
        &mut self,
        name: &str,
        batch: usize,
        mut each: impl FnMut(Vec<Vec<u8>>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut reader = BufReader::new(self.zip.by_name(name).map_err(damaged)?);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            let read = reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line).map_err(damaged)?;
            if read == 0 || lines.len() == batch {
                each(std::mem::take(&mut lines))?;
            }
            if read == 0 {
                return Ok(());
            }
            lines.push(line);
        }
    }

    /// A part as a whole.
    pub(super) fn whole(&mut self, name: &str) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        self.zip.by_name(name).map_err(damaged)?.read_to_end(&mut bytes).map_err(damaged)?;
        Ok(bytes)
    }
}
