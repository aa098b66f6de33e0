//! An organisation with two authorities, one account, and a platform in memory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use uppsikt_kernel::{Actor, Authority, Id, ManualClock, Object, Organisation, OsChance, Role};
use uppsikt_ledger::Sealed;
use uppsikt_platform::{
    Abilities, AccountInfo, Cursor, Fake, FakeFault, ItemKind, Measure, MeasureError, Measured, Media,
    OneAnswer, Platform, PlatformError, PlatformKind, Posted, ReadPage,
};
use uppsikt_store::{Reader, Store, VerifyOptions};
use uuid::Uuid;

use super::place::{Backend, Place};
use crate::app::App;
use crate::config::Config;
use crate::rooms::account::{self, Account, AccountError, NewAccount, Platforms};
use crate::rooms::capture::{self, CaptureError, CapturedVersion, PassReport, Presence};
use crate::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use crate::rooms::schema;

/// The fake platform, with pages that overlap and faults at a question of the test's choice.
#[derive(Clone, Default)]
pub(crate) struct Stage {
    fake: Fake,
    /// What is shown when nothing is to be shown.
    nothing: Fake,
    shows_nothing: Arc<AtomicBool>,
    overlaps: Arc<AtomicBool>,
    stutters: Arc<AtomicBool>,
    by_hand: Arc<AtomicBool>,
    /// How many questions go well first, and what the next one meets.
    fault: Arc<Mutex<Option<(usize, FakeFault)>>>,
    /// What the next measure meets.
    measure_fault: Arc<Mutex<Option<FakeFault>>>,
}

impl Stage {
    fn shown(&self) -> &Fake {
        if self.shows_nothing.load(Ordering::SeqCst) { &self.nothing } else { &self.fake }
    }

    fn ask(&self) {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        match fault.take() {
            Some((0, now)) => self.fake.fail_next(now),
            Some((later, it)) => *fault = Some((later - 1, it)),
            None => {}
        }
    }
}

impl Platform for Stage {
    fn kind(&self) -> PlatformKind {
        self.fake.kind()
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        self.fake.check()
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        self.ask();
        Box::pin(async move {
            let mut page = self.shown().read(cursor).await?;
            if self.overlaps.load(Ordering::SeqCst) {
                // The next page begins with this page's last item.
                let before =
                    |next: &Cursor| Cursor::new((next.as_str().parse::<u64>().unwrap() - 1).to_string());
                page.next = page.next.as_ref().map(before);
            }
            if self.stutters.swap(false, Ordering::SeqCst) {
                page.next = Some(Cursor::new("0"));
            }
            Ok(page)
        })
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        self.ask();
        self.shown().read_one(kind, id)
    }

    fn abilities(&self) -> Abilities {
        self.fake.abilities()
    }

    fn media<'a>(&'a self, media: &'a Media) -> BoxFuture<'a, Result<Bytes, PlatformError>> {
        self.fake.media(media)
    }

    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        kind: ItemKind,
        id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        let fault = self.measure_fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        fault.into_iter().for_each(|fault| self.fake.fail_next(fault));
        self.fake.measure(sealed, kind, id, measure)
    }

    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        self.fake.reply(kind, id, text)
    }
}

impl Platforms for Stage {
    fn connect(&self, _: &Account, _: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        if self.by_hand.load(Ordering::SeqCst) {
            return Err(AccountError::ByHand);
        }
        Ok(Arc::new(self.clone()))
    }
}

/// How much has been recorded: entries of the log, rows, objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub entries: u64,
    pub rows: u64,
    pub objects: u64,
}

/// The organisation; a test ends with [`House::finish`].
pub(crate) struct House {
    pub app: App,
    pub fake: Fake,
    pub admin: Actor,
    /// An editor of the account's authority.
    pub editor: Actor,
    /// An editor of the other authority.
    pub stranger: Actor,
    pub account: Account,
    pub place: Place,
    pub backend: Backend,
    stage: Stage,
    clock: ManualClock,
    is_finished: bool,
}

fn editor(login: &str) -> NewUser {
    NewUser { login: login.to_owned(), name: login.to_owned(), roles: [Role::Editor].into() }
}

