//! What every platform can be asked.

use bytes::Bytes;
use futures_util::future::{BoxFuture, ready};
use uppsikt_kernel::Micros;
use uppsikt_ledger::Sealed;

use crate::abilities::Abilities;
use crate::changes::Changes;
use crate::error::PlatformError;
use crate::item::{Item, ItemKind, Media};
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, QuarantineReason, ReadPage};

pub use crate::kind::PlatformKind;

/// One account on one platform, seen with its own login.
///
/// What reads only reads: asking twice changes nothing outside. What acts does so once, and says
/// when it does not know whether it did.
pub trait Platform: Send + Sync {
    /// Which platform this is.
    fn kind(&self) -> PlatformKind;

    /// What can be read and done there, and how.
    fn abilities(&self) -> Abilities;

    /// Who we are there, which tells a wrong password from a site that cannot be reached.
    ///
    /// # Errors
    /// [`PlatformError`].
    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>>;

    /// One page of what the account shows, from the beginning or from where a page ended.
    ///
    /// An item may be given more than once in a pass over all pages; none that was shown
    /// from the pass's beginning to its end is left out.
    ///
    /// # Errors
    /// [`PlatformError`]; the same cursor can be tried again.
    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>>;

    /// What the platform says of one item now.
    ///
    /// # Errors
    /// [`PlatformError`] when the answer is not about the item.
    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>>;

    /// One contribution on somebody else's page by its address, with the answers to it.
    ///
    /// # Errors
    /// [`PlatformError::NotAble`] where that cannot be read.
    fn read_address<'a>(&'a self, _address: &'a str) -> BoxFuture<'a, Result<ReadPage, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    /// The bytes of a picture, film or sound of an item that was read.
    ///
    /// # Errors
    /// [`PlatformError`]; [`PlatformError::TooLarge`] above the platform's limit.
    fn media<'a>(&'a self, _media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    /// What has changed since a cursor, where the platform announces changes; from now on without one.
    ///
    /// It only hurries a pass and proves who deleted: a pass finds everything without it.
    ///
    /// # Errors
    /// [`PlatformError::NotAble`] where the platform announces nothing.
    fn changes(&self, _cursor: Option<Cursor>) -> BoxFuture<'_, Result<Changes, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    /// How many items the platform says that there are, published from `from` until before `until`.
    ///
    /// # Errors
    /// [`PlatformError::NotAble`] where the platform does not count.
    fn census(&self, _from: Micros, _until: Micros) -> BoxFuture<'_, Result<Vec<Census>, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    /// Does something to the item whose version is sealed; one call, never repeated by itself.
    ///
    /// The proof must be of the item: who calls has just read it again, and confirms by reading after.
    ///
    /// # Errors
    /// [`MeasureError`], which tells "not done" from "not known".
    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        kind: ItemKind,
        native_id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>>;

    /// Answers an item in the account's name.
    ///
    /// # Errors
    /// [`MeasureError`].
    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>>;
}

/// How many items of one sort there are, as the platform counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// The sort.
    pub kind: ItemKind,
    /// The platform's word for the state that was counted, such as `approved`; none for all.
    pub state: Option<String>,
    /// How many; none when the platform refuses to say.
    pub total: Option<u64>,
    /// The status of a refusal.
    pub refused: Option<u16>,
}

/// Reads one kept item again, from the exact bytes that the platform once gave.
///
/// What is the account's own is not told anew: that was known only when the item was read.
///
/// # Errors
/// [`QuarantineReason`] when the bytes are not an item of that platform.
pub fn parse_kept(
    platform: PlatformKind,
    kind: ItemKind,
    media_type: &str,
    bytes: &[u8],
) -> Result<Item, QuarantineReason> {
    match media_type {
        crate::imports::NDJSON_ITEM => return crate::imports::ndjson::parse_item(bytes),
        crate::imports::WXR_ITEM => return crate::imports::wxr::parse_kept(kind, bytes),
        _ => {}
    }
    match platform {
        PlatformKind::WordPress => crate::wordpress::parse_kept(kind, bytes),
        PlatformKind::Bluesky => crate::bluesky::parse_kept(kind, media_type, bytes),
        PlatformKind::Fake => crate::fake::parse_kept(bytes),
        PlatformKind::Feed => crate::feed::parse_kept(bytes),
        PlatformKind::Practice => crate::imports::ndjson::parse_item(bytes),
        _ => Err(QuarantineReason::Shape { line: 0, column: 0 }),
    }
}

/// Who we are on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountInfo {
    /// What the site or page calls itself.
    pub site_name: String,
    /// Where it is shown, as the platform states it.
    pub site_url: Option<String>,
    /// The name of the account that we are signed in as; none when we read as anybody.
    pub account_name: Option<String>,
    /// That account's id on the platform.
    pub account_native_id: Option<String>,
    /// Whether the account may moderate what others write; none where the platform does not say.
    pub may_moderate: Option<bool>,
}
