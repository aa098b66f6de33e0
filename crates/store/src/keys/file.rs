//! One key file: a few lines of text with a check value, readable by its owner only.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uppsikt_kernel::{Authority, Digest, Id};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::RetentionClass;
use crate::error::StoreError;
use crate::folder::private;

const HEADER: &str = "uppsikt-key/v1";

/// A key-encryption key as it lies on disk.
pub(super) struct KeyFile {
    pub id: Uuid,
    pub authority: Id<Authority>,
    pub class: RetentionClass,
    pub year: i16,
    pub bytes: Zeroizing<[u8; 32]>,
}

impl KeyFile {
    /// The file's text; its last line is a digest of the lines before it.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        let body = Zeroizing::new(format!(
            "{HEADER}\nid {}\nauthority {}\nclass {}\nyear {}\nkey {}\n",
            self.id,
            self.authority,
            self.class,
            self.year,
            *Zeroizing::new(STANDARD.encode(self.bytes.as_slice())),
        ));
        Zeroizing::new(format!("{}check {}\n", *body, Digest::of(body.as_bytes()).to_base64()))
    }

    /// Reads a key file; every changed byte is noticed.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        private(path)?;
        let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|e| StoreError::file(path, e))?);
        Self::parse(&text).ok_or_else(|| {
            StoreError::KeyDamaged(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let [HEADER, id, authority, class, year, key, _] = lines.as_slice() else { return None };
        let mut bytes = Zeroizing::new([0; 32]);
        let decoded = Zeroizing::new(STANDARD.decode(key.strip_prefix("key ")?).ok()?);
        if decoded.len() != bytes.len() {
            return None;
        }
        bytes.copy_from_slice(&decoded);
        let file = Self {
            id: id.strip_prefix("id ")?.parse().ok()?,
            authority: authority.strip_prefix("authority ")?.parse().ok()?,
            class: RetentionClass::new(class.strip_prefix("class ")?)?,
            year: year.strip_prefix("year ")?.parse().ok()?,
            bytes,
        };
        (file.to_text().as_str() == text).then_some(file)
    }
}

/// Overwrites a file before it is removed: on most disks the old bytes are then gone, and where
/// they are not (copy-on-write, wear levelling) the disk's own encryption has to answer for them.
pub(super) fn destroy(path: &Path) -> Result<(), StoreError> {
    let overwrite = || -> std::io::Result<()> {
        let length = usize::try_from(std::fs::metadata(path)?.len()).unwrap_or(4096);
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(&vec![0; length])?;
        file.sync_all()?;
        std::fs::remove_file(path)?;
        path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
    };
    overwrite().map_err(|e| StoreError::file(path, e))
}

/// Adds a line to a file that only grows, and waits until it is on the disk.
pub(super) fn append_line(path: &Path, line: &str) -> Result<(), StoreError> {
    let append = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
        // A line that a crash tore must not take the next one with it; an empty line means nothing.
        file.write_all(format!("\n{line}\n").as_bytes())?;
        file.sync_all()?;
        path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
    };
    append().map_err(|e| StoreError::file(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_of_a_key_file_is_noticed() {
        let file = KeyFile {
            id: Uuid::from_u128(1),
            authority: Id::from_uuid(Uuid::from_u128(2)),
            class: RetentionClass::unclassed(),
            year: 2026,
            bytes: Zeroizing::new([7; 32]),
        };
        let text = file.to_text();
        assert!(KeyFile::parse(&text).is_some());
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            assert!(KeyFile::parse(&changed).is_none(), "byte {at}");
        }
    }
}
