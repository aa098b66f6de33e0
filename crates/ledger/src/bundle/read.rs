//! Takes a bundle apart, and takes nothing but a bundle.
//!
//! A ZIP file can hold two truths: one in the headers before the files and another in the
//! directory at its end, bytes that no directory names, a name twice. Here every byte of the
//! file has one meaning, so that two programs cannot read two things.

use std::io::{Cursor, Read as _};

use zip::{CompressionMethod, ZipArchive};

use super::{Bundle, BundleError, BundleVersion, KEYS, KEYS_MAX, README, VERSION_FILES};
use super::{check_limits, file_names, folder, opening};
use crate::{TlogProof, VerifyKey};

/// The parts of a ZIP file that have a fixed length, in bytes, for names of length nought.
const LOCAL_HEADER_BYTES: u64 = 30;
const DIRECTORY_ENTRY_BYTES: u64 = 46;
const DIRECTORY_END_BYTES: u64 = 22;

impl Bundle {
    /// What a bundle holds. Nothing is proven by it: [`super::verify_bundle`] does that.
    ///
    /// # Errors
    /// [`BundleError`] when the bytes are not laid out as a bundle, or a part cannot be read.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        open(bytes).map(|(bundle, _)| bundle)
    }
}

/// The bundle and the ZIP's comment.
pub(super) fn open(bytes: &[u8]) -> Result<(Bundle, Vec<u8>), BundleError> {
    check_limits(1, bytes.len() as u64)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let versions = archive.len().saturating_sub(2) / VERSION_FILES.len();
    check_limits(versions, bytes.len() as u64)?;
    let comment = archive.comment().to_vec();
    let mut files = files(&mut archive, versions, bytes.len() as u64 - comment.len() as u64)?.into_iter();
    let mut next = || files.next().unwrap_or_default();
    let readme = text(next(), README.to_owned())?;
    let keys = keys(&text(next(), KEYS.to_owned())?)?;
    let versions = (1..=versions).map(|place| version(place, &mut next)).collect::<Result<_, _>>()?;
    Ok((Bundle { readme, keys, versions }, comment))
}

/// The bytes of every file, once it is certain that the ZIP holds them and nothing else.
fn files(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    versions: usize,
    comment_start: u64,
) -> Result<Vec<Vec<u8>>, BundleError> {
    if archive.len() != 2 + versions * VERSION_FILES.len() {
        return Err(BundleError::Layout("it does not hold the files of a bundle"));
    }
    archive.validate_header_consistency()?;
    let (mut at, mut directory_bytes, mut files) = (0, 0, Vec::with_capacity(archive.len()));
    for (index, expected) in file_names(versions).enumerate() {
        let mut file = archive.by_index(index)?;
        if file.name_raw() != expected.as_bytes() {
            return Err(BundleError::OtherFile { expected });
        }
        let stored = file.compression() == CompressionMethod::Stored && file.size() == file.compressed_size();
        let data_start = at + LOCAL_HEADER_BYTES + expected.len() as u64;
        if !stored || file.header_start() != at || file.data_start() != Some(data_start) {
            return Err(BundleError::Layout("a file is compressed, or does not follow on the one before it"));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(zip::result::ZipError::Io)?;
        at = data_start + bytes.len() as u64;
        directory_bytes += DIRECTORY_ENTRY_BYTES + expected.len() as u64;
        files.push(bytes);
    }
    if archive.central_directory_start() != at || at + directory_bytes + DIRECTORY_END_BYTES != comment_start
    {
        return Err(BundleError::Layout("it holds bytes that belong to no file"));
    }
    Ok(files)
}

fn text(bytes: Vec<u8>, file: String) -> Result<String, BundleError> {
    String::from_utf8(bytes).map_err(|_| BundleError::NotText { file })
}

fn keys(lines: &str) -> Result<Vec<VerifyKey>, BundleError> {
    let lines = lines.strip_suffix('\n').ok_or(BundleError::Keys)?.split('\n');
    // One more than there may be is enough to find that there are too many.
    lines.take(KEYS_MAX + 1).map(|line| line.parse().map_err(BundleError::Key)).collect()
}

fn version(place: usize, mut next: impl FnMut() -> Vec<u8>) -> Result<BundleVersion, BundleError> {
    let (entry, proof, content, written) = (next(), next(), next(), next());
    let proof = text(proof, folder(place) + VERSION_FILES[1])?;
    let proof = proof.parse::<TlogProof>().map_err(|source| BundleError::Proof { place, source })?;
    let opening = opening::parse(&written, place)?;
    let version = BundleVersion {
        entry,
        proof,
        content,
        media_type: opening.media_type,
        object: opening.object,
        salt: opening.salt,
    };
    if version.opening(place)? == written { Ok(version) } else { Err(BundleError::Opening { place }) }
}
