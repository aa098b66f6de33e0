//! A ZIP file that holds a file of items and the pictures that belong to them.
//!
//! Nothing is ever unpacked to disk: a file is read into memory when it is asked for, by its
//! name beside the file of items. The directory is judged as a whole before anything is
//! read, and what is read is counted as it comes, since a ZIP may lie about its sizes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use bytes::Bytes;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{FILE_BYTES_MAX, ImportError};

/// Most files: one picture for each of a hundred thousand items.
const FILES_MAX: usize = 100_000;

/// Most bytes that all files may unpack to together: a large page's pictures and films of many years.
const TOTAL_BYTES_MAX: u64 = 20 * 1000 * 1000 * 1000;

/// Most bytes of one picture or film: it is held in memory.
const MEDIA_BYTES_MAX: u64 = 500 * 1000 * 1000;

/// How many times its packed size a file may become: text seldom shrinks to a fiftieth, and a bomb is a thousand.
const RATIO_MAX: u64 = 200;

/// Below this a file may shrink as much as it likes: a megabyte harms nobody.
const RATIO_FREE_BYTES: u64 = 1000 * 1000;

/// Which form the file of items has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MainForm {
    /// Lines of JSON ([`super::ndjson`]).
    Ndjson,
    /// A WordPress export ([`super::wxr`]).
    Wxr,
}

/// An opened archive.
pub struct Archive {
    zip: ZipArchive<Box<dyn Source>>,
    /// Which form the file of items has.
    pub form: MainForm,
    /// How many files have a name that is not UTF-8, so that nobody can ask for them.
    pub unreadable_names: usize,
    main: usize,
    /// By the name beside the file of items.
    files: BTreeMap<String, usize>,
}

/// What an archive can be read from.
trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files = self.files.len();
        f.debug_struct("Archive").field("form", &self.form).field("files", &files).finish_non_exhaustive()
    }
}

/// Opens an archive that lies on disk.
///
/// # Errors
/// [`ImportError`] when it cannot be read, is made to harm, or holds no single file of items.
pub fn open(path: &Path) -> Result<Archive, ImportError> {
    let file = std::fs::File::open(path).map_err(ImportError::File)?;
    Archive::new(Box::new(std::io::BufReader::new(file)))
}

/// Opens an archive in memory.
///
/// # Errors
/// As [`open`].
pub fn from_bytes(bytes: Bytes) -> Result<Archive, ImportError> {
    Archive::new(Box::new(Cursor::new(bytes)))
}

impl Archive {
    fn new(source: Box<dyn Source>) -> Result<Self, ImportError> {
        let mut zip = ZipArchive::new(source).map_err(ImportError::Zip)?;
        if zip.len() > FILES_MAX {
            return Err(ImportError::Bomb { number: 0 });
        }
        // Two names for the same bytes make a small archive unpack to a large one.
        if zip.has_overlapping_files().map_err(ImportError::Zip)? {
            return Err(ImportError::Bomb { number: 0 });
        }
        let listed = list(&mut zip)?;
        let main_of = |ending: &str| {
            let ends = |name: &str| name.to_lowercase().ends_with(ending);
            listed.files.iter().filter(|(name, _)| ends(name)).collect::<Vec<_>>()
        };
        let (lines, exports) = (main_of(".ndjson"), main_of(".xml"));
        let (form, (name, main)) = match (lines.as_slice(), exports.as_slice()) {
            ([lines], _) => (MainForm::Ndjson, *lines),
            ([], [export]) => (MainForm::Wxr, *export),
            ([], []) => return Err(ImportError::NoMainFile),
            _ => return Err(ImportError::SeveralMainFiles { count: lines.len() + exports.len() }),
        };
        let folder = name.rfind('/').map_or("", |end| &name[..=end]);
        let beside = |(name, at): (&String, &usize)| Some((name.strip_prefix(folder)?.to_owned(), *at));
        let (main, files) = (*main, listed.files.iter().filter_map(beside).collect());
        Ok(Self { zip, form, unreadable_names: listed.unreadable_names, main, files })
    }

