//! WordPress, over its REST interface with an application password.
//!
//! Read are posts and pages that are published, and comments whatever their state: approved and
//! held ones first, since a comment that waits for approval has already been received by the
//! authority; then those marked as spam, in the bin, or hidden with a post in the bin. An item
//! says itself whether visitors see it ([`Item::is_shown`](crate::Item::is_shown)). Drafts are no
//! records, and are not listed; pingbacks and other content types are left out. A comment has no
//! time of change and no revisions, so that only comparing contents shows an edit
//! ([`Item::content_key`](crate::Item::content_key)). Pictures are those that a post's body shows
//! and the one that stands for it.
//!
//! Whoever reads without login sees what everybody sees, and can change nothing.
//!
//! A change is one request, made once, after the item's state has been read: see `act`.

mod able;
mod act;
mod ask;
mod census;
mod fetch;
mod position;
mod read;
mod section;
mod shape;
mod told;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use uppsikt_kernel::Micros;
use uppsikt_ledger::Sealed;
use uppsikt_net::{Auth, Client};
use url::Url;

use crate::abilities::Abilities;
use crate::error::PlatformError;
use crate::item::{ItemKind, Media};
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Census, Platform};

/// WordPress gives no more than this on one page.
const PER_PAGE_MAX: u8 = 100;

/// A page repeats one item of the page before, so it must hold one more.
const PER_PAGE_MIN: u8 = 2;

/// Reads one kept item again.
pub(crate) fn parse_kept(kind: ItemKind, bytes: &[u8]) -> Result<crate::Item, crate::QuarantineReason> {
    shape::item(kind, &BTreeSet::new(), bytes)
}

/// Where a WordPress site is and how it is read.
#[derive(Debug, Clone)]
pub struct WordPressSettings {
    /// The site's address, such as `https://www.lindholm.example/`.
    pub address: String,
    /// A user name with an application password, or nobody.
    pub login: Auth,
    /// Users whose comments are the authority's own, beside the user who is signed in.
    pub own_author_ids: BTreeSet<u64>,
    /// Items on a page, 2 to 100; fewer where a site is slow.
    pub per_page: u8,
}

impl WordPressSettings {
    /// A site with ordinary settings.
    #[must_use]
    pub fn new(address: impl Into<String>, login: Auth) -> Self {
        Self { address: address.into(), login, own_author_ids: BTreeSet::new(), per_page: PER_PAGE_MAX }
    }
}

/// A WordPress site as its account sees it.
#[derive(Debug)]
pub struct WordPress {
    client: Client,
    api: Url,
    login: Auth,
    own_author_ids: BTreeSet<u64>,
    per_page: u64,
    me: OnceLock<Me>,
}

/// The signed-in user.
#[derive(Debug, Clone, Deserialize)]
struct Me {
    id: u64,
    name: String,
    #[serde(default)]
    capabilities: Capabilities,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Capabilities {
    #[serde(default)]
    moderate_comments: bool,
}

#[derive(Deserialize)]
struct Site {
    name: String,
    home: Option<String>,
    #[serde(default)]
    namespaces: Vec<String>,
}

impl WordPress {
    /// A site, read through a client whose policy allows the site's origin.
    ///
    /// # Errors
    /// [`PlatformError::Address`] when the address is no `http` or `https` address.
    pub fn new(client: Client, settings: WordPressSettings) -> Result<Self, PlatformError> {
        let mut api = Url::parse(&settings.address).map_err(|_| PlatformError::Address)?;
        if !matches!(api.scheme(), "http" | "https") || !api.has_host() {
            return Err(PlatformError::Address);
        }
        api.set_query(None);
        api.set_fragment(None);
        let path = format!("{}/wp-json/", api.path().trim_end_matches('/'));
        api.set_path(&path);
        Ok(Self {
            client,
            api,
            login: settings.login,
            own_author_ids: settings.own_author_ids,
            per_page: u64::from(settings.per_page.clamp(PER_PAGE_MIN, PER_PAGE_MAX)),
            me: OnceLock::new(),
        })
    }

    const fn signed_in(&self) -> bool {
        !matches!(self.login, Auth::None)
    }

    /// The view that shows the most we may see: what was written, or what everybody sees.
    const fn context(&self) -> &'static str {
        if self.signed_in() { "edit" } else { "view" }
    }

    /// The signed-in user, asked for once, so that a wrong password is known before anything is read.
    async fn me(&self) -> Result<Option<&Me>, PlatformError> {
        if !self.signed_in() {
            return Ok(None);
        }
        if self.me.get().is_none() {
            let query = [("context", "edit"), ("_fields", "id,name,capabilities")];
            let (request, response) = self.ask_for("wp/v2/users/me", &query).await?;
            let me =
                serde_json::from_slice(&response.body).map_err(|error| ask::malformed(&request, &error))?;
            return Ok(Some(self.me.get_or_init(|| me)));
        }
        Ok(self.me.get())
    }

    async fn account(&self) -> Result<AccountInfo, PlatformError> {
        let (request, response) = self.ask_for("", &[("_fields", "name,home,namespaces")]).await?;
        let site: Site = serde_json::from_slice(&response.body)
            .map_err(|_| PlatformError::OtherPlatform { request: request.clone() })?;
        if !site.namespaces.iter().any(|namespace| namespace == "wp/v2") {
            return Err(PlatformError::OtherPlatform { request });
        }
        let me = self.me().await?;
        Ok(AccountInfo {
            site_name: crate::to_text(&site.name),
            site_url: site.home,
            account_name: me.map(|me| me.name.clone()),
            account_native_id: me.map(|me| me.id.to_string()),
            may_moderate: me.map(|me| me.capabilities.moderate_comments),
        })
    }

    async fn own_authors(&self) -> Result<BTreeSet<u64>, PlatformError> {
        let mut own = self.own_author_ids.clone();
        own.extend(self.me().await?.map(|me| me.id));
        Ok(own)
    }
}

impl Platform for WordPress {
    fn kind(&self) -> PlatformKind {
        PlatformKind::WordPress
    }

    fn abilities(&self) -> Abilities {
        able::abilities(self.signed_in())
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        Box::pin(self.account())
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(self.list(cursor))
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        Box::pin(self.one(kind, native_id))
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        Box::pin(self.fetch(media))
    }

    fn census(&self, from: Micros, until: Micros) -> BoxFuture<'_, Result<Vec<Census>, PlatformError>> {
        Box::pin(self.count(from, until))
    }

    fn measure<'a>(
        &'a self,
        // That the proof is of this very item only the caller knows: a site has no word for our items' ids.
        _sealed: &'a Sealed,
        kind: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        Box::pin(self.act(kind, native_id, measure))
    }

    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(self.answer(kind, native_id, text))
    }
}

const fn collection(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "wp/v2/posts",
        ItemKind::Page => "wp/v2/pages",
        // WordPress has no messages; nobody asks for them.
        ItemKind::Comment | ItemKind::Message => "wp/v2/comments",
    }
}

#[cfg(test)]
#[path = "wordpress_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "act_tests.rs"]
mod act_tests;
