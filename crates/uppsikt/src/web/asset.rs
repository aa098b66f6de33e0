//! Files that browsers are given: stylesheet, keys, htmx, typefaces, licences. They lie inside the program.
//!
//! Their address holds a value made of all of them, so a browser keeps each for good and asks again only when
//! another version of the program is running. What `cargo xtask assets` fetches may be missing; pages then do
//! without.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Fault;

/// One file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    name: &'static str,
    etag: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A year: as long as anybody keeps anything.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The address of a file; `None` when this program was built without it.
#[must_use]
pub fn address(name: &str) -> Option<String> {
    find(name).map(|asset| format!("/static/{VERSION}/{}", asset.name))
}

/// The names of all files, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|asset| asset.name)
}

/// An icon's drawing, to stand inside an `svg` of 24 by 24; `None` when built without it.
#[must_use]
pub fn drawing(icon: &str) -> Option<&'static str> {
    let at = ICONS.binary_search_by(|(name, _)| (*name).cmp(icon)).ok()?;
    ICONS.get(at).map(|(_, drawing)| *drawing)
}

fn find(name: &str) -> Option<&'static Asset> {
    FILES.iter().find(|asset| asset.name == name)
}

/// `GET /static/{version}/{file}`.
pub(super) async fn serve(
    Path((version, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, Fault> {
    let asset = find(&name).filter(|_| version == VERSION).ok_or_else(Fault::not_found)?;
    let wants = |name, word: &str| {
        asked.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
    };
    let gzip = asset.gzip.filter(|_| wants(header::ACCEPT_ENCODING, "gzip"));
    // Strong tags differ where the bytes do.
    let etag = format!("\"{}{}\"", asset.etag, if gzip.is_some() { "-gzip" } else { "" });
    let is_known = wants(header::IF_NONE_MATCH, &etag);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, IMMUTABLE);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(asset.name)));
    if gzip.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok((headers, gzip.unwrap_or(asset.bytes)).into_response())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
