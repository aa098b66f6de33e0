//! Pictures and films, which are named by what they hold.

use bytes::Bytes;
use uppsikt_net::{Auth, NetError};
use url::Url;

use super::ask::Side;
use super::cbor::file_name;
use super::shape::BLOB_PATH;
use super::{Bluesky, MEDIA_BYTES_MAX};
use crate::error::PlatformError;
use crate::item::Media;

impl Bluesky {
    /// The file itself from the server that holds it; for an account on another server the picture as the
    /// AppView shows it, where an address for that is set.
    pub(super) async fn file(&self, media: &Media) -> Result<Bytes, PlatformError> {
        let (did, cid) = named(&media.source).ok_or(PlatformError::NativeId)?;
        let query = [("did", did.as_str()), ("cid", cid.as_str())];
        let (request, url) = self.url(Side::Server, "com.atproto.sync.getBlob", &query)?;
        let response = self.client.get(url, &Auth::None).await.map_err(|source| broken(&request, source))?;
        if response.is_success() {
            // The name is the hash of the bytes: anything else is not this file.
            if file_name(&response.body) != cid {
                return Err(PlatformError::Malformed { request, line: 0, column: 0 });
            }
            return within_limit(response.body);
        }
        let Some(pictures) = self.pictures.as_ref().filter(|_| response.status == 400) else {
            return Err(self.refused(request, &response));
        };
        let path = format!("img/feed_fullsize/plain/{did}/{cid}@jpeg");
        let url = pictures.join(&path).map_err(|_| PlatformError::Address)?;
        let request = url.path().to_owned();
        let shown = self.client.get(url, &Auth::None).await.map_err(|source| broken(&request, source))?;
        if shown.is_success() { within_limit(shown.body) } else { Err(self.refused(request, &shown)) }
    }
}

/// Whose file, and its name.
fn named(source: &str) -> Option<(String, String)> {
    let anywhere = Url::parse("https://server.invalid").ok()?.join(source).ok()?;
    if !source.starts_with(BLOB_PATH) || anywhere.path() != BLOB_PATH {
        return None;
    }
    let field =
        |name: &str| anywhere.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let (did, cid) = (field("did")?, field("cid")?);
    let is_plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:_-".contains(&byte));
    (did.starts_with("did:") && is_plain(&did) && is_plain(&cid)).then_some((did, cid))
}

fn broken(request: &str, source: NetError) -> PlatformError {
    match source {
        NetError::TooLarge { bytes_max, .. } => {
            PlatformError::TooLarge { bytes_max: u64::try_from(bytes_max).unwrap_or(u64::MAX) }
        }
        source => PlatformError::Unreachable { request: request.to_owned(), source },
    }
}

fn within_limit(bytes: Bytes) -> Result<Bytes, PlatformError> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MEDIA_BYTES_MAX) {
        Ok(bytes)
    } else {
        Err(PlatformError::TooLarge { bytes_max: MEDIA_BYTES_MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_files_are_taken() {
        let source = "/xrpc/com.atproto.sync.getBlob?did=did:plc:a&cid=bafk";
        assert_eq!(named(source), Some(("did:plc:a".into(), "bafk".into())));
        for bad in [
            "https://evil.example/xrpc/com.atproto.sync.getBlob?did=did:plc:a&cid=bafk",
            "//evil.example/xrpc/com.atproto.sync.getBlob?did=did:plc:a&cid=bafk",
            "/xrpc/com.atproto.sync.getBlob?did=did:plc:a",
            "/xrpc/com.atproto.sync.getBlob?did=did:plc:a&cid=../x",
            "/xrpc/com.atproto.sync.getBlob/../x?did=did:plc:a&cid=bafk",
        ] {
            assert_eq!(named(bad), None, "{bad}");
        }
    }
}
