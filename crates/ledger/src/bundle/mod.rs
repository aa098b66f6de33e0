//! Evidence bundles: one ZIP file with which a stranger can check, offline, what was sealed.
//!
//! A bundle holds the versions of one item: content, the salt that opens its commitment, the
//! entry that recorded it and the proof that the entry stands in the log. The log's key signs
//! the whole file in the ZIP's comment, so that no byte can change unseen. The layout is told
//! in `docs/reference/bundle.md`, beside a verifier that shares nothing with this code.
//!
//! [`Bundle::read`] takes a bundle apart and believes it; [`verify_bundle`] does not.

mod opening;
mod read;
mod verify;
mod write;

use std::fmt;

use uppsikt_kernel::{Id, Object};

use crate::{EntryError, KeyError, NoteError, Salt, SealError, TlogProof, TlogProofError, VerifyKey};

pub use verify::{BundleReport, KeyTrust, VersionReport, verify_bundle};

/// Most versions in a bundle: a bundle is about one item, and nobody edits a post more often.
const VERSIONS_MAX: usize = 1_000;
/// Most bytes of a bundle, 1 GiB: it is read whole into memory.
const BUNDLE_BYTES_MAX: u64 = 1 << 30;
/// Most keys in a bundle: the keys that one log has had.
const KEYS_MAX: usize = 64;
/// Longest media type in bytes; registered ones are far shorter.
const MEDIA_TYPE_BYTES_MAX: usize = 255;

const README: &str = "README.md";
const KEYS: &str = "log.vkey";
/// The files of a version, in their order, in the folder that [`folder`] names.
const VERSION_FILES: [&str; 4] = ["entry.json", "proof.tlog-proof", "content", "opening.json"];

/// What a bundle holds.
#[derive(Clone)]
pub struct Bundle {
    /// A text for the person who opens the file: what it is, and how to check it.
    pub readme: String,
    /// The log's keys; the one that signs the bundle is among them.
    pub keys: Vec<VerifyKey>,
    /// Versions of one item, 1 to 1,000, every proof under the same checkpoint.
    pub versions: Vec<BundleVersion>,
}

/// One sealed object in a bundle: the content of a version, and all that proves it.
#[derive(Clone)]
pub struct BundleVersion {
    /// The entry's canonical bytes.
    pub entry: Vec<u8>,
    /// The proof that the entry stands in the log.
    pub proof: TlogProof,
    /// The content, exactly as it was sealed.
    pub content: Vec<u8>,
    /// What the content is, for example `application/json`: printable ASCII, at most 255 bytes.
    pub media_type: String,
    /// Which of the entry's objects it is.
    pub object: Id<Object>,
    /// The salt that opens the commitment.
    pub salt: Salt,
}

/// Without what it holds: content and salts are nobody's who reads a log of errors.
impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bundle").field("versions", &self.versions).finish_non_exhaustive()
    }
}
impl fmt::Debug for BundleVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BundleVersion").field("object", &self.object).finish_non_exhaustive()
    }
}

