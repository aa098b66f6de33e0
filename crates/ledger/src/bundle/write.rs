//! Writes a bundle, and nothing that would not verify.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::{Bundle, BundleError, BundleVersion, KEYS, README, VERSION_FILES};
use super::{check_limits, folder, opening, signed_text};
use crate::{Entry, LogKey, SignedNote};

/// Bytes of a ZIP file around one file, its name not counted: its two headers.
const FILE_OVERHEAD_BYTES: usize = 30 + 46;

impl Bundle {
    /// The bundle as a ZIP file, signed with `key`, which is one of [`Bundle::keys`].
    ///
    /// The same bundle and key give the same bytes.
    ///
    /// # Errors
    /// [`BundleError`] when the file would be too large, or would not verify against its own keys.
    pub fn to_zip(&self, key: &LogKey) -> Result<Vec<u8>, BundleError> {
        check_limits(self.versions.len(), self.bytes_about())?;
        if !self.keys.contains(key.verify_key()) {
            return Err(BundleError::SignerNotEnclosed);
        }
        self.report(&self.keys, key.name())?;
        let sign = |before: &[u8]| {
            SignedNote::sign(&signed_text(key.name(), before), &[key]).map_err(BundleError::Signature)
        };
        // The ZIP states its comment's length before the comment. All comments of one key are of
        // equal length, so one over nothing holds the place until the bytes before it are known.
        let place_holder = sign(b"")?.to_string();
        let mut bytes = self.zip(&place_holder)?;
        let before = bytes.len() - place_holder.len();
        let comment = sign(&bytes[..before])?.to_string();
        bytes.truncate(before);
        bytes.extend_from_slice(comment.as_bytes());
        check_limits(self.versions.len(), bytes.len() as u64)?;
        if comment.len() == place_holder.len() {
            Ok(bytes)
        } else {
            Err(BundleError::Layout("its comment would have another length than it states"))
        }
    }

    /// The lines of `log.vkey`.
    pub(super) fn key_lines(&self) -> String {
        self.keys.iter().map(|key| format!("{key}\n")).collect()
    }

    /// What the contents alone come to, so that nothing too large is built.
    fn bytes_about(&self) -> u64 {
        let contents = self.versions.iter().map(|version| version.content.len() + FILE_OVERHEAD_BYTES);
        (self.readme.len() + contents.sum::<usize>()) as u64
    }

    fn zip(&self, comment: &str) -> Result<Vec<u8>, BundleError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.set_comment(comment)?;
        let mut add = |name: &str, bytes: &[u8]| -> Result<(), BundleError> {
            zip.start_file(name, options())?;
            Ok(zip.write_all(bytes).map_err(zip::result::ZipError::Io)?)
        };
        add(README, self.readme.as_bytes())?;
        add(KEYS, self.key_lines().as_bytes())?;
        for (at, version) in self.versions.iter().enumerate() {
            let (proof, opening) = (version.proof.to_string(), version.opening(at + 1)?);
            let files = [version.entry.as_slice(), proof.as_bytes(), &version.content, &opening];
            for (name, bytes) in VERSION_FILES.iter().zip(files) {
                add(&(folder(at + 1) + name), bytes)?;
            }
        }
        Ok(zip.finish()?.into_inner())
    }
}

impl BundleVersion {
    /// The bytes of `opening.json`, as the entry makes them.
    pub(super) fn opening(&self, place: usize) -> Result<Vec<u8>, BundleError> {
        let entry = Entry::parse(&self.entry).map_err(|source| BundleError::Entry { place, source })?;
        let recorded = entry.object(self.object).ok_or(BundleError::Opening { place })?;
        Ok(opening::to_bytes(self, recorded))
    }
}

/// Stored, for ever the same moment, readable by all: nothing of the machine that wrote it.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644)
}
