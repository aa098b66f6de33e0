//! What is asked.

use bytes::Bytes;
use url::Url;

use crate::secret::Secret;

/// How a request is made; only those that the connectors need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads, and may follow a redirect.
    Get,
    /// Creates or changes.
    Post,
    /// Changes.
    Put,
    /// Removes.
    Delete,
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
        }
    }
}

/// As whom a request is made.
#[derive(Debug, Clone, Default)]
pub enum Auth {
    /// As anybody.
    #[default]
    None,
    /// With a user name and a password (HTTP Basic).
    Basic {
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// With a token (HTTP Bearer).
    Bearer(Secret),
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) auth: &'a Auth,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<(&'static str, Bytes)>,
}

impl<'a> Request<'a> {
    /// A request without body.
    #[must_use]
    pub const fn new(method: Method, url: Url, auth: &'a Auth) -> Self {
        Self { method, url, auth, headers: Vec::new(), body: None }
    }

    /// The same request with one header more.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same request with a body of this media type.
    #[must_use]
    pub fn body(mut self, media_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.body = Some((media_type, body.into()));
        self
    }

    /// The same request with a JSON body, already written as text.
    #[must_use]
    pub fn json(self, body: impl Into<Bytes>) -> Self {
        self.body("application/json", body)
    }
}