/// A bundle could not be written, read or verified. `place` counts versions from 1, as the folders do.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file is, or would be, larger than 1 GiB.
    #[error("a bundle of {bytes} bytes is larger than 1 GiB")]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// There is no version, or there are too many.
    #[error("a bundle has {found} versions and not 1 to 1,000")]
    Versions {
        /// How many there are.
        found: usize,
    },
    /// The ZIP file cannot be written or read.
    #[error("writing or reading the ZIP file of a bundle")]
    Zip(#[from] zip::result::ZipError),
    /// The ZIP file holds something that a bundle's does not.
    #[error("the ZIP file of a bundle: {0}")]
    Layout(&'static str),
    /// A file stands where another one should.
    #[error("a bundle holds another file in the place of {expected}")]
    OtherFile {
        /// The file that should stand there.
        expected: String,
    },
    /// A file that is text is not UTF-8.
    #[error("a bundle's file {file} is not text in UTF-8")]
    NotText {
        /// The file.
        file: String,
    },
    /// A line of `log.vkey` is no key.
    #[error("reading the keys in a bundle")]
    Key(#[source] KeyError),
    /// The list of keys is empty, too long, holds a key twice, or keys of several logs.
    #[error("a bundle's keys are not 1 to 64 different keys of one log, a line each")]
    Keys,
    /// The bundle is signed with a key that it does not hold.
    #[error("a bundle is signed with a key that it does not hold")]
    SignerNotEnclosed,
    /// A version's entry cannot be read.
    #[error("reading the entry of version folder {place}")]
    Entry {
        /// The version's place.
        place: usize,
        /// Why.
        #[source]
        source: EntryError,
    },
    /// A version's proof cannot be read.
    #[error("reading the proof of version folder {place}")]
    Proof {
        /// The version's place.
        place: usize,
        /// Why.
        #[source]
        source: TlogProofError,
    },
    /// The file that opens the commitment is in a format of a newer program.
    #[error(
        "version folder {place} is written in format {found}, newer than format 1 which this program reads"
    )]
    Newer {
        /// The version's place.
        place: usize,
        /// The format that it states.
        found: u64,
    },
    /// `opening.json` is not what the entry and the version make it.
    #[error("the opening of version folder {place} is not the one that belongs to its entry")]
    Opening {
        /// The version's place.
        place: usize,
    },
    /// The media type cannot be one.
    #[error("the media type of version folder {place} is not one")]
    MediaType {
        /// The version's place.
        place: usize,
    },
    /// The same object stands in two versions.
    #[error("version folder {place} holds an object that another one holds already")]
    DuplicateObject {
        /// The later version's place.
        place: usize,
    },
    /// The ZIP's comment is no signed note.
    #[error("reading or verifying the signature over a bundle")]
    Signature(#[source] NoteError),
    /// The signed text is not the one over these bytes.
    #[error("a bundle has been changed: its signature is over other bytes")]
    Changed,
    /// An object cannot be shown to be sealed.
    #[error("verifying version folder {place}")]
    Seal {
        /// The version's place.
        place: usize,
        /// Why.
        #[source]
        source: SealError,
    },
    /// The content is not what was sealed.
    #[error("the content of version folder {place} is not what was sealed")]
    Content {
        /// The version's place.
        place: usize,
    },
    /// A version belongs to another item than the first one does.
    #[error("version folder {place} is about another item than the first one")]
    OtherItem {
        /// The version's place.
        place: usize,
    },
    /// A version is proven under another checkpoint than the first one is.
    #[error("version folder {place} is proven under another checkpoint than the first one")]
    OtherCheckpoint {
        /// The version's place.
        place: usize,
    },
}

/// The folder of a version, counted from 1.
fn folder(place: usize) -> String {
    format!("versions/{place:04}/")
}

/// The name of every file of a bundle of so many versions, in the order of the ZIP.
fn file_names(versions: usize) -> impl Iterator<Item = String> {
    let of_version = |place| VERSION_FILES.iter().map(move |file| folder(place) + file);
    [README.to_owned(), KEYS.to_owned()].into_iter().chain((1..=versions).flat_map(of_version))
}

/// The limits that hold before anything is built.
fn check_limits(versions: usize, bytes: u64) -> Result<(), BundleError> {
    if !(1..=VERSIONS_MAX).contains(&versions) {
        return Err(BundleError::Versions { found: versions });
    }
    if bytes > BUNDLE_BYTES_MAX { Err(BundleError::TooLarge { bytes }) } else { Ok(()) }
}

/// The text that the log's key signs: format, origin, and the digest of every byte before it.
fn signed_text(origin: &str, before: &[u8]) -> String {
    let digest = uppsikt_kernel::Digest::of(before).to_base64();
    format!("uppsikt-bundle/v1\n{origin}\n{digest}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_in_one_order() {
        let names: Vec<String> = file_names(2).collect();
        assert_eq!(names.len(), 10);
        assert_eq!(names[..3], ["README.md", "log.vkey", "versions/0001/entry.json"]);
        assert_eq!(names[9], "versions/0002/opening.json");
    }

    #[test]
    fn limits_hold() {
        assert!(check_limits(1, 0).is_ok() && check_limits(VERSIONS_MAX, BUNDLE_BYTES_MAX).is_ok());
        assert!(matches!(check_limits(0, 0), Err(BundleError::Versions { found: 0 })));
        assert!(matches!(check_limits(1_001, 0), Err(BundleError::Versions { found: 1_001 })));
        assert!(matches!(check_limits(1, (1 << 30) + 1), Err(BundleError::TooLarge { .. })));
    }
}
