//! Bundles of entries: the log's contents, 256 entries a file (C2SP `tlog-tiles`).
//!
//! An entry stands after its length as two bytes, most significant first.

use crate::tile::index_path;

/// The most bytes of an entry: what two bytes of length can say. Source: C2SP `tlog-tiles`.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Why a bundle of entries could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryBundleError {
    /// An entry is too long for a bundle.
    #[error("an entry of {bytes} bytes was to be put into a bundle, which takes at most {ENTRY_BYTES_MAX}")]
    TooLong {
        /// Bytes of the entry.
        bytes: usize,
    },
    /// The bundle ends within an entry or within its length.
    #[error("reading a bundle of entries: it ends within entry {entry}")]
    CutOff {
        /// The entry, counted from 0 in this bundle.
        entry: usize,
    },
}

/// Adds one entry at the end of a bundle.
///
/// ```
/// use uppsikt_ledger::entry_bundle;
/// let mut bundle = Vec::new();
/// entry_bundle::push(&mut bundle, b"one")?;
/// entry_bundle::push(&mut bundle, b"")?;
/// assert_eq!(bundle, b"\0\x03one\0\0");
/// let entries: Result<Vec<_>, _> = entry_bundle::entries(&bundle).collect();
/// assert_eq!(entries?, [b"one".as_slice(), b""]);
/// # Ok::<(), entry_bundle::EntryBundleError>(())
/// ```
///
/// # Errors
/// [`EntryBundleError::TooLong`]; the bundle is then as it was.
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), EntryBundleError> {
    let length = u16::try_from(entry.len()).map_err(|_| EntryBundleError::TooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle in order. After an error there are no more.
pub fn entries(bundle: &[u8]) -> impl Iterator<Item = Result<&[u8], EntryBundleError>> {
    let mut rest = bundle;
    let mut entry = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let split = rest
            .split_first_chunk::<2>()
            .and_then(|(length, after)| after.split_at_checked(usize::from(u16::from_be_bytes(*length))));
        let Some((found, after)) = split else {
            rest = &[];
            return Some(Err(EntryBundleError::CutOff { entry }));
        };
        rest = after;
        entry += 1;
        Some(Ok(found))
    })
}

/// Where a bundle is served, relative to the log: partial when `width` is 1 to 255.
///
/// ```
/// use uppsikt_ledger::entry_bundle;
/// assert_eq!(entry_bundle::path(1_000, Some(3)), "tile/entries/x001/000.p/3");
/// ```
#[must_use]
pub fn path(index: u64, width: Option<u16>) -> String {
    format!("tile/entries/{}", index_path(index, width))
}
