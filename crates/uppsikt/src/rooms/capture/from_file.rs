//! Bringing in what a file holds, as a platform that is read once and can be asked nothing more.
//!
//! The same pass reads it that reads a platform: what is known is not kept again, what cannot be understood is
//! quarantined, and a pass that broke off is gone on with by bringing the file in again. A file tells what was
//! shown and never what is not: what is missing in it has not disappeared, and an old file that is brought in
//! late does not turn time back, for a version that is known already is never kept as a newer one.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::{BoxFuture, ready};
use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_ledger::Sealed;
use uppsikt_platform::imports::ImportError;
use uppsikt_platform::{
    Abilities, AccountInfo, Cursor, EditSign, Hiding, ItemKind, Limits, Measure, MeasureError, Measured,
    Media, OneAnswer, Platform, PlatformError, PlatformKind, Posted, ReadPage,
};
use uppsikt_store::{Reader, StoreError};

use super::known::{Meaning, has_content};
use super::model::{CaptureError, Origin, PassReport, Presence};
use super::pass::Pass;
use super::store;
use crate::app::App;
use crate::rooms::account::Account;

/// Finds a picture by the name that an item gives it; `None` where there is no such file.
pub type FindMedia<'m> = &'m mut (dyn FnMut(&str) -> Result<Option<Bytes>, ImportError> + Send);

/// Who may bring a file in, in words that finish "Det här får bara … göra".
const WHO: &str = "en administratör eller redaktör";

/// Largest picture or film of a file, in bytes; the file's own reading has the same limit.
const MEDIA_BYTES_MAX: u64 = 500 * 1000 * 1000;

/// Whether the actor may bring in items of an authority's accounts.
///
/// # Errors
/// [`CaptureError::WrongRole`].
pub fn may_import(actor: &Actor, authority: Id<Authority>) -> Result<(), CaptureError> {
    let may = [Role::Administrator, Role::Editor].iter().any(|role| actor.has_in(*role, authority));
    if may { Ok(()) } else { Err(CaptureError::WrongRole(WHO)) }
}

/// Whether the actor may bring in anything at all; asked before a file is read.
///
/// # Errors
/// [`CaptureError::WrongRole`].
pub fn may_import_anywhere(actor: &Actor) -> Result<(), CaptureError> {
    let may = [Role::Administrator, Role::Editor].iter().any(|role| actor.roles.contains(role));
    if may { Ok(()) } else { Err(CaptureError::WrongRole(WHO)) }
}

/// Keeps what is new of a file's pages for one account, and then the pictures that it has.
///
/// # Errors
/// [`CaptureError`]; what had been kept by then is kept.
pub async fn import_pages(
    app: &App,
    actor: &Actor,
    account: &Account,
    pages: Vec<ReadPage>,
    find: FindMedia<'_>,
    told: &mut (dyn FnMut(&PassReport) + Send),
) -> Result<PassReport, CaptureError> {
    may_import(actor, account.authority)?;
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let file = FromFile { kind: account.platform, pages, find: Mutex::new(find) };
    let mut pass = Pass::over_account(app, actor, account, &file, Origin::Import).await?;
    if !file.pages.is_empty() {
        pass.whole(told).await?;
    }
    Ok(pass.report)
}

/// Takes back what looks changed but is a version that is known: the file is older than what we have.
pub(super) async fn settle(
    reader: &mut Reader,
    page: &ReadPage,
    meanings: &mut [Meaning],
) -> Result<(), StoreError> {
    for (meaning, read) in meanings.iter_mut().zip(&page.items) {
        let Meaning::Changed(known) = meaning else { continue };
        let key = read.item.content_key();
        for version in store::versions(reader, known.item.id).await? {
            if version.presence == Presence::of(&read.item) && has_content(reader, &version, &key).await? {
                *meaning = Meaning::Same;
                break;
            }
        }
    }
    Ok(())
}

/// A file as a platform.
pub(super) struct FromFile<'m> {
    pub kind: PlatformKind,
    pub pages: Vec<ReadPage>,
    pub find: Mutex<FindMedia<'m>>,
}

impl FromFile<'_> {
    fn page(&self, cursor: Option<&Cursor>) -> Result<ReadPage, PlatformError> {
        // Pages are numbered from 1, and each names the next.
        let number = match cursor {
            None => 1,
            Some(cursor) => cursor.as_str().parse::<usize>().map_err(|_| PlatformError::Cursor)?,
        };
        let page = number.checked_sub(1).and_then(|at| self.pages.get(at));
        page.cloned().ok_or(PlatformError::Cursor)
    }

    fn find(&self, media: &Media) -> Result<Bytes, PlatformError> {
        let mut find = self.find.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |status| {
            let request = "import:media".to_owned();
            Err(PlatformError::Failed { request, status, retry_after: None })
        };
        match find(&media.source) {
            Ok(Some(bytes)) => Ok(bytes),
            // It may come with the next file, so it is still wanted.
            Ok(None) => failed(503),
            Err(ImportError::Bomb { .. } | ImportError::TooLarge { .. }) => {
                Err(PlatformError::TooLarge { bytes_max: MEDIA_BYTES_MAX })
            }
            Err(_) => failed(422),
        }
    }
}

impl Platform for FromFile<'_> {
    fn kind(&self) -> PlatformKind {
        self.kind
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            reads: &ItemKind::ALL,
            edits: EditSign::Comparison,
            hiding: Hiding::None,
            measures: &[],
            measures_on_own: &[],
            replies: false,
            announces: false,
            tells_gone: false,
            limits: Limits {
                page_items_max: 500,
                text_chars_max: None,
                asks_per_minute_max: None,
                media_bytes_max: MEDIA_BYTES_MAX,
            },
        }
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(ready(self.page(cursor.as_ref())))
    }

    fn read_one<'a>(
        &'a self,
        _kind: ItemKind,
        _native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        Box::pin(ready(Err(PlatformError::NotAble)))
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        Box::pin(ready(self.find(media)))
    }

    fn measure<'a>(
        &'a self,
        _sealed: &'a Sealed,
        _kind: ItemKind,
        _native_id: &'a str,
        _measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        Box::pin(ready(Err(MeasureError::NotAble)))
    }

    fn reply<'a>(
        &'a self,
        _kind: ItemKind,
        _native_id: &'a str,
        _text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        Box::pin(ready(Err(MeasureError::NotAble)))
    }
}
