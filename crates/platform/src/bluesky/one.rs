//! What became of one post, and by whom.

use serde::Deserialize;
use uppsikt_net::Response;

use super::Bluesky;
use super::ask::{Side, malformed, refusal_code};
use super::car::Blocks;
use super::pages::{listed, page_of};
use super::session::Session;
use super::shape::{self, Dress};
use super::uri::AtUri;
use crate::cut;
use crate::error::PlatformError;
use crate::page::{GoneBy, OneAnswer, ReadPage};

/// The AppView shows nobody what the author's repository still holds.
const NOT_SHOWN: &str = "not-shown";
/// The server has taken down a record that stays in its author's repository.
const TAKEN_DOWN: &str = "takendown";

/// What a server says of an account.
#[derive(Deserialize)]
struct RepoStatus {
    active: bool,
    status: Option<String>,
}

/// What the AppView says of an account to us.
#[derive(Deserialize)]
struct Profile {
    #[serde(default)]
    viewer: Viewer,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Viewer {
    #[serde(default)]
    blocked_by: bool,
    blocking: Option<String>,
}

/// A record as its server gives it, or the refusal.
enum Held {
    Here(ReadPage),
    Not { status: u16 },
}

impl Bluesky {
    /// What the platform says of one post now.
    pub(super) async fn one(&self, native_id: &str) -> Result<OneAnswer, PlatformError> {
        let uri = AtUri::post(native_id).ok_or(PlatformError::NativeId)?;
        let session = self.session().await?;
        // Of our own we ask our own repository, which needs nobody else to answer.
        let own = uri.repo == session.did;
        if !own && let Some(page) = self.shown(&session, native_id).await? {
            return Ok(OneAnswer::Shown(page));
        }
        match self.held(&session, native_id, uri).await? {
            Held::Here(page) if own => Ok(OneAnswer::Shown(page)),
            // Everybody but us may see it all the same.
            Held::Here(page) if self.is_block_between(uri.repo).await? => Ok(OneAnswer::Shown(page)),
            Held::Here(page) => Ok(OneAnswer::Withheld { status: NOT_SHOWN.to_owned(), page: Some(page) }),
            Held::Not { status } => self.not_held(uri, status).await,
        }
    }

    /// The post as the AppView shows it to us.
    pub(super) async fn shown(
        &self,
        session: &Session,
        native_id: &str,
    ) -> Result<Option<ReadPage>, PlatformError> {
        let (request, response) =
            self.ask_for(Side::View, "app.bsky.feed.getPosts", &[("uris", native_id)]).await?;
        let mut ranges = listed(&request, &response.body)?;
        let is_it = |bytes: &[u8]| shape::id(bytes).is_some_and(|id| id == native_id);
        if ranges.is_empty() {
            return Ok(None);
        }
        ranges.retain(|range| response.body.get(range.clone()).is_some_and(is_it));
        if ranges.len() != 1 {
            return Err(PlatformError::Malformed { request, line: 0, column: 0 });
        }
        Ok(Some(page_of(session, Dress::Plain, request, &response, ranges)))
    }

    /// Whether one of us has blocked the other, so that the AppView shows us nothing of theirs.
    async fn is_block_between(&self, did: &str) -> Result<bool, PlatformError> {
        let (request, response) =
            self.ask(Side::Account, "app.bsky.actor.getProfile", &[("actor", did)]).await?;
        if response.status == 400 {
            // An account that the AppView does not show at all.
            return Ok(false);
        }
        if !response.is_success() {
            return Err(self.refused(request, &response));
        }
        let profile: Profile =
            serde_json::from_slice(&response.body).map_err(|error| malformed(&request, &error))?;
        Ok(profile.viewer.blocked_by || profile.viewer.blocking.is_some())
    }

