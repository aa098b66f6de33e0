//! Signing in with an app password, and staying signed in.
//!
//! The password is exchanged for two tokens: one for an hour or two of questions, one to get
//! new tokens with. They live in memory only. Signing in is counted strictly by the servers,
//! so that tokens are renewed with the second and not with the password, while that goes.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use uppsikt_net::{Auth, Method, Request, Response, Secret};

use super::Bluesky;
use super::ask::{Side, refusal_code};
use crate::error::PlatformError;

/// Whoever is signed in.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) did: String,
    pub(super) handle: String,
    pub(super) access: Auth,
    refresh: Auth,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("did", &self.did).finish_non_exhaustive()
    }
}

/// The server's answer to a login.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    did: String,
    handle: String,
    access_jwt: Secret,
    refresh_jwt: Secret,
}

impl From<Tokens> for Session {
    fn from(tokens: Tokens) -> Self {
        Self {
            did: tokens.did,
            handle: tokens.handle,
            access: Auth::Bearer(tokens.access_jwt),
            refresh: Auth::Bearer(tokens.refresh_jwt),
        }
    }
}

impl Bluesky {
    /// Whoever is signed in; signs in when nobody is.
    pub(super) async fn session(&self) -> Result<Arc<Session>, PlatformError> {
        let mut current = self.session.lock().await;
        if let Some(session) = current.as_ref() {
            return Ok(Arc::clone(session));
        }
        let session = Arc::new(self.sign_in().await?);
        *current = Some(Arc::clone(&session));
        Ok(session)
    }

    /// New tokens in place of those of `stale`, unless somebody else has just renewed them.
    pub(super) async fn renew(&self, stale: &Arc<Session>) -> Result<Arc<Session>, PlatformError> {
        let mut current = self.session.lock().await;
        if let Some(other) = current.as_ref().filter(|session| !Arc::ptr_eq(session, stale)) {
            return Ok(Arc::clone(other));
        }
        *current = None;
        let session = match self.refreshed(stale).await? {
            Some(session) => session,
            None => self.sign_in().await?,
        };
        let session = Arc::new(session);
        *current = Some(Arc::clone(&session));
        Ok(session)
    }

    async fn refreshed(&self, stale: &Session) -> Result<Option<Session>, PlatformError> {
        let (request, url) = self.url(Side::Server, "com.atproto.server.refreshSession", &[])?;
        let answer = self.client.send(Request::new(Method::Post, url, &stale.refresh)).await;
        let response =
            answer.map_err(|source| PlatformError::Unreachable { request: request.clone(), source })?;
        match response.status {
            200 => tokens(request, &response).map(Some),
            // The second token is too old or was revoked too.
            400 | 401 => Ok(None),
            _ => Err(self.refused(request, &response)),
        }
    }

    async fn sign_in(&self) -> Result<Session, PlatformError> {
        let (request, url) = self.url(Side::Server, "com.atproto.server.createSession", &[])?;
        let body = json!({"identifier": self.user, "password": self.password.expose()}).to_string();
        let answer = self.client.send(Request::new(Method::Post, url, &Auth::None).json(body)).await;
        let response =
            answer.map_err(|source| PlatformError::Unreachable { request: request.clone(), source })?;
        match (response.status, refusal_code(&response).as_deref()) {
            (200, _) => tokens(request, &response),
            (401, Some("AccountTakedown")) => Err(PlatformError::NotPermitted { request, status: 401 }),
            (401, Some(_)) => Err(PlatformError::WrongPassword { request }),
            _ => Err(self.refused(request, &response)),
        }
    }
}

fn tokens(request: String, response: &Response) -> Result<Session, PlatformError> {
    // The error's own words could hold a token; its position does not.
    let tokens: Tokens = serde_json::from_slice(&response.body)
        .map_err(|error| PlatformError::Malformed { request, line: error.line(), column: error.column() })?;
    Ok(tokens.into())
}
