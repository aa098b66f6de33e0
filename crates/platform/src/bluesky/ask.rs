//! Asking a server over XRPC, and what its refusals mean.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uppsikt_net::{Auth, Method, Request, Response};
use url::Url;

use super::Bluesky;
use crate::error::PlatformError;
use crate::measure::MeasureError;

/// Who is asked, and as whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The account's server, as anybody.
    Server,
    /// The account's server, signed in; it passes on to the AppView what that knows.
    Account,
    /// The AppView: by its own address as anybody where one is set, else through the account's server.
    View,
}

/// What is asked for with a query.
pub(super) type Query<'q> = &'q [(&'q str, &'q str)];

impl Bluesky {
    /// The address of a question, and what was asked, for the record.
    pub(super) fn url(
        &self,
        side: Side,
        name: &str,
        query: Query<'_>,
    ) -> Result<(String, Url), PlatformError> {
        let base = if side == Side::View { self.view.as_ref().unwrap_or(&self.server) } else { &self.server };
        let mut url = base.join(&format!("xrpc/{name}")).map_err(|_| PlatformError::Address)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        Ok((request, url))
    }

    /// Asks; gives what was asked, as path and query, and the answer, whatever it is.
    pub(super) async fn ask(
        &self,
        side: Side,
        name: &str,
        query: Query<'_>,
    ) -> Result<(String, Response), PlatformError> {
        let (request, url) = self.url(side, name, query)?;
        let response = if side == Side::Server || (side == Side::View && self.view.is_some()) {
            self.client.get(url, &Auth::None).await
        } else {
            let session = self.session().await?;
            match self.client.get(url.clone(), &session.access).await {
                Ok(response) if is_stale(&response) => {
                    let session = self.renew(&session).await?;
                    self.client.get(url, &session.access).await
                }
                other => other,
            }
        };
        match response {
            Ok(response) => Ok((request, response)),
            Err(source) => Err(PlatformError::Unreachable { request, source }),
        }
    }

    /// Asks for something that must be there.
    pub(super) async fn ask_for(
        &self,
        side: Side,
        name: &str,
        query: Query<'_>,
    ) -> Result<(String, Response), PlatformError> {
        let (request, response) = self.ask(side, name, query).await?;
        if response.is_success() { Ok((request, response)) } else { Err(self.refused(request, &response)) }
    }

    /// Asks for something that must be there and can be read.
    pub(super) async fn ask_to_read<T: DeserializeOwned>(
        &self,
        side: Side,
        name: &str,
        query: Query<'_>,
    ) -> Result<T, PlatformError> {
        let (request, response) = self.ask_for(side, name, query).await?;
        serde_json::from_slice(&response.body).map_err(|error| malformed(&request, &error))
    }

    /// Changes something in the account's name, once; gives the answer of a success.
    pub(super) async fn change(&self, name: &str, body: &Value) -> Result<Response, MeasureError> {
        let (request, url) = self.url(Side::Account, name, &[]).map_err(MeasureError::NotDone)?;
        let mut session = self.session().await.map_err(MeasureError::NotDone)?;
        let body = body.to_string();
        let mut is_renewed = false;
        loop {
            let asked = Request::new(Method::Post, url.clone(), &session.access).json(body.clone());
            let response = match self.client.send(asked).await {
                Ok(response) => response,
                Err(source) => {
                    let unknown = source.outcome_unknown();
                    let error = PlatformError::Unreachable { request, source };
                    return Err(if unknown {
                        MeasureError::Unknown(error)
                    } else {
                        MeasureError::NotDone(error)
                    });
                }
            };
            if response.is_success() {
                return Ok(response);
            }
            // A token that is too old is refused before anything is done.
            if is_stale(&response) && !is_renewed {
                session = self.renew(&session).await.map_err(MeasureError::NotDone)?;
                is_renewed = true;
                continue;
            }
            let refused = self.refused(request, &response);
            return Err(match response.status {
                400..=499 => MeasureError::NotDone(refused),
                _ => MeasureError::Unknown(refused),
            });
        }
    }

    /// What a refusal says about us or the server.
    pub(super) fn refused(&self, request: String, response: &Response) -> PlatformError {
        let retry_after = response.retry_after().or_else(|| self.until_reset(response));
        match (response.status, refusal_code(response)) {
            (401, Some(_)) => PlatformError::WrongPassword { request },
            (status @ (401 | 403), _) => PlatformError::NotPermitted { request, status },
            (404, None) => PlatformError::OtherPlatform { request },
            (429, _) => PlatformError::RateLimited { request, retry_after },
            (status, _) => PlatformError::Failed { request, status, retry_after },
        }
    }

    /// How long to wait, where the server tells by which second we may ask again.
    fn until_reset(&self, response: &Response) -> Option<Duration> {
        if response.status != 429 {
            return None;
        }
        let reset: i64 = response.header("ratelimit-reset")?.trim().parse().ok()?;
        let wait = reset.checked_sub(self.clock.now().timestamp().as_second())?;
        u64::try_from(wait).ok().map(Duration::from_secs)
    }
}

/// Whether a refusal is about the age of our token and nothing else.
fn is_stale(response: &Response) -> bool {
    matches!(response.status, 400 | 401)
        && matches!(refusal_code(response).as_deref(), Some("ExpiredToken" | "InvalidToken"))
}

/// The server's own word for a refusal; none when something else has answered.
pub(super) fn refusal_code(response: &Response) -> Option<String> {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    serde_json::from_slice::<Refusal>(&response.body).ok().map(|refusal| refusal.error)
}

pub(super) fn malformed(request: &str, error: &serde_json::Error) -> PlatformError {
    PlatformError::Malformed { request: request.to_owned(), line: error.line(), column: error.column() }
}