    /// The file of items.
    ///
    /// # Errors
    /// [`ImportError`] when it is broken or larger than it may be.
    pub fn main(&mut self) -> Result<Bytes, ImportError> {
        self.take(self.main, FILE_BYTES_MAX as u64)?
            .ok_or(ImportError::TooLarge { bytes_max: FILE_BYTES_MAX })
    }

    /// A picture or film by its name beside the file of items; `None` when there is no such file.
    ///
    /// # Errors
    /// [`ImportError`] when it is broken or larger than it may be.
    pub fn media(&mut self, name: &str) -> Result<Option<Bytes>, ImportError> {
        let name = name.strip_prefix("./").unwrap_or(name);
        let Some(at) = self.files.get(name).copied() else { return Ok(None) };
        self.take(at, MEDIA_BYTES_MAX)?.map(Some).ok_or(ImportError::Bomb { number: at + 1 })
    }

    /// The names of all files but the one of items, in order.
    pub fn media_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|(_, at)| **at != self.main).map(|(name, _)| name.as_str())
    }

    /// Unpacks one file; `None` when it is larger than `bytes_max`.
    fn take(&mut self, at: usize, bytes_max: u64) -> Result<Option<Bytes>, ImportError> {
        let file = self.zip.by_index(at).map_err(ImportError::Zip)?;
        let by_ratio = RATIO_FREE_BYTES.max(file.compressed_size().saturating_mul(RATIO_MAX));
        let mut bytes = Vec::new();
        // One byte more than allowed tells that there is more.
        file.take(bytes_max.min(by_ratio) + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| ImportError::Zip(ZipError::Io(error)))?;
        let length = bytes.len() as u64;
        if length > bytes_max {
            return Ok(None);
        }
        if length > by_ratio {
            return Err(ImportError::Bomb { number: at + 1 });
        }
        Ok(Some(Bytes::from(bytes)))
    }
}

/// What the directory names.
#[derive(Default)]
struct Listed {
    files: BTreeMap<String, usize>,
    unreadable_names: usize,
}

/// Judges every entry of the directory before anything is unpacked.
fn list(zip: &mut ZipArchive<Box<dyn Source>>) -> Result<Listed, ImportError> {
    let (mut listed, mut total) = (Listed::default(), 0_u64);
    for at in 0..zip.len() {
        let number = at + 1;
        let file = zip.by_index_raw(at).map_err(ImportError::Zip)?;
        if file.encrypted() {
            return Err(ImportError::Encrypted { number });
        }
        total = total.saturating_add(file.size());
        let by_ratio = RATIO_FREE_BYTES.max(file.compressed_size().saturating_mul(RATIO_MAX));
        if file.size() > by_ratio || total > TOTAL_BYTES_MAX {
            return Err(ImportError::Bomb { number });
        }
        let raw = file.name_raw();
        if leads_out(raw) || file.is_symlink() {
            return Err(ImportError::NameLeadsOut { number });
        }
        match std::str::from_utf8(raw) {
            Ok(name) if file.is_file() && !is_litter(name) => drop(listed.files.insert(name.to_owned(), at)),
            Ok(_) => {}
            Err(_) => listed.unreadable_names += 1,
        }
    }
    Ok(listed)
}

/// Whether a name could mean a place outside the folder where somebody unpacks it.
fn leads_out(name: &[u8]) -> bool {
    let is_drive = name.get(1) == Some(&b':') && name.first().is_some_and(u8::is_ascii_alphabetic);
    let is_separator = |byte: &u8| matches!(byte, b'/' | b'\\');
    is_drive
        || name.contains(&0)
        || name.first().is_some_and(is_separator)
        || name.split(is_separator).any(|part| part == b"..")
}

/// What operating systems put into archives by themselves.
fn is_litter(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with("._") || part == ".DS_Store")
}

#[cfg(test)]
mod tests;
