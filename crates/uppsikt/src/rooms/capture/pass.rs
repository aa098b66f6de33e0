//! One reading of an account: pages, what they mean, and what has disappeared.

use std::collections::HashMap;

use uppsikt_kernel::{Actor, Digest};
use uppsikt_platform::{
    Cursor, GoneBy, Happened, NativeRef, OneAnswer, Platform, PlatformError, Quarantined, ReadPage,
};
use uppsikt_store::{Reader, StoreError};

use super::actions::{self, Answered, Vanished};
use super::from_file;
use super::known::{Known, KnownItem, Meaning};
use super::model::{CaptureError, CausedBy, KeptBytes, Origin, PassReport, Presence};
use super::store;
use crate::app::App;
use crate::rooms::account::Account;

/// A deletion that the platform announced by itself.
#[derive(Debug, Clone)]
struct Announced {
    by: CausedBy,
    revision: Option<String>,
}

/// One reading of an account, or of one item of it.
pub(super) struct Pass<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub account: &'a Account,
    pub platform: &'a dyn Platform,
    pub origin: Origin,
    pub known: Known,
    pub report: PassReport,
    /// What could not be understood before, by its bytes; read when it is first needed.
    quarantined: Option<HashMap<Digest, KeptBytes>>,
    last_seen_at: Option<i64>,
    deleted: HashMap<NativeRef, Announced>,
    announced: Option<String>,
}

impl<'a> Pass<'a> {
    /// Loads what is known of the account.
    pub(super) async fn over_account(
        app: &'a App,
        actor: &'a Actor,
        account: &'a Account,
        platform: &'a dyn Platform,
        origin: Origin,
    ) -> Result<Self, CaptureError> {
        let mut reader = app.store.read(actor).await?;
        let known = Known::load(&mut reader, account).await?;
        Self::begin(app, actor, account, platform, origin, known, &mut reader).await
    }

    /// A pass that knows only what it is given.
    pub(super) async fn begin(
        app: &'a App,
        actor: &'a Actor,
        account: &'a Account,
        platform: &'a dyn Platform,
        origin: Origin,
        known: Known,
        reader: &mut Reader,
    ) -> Result<Self, CaptureError> {
        Ok(Self {
            app,
            actor,
            account,
            platform,
            origin,
            known,
            report: PassReport { account: account.name.clone(), ..PassReport::default() },
            quarantined: None,
            last_seen_at: store::complete_at(reader, account.id).await?,
            deleted: HashMap::new(),
            announced: store::announced(reader, account.id).await?,
        })
    }

    /// Reads everything, and asks for what is missing where the platform can tell.
    pub(super) async fn whole(
        &mut self,
        told: &mut (dyn FnMut(&PassReport) + Send),
    ) -> Result<(), CaptureError> {
        let began_at = self.app.store.now().get();
        self.announcements().await?;
        let mut cursor = None;
        loop {
            let mut page = self.platform.read(cursor).await?;
            cursor = page.next.take();
            self.page(page).await?;
            told(&self.report);
            if cursor.is_none() {
                break;
            }
        }
        if self.platform.abilities().tells_gone {
            for known in self.known.missing() {
                match self.one(&known).await {
                    // A file may have called it by a name that is none to the platform: that says nothing of it.
                    Err(CaptureError::Platform(PlatformError::NativeId | PlatformError::NotAble))
                        if known.last.origin == Origin::Import => {}
                    outcome => outcome?,
                }
            }
        }
        self.media().await?;
        if self.origin == Origin::Read {
            self.note(began_at).await?;
        }
        Ok(())
    }

