//! Asking the REST interface, and what its refusals mean.

use serde::Deserialize;
use uppsikt_net::Response;
use url::Url;

use super::WordPress;
use crate::error::PlatformError;

impl WordPress {
    /// Asks for a path of the interface; gives what was asked, as path and query, and the answer.
    pub(super) async fn ask(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<(String, Response), PlatformError> {
        let (request, url) = self.address_of(path, query)?;
        match self.client.get(url, &self.login).await {
            Ok(response) => Ok((request, response)),
            Err(source) => Err(PlatformError::Unreachable { request, source }),
        }
    }

    /// What is asked, as path and query, and its whole address.
    pub(super) fn address_of(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<(String, Url), PlatformError> {
        // The address was checked when the site was set up, and the paths are ours.
        let mut url = self.api.join(path).map_err(|_| PlatformError::Address)?;
        url.query_pairs_mut().extend_pairs(query);
        Ok((format!("{}?{}", url.path(), url.query().unwrap_or_default()), url))
    }

    /// Asks for something that must be there.
    pub(super) async fn ask_for(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<(String, Response), PlatformError> {
        let (request, response) = self.ask(path, query).await?;
        if response.is_success() { Ok((request, response)) } else { Err(self.refused(request, &response)) }
    }

    /// What a refusal says about us or the site.
    pub(super) fn refused(&self, request: String, response: &Response) -> PlatformError {
        let retry_after = response.retry_after();
        match (response.status, refusal_code(response).as_deref()) {
            (401, _) if self.signed_in() => PlatformError::WrongPassword { request },
            (status @ (401 | 403), _) => PlatformError::NotPermitted { request, status },
            (404, None | Some("rest_no_route")) => PlatformError::OtherPlatform { request },
            (429, _) => PlatformError::RateLimited { request, retry_after },
            (status, _) => PlatformError::Failed { request, status, retry_after },
        }
    }
}

/// WordPress's own code for a refusal; none when something else has answered.
pub(super) fn refusal_code(response: &Response) -> Option<String> {
    #[derive(Deserialize)]
    struct Refusal {
        code: String,
    }
    serde_json::from_slice::<Refusal>(&response.body).ok().map(|refusal| refusal.code)
}

/// Where reading an answer stopped; the JSON error's own words may quote content and are left out.
pub(super) fn malformed(request: &str, error: &serde_json::Error) -> PlatformError {
    PlatformError::Malformed { request: request.to_owned(), line: error.line(), column: error.column() }
}
