//! WordPress, over its REST interface with an application password.
//!
//! Read are posts and pages that are published, and comments that are approved or held:
//! a comment that waits for approval has already been received by the authority. Drafts are
//! not records, and spam and trash are not shown, so neither is listed; what became of a
//! listed item is asked for by its id. Pingbacks, media and other content types are left
//! out. A comment has no time of change and no revisions, so that only comparing contents
//! shows an edit ([`Item::content_key`](crate::Item::content_key)).
//!
//! Whoever reads without login sees what everybody sees.

mod ask;
mod position;
mod shape;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use uppsikt_net::{Auth, Client, Response};
use url::Url;

use crate::cut;
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::page::{Cursor, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Platform, PlatformKind};
use position::{PageFacts, Position};

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

    async fn list(&self, cursor: Option<Cursor>) -> Result<ReadPage, PlatformError> {
        let position = cursor.as_ref().map_or_else(|| Ok(Position::START), Position::parse)?;
        let own = self.own_authors().await?;
        let (per_page, offset) = (self.per_page.to_string(), position.offset.to_string());
        let mut query = vec![
            ("context", self.context()),
            ("orderby", "id"),
            ("order", "asc"),
            ("per_page", per_page.as_str()),
            ("offset", offset.as_str()),
        ];
        match position.kind {
            ItemKind::Comment if self.signed_in() => query.push(("status", "all")),
            ItemKind::Comment => {}
            ItemKind::Post | ItemKind::Page => query.extend([("status", "publish"), ("_embed", "author")]),
        }
        let (request, response) = self.ask_for(collection(position.kind), &query).await?;
        let ranges = cut::elements(&response.body).map_err(|error| ask::malformed(&request, &error))?;
        let total = response.header("x-wp-total").and_then(|total| total.parse().ok());
        let ids = ranges.iter().filter_map(|range| shape::id(response.body.get(range.clone())?));
        let facts = PageFacts::new(ids, ranges.is_empty(), total);
        let next = position.after(&facts, self.per_page).map(|next| next.cursor());
        let mut page = page_of(position.kind, &own, request, &response, ranges);
        (page.next, page.total) = (next, total);
        Ok(page)
    }

    async fn one(&self, kind: ItemKind, native_id: &str) -> Result<OneAnswer, PlatformError> {
        let id: u64 = native_id.parse().map_err(|_| PlatformError::NativeId)?;
        let own = self.own_authors().await?;
        let mut query = vec![("context", self.context())];
        if kind != ItemKind::Comment {
            query.push(("_embed", "author"));
        }
        let (request, response) = self.ask(&format!("{}/{id}", collection(kind)), &query).await?;
        if !response.is_success() {
            return self.not_shown(request, &response);
        }
        let range = cut::single(&response.body).map_err(|error| ask::malformed(&request, &error))?;
        let element = response.body.get(range.clone()).unwrap_or_default();
        if shape::id(element).is_some_and(|answered| answered != id) {
            return Err(PlatformError::Malformed { request, line: 0, column: 0 });
        }
        let state = shape::state(element);
        let page = page_of(kind, &own, request, &response, vec![range]);
        Ok(match state {
            Some(status) if !shape::is_shown(kind, &status) => {
                OneAnswer::Withheld { status, page: Some(page) }
            }
            _ => OneAnswer::Shown(page),
        })
    }

    /// Tells a refusal that is about the item from one that is about us or the site.
    ///
    /// Only WordPress's own words count: an error page of a web server, a wrong password or
    /// a plugin that closes the interface must never look as if items had disappeared.
    fn not_shown(&self, request: String, response: &Response) -> Result<OneAnswer, PlatformError> {
        let code = ask::refusal_code(response);
        match (response.status, code.as_deref()) {
            (404 | 410, Some("rest_comment_invalid_id" | "rest_post_invalid_id")) => {
                Ok(OneAnswer::Gone { status: response.status })
            }
            // With a login WordPress answers 403 to a user it knows; 401 means that it does not.
            (401, Some("rest_cannot_read" | "rest_cannot_read_post" | "rest_forbidden"))
                if !self.signed_in() =>
            {
                Ok(OneAnswer::Withheld { status: "401".into(), page: None })
            }
            (403, Some("rest_cannot_read" | "rest_cannot_read_post" | "rest_forbidden")) => {
                Ok(OneAnswer::Withheld { status: "403".into(), page: None })
            }
            _ => Err(self.refused(request, response)),
        }
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
}

const fn collection(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "wp/v2/posts",
        ItemKind::Page => "wp/v2/pages",
        ItemKind::Comment => "wp/v2/comments",
    }
}

fn page_of(
    kind: ItemKind,
    own: &BTreeSet<u64>,
    request: String,
    response: &Response,
    ranges: Vec<std::ops::Range<usize>>,
) -> ReadPage {
    let read = |element: &[u8]| shape::item(kind, own, element);
    let native_id = |element: &[u8]| shape::id(element).map(|id| id.to_string());
    let (items, quarantined) = cut::sort(&response.body, ranges, read, native_id);
    ReadPage { bytes: response.body.clone(), request, items, quarantined, next: None, total: None }
}

#[cfg(test)]
#[path = "wordpress_tests.rs"]
mod tests;
