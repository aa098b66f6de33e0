//! A platform in memory that does as it is told. It is a fake, for tests only.
//!
//! It shows what a test has posted, changes and removes what the test says, and fails in
//! the way and at the time that the test chooses. Its answers are JSON and go through the
//! same cutting as a real platform's, so that ranges, quarantine and paging are real.

mod act;
mod shape;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{BoxFuture, ready};

use uppsikt_ledger::Sealed;

use crate::abilities::Abilities;
use crate::cut;
use crate::error::PlatformError;
use crate::item::{ItemKind, Media};
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::JSON;
use crate::page::{Cursor, GoneBy, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Platform};
use shape::FakeItem;

/// A way to fail, once, at the next question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FakeFault {
    /// The platform asks us to wait for 30 seconds.
    RateLimit,
    /// The answer ends in the middle.
    HalfAnswer,
    /// The first item of the answer cannot be understood; the others can.
    MalformedItem,
    /// The platform is down.
    Down,
    /// The platform no longer accepts our password.
    WrongPassword,
    /// The measure is done, and the answer to it never arrives.
    SilentAfter,
    /// The first item of the answer is dated in the year 9999.
    FutureItem,
    /// The first item's text holds a byte that is no UTF-8.
    InvalidText,
}

/// Items on a page of the fake unless a test says otherwise; few, so that tests page.
const PER_PAGE: usize = 3;

/// How an item's text begins in an answer.
const TEXT_BEGINS: &[u8] = b"\"text\":\"";

/// 2026-01-01 in UTC; each thing that happens on the fake takes a second from there.
const BEGINNING_SECONDS: i64 = 1_767_225_600;

/// A platform in memory, for tests; clones show the same.
#[derive(Debug, Clone)]
pub struct Fake(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    items: BTreeMap<u64, FakeItem>,
    faults: VecDeque<FakeFault>,
    per_page: usize,
    last_id: u64,
    seconds: i64,
    /// Everything that was done, in order: the measure's code or `reply`, and the item's id.
    done: Vec<(String, String)>,
    /// Names that can no longer write.
    blocked: BTreeSet<String>,
    /// Items on which nobody can comment any more.
    closed: BTreeSet<u64>,
    /// Pictures by their names.
    pictures: BTreeMap<String, Bytes>,
}

impl Default for Fake {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads one kept item again.
pub(crate) fn parse_kept(bytes: &[u8]) -> Result<crate::Item, crate::QuarantineReason> {
    FakeItem::read(bytes)
}

impl Fake {
    /// A platform that shows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let (items, faults) = (BTreeMap::new(), VecDeque::new());
        Self(Arc::new(Mutex::new(State {
            items,
            faults,
            per_page: PER_PAGE,
            last_id: 0,
            seconds: BEGINNING_SECONDS,
            done: Vec::new(),
            blocked: BTreeSet::new(),
            closed: BTreeSet::new(),
            pictures: BTreeMap::new(),
        })))
    }

    /// The authority posts; gives the post's id.
    pub fn post(&self, text: &str) -> String {
        self.add(ItemKind::Post, None, "Lindholms kommun", true, text)
    }

    /// A visitor comments on a post or a comment; gives the comment's id.
    pub fn comment(&self, on: &str, author: &str, text: &str) -> String {
        self.add(ItemKind::Comment, Some(on), author, false, text)
    }

    /// A visitor tries to comment, and is not let where the author is blocked or the thread closed.
    pub fn try_comment(&self, on: &str, author: &str, text: &str) -> Option<String> {
        let may = self.with(|state| !state.is_closed_to(on, author));
        may.then(|| self.comment(on, author, text))
    }

    /// Somebody writes a direct message to the account; gives the message's id.
    pub fn message(&self, author: &str, text: &str) -> String {
        self.add(ItemKind::Message, None, author, false, text)
    }

    /// The authority answers a post or a comment; gives the answer's id.
    pub fn answer(&self, on: &str, text: &str) -> String {
        self.add(ItemKind::Comment, Some(on), "Lindholms kommun", true, text)
    }

