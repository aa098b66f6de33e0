//! What lies around every route: the same headers, limits, protection and error pages.
//!
//! From the outside in: compression; the nonce, the headers and the words of errors; the longest time; panics; forged
//! requests; the largest body. A layer further in may answer with a bare status: the words are added on the way out.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use uppsikt_kernel::OsChance;

use super::csp::Nonce;
use super::error::{Fault, explained};
use super::layout::Frame;

/// The largest body that a request may have: a few pictures. Files from platforms come by the command line.
pub const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;
/// The longest that a page may take, the reading of the request included.
const ANSWER_SECONDS_MAX: u64 = 30;

/// Headers with the same value on every response.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: a browser would then say `Origin: null` for our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// Puts the envelope around routes.
pub fn enclose(routes: Router) -> Router {
    // A typeface is compressed already.
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    let timeout = Duration::from_secs(ANSWER_SECONDS_MAX);
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(CsrfLayer::new().with_rejection_response(|_| Fault::foreign_form().into_response()))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(from_fn(envelope))
        .layer(CompressionLayer::new().compress_when(compressible))
}

/// What a panic says may hold content; the place of it is printed by the run time.
fn panicked(_said: Box<dyn Any + Send + 'static>) -> Response {
    Fault::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

async fn envelope(mut request: Request, next: Next) -> Response {
    let Ok(nonce) = Nonce::new(&OsChance) else {
        tracing::error!("the operating system gave no randomness for a page");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let policy = nonce.policy();
    let frame = Frame::of(&request, nonce);
    let is_head = request.method() == Method::HEAD;
    let is_https = request.headers().get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    request.extensions_mut().insert(frame.clone());
    let mut response = explained(next.run(request).await, &frame);
    if is_head {
        *response.body_mut() = Body::empty();
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = policy {
        // A picture has a policy of its own, which allows nothing at all.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if is_https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Pages show records: nothing of them is left in a shared browser's memory.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