async fn add_user(store: &Store, admin: &Actor, login: &str, authority: Id<Authority>) -> Actor {
    let new = editor(login);
    store
        .write::<_, PeopleError, _>(admin, move |tx| {
            Box::pin(async move { people::add_user(tx, &new, &[authority]).await })
        })
        .await
        .unwrap();
    people::actor(store, Some(login)).await.unwrap()
}

/// Begins Lindholms kommun with its two authorities.
async fn begin_organisation(store: &Store) -> (Actor, Vec<Id<Authority>>) {
    let new = NewOrganisation {
        name: "Lindholms kommun".to_owned(),
        origin: "lindholm.example/uppsikt".to_owned(),
        authorities: vec!["Kommunstyrelsen".to_owned(), "Socialnämnden".to_owned()],
        admin: NewUser { roles: [Role::Administrator].into(), ..editor("anna") },
    };
    let beginning = people::plan(store, &new).unwrap();
    store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
    let admin = beginning.actor.clone();
    store
        .write::<_, PeopleError, _>(&admin, move |tx| {
            Box::pin(async move { people::begin(tx, beginning).await })
        })
        .await
        .unwrap();
    let mut reader = store.read(&admin).await.unwrap();
    let rows = people::authorities(&mut reader).await.unwrap();
    (admin, rows.into_iter().map(|row| row.id).collect())
}

