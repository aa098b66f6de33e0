//! RSS, Atom and JSON Feed, for a channel of the authority's that has nothing else.
//!
//! A feed is a window: it shows the newest entries and says nothing of the others. What is
//! missing in it has therefore not disappeared, and [`Platform::read_one`] says of such an
//! entry that it cannot be asked for. Nothing can be done through a feed.
//!
//! The same feed is not fetched twice: what the server says of its version (`ETag`,
//! `Last-Modified`) is remembered, and when it has not changed the page of last time is
//! given again.

mod cut;
mod entry;

use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, ready};
use uppsikt_ledger::Sealed;
use uppsikt_net::{Auth, Client, Method, Request, Response};
use url::Url;

use crate::abilities::{Abilities, EditSign, Hiding, Limits};
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, Quarantined, ReadItem, ReadPage};
use crate::platform::{AccountInfo, Platform};
use cut::Form;

pub(crate) use entry::parse_kept;

/// Where a feed is and how it is read.
#[derive(Debug, Clone)]
pub struct FeedSettings {
    /// The feed's own address.
    pub address: String,
    /// As whom it is read; most feeds are for anybody.
    pub auth: Auth,
}

/// A feed.
#[derive(Debug)]
pub struct Feed {
    client: Client,
    address: Url,
    auth: Auth,
    last: Mutex<Option<Fetched>>,
}

/// A feed as it was fetched, and what the server said of that version.
#[derive(Clone)]
struct Fetched {
    page: ReadPage,
    form: Form,
    title: Option<String>,
    etag: Option<String>,
    modified: Option<String>,
}

impl std::fmt::Debug for Fetched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetched").field("form", &self.form).finish_non_exhaustive()
    }
}

impl Feed {
    /// A feed, read through a client whose policy allows its origin.
    ///
    /// # Errors
    /// [`PlatformError::Address`] when the address is no `http` or `https` address.
    pub fn new(client: Client, settings: FeedSettings) -> Result<Self, PlatformError> {
        let address = Url::parse(&settings.address).map_err(|_| PlatformError::Address)?;
        if !matches!(address.scheme(), "http" | "https") || !address.has_host() {
            return Err(PlatformError::Address);
        }
        Ok(Self { client, address, auth: settings.auth, last: Mutex::new(None) })
    }

