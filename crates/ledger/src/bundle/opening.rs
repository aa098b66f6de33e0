//! `opening.json`: the salt that opens a commitment, and what it is the commitment to.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use uppsikt_kernel::{Id, Object};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{BundleError, BundleVersion, MEDIA_TYPE_BYTES_MAX};
use crate::canonical::write_string;
use crate::{EntryObject, Salt};

/// The format of `opening.json`, the newest that is read.
const FORMAT: u64 = 1;

/// What is learnt from `opening.json`; the rest of it follows from the entry.
pub(super) struct Opening {
    pub(super) media_type: String,
    pub(super) object: Id<Object>,
    pub(super) salt: Salt,
}

/// The canonical bytes of `opening.json`.
pub(super) fn to_bytes(version: &BundleVersion, recorded: &EntryObject) -> Vec<u8> {
    let salt = Zeroizing::new(STANDARD.encode(version.salt.as_bytes()));
    let texts = [
        ("{\"commitment\":", recorded.commitment.to_base64()),
        (",\"item\":", recorded.item.to_string()),
        (",\"media_type\":", version.media_type.clone()),
        (",\"object\":", version.object.to_string()),
    ];
    let mut out = Vec::with_capacity(400);
    for (name, text) in &texts {
        out.extend_from_slice(name.as_bytes());
        write_string(&mut out, text);
    }
    out.extend_from_slice(b",\"salt\":");
    write_string(&mut out, &salt);
    out.extend_from_slice(format!(",\"v\":{FORMAT},\"version\":{}}}", recorded.version).as_bytes());
    out
}

/// Reads `opening.json` of the version at `place`. Whether it belongs to the entry, and is spelt
/// canonically, the caller finds by writing it again.
pub(super) fn parse(bytes: &[u8], place: usize) -> Result<Opening, BundleError> {
    let opening = |_| BundleError::Opening { place };
    let found = serde_json::from_slice::<Format>(bytes).map_err(opening)?.v;
    if found > FORMAT {
        return Err(BundleError::Newer { place, found });
    }
    let raw: Raw = serde_json::from_slice(bytes).map_err(opening)?;
    let spelt = Zeroizing::new(raw.salt);
    let salt = Zeroizing::new(STANDARD.decode(spelt.as_bytes()).unwrap_or_default());
    let salt = salt.as_slice().try_into().map_err(|_| BundleError::Opening { place })?;
    Ok(Opening { media_type: raw.media_type, object: raw.object, salt: Salt::new(salt) })
}

/// Whether a text can be a media type: printable ASCII with a slash inside, so that it can stand
/// in a header without breaking out of it.
pub(super) fn is_media_type(text: &str) -> bool {
    text.len() <= MEDIA_TYPE_BYTES_MAX
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && text.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty())
}

#[derive(Deserialize)]
struct Format {
    v: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(rename = "commitment")]
    _commitment: String,
    #[serde(rename = "item")]
    _item: Uuid,
    media_type: String,
    object: Id<Object>,
    salt: String,
    #[serde(rename = "v")]
    _v: u64,
    #[serde(rename = "version")]
    _version: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_cannot_break_out_of_a_header() {
        for good in ["application/json", "text/html; charset=\"utf-8\"", "image/svg+xml"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "json", "/json", "text/", "a/b\r\nX: y", "a/å", &format!("a/{}", "b".repeat(254))] {
            assert!(!is_media_type(bad), "{bad:?}");
        }
    }
}
