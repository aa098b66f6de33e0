//! The practice platform: a file on disk that behaves like a platform.
//!
//! Its content is invented. A new editor removes, hides, blocks and answers here without
//! anybody outside seeing it, and an installation is tried on it before it is connected to
//! anything. The file is one of item lines ([`crate::imports::ndjson`]), so that bringing the
//! same file in and reading it here give the same items with the same content.
//!
//! What is done changes the file, whole or not at all, and is noted in it as a line of its
//! own (`deed`), so that anybody can count what was really done. Lines of other types stay as
//! they are. Several may read while one writes; writers wait for each other.

mod act;
mod content;
mod file;
mod visit;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::{BoxFuture, ready};
use uppsikt_kernel::{Clock, Micros};
use uppsikt_ledger::Sealed;

use crate::abilities::Abilities;
use crate::error::PlatformError;
use crate::item::{ItemKind, Media};
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Census, Platform};
use content::Content;

pub use act::{AddError, Deed};
pub use file::PracticeError;
pub use visit::VisitError;

/// A practice platform in one file.
pub struct Practice {
    path: PathBuf,
    account: Option<String>,
    per_page: usize,
    clock: Arc<dyn Clock>,
    /// What the file held when it was last read, while it has not changed.
    cache: Mutex<Option<(file::Stamp, Arc<Content>)>>,
}

impl std::fmt::Debug for Practice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Practice").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Practice {
    /// The practice platform in a file, which must be there: an absent file must not look like an empty platform.
    ///
    /// # Errors
    /// [`PracticeError`] when the file cannot be read or is something else.
    pub fn open(path: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, PracticeError> {
        let (path, per_page) = (path.into(), content::PAGE_ITEMS_MAX);
        let practice = Self { path, account: None, per_page, clock, cache: Mutex::new(None) };
        practice.content()?;
        Ok(practice)
    }

    /// The same file seen as one of its accounts, where it holds several.
    #[must_use]
    pub fn with_account(self, account: impl Into<String>) -> Self {
        Self { account: Some(account.into()), cache: Mutex::new(None), ..self }
    }

    /// The same file with so many items on a page, 1 to 100; few make a person who practises see that there are pages.
    #[must_use]
    pub fn with_per_page(self, per_page: usize) -> Self {
        Self { per_page: per_page.clamp(1, content::PAGE_ITEMS_MAX), ..self }
    }

    /// Everything that was done here, in order.
    ///
    /// # Errors
    /// [`PracticeError`].
    pub fn deeds(&self) -> Result<Vec<Deed>, PracticeError> {
        Ok(self.content()?.deeds.clone())
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// What the file holds now.
    fn content(&self) -> Result<Arc<Content>, PracticeError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = file::stamp(&self.path)?;
        if let Some((_, content)) = cache.as_ref().filter(|(read, _)| *read == stamp) {
            return Ok(Arc::clone(content));
        }
        let (stamp, bytes) = file::read(&self.path)?;
        let content = Arc::new(Content::read(&bytes, self.account.as_deref()));
        *cache = Some((stamp, Arc::clone(&content)));
        Ok(content)
    }

    /// What the file holds, for a question.
    fn asked(&self, request: &str) -> Result<Arc<Content>, PlatformError> {
        self.content().map_err(|error| error.answer(request))
    }

    fn info(&self) -> Result<AccountInfo, PlatformError> {
        let content = self.asked("/practice")?;
        let account = content.account.as_ref();
        let kind = PlatformKind::Practice;
        Ok(AccountInfo {
            site_name: account
                .map_or_else(|| kind.name().to_owned(), |account| format!("{kind}: {}", account.name)),
            site_url: account.and_then(|account| account.address.clone()),
            account_name: account.map(|account| account.name.clone()),
            account_native_id: account.map(|account| account.id.clone()),
            may_moderate: Some(true),
        })
    }

    /// A file beside the file of lines; nothing outside their folder.
    fn beside(&self, name: &str) -> Result<Bytes, PlatformError> {
        let request = "/practice/media";
        let is_plain =
            Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_plain || name.is_empty() {
            return Err(PlatformError::NativeId);
        }
        file::read_beside(self.folder(), name, act::MEDIA_BYTES_MAX, request)
    }
}

impl Platform for Practice {
    fn kind(&self) -> PlatformKind {
        PlatformKind::Practice
    }

    fn abilities(&self) -> Abilities {
        act::ABILITIES
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        Box::pin(ready(self.info()))
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(ready(
            self.asked("/practice/items").and_then(|content| content.page(cursor.as_ref(), self.per_page)),
        ))
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        Box::pin(ready(self.asked("/practice/item").map(|content| content.one(kind, native_id))))
    }

    fn read_address<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<ReadPage, PlatformError>> {
        Box::pin(ready(self.asked("/practice/address").and_then(|content| content.by_address(address))))
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        Box::pin(ready(self.beside(&media.source)))
    }

    fn census(&self, from: Micros, until: Micros) -> BoxFuture<'_, Result<Vec<Census>, PlatformError>> {
        Box::pin(ready(self.asked("/practice/census").map(|content| content.census(from, until))))
    }

    fn measure<'a>(
        &'a self,
        _sealed: &'a Sealed,
        kind: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        Box::pin(ready(self.act(kind, native_id, measure)))
    }

    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(ready(self.answer(kind, native_id, text)))
    }
}

#[cfg(test)]
mod tests;
