//! Bluesky, or another server of the AT protocol, with an app password.
//!
//! Read are the account's own posts and replies from its repository, the threads under them,
//! and what others wrote to it elsewhere: replies, mentions and quotes. What its login merely
//! lets one see (the feed of those it follows) is never asked for. Each version has a name of
//! its own, the CID, which proves its content; an edit is a new one.
//!
//! Nobody can take away what others wrote. A reply can be folded away under our own post
//! (threadgate), which leaves it readable, so that it is shown as before to us; its author can be
//! blocked; it can be reported.
//!
//! The AppView, which knows what others wrote, and the account's server, which knows what we
//! wrote, are two systems. While one of them does not answer nothing has disappeared. A post
//! is only said to be gone by its author when the author's repository proves that it is not
//! in it, or has announced the deletion.

mod act;
mod ask;
mod car;
mod cbor;
mod firehose;
mod frame;
mod gate;
mod media;
mod one;
mod pages;
mod position;
mod session;
mod shape;
mod uri;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::lock::Mutex;
use serde::Deserialize;
use uppsikt_kernel::Clock;
use uppsikt_ledger::Sealed;
use uppsikt_net::{Client, Secret};
use url::Url;

use crate::abilities::{Abilities, EditSign, Hiding, Limits};
use crate::changes::Changes;
use crate::error::PlatformError;
use crate::item::{ItemKind, Media};
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Platform};
use ask::Side;
use session::Session;

/// The protocol gives no more than this on one page.
const PER_PAGE_MAX: u8 = 100;

/// A thread is one page, however many have answered; as many as the AppView gives of one.
const THREAD_ITEMS_MAX: u32 = 10_000;

/// The largest film that the protocol allows.
const MEDIA_BYTES_MAX: u64 = 100_000_000;

/// A contribution has no more graphemes than this. Source: lexicon `app.bsky.feed.post`.
const TEXT_GRAPHEMES_MAX: u32 = 300;

/// Half of what the servers of the large network allow (3,000 in five minutes), since others may share our address.
const ASKS_PER_MINUTE_MAX: u32 = 300;

/// Reads one kept item again.
pub(crate) fn parse_kept(
    kind: ItemKind,
    media_type: &str,
    bytes: &[u8],
) -> Result<crate::Item, crate::QuarantineReason> {
    shape::kept(kind, media_type, bytes)
}

/// Where an account is and how it is read.
#[derive(Debug, Clone)]
pub struct BlueskySettings {
    /// The account's own server (PDS), such as `https://bsky.social/`.
    pub address: String,
    /// The account's handle or DID.
    pub user: String,
    /// An app password.
    pub password: Secret,
    /// The AppView to ask as anybody, where it is not to be asked through the account's server.
    pub view_address: Option<String>,
    /// Whose announcements are heard, where not those of the account's own server: a relay, which announces
    /// for all servers, and much more.
    pub relay_address: Option<String>,
    /// Where pictures of accounts on other servers are fetched, such as `https://cdn.bsky.app/`.
    pub picture_address: Option<String>,
    /// Items on a page, 1 to 100.
    pub per_page: u8,
}

impl BlueskySettings {
    /// An account with ordinary settings.
    #[must_use]
    pub fn new(address: impl Into<String>, user: impl Into<String>, password: Secret) -> Self {
        Self {
            address: address.into(),
            user: user.into(),
            password,
            view_address: None,
            relay_address: None,
            picture_address: None,
            per_page: PER_PAGE_MAX,
        }
    }
}

/// A Bluesky account as it sees itself and is seen.
pub struct Bluesky {
    client: Client,
    clock: Arc<dyn Clock>,
    server: Url,
    view: Option<Url>,
    relay: Option<Url>,
    pictures: Option<Url>,
    user: String,
    password: Secret,
    per_page: u8,
    session: Mutex<Option<Arc<Session>>>,
}

impl fmt::Debug for Bluesky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bluesky").field("server", &self.server.as_str()).finish_non_exhaustive()
    }
}

impl Bluesky {
    /// An account, read through a client whose policy allows the origins of all its addresses.
    ///
    /// # Errors
    /// [`PlatformError::Address`] when one of them is no `http` or `https` address.
    pub fn new(
        client: Client,
        clock: Arc<dyn Clock>,
        settings: BlueskySettings,
    ) -> Result<Self, PlatformError> {
        let other = |address: Option<String>| address.as_deref().map(base).transpose();
        Ok(Self {
            client,
            clock,
            server: base(&settings.address)?,
            view: other(settings.view_address)?,
            relay: other(settings.relay_address)?,
            pictures: other(settings.picture_address)?,
            user: settings.user,
            password: settings.password,
            per_page: settings.per_page.clamp(1, PER_PAGE_MAX),
            session: Mutex::new(None),
        })
    }

    async fn account(&self) -> Result<AccountInfo, PlatformError> {
        #[derive(Deserialize)]
        struct Server {
            did: String,
        }
        let (request, response) =
            self.ask_for(Side::Server, "com.atproto.server.describeServer", &[]).await?;
        let server: Option<Server> = serde_json::from_slice(&response.body).ok();
        if server.is_none_or(|server| !server.did.starts_with("did:")) {
            return Err(PlatformError::OtherPlatform { request });
        }
        let session = self.session().await?;
        Ok(AccountInfo {
            site_name: format!("Bluesky ({})", self.server.host_str().unwrap_or_default()),
            site_url: Some(format!("https://bsky.app/profile/{}", session.did)),
            account_name: Some(session.handle.clone()),
            account_native_id: Some(session.did.clone()),
            may_moderate: None,
        })
    }
}

/// A server's address without what does not belong to it.
fn base(address: &str) -> Result<Url, PlatformError> {
    let mut url = Url::parse(address).map_err(|_| PlatformError::Address)?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(PlatformError::Address);
    }
    url.set_query(None);
    url.set_fragment(None);
    url.set_path("/");
    Ok(url)
}

impl Platform for Bluesky {
    fn kind(&self) -> PlatformKind {
        PlatformKind::Bluesky
    }

    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        Box::pin(self.account())
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(self.page(cursor))
    }

    fn read_one<'a>(
        &'a self,
        _: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        Box::pin(self.one(native_id))
    }

    fn read_address<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<ReadPage, PlatformError>> {
        Box::pin(self.page_of_address(address))
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        Box::pin(self.file(media))
    }

    fn changes(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<Changes, PlatformError>> {
        Box::pin(self.announced(cursor))
    }

    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        _: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        // That the proof is of this item only the caller can know: the log names items by ids of our own.
        let _ = sealed;
        Box::pin(self.act(native_id, measure))
    }

    fn reply<'a>(
        &'a self,
        _: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(self.answer(native_id, text))
    }
}

const ABILITIES: Abilities = Abilities {
    reads: &[ItemKind::Post, ItemKind::Comment],
    edits: EditSign::Revision,
    hiding: Hiding::FoldedOnly,
    measures: &[Measure::Hide, Measure::Restore, Measure::Block, Measure::CloseThread, Measure::Report],
    measures_on_own: &[Measure::Delete, Measure::CloseThread],
    replies: true,
    announces: true,
    tells_gone: true,
    limits: Limits {
        page_items_max: THREAD_ITEMS_MAX,
        text_chars_max: Some(TEXT_GRAPHEMES_MAX),
        asks_per_minute_max: Some(ASKS_PER_MINUTE_MAX),
        media_bytes_max: MEDIA_BYTES_MAX,
    },
};

#[cfg(test)]
#[path = "bluesky_tests.rs"]
mod tests;
