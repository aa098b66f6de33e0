//! Making requests within a policy.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use url::Url;

use crate::error::{NetError, Place};
use crate::policy::Policy;
use crate::request::{Auth, Method, Request};
use crate::resolver::{GuardedResolver, Lookup, SystemLookup};
use crate::response::Response;

/// A site that has moved a page needs one; more than this is a loop.
const REDIRECTS_MAX: u8 = 3;

/// An HTTP client that goes only where its policy allows; clones share connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    pub(crate) policy: Arc<Policy>,
    lookup: Arc<dyn Lookup>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl Client {
    /// A client for one policy; proxies named in the environment are not used.
    ///
    /// # Errors
    /// [`NetError::Setup`] when the machine's certificates cannot be read.
    pub fn new(policy: Policy) -> Result<Self, NetError> {
        Self::with_lookup(policy, Arc::new(SystemLookup))
    }

    pub(crate) fn with_lookup(policy: Policy, lookup: Arc<dyn Lookup>) -> Result<Self, NetError> {
        crate::tls::install_tls();
        let policy = Arc::new(policy);
        let http = guarded(&policy, &lookup).timeout(policy.timeout).build().map_err(NetError::Setup)?;
        Ok(Self { http, policy, lookup })
    }

    /// Another client behind the same guard, for connections that become something else than HTTP.
    pub(crate) fn for_upgrades(&self) -> Result<reqwest::Client, NetError> {
        // Only HTTP/1.1 lets a connection change what it is.
        guarded(&self.policy, &self.lookup).http1_only().build().map_err(NetError::Setup)
    }

    /// Reads what an address shows.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn get(&self, url: Url, auth: &Auth) -> Result<Response, NetError> {
        self.send(Request::new(Method::Get, url, auth)).await
    }

    /// Makes a request and takes the whole answer in.
    ///
    /// A GET follows up to three redirects within its origin; a change follows none, since
    /// that would make it twice.
    ///
    /// # Errors
    /// [`NetError`]; [`NetError::outcome_unknown`] tells whether a change may have happened.
    pub async fn send(&self, request: Request<'_>) -> Result<Response, NetError> {
        let place = Place::of(&request.url);
        let answer = tokio::time::timeout(self.policy.timeout, self.follow(request)).await;
        answer.unwrap_or_else(|_| Err(self.timed_out(place)))
    }

    async fn follow(&self, mut request: Request<'_>) -> Result<Response, NetError> {
        for _ in 0..=REDIRECTS_MAX {
            let place = Place::of(&request.url);
            let response = self.send_once(&request, &place).await?;
            let status = response.status().as_u16();
            tracing::debug!(%place, status, "answered");
            let Some(target) = redirect_target(&request.url, &response) else {
                let headers = response.headers().clone();
                let body = self.read_body(response, &place).await?;
                return Ok(Response::new(status, headers, body));
            };
            if request.method != Method::Get || target.origin() != request.url.origin() {
                return Err(NetError::Redirect { place, target: Place::of(&target) });
            }
            request.url = target;
        }
        Err(NetError::TooManyRedirects { place: Place::of(&request.url), redirects_max: REDIRECTS_MAX })
    }

    async fn send_once(&self, request: &Request<'_>, place: &Place) -> Result<reqwest::Response, NetError> {
        self.policy.check(&request.url)?;
        let mut builder = self.http.request(request.method.into(), request.url.clone());
        builder = match request.auth {
            Auth::None => builder,
            Auth::Basic { user, password } => builder.basic_auth(user, Some(password.expose())),
            Auth::Bearer(token) => builder.bearer_auth(token.expose()),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some((media_type, body)) = &request.body {
            builder = builder.header(CONTENT_TYPE, *media_type).body(body.clone());
        }
        builder.send().await.map_err(|error| self.failed(place, error))
    }

    async fn read_body(&self, mut response: reqwest::Response, place: &Place) -> Result<Bytes, NetError> {
        let bytes_max = self.policy.body_bytes_max;
        let mut body = BytesMut::new();
        // Counted as it comes, after decompression: an announced length may be absent or a lie.
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failed(place, error))? {
            if chunk.len() > bytes_max - body.len() {
                return Err(NetError::TooLarge { place: place.clone(), bytes_max });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn failed(&self, place: &Place, error: reqwest::Error) -> NetError {
        if error.is_timeout() && !error.is_connect() {
            return self.timed_out(place.clone());
        }
        NetError::from_reqwest(place.clone(), error)
    }

    pub(crate) fn timed_out(&self, place: Place) -> NetError {
        NetError::TimedOut { place, seconds: self.policy.timeout.as_secs() }
    }
}

/// What every connection has in common, whatever is spoken over it.
fn guarded(policy: &Arc<Policy>, lookup: &Arc<dyn Lookup>) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(&policy.user_agent)
        .connect_timeout(policy.connect_timeout)
        // A proxy would look names up itself, out of sight of the guard.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .dns_resolver(Arc::new(GuardedResolver::new(Arc::clone(lookup), Arc::clone(policy))))
}

/// Where an answer sends us, when it does.
fn redirect_target(asked: &Url, response: &reqwest::Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    asked.join(location).ok()
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