    /// Whoever wrote the item changes its text; an id that is not there changes nothing.
    pub fn edit(&self, native_id: &str, text: &str) {
        self.change(native_id, |item, seconds| {
            text.clone_into(&mut item.text);
            item.edited_seconds = Some(seconds);
        });
    }

    /// Whoever wrote the item adds a picture of this name.
    pub fn attach(&self, native_id: &str, name: &str, alt: Option<&str>, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        self.with(|state| state.pictures.insert(name.to_owned(), bytes));
        self.change(native_id, |item, _| item.pictures.push((name.to_owned(), alt.map(str::to_owned))));
    }

    /// The item is no longer shown, for the reason that the platform names (`hold`, `spam`).
    pub fn withhold(&self, native_id: &str, status: &str) {
        self.change(native_id, |item, _| status.clone_into(&mut item.state));
    }

    /// A withheld item is shown again.
    pub fn show(&self, native_id: &str) {
        self.withhold(native_id, shape::SHOWN);
    }

    /// The item is gone for good.
    pub fn delete(&self, native_id: &str) {
        self.with(|state| native_id.parse().map(|id: u64| state.items.remove(&id)).ok());
    }

    /// The next question meets this fault; several faults meet as many questions, in order.
    pub fn fail_next(&self, fault: FakeFault) {
        self.with(|state| state.faults.push_back(fault));
    }

    /// Shows so many items on a page from now on, at least 1.
    pub fn set_per_page(&self, per_page: usize) {
        self.with(|state| state.per_page = per_page.max(1));
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, kind: ItemKind, on: Option<&str>, author: &str, own: bool, text: &str) -> String {
        self.with(|state| {
            state.last_id += 1;
            state.seconds += 1;
            let on = on.and_then(|on| on.parse().ok());
            let parent = on.and_then(|on: u64| Some((state.items.get(&on)?.kind, on)));
            let item = FakeItem {
                id: state.last_id,
                kind,
                parent,
                author: author.to_owned(),
                own,
                text: text.to_owned(),
                published_seconds: state.seconds,
                edited_seconds: None,
                state: shape::SHOWN.to_owned(),
                pictures: Vec::new(),
            };
            state.items.insert(state.last_id, item);
            state.last_id.to_string()
        })
    }

    fn change(&self, native_id: &str, change: impl FnOnce(&mut FakeItem, i64)) {
        self.with(|state| {
            state.seconds += 1;
            let item = native_id.parse().ok().and_then(|id: u64| state.items.get_mut(&id));
            if let Some(item) = item {
                change(item, state.seconds);
            }
        });
    }
}

impl State {
    fn list(&mut self, cursor: Option<&Cursor>) -> Result<ReadPage, PlatformError> {
        let after: u64 =
            cursor.map_or(Ok(0), |cursor| cursor.as_str().parse()).map_err(|_| PlatformError::Cursor)?;
        let request = format!("/items?after={after}");
        let spoil = self.fault(&request)?;
        let shown = || self.items.values().filter(|item| item.is_shown());
        let listed: Vec<&FakeItem> = shown().filter(|item| item.id > after).take(self.per_page).collect();
        let last = listed.last().map(|item| item.id);
        let next = last.filter(|last| shown().any(|item| item.id > *last));
        let total = u64::try_from(shown().count()).ok();
        let mut page = page(request, &listed, spoil)?;
        (page.next, page.total) = (next.map(|last| Cursor::new(last.to_string())), total);
        Ok(page)
    }

    fn one(&mut self, kind: ItemKind, native_id: &str) -> Result<OneAnswer, PlatformError> {
        let id: u64 = native_id.parse().map_err(|_| PlatformError::NativeId)?;
        let request = format!("/items/{id}");
        let spoil = self.fault(&request)?;
        let Some(item) = self.items.get(&id).filter(|item| item.kind == kind) else {
            return Ok(OneAnswer::Gone { status: 404, by: GoneBy::Unknown });
        };
        let page = page(request, &[item], spoil)?;
        Ok(if item.is_shown() {
            OneAnswer::Shown(page)
        } else {
            OneAnswer::Withheld { status: item.state.clone(), page: Some(page) }
        })
    }