    /// The record, from the account's own server or, for an account elsewhere, from the AppView through it.
    async fn held(&self, session: &Session, native_id: &str, uri: AtUri<'_>) -> Result<Held, PlatformError> {
        let query = [("repo", uri.repo), ("collection", uri.collection), ("rkey", uri.rkey)];
        let (request, response) = self.ask(Side::Account, "com.atproto.repo.getRecord", &query).await?;
        if is_no_record(&response) {
            return Ok(Held::Not { status: response.status });
        }
        if !response.is_success() {
            return Err(self.refused(request, &response));
        }
        let range = cut::single(&response.body).map_err(|error| malformed(&request, &error))?;
        let element = response.body.get(range.clone()).unwrap_or_default();
        if shape::id(element).is_some_and(|id| id != native_id) {
            return Err(PlatformError::Malformed { request, line: 0, column: 0 });
        }
        let dress = if uri.repo == session.did { Dress::Plain } else { Dress::OthersRecord };
        Ok(Held::Here(page_of(session, dress, request, &response, vec![range])))
    }

    /// Tells what its author deleted from what the platform took away, as far as it lets that be known.
    async fn not_held(&self, uri: AtUri<'_>, status: u16) -> Result<OneAnswer, PlatformError> {
        let (request, response) =
            self.ask(Side::Server, "com.atproto.sync.getRepoStatus", &[("did", uri.repo)]).await?;
        if response.status == 400 && refusal_code(&response).as_deref() == Some("RepoNotFound") {
            // An account on another server, or one that is deleted.
            return Ok(OneAnswer::Gone { status, by: GoneBy::Unknown });
        }
        if !response.is_success() {
            return Err(self.refused(request, &response));
        }
        let account: RepoStatus =
            serde_json::from_slice(&response.body).map_err(|error| malformed(&request, &error))?;
        if account.active {
            return self.proved(uri, status).await;
        }
        Ok(match account.status.as_deref() {
            Some("takendown" | "suspended") => OneAnswer::Gone { status, by: GoneBy::Platform },
            Some("deactivated" | "desynchronized" | "throttled") => {
                OneAnswer::Withheld { status: account.status.unwrap_or_default(), page: None }
            }
            _ => OneAnswer::Gone { status, by: GoneBy::Unknown },
        })
    }

    /// Lets the author's repository prove that the record is not in it: nobody but its author takes it out.
    async fn proved(&self, uri: AtUri<'_>, status: u16) -> Result<OneAnswer, PlatformError> {
        let query = [("did", uri.repo), ("collection", uri.collection), ("rkey", uri.rkey)];
        let (request, response) = self.ask(Side::Server, "com.atproto.sync.getRecord", &query).await?;
        if response.status >= 500 || response.status == 429 {
            return Err(self.refused(request, &response));
        }
        let path = format!("{}/{}", uri.collection, uri.rkey);
        let has = Blocks::read(&response.body).and_then(|blocks| blocks.has_record(uri.repo, &path));
        Ok(match has.filter(|_| response.is_success()) {
            Some(false) => OneAnswer::Gone { status, by: GoneBy::Author },
            Some(true) => OneAnswer::Withheld { status: TAKEN_DOWN.to_owned(), page: None },
            None => OneAnswer::Gone { status, by: GoneBy::Unknown },
        })
    }
}

/// Whether a server says, in its own words, that it has no such record or no such account any more.
fn is_no_record(response: &Response) -> bool {
    #[derive(Deserialize)]
    struct Said {
        #[serde(default)]
        message: String,
    }
    if response.status != 400 && response.status != 404 {
        return false;
    }
    match refusal_code(response).as_deref() {
        Some("RecordNotFound" | "RepoNotFound" | "RepoTakendown" | "RepoDeactivated") => true,
        // The servers have no code of their own for an account that they do not show.
        Some("InvalidRequest") => serde_json::from_slice::<Said>(&response.body)
            .is_ok_and(|said| said.message.starts_with("Could not find repo")),
        _ => false,
    }
}
