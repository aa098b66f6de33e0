//! Verifies a bundle: the signature over the file, then every version.

use std::collections::BTreeSet;

use uppsikt_kernel::{Id, Micros, Object};
use uuid::Uuid;

use super::{Bundle, BundleError, KEYS_MAX, check_limits, opening, read, signed_text};
use crate::{NoteError, Sealed, SignedNote, VerifyKey};

/// What a verified bundle proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleReport {
    /// The item.
    pub item: Uuid,
    /// Its versions, in the order of their folders.
    pub versions: Vec<VersionReport>,
    /// The log that it is sealed in.
    pub origin: String,
    /// How many entries the checkpoint covers.
    pub checkpoint_size: u64,
    /// What the verification rests on.
    pub key: KeyTrust,
}

/// What a verified bundle proves of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionReport {
    /// Which version of the item it is.
    pub number: u32,
    /// The sealed object.
    pub object: Id<Object>,
    /// When it was recorded, as the log states.
    pub recorded_at: Micros,
    /// Its entry's place in the log, from 0.
    pub index: u64,
    /// The content's length in bytes.
    pub content_bytes: u64,
    /// What the content is, as the bundle states.
    pub media_type: String,
}

/// Where the key came from that a bundle was verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTrust {
    /// It was given by the person who verifies, who had it another way.
    Given,
    /// It lay in the bundle itself: whole and unchanged, but anyone may have made it.
    OnlyEnclosed,
}

/// Verifies a bundle against the keys in `trusted`; without any, against the keys that it encloses,
/// which shows only that it is whole.
///
/// # Errors
/// [`BundleError`] at the first thing that does not hold; any changed byte is one.
pub fn verify_bundle(bytes: &[u8], trusted: &[VerifyKey]) -> Result<BundleReport, BundleError> {
    let (bundle, comment) = read::open(bytes)?;
    let (keys, key) = match trusted {
        [] => (bundle.keys.as_slice(), KeyTrust::OnlyEnclosed),
        given => (given, KeyTrust::Given),
    };
    let before = &bytes[..bytes.len() - comment.len()];
    let origin = verify_comment(&comment, before, keys, &bundle.keys)?;
    Ok(BundleReport { key, ..bundle.report(keys, &origin)? })
}

/// The origin, when the comment is one signature by one of `keys`, also enclosed, over `before`.
fn verify_comment(
    comment: &[u8],
    before: &[u8],
    keys: &[VerifyKey],
    enclosed: &[VerifyKey],
) -> Result<String, BundleError> {
    let spelt = str::from_utf8(comment).map_err(|_| BundleError::Layout("its comment is not text"))?;
    let note = SignedNote::parse(spelt).map_err(BundleError::Signature)?;
    // A signature by an unknown key would go unverified, and so would a change in it.
    if note.signatures().len() != 1 || note.to_string() != spelt {
        return Err(BundleError::Layout("its comment is not a text with one signature"));
    }
    let signer = note.verified_by(keys).map_err(BundleError::Signature)?;
    let signer = *signer.first().ok_or(BundleError::Signature(NoteError::NoKnownKey { keys: keys.len() }))?;
    if note.text() != signed_text(signer.name(), before) {
        return Err(BundleError::Changed);
    }
    if enclosed.contains(signer) { Ok(signer.name().to_owned()) } else { Err(BundleError::SignerNotEnclosed) }
}

impl Bundle {
    /// Verifies everything but the signature over the file.
    pub(super) fn report(&self, keys: &[VerifyKey], origin: &str) -> Result<BundleReport, BundleError> {
        check_limits(self.versions.len(), 0)?;
        self.check_keys(origin)?;
        let (mut objects, mut versions, mut first) = (BTreeSet::new(), Vec::new(), None::<Sealed>);
        for (place, version) in (1..).zip(&self.versions) {
            let sealed = Sealed::verify(&version.entry, &version.proof, keys, version.object)
                .map_err(|source| BundleError::Seal { place, source })?;
            if !sealed.opens(&version.salt, &version.content) {
                return Err(BundleError::Content { place });
            }
            if !opening::is_media_type(&version.media_type) {
                return Err(BundleError::MediaType { place });
            }
            if !objects.insert(version.object) {
                return Err(BundleError::DuplicateObject { place });
            }
            versions.push(VersionReport {
                number: sealed.version(),
                object: sealed.object(),
                recorded_at: sealed.recorded_at(),
                index: sealed.index(),
                content_bytes: version.content.len() as u64,
                media_type: version.media_type.clone(),
            });
            let first = first.get_or_insert_with(|| sealed.clone());
            if sealed.item() != first.item() {
                return Err(BundleError::OtherItem { place });
            }
            // One checkpoint, so that nobody can show two histories in one file.
            if sealed.checkpoint() != first.checkpoint() || sealed.checkpoint().origin() != origin {
                return Err(BundleError::OtherCheckpoint { place });
            }
        }
        let first = first.ok_or(BundleError::Versions { found: 0 })?;
        Ok(BundleReport {
            item: first.item(),
            versions,
            origin: origin.to_owned(),
            checkpoint_size: first.checkpoint().size(),
            key: KeyTrust::OnlyEnclosed,
        })
    }

    fn check_keys(&self, origin: &str) -> Result<(), BundleError> {
        let lines: BTreeSet<String> = self.keys.iter().map(ToString::to_string).collect();
        let in_order = (1..=KEYS_MAX).contains(&self.keys.len()) && lines.len() == self.keys.len();
        if in_order && self.keys.iter().all(|key| key.name() == origin) {
            Ok(())
        } else {
            Err(BundleError::Keys)
        }
    }
}