impl House {
    /// A new house at nine o'clock; `None` where the database is left out.
    pub(crate) async fn begin(backend: Backend) -> Option<Self> {
        let place = Place::fresh(backend).await?;
        let clock = ManualClock::at("2026-03-02T08:00:00Z".parse().unwrap());
        let store =
            Store::create(place.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance));
        let store = store.await.unwrap();
        let (admin, authorities) = begin_organisation(&store).await;
        let editor = add_user(&store, &admin, "erik", authorities[0]).await;
        let stranger = add_user(&store, &admin, "sara", authorities[1]).await;
        let (authority, new) = (authorities[0], account_of_the_house());
        let account = store
            .write::<_, AccountError, _>(&admin, move |tx| {
                Box::pin(async move { account::add(tx, authority, new).await })
            })
            .await
            .unwrap();
        let stage = Stage::default();
        let config = Config::new(&place.settings.folder, None, None);
        let app = App::with(store, config, Arc::new(stage.clone()));
        let fake = stage.fake.clone();
        Some(Self {
            app,
            fake,
            admin,
            editor,
            stranger,
            account,
            place,
            backend,
            stage,
            clock,
            is_finished: false,
        })
    }

    /// The same house on another store, as after a restore.
    pub(crate) async fn moved(mut self, place: Place, store: Store) -> Self {
        let config = Config::new(&place.settings.folder, None, None);
        let app = App::with(store, config, Arc::new(self.stage.clone()));
        std::mem::replace(&mut self.app, app).store.close().await;
        self.place = place;
        self
    }

    /// Lets so many minutes pass.
    pub(crate) fn minutes(&self, minutes: i64) {
        let now: Timestamp = self.app.store.now().timestamp();
        self.clock.set(now + SignedDuration::from_mins(minutes));
    }

    pub(crate) fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    pub(crate) fn organisation(&self) -> Id<Organisation> {
        self.editor.organisation
    }

    /// Pages overlap by one item from now on.
    pub(crate) fn overlap(&self) {
        self.stage.overlaps.store(true, Ordering::SeqCst);
    }

    /// The next page is given twice.
    pub(crate) fn stutter(&self) {
        self.stage.stutters.store(true, Ordering::SeqCst);
    }

    /// The platform has none of its items, until told otherwise.
    pub(crate) fn show_nothing(&self, nothing: bool) {
        self.stage.shows_nothing.store(nothing, Ordering::SeqCst);
    }

    /// After so many questions that go well, one meets this fault.
    pub(crate) fn fail_after(&self, questions: usize, fault: FakeFault) {
        *self.stage.fault.lock().unwrap() = Some((questions, fault));
    }

    pub(crate) async fn try_pass(&self) -> Result<PassReport, CaptureError> {
        capture::pass(&self.app, &self.editor, &self.account).await
    }

    pub(crate) async fn pass(&self) -> PassReport {
        self.try_pass().await.unwrap()
    }

    pub(crate) async fn reader(&self) -> Reader {
        self.app.store.read(&self.editor).await.unwrap()
    }

    /// The item with the platform's id, and its versions.
    pub(crate) async fn item(&self, native_id: &str) -> (Uuid, Vec<CapturedVersion>) {
        let mut reader = self.reader().await;
        let all = capture::latest(&mut reader, 1_000).await.unwrap();
        let item = all.into_iter().find(|item| item.native_id == native_id).unwrap();
        let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
        (item.id, versions)
    }

    /// What became of an item, version by version.
    pub(crate) async fn story(&self, native_id: &str) -> Vec<Presence> {
        self.item(native_id).await.1.into_iter().map(|version| version.presence).collect()
    }

    /// The text of each version that has one.
    pub(crate) async fn texts(&self, native_id: &str) -> Vec<Option<String>> {
        let (_, versions) = self.item(native_id).await;
        let reader = self.reader().await;
        let mut texts = Vec::new();
        for version in versions {
            let Ok(content) = reader.content(version.object).await else {
                texts.push(None);
                continue;
            };
            let kept = capture::kept_item(PlatformKind::Fake, ItemKind::Post, "application/json", &content);
            texts.push(kept.map(|item| item.text));
        }
        texts
    }

    /// The next measure meets this fault, and not what is read before it.
    pub(crate) fn fail_at_measure(&self, fault: FakeFault) {
        *self.stage.measure_fault.lock().unwrap() = Some(fault);
    }

    /// The platform has no interface from now on.
    pub(crate) fn only_by_hand(&self) {
        self.stage.by_hand.store(true, Ordering::SeqCst);
    }

    /// What was published until now is no longer watched.
    pub(crate) async fn watch_from_now(&self) {
        let (account, from) = (self.account.clone(), self.app.store.now().get());
        self.app
            .store
            .write::<_, AccountError, _>(&self.admin, move |tx| {
                Box::pin(async move { account::watch_from(tx, &account, from).await })
            })
            .await
            .unwrap();
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.backend, Backend::Sqlite)
    }

    /// The pictures of an item that are kept, by the object that holds each.
    pub(crate) async fn pictures(&self, item: Uuid) -> Vec<Id<Object>> {
        let mut reader = self.reader().await;
        let media = capture::media_of(&mut reader, item).await.unwrap();
        let mut objects: Vec<Id<Object>> = media.into_iter().filter_map(|media| media.object).collect();
        objects.sort_unstable();
        objects.dedup();
        objects
    }

    /// The bytes as which an item's first version lies in the database.
    pub(crate) async fn ciphertext(&self, item: Uuid) -> Vec<u8> {
        let reader = self.reader().await;
        let first = reader.versions(item).await.unwrap().remove(0);
        reader.ciphertext(first.id).await.unwrap()
    }

    /// How much there is; finds nothing wrong with it.
    pub(crate) async fn size(&self) -> Size {
        let report = self.app.store.verify(self.organisation(), &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        Size { entries: report.entries + report.waiting, rows: report.rows, objects: report.objects }
    }

    /// Ends the test: everything can be sealed, verifies, and no work is left.
    pub(crate) async fn finish(mut self) {
        self.is_finished = true;
        let (store, organisation) = (self.app.store.clone(), self.organisation());
        store.seal(organisation).await.unwrap();
        let report = store.verify(organisation, &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean() && report.waiting == 0, "{report:?}");
        assert!(store.claim_job(organisation, 60).await.unwrap().is_none(), "a job was left");
        assert_eq!(store.dead_jobs(organisation).await.unwrap(), 0);
        assert!(self.app.begin_pass(self.account.id.uuid()).is_some(), "a pass still holds the account");
        store.close().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        assert!(self.is_finished || std::thread::panicking(), "the test did not look at what it left");
    }
}

fn account_of_the_house() -> NewAccount {
    NewAccount {
        name: "webbplatsen".to_owned(),
        platform: PlatformKind::Fake,
        address: "https://www.lindholm.example/".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: Some(0),
        view_address: None,
        import_id: None,
    }
}
