//! What can go wrong on the way out and back.

use std::fmt;

use url::Url;

/// Where a request went: scheme, host, port and path, never query or credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// The place of an address, without what may be secret in it.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        Self(format!("{}{}", url.origin().ascii_serialization(), url.path()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A request could not be made, or its answer not be taken in.
///
/// An answer with an error status is an answer and no error of this kind.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The address in a rule has no allowed scheme or no host.
    #[error(
        "reading an allowed address failed: it must be a full address with one of the schemes {schemes:?}"
    )]
    Rule {
        /// The schemes that this kind of rule allows.
        schemes: &'static [&'static str],
    },
    /// The HTTP client could not be set up, for example without the machine's certificates.
    #[error("setting up the HTTP client failed")]
    Setup(#[source] reqwest::Error),
    /// The request is malformed, for example a header with a line break.
    #[error("building a request to {place} failed")]
    Request {
        /// Where it was to go.
        place: Place,
        /// What was malformed.
        #[source]
        source: reqwest::Error,
    },
    /// A user name or password stood in the address itself.
    #[error("asking {place} was refused: credentials do not belong in an address")]
    CredentialsInUrl {
        /// Where it was to go.
        place: Place,
    },
    /// No rule allows this origin.
    #[error("asking {place} was refused: its origin is not in the allow-list")]
    NotAllowed {
        /// Where it was to go.
        place: Place,
    },
    /// The host has a private address and no rule allows that.
    #[error("asking {place} was refused: it lies at a private address")]
    PrivateAddress {
        /// Where it was to go.
        place: Place,
    },
    /// The answer points elsewhere: to another origin, or for a request that changes something.
    #[error("asking {place} was answered by a redirect to {target}, which is not followed")]
    Redirect {
        /// Where the request went.
        place: Place,
        /// Where the answer points.
        target: Place,
    },
    /// The answers point onwards more often than is reasonable.
    #[error("asking {place} was answered by more than {redirects_max} redirects")]
    TooManyRedirects {
        /// Where the last request went.
        place: Place,
        /// How many are followed.
        redirects_max: u8,
    },
    /// No connection could be made; the request was not sent.
    #[error("connecting to {place} failed")]
    Connect {
        /// Where it was to go.
        place: Place,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// No whole answer came in time.
    #[error("asking {place} took longer than {seconds} seconds")]
    TimedOut {
        /// Where the request went.
        place: Place,
        /// The limit.
        seconds: u64,
    },
    /// The answer is larger than the limit.
    #[error("the answer from {place} is larger than {bytes_max} bytes")]
    TooLarge {
        /// Where the request went.
        place: Place,
        /// The limit, after decompression.
        bytes_max: usize,
    },
    /// The connection broke, or the answer could not be decoded, before the answer was whole.
    #[error("the answer from {place} broke off or could not be decoded")]
    Broken {
        /// Where the request went.
        place: Place,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The other side does not speak WebSocket there.
    #[error("opening a WebSocket at {place} was answered with status {status}")]
    NoSocket {
        /// Where the request went.
        place: Place,
        /// The HTTP status.
        status: u16,
    },
    /// A WebSocket broke, or a message was larger than the limit.
    #[error("the WebSocket at {place} broke off")]
    SocketBroken {
        /// Where it went.
        place: Place,
        /// Why.
        #[source]
        source: tokio_tungstenite::tungstenite::Error,
    },
}

impl NetError {
    /// Whether the other side may have carried the request out all the same.
    ///
    /// A change whose outcome is unknown must be looked at before it is tried again.
    #[must_use]
    pub const fn outcome_unknown(&self) -> bool {
        matches!(
            self,
            Self::Redirect { .. }
                | Self::TooManyRedirects { .. }
                | Self::TimedOut { .. }
                | Self::TooLarge { .. }
                | Self::Broken { .. }
        )
    }

    /// What reqwest reported for a request to `place`, without the address and its query.
    pub(crate) fn from_reqwest(place: Place, error: reqwest::Error) -> Self {
        let source = error.without_url();
        if crate::resolver::refused(&source) {
            Self::PrivateAddress { place }
        } else if source.is_builder() {
            Self::Request { place, source }
        } else if source.is_connect() {
            Self::Connect { place, source }
        } else {
            Self::Broken { place, source }
        }
    }
}