    /// Takes the next fault: an error now, or one that spoils the answer.
    fn fault(&mut self, request: &str) -> Result<Option<FakeFault>, PlatformError> {
        let request = request.to_owned();
        match self.faults.pop_front() {
            Some(FakeFault::RateLimit) => {
                Err(PlatformError::RateLimited { request, retry_after: Some(Duration::from_secs(30)) })
            }
            Some(FakeFault::Down) => Err(PlatformError::Failed { request, status: 503, retry_after: None }),
            Some(FakeFault::WrongPassword) => Err(PlatformError::WrongPassword { request }),
            spoil => Ok(spoil),
        }
    }
}

/// Writes items as the platform would, spoils the bytes when told to, and reads them as we would.
fn page(request: String, items: &[&FakeItem], spoil: Option<FakeFault>) -> Result<ReadPage, PlatformError> {
    let written = items.iter().enumerate().map(|(at, item)| match spoil {
        Some(FakeFault::MalformedItem) if at == 0 => item.write_malformed(),
        Some(FakeFault::FutureItem) if at == 0 => item.write_future(),
        _ => item.write(),
    });
    let mut body = format!("[{}]\n", written.collect::<Vec<_>>().join(",\n"));
    if spoil == Some(FakeFault::HalfAnswer) {
        let half = (0..=body.len() / 2).rev().find(|at| body.is_char_boundary(*at));
        body.truncate(half.unwrap_or_default());
    }
    let mut body = body.into_bytes();
    if spoil == Some(FakeFault::InvalidText)
        && let Some(at) = body.windows(TEXT_BEGINS.len()).position(|window| window == TEXT_BEGINS)
    {
        body.insert(at + TEXT_BEGINS.len(), 0xff);
    }
    let bytes = Bytes::from(body);
    let ranges = cut::elements(&bytes).map_err(|error| PlatformError::Malformed {
        request: request.clone(),
        line: error.line(),
        column: error.column(),
    })?;
    let (items, quarantined) = cut::sort(&bytes, ranges, FakeItem::read, FakeItem::read_id);
    Ok(ReadPage { bytes, media_type: JSON, request, items, quarantined, next: None, total: None })
}

impl Platform for Fake {
    fn kind(&self) -> PlatformKind {
        PlatformKind::Fake
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        let checked = self.with(|state| state.fault("/me"));
        Box::pin(ready(checked.map(|_| AccountInfo {
            site_name: "Lindholms kommun".to_owned(),
            site_url: Some("https://www.lindholm.example/".to_owned()),
            account_name: Some("Lindholms kommun".to_owned()),
            account_native_id: Some("1".to_owned()),
            may_moderate: Some(true),
        })))
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(ready(self.with(|state| state.list(cursor.as_ref()))))
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        Box::pin(ready(self.with(|state| state.one(kind, native_id))))
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        let request = "/pictures".to_owned();
        let found = self.with(|state| {
            state.fault(&request)?;
            Ok(state.pictures.get(&media.source).cloned())
        });
        let bytes_max = act::ABILITIES.limits.media_bytes_max;
        Box::pin(ready(match found {
            Err(error) => Err(error),
            Ok(None) => Err(PlatformError::Failed { request, status: 404, retry_after: None }),
            Ok(Some(bytes)) if bytes.len() as u64 > bytes_max => Err(PlatformError::TooLarge { bytes_max }),
            Ok(Some(bytes)) => Ok(bytes),
        }))
    }

    fn abilities(&self) -> Abilities {
        act::ABILITIES
    }

    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        _: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        // Only what a proof covers is touched; that it is of this item only the caller can know here.
        let _ = sealed;
        Box::pin(ready(self.with(|state| state.measure(native_id, measure))))
    }

    fn reply<'a>(
        &'a self,
        _: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(ready(self.take_reply(native_id, text)))
    }
}

#[cfg(test)]
#[path = "fake_tests.rs"]
mod tests;
