//! A platform that answers from memory.
//!
//! The fake makes its pages once; the shelf keeps their bytes, and reads the items anew each time that a page is
//! asked for, as a platform over the network would. The fake itself looks through all its items for every page,
//! which would be most of what is measured.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use uppsikt::rooms::account::{Account, AccountError, Platforms};
use uppsikt_ledger::Sealed;
use uppsikt_platform::{
    Abilities, AccountInfo, Cursor, Fake, ItemKind, Measure, MeasureError, Measured, OneAnswer, Platform,
    PlatformError, PlatformKind, Posted, ReadItem, ReadPage, parse_kept,
};

/// Pages of one account, and how long each is waited for.
#[derive(Clone)]
pub(crate) struct Shelf {
    pages: Arc<Vec<Kept>>,
    /// What answers everything but reading.
    fake: Fake,
    latency: Duration,
}

struct Kept {
    bytes: Bytes,
    media_type: &'static str,
    request: String,
    places: Vec<(ItemKind, Range<usize>)>,
    total: Option<u64>,
}

impl Shelf {
    /// Everything that the fake shows now.
    pub(crate) async fn of(fake: &Fake) -> Result<Self, PlatformError> {
        let (mut pages, mut cursor) = (Vec::new(), None);
        loop {
            let page = fake.read(cursor).await?;
            cursor = page.next;
            pages.push(Kept {
                bytes: page.bytes,
                media_type: page.media_type,
                request: page.request,
                places: page.items.into_iter().map(|read| (read.item.kind, read.range)).collect(),
                total: page.total,
            });
            if cursor.is_none() {
                let (pages, latency) = (Arc::new(pages), Duration::ZERO);
                return Ok(Self { pages, fake: Fake::new(), latency });
            }
        }
    }

    /// The same, answering after so long.
    pub(crate) fn after(&self, latency: Duration) -> Self {
        Self { latency, ..self.clone() }
    }

    /// How many bytes all pages have.
    pub(crate) fn bytes(&self) -> usize {
        self.pages.iter().map(|page| page.bytes.len()).sum()
    }

    /// One page, numbered from 0.
    pub(crate) fn page(&self, number: usize) -> Option<ReadPage> {
        let kept = self.pages.get(number)?;
        let item = |(kind, range): &(ItemKind, Range<usize>)| {
            let item = parse_kept(PlatformKind::Fake, *kind, kept.media_type, kept.bytes.get(range.clone())?);
            Some(ReadItem { range: range.clone(), item: item.ok()? })
        };
        Some(ReadPage {
            bytes: kept.bytes.clone(),
            media_type: kept.media_type,
            request: kept.request.clone(),
            items: kept.places.iter().map(item).collect::<Option<_>>()?,
            quarantined: Vec::new(),
            next: (number + 1 < self.pages.len()).then(|| Cursor::new((number + 1).to_string())),
            total: kept.total,
        })
    }
}

impl Platforms for Shelf {
    fn connect(&self, _: &Account, _: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        Ok(Arc::new(self.clone()))
    }
}

impl Platform for Shelf {
    fn kind(&self) -> PlatformKind {
        PlatformKind::Fake
    }

    fn abilities(&self) -> Abilities {
        self.fake.abilities()
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        self.fake.check()
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(async move {
            if !self.latency.is_zero() {
                tokio::time::sleep(self.latency).await;
            }
            let number = cursor.map_or(Ok(0), |cursor| cursor.as_str().parse());
            number.ok().and_then(|number| self.page(number)).ok_or(PlatformError::Cursor)
        })
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        self.fake.read_one(kind, native_id)
    }

    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        kind: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        self.fake.measure(sealed, kind, native_id, measure)
    }

    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        self.fake.reply(kind, native_id, text)
    }
}
