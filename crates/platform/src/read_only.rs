//! A platform that is only read, whatever its login could do.

use std::fmt;

use bytes::Bytes;
use futures_util::future::{BoxFuture, ready};
use uppsikt_kernel::Micros;
use uppsikt_ledger::Sealed;

use crate::abilities::Abilities;
use crate::changes::Changes;
use crate::error::PlatformError;
use crate::item::{ItemKind, Media};
use crate::kind::PlatformKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{Cursor, OneAnswer, ReadPage};
use crate::platform::{AccountInfo, Census, Platform};

/// A platform for an account that the authority only reads: nothing reaches it that changes anything.
pub struct ReadOnly(Box<dyn Platform>);

impl ReadOnly {
    /// The same platform, only read.
    #[must_use]
    pub fn new(platform: Box<dyn Platform>) -> Self {
        Self(platform)
    }
}

impl fmt::Debug for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadOnly").field(&self.0.kind()).finish()
    }
}

impl Platform for ReadOnly {
    fn kind(&self) -> PlatformKind {
        self.0.kind()
    }

    fn abilities(&self) -> Abilities {
        Abilities { measures: &[], measures_on_own: &[], replies: false, ..self.0.abilities() }
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        self.0.check()
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        self.0.read(cursor)
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        self.0.read_one(kind, native_id)
    }

    fn read_address<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<ReadPage, PlatformError>> {
        self.0.read_address(address)
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        self.0.media(media)
    }

    fn changes(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<Changes, PlatformError>> {
        self.0.changes(cursor)
    }

    fn census(&self, from: Micros, until: Micros) -> BoxFuture<'_, Result<Vec<Census>, PlatformError>> {
        self.0.census(from, until)
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
