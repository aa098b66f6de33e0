//! What a test asks with, and what it is told.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use tower::ServiceExt as _;

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The number that an error page names.
    pub fn reference(&self) -> String {
        let text = self.text();
        let is_number = |word: &&str| {
            word.len() == 9 && word.chars().all(|c| c == '-' || c.is_ascii_hexdigit()) && word.contains('-')
        };
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .find(is_number)
            .unwrap_or_default()
            .into()
    }
}

/// Asks with a method, headers and a body.
pub async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "uppsikt.lindholm.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// What a browser sends with everything.
pub const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

/// Opens a page as a browser does.
pub async fn open(router: &Router, path: &str) -> Answer {
    ask(router, Method::GET, path, &[BROWSER], Body::empty()).await
}