    async fn note(&self, began_at: i64) -> Result<(), CaptureError> {
        let (account, announced) = (self.account.clone(), self.announced.clone());
        self.app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move { actions::note_complete(tx, &account, began_at, announced).await })
            })
            .await
    }

    /// What the platform has announced since the last pass; it proves who deleted what.
    async fn announcements(&mut self) -> Result<(), CaptureError> {
        if self.origin != Origin::Read || !self.platform.abilities().announces {
            return Ok(());
        }
        let changes = match self.platform.changes(self.announced.clone().map(Cursor::new)).await {
            Ok(changes) => changes,
            // It only hurries and proves; what is shown and what is not is found by reading.
            Err(PlatformError::WrongPassword { request }) => {
                return Err(PlatformError::WrongPassword { request }.into());
            }
            Err(error) => {
                tracing::warn!(account = %self.account.id, %error, "the platform's announcements could not be read");
                return Ok(());
            }
        };
        for change in changes.events {
            let Happened::Deleted(by) = change.what else { continue };
            if self.known.named(&change.item).is_none() {
                continue;
            }
            let (account, bytes) = (self.account.clone(), change.bytes.clone());
            self.app
                .store
                .write::<_, CaptureError, _>(self.actor, move |tx| {
                    Box::pin(async move { actions::keep_announcement(tx, &account, &bytes).await })
                })
                .await?;
            self.announce(change.item, by, change.before);
        }
        self.announced = changes.next.map(|next| next.as_str().to_owned()).or(self.announced.take());
        Ok(())
    }

    /// Notes that the platform has announced a deletion: of whom, and of which version.
    pub(super) fn announce(&mut self, item: NativeRef, by: GoneBy, revision: Option<String>) {
        self.deleted.insert(item, Announced { by: by.into(), revision });
    }

    /// Keeps what is new or changed of one answer.
    pub(super) async fn page(&mut self, page: ReadPage) -> Result<(), CaptureError> {
        let mut reader = self.app.store.read(self.actor).await?;
        let mut meanings = self.known.meanings(&reader, &page).await?;
        if self.origin == Origin::Import {
            from_file::settle(&mut reader, &page, &mut meanings).await?;
        }
        let bad = self.already_quarantined(&mut reader, &page).await?;
        drop(reader);
        self.count(&meanings, &page);
        let changed = meanings.iter().any(|meaning| matches!(meaning, Meaning::New | Meaning::Changed(_)));
        let new_bad = bad.iter().filter(|kept| kept.is_none()).count();
        if !changed && new_bad == 0 {
            return Ok(());
        }
        let (account, origin, expected) = (self.account.clone(), self.origin, self.known.expected());
        let digests: Vec<Digest> = page
            .quarantined
            .iter()
            .map(|bad| Digest::of(page.bytes.get(bad.range.clone()).unwrap_or_default()))
            .collect();
        let (kept, bad) = self
            .app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    let bad = actions::keep_quarantined(tx, &account, &page, bad).await?;
                    let answered = Answered { account: &account, page: &page, origin, expected };
                    Ok((actions::keep_page(tx, &answered, &meanings, &bad).await?, bad))
                })
            })
            .await?;
        self.report.quarantined += new_bad as u64;
        self.quarantined.get_or_insert_default().extend(digests.into_iter().zip(bad));
        for known in kept {
            self.report.items.push(known.item.id);
            self.known.kept(known);
        }
        Ok(())
    }

    fn count(&mut self, meanings: &[Meaning], page: &ReadPage) {
        for (meaning, read) in meanings.iter().zip(&page.items) {
            let is = Presence::of(&read.item);
            match meaning {
                Meaning::New => self.report.new += 1,
                Meaning::Same => self.report.unchanged += 1,
                Meaning::Again => {}
                Meaning::Changed(known) => match (known.last.presence, is) {
                    (Presence::Shown, Presence::Shown) | (Presence::Withheld, Presence::Withheld) => {
                        self.report.edited += 1;
                    }
                    (Presence::Shown, _) => self.report.gone += 1,
                    _ => self.report.returned += 1,
                },
            }
        }
    }

    /// For each thing that could not be understood: where its bytes are kept, if they are.
    async fn already_quarantined(
        &mut self,
        reader: &mut Reader,
        page: &ReadPage,
    ) -> Result<Vec<Option<KeptBytes>>, CaptureError> {
        if page.quarantined.is_empty() {
            return Ok(Vec::new());
        }
        if self.quarantined.is_none() {
            let mut known = HashMap::new();
            for kept in store::quarantined(reader, self.account.id).await? {
                match reader.content(kept.object).await {
                    Ok(bytes) => drop(known.insert(Digest::of(&bytes), kept)),
                    // What has been disposed of cannot be compared any more.
                    Err(StoreError::Disposed) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            self.quarantined = Some(known);
        }
        let known = self.quarantined.get_or_insert_default();
        let bytes = |bad: &Quarantined| page.bytes.get(bad.range.clone()).ok_or(CaptureError::Cut);
        page.quarantined.iter().map(|bad| Ok(known.get(&Digest::of(bytes(bad)?)).cloned())).collect()
    }

    /// Asks for one thing by itself, and keeps the answer.
    pub(super) async fn one(&mut self, known: &KnownItem) -> Result<(), CaptureError> {
        let (kind, native_id) = (known.item.kind, known.item.native_id.as_str());
        let answer = self.platform.read_one(kind, native_id).await?;
        self.answered(known, answer).await
    }

    /// Keeps what the platform has answered about one thing.
    pub(super) async fn answered(
        &mut self,
        known: &KnownItem,
        answer: OneAnswer,
    ) -> Result<(), CaptureError> {
        match answer {
            OneAnswer::Withheld { status, page: Some(_) } if self.known.is_barred(known.item.id) => {
                self.gone(known, Presence::Withheld, status, CausedBy::Unknown).await
            }
            OneAnswer::Shown(_) if self.known.is_barred(known.item.id) => Ok(()),
            OneAnswer::Shown(page) | OneAnswer::Withheld { page: Some(page), .. } => self.page(page).await,
            OneAnswer::Withheld { status, page: None } => {
                self.gone(known, Presence::Withheld, status, CausedBy::Unknown).await
            }
            OneAnswer::Gone { status, by } => {
                self.gone(known, Presence::Gone, status.to_string(), by.into()).await
            }
        }
    }

    /// Keeps that one thing is shown no longer, unless that is known.
    pub(super) async fn gone(
        &mut self,
        known: &KnownItem,
        presence: Presence,
        answer: String,
        by: CausedBy,
    ) -> Result<(), CaptureError> {
        if known.last.presence == presence {
            return Ok(());
        }
        let native = NativeRef { kind: known.item.kind, id: known.item.native_id.clone() };
        let announced = self.deleted.get(&native).cloned();
        // What we decided is our doing; else what was announced; else what the answer itself tells.
        let by = match &announced {
            _ if self.known.is_expected(known.item.id) => CausedBy::Us,
            Some(announced) => announced.by,
            None => by,
        };
        let vanished = Vanished {
            presence,
            answer,
            // Its last version may be younger than the last whole pass, or there may have been none.
            last_seen_at: self.last_seen_at.max(Some(known.last.captured_at)),
            by,
            origin: self.origin,
            revision: announced.and_then(|announced| announced.revision),
        };
        let (account, was) = (self.account.clone(), known.clone());
        let kept = self
            .app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move { actions::keep_disappearance(tx, &account, &was, vanished).await })
            })
            .await?;
        self.report.gone += 1;
        self.report.items.push(kept.item.id);
        self.known.kept(kept);
        Ok(())
    }
}
