//! What stands around every page: who is signed in, the way to the other pages, and what the keys do.

mod nav;
mod person;

use std::sync::{Arc, Mutex, OnceLock};

use askama::Template;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::Fault;
use super::asset;
use super::components::{Tone, icon};
use super::csp::Nonce;
pub use nav::Nav;
pub use person::Person;

/// In which form whoever asks wants the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// A page for a browser.
    Page,
    /// JSON: everything under `/api/`, and whoever asks for it.
    Json,
    /// Text for a terminal.
    Text,
}

impl Wants {
    fn of(path: &str, headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if path.starts_with("/api/") {
            Self::Json
        } else if accept.contains("text/html") {
            Self::Page
        } else if accept.contains("application/json") {
            Self::Json
        } else {
            Self::Text
        }
    }
}

/// A sentence above the page that says what has been done, or what to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its weight.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// The frame of one response. Every handler of a page takes one; it is there on every route.
#[derive(Debug, Clone)]
pub struct Frame {
    nonce: Nonce,
    wants: Wants,
    person: Arc<OnceLock<Person>>,
    notices: Arc<Mutex<Vec<Notice>>>,
    swaps: Option<Arc<str>>,
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        // Missing only where a route lies outside the envelope, which is a fault of ours.
        let missing = || Fault::of_status(StatusCode::INTERNAL_SERVER_ERROR);
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

impl Frame {
    pub(super) fn of(request: &Request, nonce: Nonce) -> Self {
        let path = request.uri().path();
        Self {
            nonce,
            wants: Wants::of(path, request.headers()),
            person: Arc::default(),
            notices: Arc::default(),
            swaps: swaps(request.headers()),
        }
    }

    /// The id of the part of the page that htmx puts the answer into; `None` where a whole page is asked for.
    #[must_use]
    pub fn swaps(&self) -> Option<&str> {
        self.swaps.as_deref()
    }

    /// A whole page that answers a question for a part, such as an error, takes the place of the page.
    pub(super) fn takes_the_page(&self, headers: &mut HeaderMap) {
        if self.swaps.is_some() {
            headers.insert("hx-retarget", HeaderValue::from_static("body"));
            headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
        }
    }

    /// The nonce, for pages with elements that htmx is to obey: `hx-nonce="{{ nonce }}"`.
    #[must_use]
    pub fn nonce(&self) -> Nonce {
        self.nonce.clone()
    }

    /// Says who is signed in; the session does, once for a request, before the route's handler runs.
    pub fn identify(&self, person: Person) {
        // A second time would be a fault of the session's; the first word stands.
        let _ = self.person.set(person);
    }

    /// Who is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        self.person.get()
    }

    /// In which form the answer is wanted.
    #[must_use]
    pub fn wants(&self) -> Wants {
        self.wants
    }

    /// Adds a sentence above the page.
    #[must_use]
    pub fn with_notice(self, tone: Tone, text: impl Into<String>) -> Self {
        if let Ok(mut notices) = self.notices.lock() {
            notices.push(Notice { tone, text: text.into() });
        }
        self
    }

    /// The page in its layout, with status 200.
    pub fn render(&self, nav: Nav, title: &str, page: &impl Template) -> Response {
        self.render_as(StatusCode::OK, nav, title, page)
    }

    /// The page in its layout; 422 for a form that is shown again with what is wrong in it.
    pub fn render_as(&self, status: StatusCode, nav: Nav, title: &str, page: &impl Template) -> Response {
        match self.page(nav, title, page) {
            Ok(page) => {
                let mut response = (status, Html(page)).into_response();
                self.takes_the_page(response.headers_mut());
                response
            }
            Err(error) => unrendered(&error),
        }
    }

    /// A part of a page without the layout, for htmx to put into a page that is there already.
    pub fn fragment(&self, part: &impl Template) -> Response {
        part.render().map_or_else(|error| unrendered(&error), |part| Html(part).into_response())
    }

    /// The page's text.
    pub(super) fn page(&self, nav: Nav, title: &str, page: &impl Template) -> askama::Result<String> {
        let content = page.render()?;
        let person = self.person();
        let notices = self.notices.lock().map(|mut notices| std::mem::take(&mut *notices));
        let layout = Layout {
            nonce: &self.nonce,
            here: nav,
            title,
            content: &content,
            person,
            links: Nav::ALL.into_iter().filter(|nav| nav.is_shown(person)).collect(),
            notices: notices.unwrap_or_default(),
            version: env!("CARGO_PKG_VERSION"),
        };
        layout.render()
    }
}

/// The part that htmx names, as `div#detail`.
fn swaps(headers: &HeaderMap) -> Option<Arc<str>> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if said("hx-request") != Some("true") || said("hx-request-type") != Some("partial") {
        return None;
    }
    let (_, id) = said("hx-target")?.split_once('#')?;
    Some(id.into())
}

fn unrendered(error: &askama::Error) -> Response {
    tracing::error!(%error, "a page could not be written");
    Fault::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[derive(Template)]
#[template(path = "web/layout.html")]
struct Layout<'a> {
    nonce: &'a Nonce,
    here: Nav,
    title: &'a str,
    content: &'a str,
    person: Option<&'a Person>,
    links: Vec<Nav>,
    notices: Vec<Notice>,
    version: &'static str,
}

impl Layout<'_> {
    /// The address of a file; nothing where this program was built without it.
    fn asset(&self, name: &str) -> Option<String> {
        asset::address(name)
    }

    /// Whether the search field at the top leads anywhere.
    fn can_search(&self) -> bool {
        self.links.contains(&Nav::Search)
    }
}
