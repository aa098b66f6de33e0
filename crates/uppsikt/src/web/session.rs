//! Who sends a request: the session of its cookie, and what handlers ask for it.
//!
//! The cookie holds a token and nothing else. No script can read it, and other sites' forms do not send it. Where the
//! server is reached over https it is bound to that host by its name (`__Host-`); only on the machine itself, over
//! plain http, does it go without.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uppsikt_store::StoreError;

use super::{Fault, Frame, Person};
use crate::app::App;
use crate::rooms::people::{self, SignInError, Stage, Token, Visitor};

/// Over https: the browser takes it only with `Secure`, for this host and every path.
const NAME_SECURE: &str = "__Host-uppsikt";
/// On the machine itself.
const NAME_PLAIN: &str = "uppsikt";

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who it is, and everything that a page needs to know of that person.
    pub visitor: Arc<Visitor>,
    /// The session's token.
    pub(super) token: Token,
}

impl SignedIn {
    /// The person with all roles, as the rooms ask for it.
    #[must_use]
    pub fn actor(&self) -> &uppsikt_kernel::Actor {
        &self.visitor.actor
    }
}

/// Somebody whose password was right and whose second factor is still to come.
#[derive(Debug, Clone)]
pub(super) struct HalfSignedIn {
    pub visitor: Arc<Visitor>,
    pub token: Token,
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Fault::not_signed_in)
    }
}

impl<S: Sync> FromRequestParts<S> for HalfSignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Fault::not_signed_in)
    }
}

/// Finds out who asks, before any route does anything.
pub(super) async fn identify(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/static/") || path == "/healthz" {
        return next.run(request).await;
    }
    if let Some(token) = token(request.headers()) {
        match visitor(&app, &token).await {
            Ok(Some(visitor)) => {
                if let Err(error) = welcome(&app, request.extensions_mut(), token, visitor).await {
                    return Fault::from(error).into_response();
                }
            }
            Ok(None) => {}
            Err(error) => return Fault::from(error).into_response(),
        }
    }
    next.run(request).await
}

/// Whose token it is; asked of the database again as soon as anything has changed there.
pub(super) async fn visitor(app: &App, token: &Token) -> Result<Option<Arc<Visitor>>, StoreError> {
    let (revision, key) = (app.store.revision(), (token.id, token.digest()));
    if let Some(kept) = app.visitors.get(revision, &key) {
        return Ok(kept.session.is_alive(app.store.now()).then_some(kept));
    }
    let visitor = people::visitor(&app.store, token).await?;
    Ok(visitor.map(|visitor| app.visitors.put(revision, key, visitor)))
}

async fn welcome(
    app: &App,
    extensions: &mut Extensions,
    token: Token,
    visitor: Arc<Visitor>,
) -> Result<(), SignInError> {
    if visitor.session.stage == Stage::Password {
        extensions.insert(HalfSignedIn { visitor, token });
        return Ok(());
    }
    if visitor.session.is_to_be_noted(app.store.now()) {
        let (user, token) = (visitor.actor.user, token.clone());
        let machinery = people::machinery(visitor.actor.organisation);
        app.store
            .write::<_, SignInError, _>(&machinery, move |tx| {
                Box::pin(async move { people::use_session(tx, &token, user).await })
            })
            .await?;
    }
    if let Some(frame) = extensions.get::<Frame>() {
        frame.identify(Person {
            name: visitor.name.clone(),
            organisation: visitor.organisation.clone(),
            authorities: visitor.authorities.iter().map(|row| row.name.clone()).collect(),
            roles: visitor.actor.roles.clone(),
            has_letter_keys: visitor.has_letter_keys,
        });
    }
    extensions.insert(SignedIn { visitor, token });
    Ok(())
}

/// The token of the cookie that this way of reaching the server has.
pub(super) fn token(headers: &HeaderMap) -> Option<Token> {
    let name = if is_secure(headers) { NAME_SECURE } else { NAME_PLAIN };
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| Token::parse(value))
}

/// The header that gives the browser its token; it goes when the browser is closed.
pub(super) fn cookie(headers: &HeaderMap, token: &Token) -> Option<HeaderValue> {
    set_cookie(headers, &token.text(), "")
}

/// The header that takes the token from the browser.
pub(super) fn no_cookie(headers: &HeaderMap) -> Option<HeaderValue> {
    set_cookie(headers, "", "; Max-Age=0")
}

fn set_cookie(headers: &HeaderMap, value: &str, end: &str) -> Option<HeaderValue> {
    let text = if is_secure(headers) {
        format!("{NAME_SECURE}={value}; Path=/; HttpOnly; SameSite=Lax; Secure{end}")
    } else {
        format!("{NAME_PLAIN}={value}; Path=/; HttpOnly; SameSite=Lax{end}")
    };
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Whether cookies are for https only: always but on the machine itself over plain http.
fn is_secure(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_https = text(header::HeaderName::from_static("x-forwarded-proto")) == Some("https");
    is_https || !text(header::HOST).is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The network that a request comes from, for the brake on guessing; never kept as it is.
///
/// A proxy on this machine tells it as the last of `X-Forwarded-For`; what anybody else says there counts for nothing.
/// With IPv6 one person has a whole /64.
pub(super) fn network(extensions: &Extensions, headers: &HeaderMap) -> String {
    let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else {
        return "unknown".to_owned();
    };
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let told = forwarded.and_then(|value| value.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let address = told.filter(|_| peer.ip().is_loopback()).unwrap_or(peer.ip());
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn cookies_are_secure_but_on_the_machine_itself() {
        for host in ["localhost", "localhost:8090", "127.0.0.1:8090", "127.0.0.1", "[::1]:8090", "[::1]"] {
            assert!(!is_secure(&headers(&[("host", host)])), "{host}");
            assert!(is_secure(&headers(&[("host", host), ("x-forwarded-proto", "https")])), "{host}");
        }
        for host in ["uppsikt.lindholm.se", "10.0.0.7:8090", "localhost.lindholm.se", "[2001:db8::1]:1", ""] {
            assert!(is_secure(&headers(&[("host", host)])), "{host}");
        }
        assert!(is_secure(&HeaderMap::new()));
    }

    #[test]
    fn only_a_proxy_on_this_machine_tells_the_address() {
        let from = |peer: &str, pairs: &[(&'static str, &str)]| {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
            network(&extensions, &headers(pairs))
        };
        assert_eq!(from("192.0.2.7:1", &[]), "192.0.2.7");
        assert_eq!(from("192.0.2.7:1", &[("x-forwarded-for", "198.51.100.1")]), "192.0.2.7");
        assert_eq!(from("127.0.0.1:1", &[("x-forwarded-for", "6.6.6.6, 198.51.100.1")]), "198.51.100.1");
        assert_eq!(from("127.0.0.1:1", &[("x-forwarded-for", "nonsense")]), "127.0.0.1");
        assert_eq!(from("[2001:db8:1:2:3:4:5:6]:1", &[]), "2001:db8:1:2::/64");
        assert_eq!(from("[::ffff:192.0.2.7]:1", &[]), "192.0.2.7");
    }
}