    /// The feed as it is now.
    async fn fetch(&self) -> Result<Fetched, PlatformError> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // A query may be a key to the feed, so only the path is told.
        let request = self.address.path().to_owned();
        let mut asked = Request::new(Method::Get, self.address.clone(), &self.auth);
        if let Some(last) = &last {
            let conditions = [("if-none-match", &last.etag), ("if-modified-since", &last.modified)];
            for (name, value) in conditions {
                if let Some(value) = value {
                    asked = asked.header(name, value.clone());
                }
            }
        }
        let response = match self.client.send(asked).await {
            Ok(response) => response,
            Err(source) => return Err(PlatformError::Unreachable { request, source }),
        };
        match (response.status, last) {
            (304, Some(last)) => Ok(last),
            _ if response.is_success() => self.take(request, &response),
            _ => Err(self.refused(request, &response)),
        }
    }

    /// Cuts an answer, and remembers it.
    fn take(&self, request: String, response: &Response) -> Result<Fetched, PlatformError> {
        let cut = cut::cut(&response.body).map_err(|error| error.told(request.clone()))?;
        let (mut items, mut quarantined) = (Vec::new(), Vec::new());
        for range in cut.entries {
            let slice = response.body.get(range.clone()).unwrap_or_default();
            match entry::parse_kept(slice) {
                Ok(item) => items.push(ReadItem { range, item }),
                Err(reason) => {
                    quarantined.push(Quarantined { range, native_id: entry::key(slice), reason });
                }
            }
        }
        let (bytes, media_type) = (response.body.clone(), cut.form.media_type());
        let fetched = Fetched {
            page: ReadPage { bytes, media_type, request, items, quarantined, next: None, total: None },
            form: cut.form,
            title: cut.title,
            etag: response.header("etag").map(str::to_owned),
            modified: response.header("last-modified").map(str::to_owned),
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(fetched.clone());
        Ok(fetched)
    }

    fn refused(&self, request: String, response: &Response) -> PlatformError {
        let retry_after = response.retry_after();
        match response.status {
            401 if !matches!(self.auth, Auth::None) => PlatformError::WrongPassword { request },
            status @ (401 | 403) => PlatformError::NotPermitted { request, status },
            429 => PlatformError::RateLimited { request, retry_after },
            status => PlatformError::Failed { request, status, retry_after },
        }
    }

    async fn info(&self) -> Result<AccountInfo, PlatformError> {
        let fetched = self.fetch().await?;
        let host = self.address.host_str().unwrap_or_default().to_owned();
        Ok(AccountInfo {
            site_name: fetched
                .title
                .map(|title| crate::to_text(&title))
                .filter(|title| !title.is_empty())
                .unwrap_or(host),
            site_url: Some(self.address.origin().ascii_serialization()),
            account_name: None,
            account_native_id: None,
            may_moderate: Some(false),
        })
    }

    async fn list(&self, cursor: Option<Cursor>) -> Result<ReadPage, PlatformError> {
        // A feed has one page, so that no cursor can be ours.
        if cursor.is_some() {
            return Err(PlatformError::Cursor);
        }
        Ok(self.fetch().await?.page)
    }

    /// An entry that stands in the window; of any other nothing is known.
    async fn one(&self, kind: ItemKind, native_id: &str) -> Result<OneAnswer, PlatformError> {
        if kind != ItemKind::Post {
            return Err(PlatformError::NotAble);
        }
        let ReadPage { bytes, media_type, request, items, quarantined, .. } = self.fetch().await?.page;
        let mut items = items.into_iter().filter(|read| read.item.native_id == native_id);
        let mut quarantined =
            quarantined.into_iter().filter(|bad| bad.native_id.as_deref() == Some(native_id));
        let (item, bad) = (items.next(), quarantined.next());
        let range =
            item.as_ref().map(|read| read.range.clone()).or(bad.as_ref().map(|bad| bad.range.clone()));
        let slice =
            range.and_then(|range| Some(bytes.slice_ref(bytes.get(range)?))).ok_or(PlatformError::NotAble)?;
        let range = 0..slice.len();
        let items: Vec<ReadItem> =
            item.into_iter().map(|read| ReadItem { range: range.clone(), ..read }).collect();
        let bad = bad.filter(|_| items.is_empty());
        let quarantined = bad.into_iter().map(|bad| Quarantined { range: range.clone(), ..bad }).collect();
        Ok(OneAnswer::Shown(ReadPage {
            bytes: slice,
            media_type,
            request,
            items,
            quarantined,
            next: None,
            total: None,
        }))
    }
}

/// A feed shows a few dozen entries; nobody fetches files through one.
const ABILITIES: Abilities = Abilities {
    reads: &[ItemKind::Post],
    edits: EditSign::Comparison,
    hiding: Hiding::None,
    measures: &[],
    measures_on_own: &[],
    replies: false,
    announces: false,
    tells_gone: false,
    limits: Limits {
        page_items_max: 10_000,
        text_chars_max: None,
        asks_per_minute_max: Some(10),
        media_bytes_max: 0,
    },
};

impl Platform for Feed {
    fn kind(&self) -> PlatformKind {
        PlatformKind::Feed
    }

    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        Box::pin(self.info())
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

    fn measure<'a>(
        &'a self,
        _: &'a Sealed,
        _: ItemKind,
        _: &'a str,
        _: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        Box::pin(ready(Err(MeasureError::NotAble)))
    }

    fn reply<'a>(
        &'a self,
        _: ItemKind,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(ready(Err(MeasureError::NotAble)))
    }
}

#[cfg(test)]
mod tests;
