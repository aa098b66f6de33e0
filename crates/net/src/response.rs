//! What came back.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, RETRY_AFTER, SET_COOKIE};

/// A whole answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body after decompression.
    pub body: Bytes,
    headers: HeaderMap,
}

impl Response {
    pub(crate) fn new(status: u16, mut headers: HeaderMap, body: Bytes) -> Self {
        // Cookies are credentials, and no request is made with them.
        headers.remove(SET_COOKIE);
        Self { status, body, headers }
    }

    /// A header's value, where it is there and plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long the other side asks us to wait, where it says so in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.header(RETRY_AFTER.as_str())?.trim().parse().ok().map(Duration::from_secs)
    }

    /// Whether the status says that the request was carried out (200 to 299).
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}
