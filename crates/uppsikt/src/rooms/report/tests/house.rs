//! Lindholms kommun with two boards, and accounts in memory.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jiff::civil::Date;
use uppsikt_guideline::evaluate::{Now, Standing};
use uppsikt_kernel::{Actor, Authority, Id, ManualClock, OsChance, Role, Workdays, WorkdaysSettings};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{Reader, Store, Tx, VerifyOptions};

use super::place::{Backend, Place};
use crate::rooms::account::{self, Account, AccountError, NewAccount, NotedFact};
use crate::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use crate::rooms::policy::{self, Adoption, NewAdoption, PolicyError};
use crate::rooms::{report, schema};

/// What a test does in a transaction.
pub(super) type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, PolicyError>> + Send + 'a>>;

/// The municipality; a test ends with [`House::finish`].
pub(super) struct House {
    pub store: Store,
    pub board: Id<Authority>,
    pub editor: Actor,
    pub manager: Actor,
    pub auditor: Actor,
    /// A manager of the other board.
    pub stranger: Actor,
    pub account: Account,
    clock: ManualClock,
    admin: Actor,
    _place: Place,
    is_finished: bool,
}

async fn add_user(store: &Store, admin: &Actor, role: Role, authority: Id<Authority>) -> Actor {
    let login = format!("{}.{}", role.code(), store.new_id::<Actor>().unwrap().uuid().simple());
    let login: String = login.chars().take(38).collect();
    let new = NewUser { login: login.clone(), name: login.clone(), roles: [role].into() };
    store
        .write::<_, PeopleError, _>(admin, move |tx| {
            Box::pin(async move { people::add_user(tx, &new, &[authority]).await })
        })
        .await
        .unwrap();
    people::actor(store, Some(&login)).await.unwrap()
}

impl House {
    /// A new house on 2 March 2026; `None` where the database is left out.
    pub(super) async fn begin(backend: Backend) -> Option<Self> {
        let place = Place::fresh(backend).await?;
        let clock = ManualClock::at("2026-03-02T08:00:00Z".parse().unwrap());
        let store =
            Store::create(place.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance));
        let store = store.await.unwrap();
        let new = NewOrganisation {
            name: "Lindholms kommun".to_owned(),
            origin: "lindholm.example/uppsikt".to_owned(),
            authorities: vec!["Barn- och utbildningsnämnden".to_owned(), "Kommunstyrelsen".to_owned()],
            admin: NewUser {
                login: "anna".to_owned(),
                name: "anna".to_owned(),
                roles: [Role::Administrator].into(),
            },
        };
        let beginning = people::plan(&store, &new).unwrap();
        store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
        let admin = beginning.actor.clone();
        store
            .write::<_, PeopleError, _>(&admin, move |tx| {
                Box::pin(async move { people::begin(tx, beginning).await })
            })
            .await
            .unwrap();
        let rows = people::authorities(&mut store.read(&admin).await.unwrap()).await.unwrap();
        let [other_board, board] = [rows[0].id, rows[1].id];
        let editor = add_user(&store, &admin, Role::Editor, board).await;
        let manager = add_user(&store, &admin, Role::Manager, board).await;
        let auditor = add_user(&store, &admin, Role::Auditor, board).await;
        let stranger = add_user(&store, &admin, Role::Manager, other_board).await;
        let account = store
            .write::<_, AccountError, _>(&admin, move |tx| {
                Box::pin(async move { account::add(tx, board, new_account("webbplatsen")).await })
            })
            .await
            .unwrap();
        Some(Self {
            store,
            board,
            editor,
            manager,
            auditor,
            stranger,
            account,
            clock,
            admin,
            _place: place,
            is_finished: false,
        })
    }

    pub(super) fn at(&self, at: &str) {
        self.clock.set(at.parse().unwrap());
    }

    pub(super) fn today(&self) -> Date {
        policy::day_of(self.store.now()).unwrap()
    }

    /// Does something in a transaction of its own.
    pub(super) async fn does<T, F>(&self, actor: &Actor, doing: F) -> Result<T, PolicyError>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> Doing<'a, T> + Send + 'static,
    {
        self.store.write::<_, PolicyError, _>(actor, doing).await
    }

    /// The board adopts a guideline from a day on.
    pub(super) async fn adopts(
        &self,
        actor: &Actor,
        (profile, text): (&str, Option<String>),
        from: Option<&str>,
    ) -> Result<Adoption, PolicyError> {
        let effective_on = from.map(|from| from.parse().unwrap());
        let (board, profile) = (self.board, profile.to_owned());
        self.does(actor, move |tx| {
            Box::pin(policy::adopt(tx, board, NewAdoption { profile, text, effective_on }))
        })
        .await
    }

    pub(super) async fn notes(
        &self,
        actor: &Actor,
        name: &'static str,
        value: &'static str,
    ) -> Result<NotedFact, AccountError> {
        let account = self.account.clone();
        self.store
            .write::<_, AccountError, _>(actor, move |tx| {
                Box::pin(async move { account::note_fact(tx, &account, name, value).await })
            })
            .await
    }

    pub(super) async fn reader(&self, actor: &Actor) -> Reader {
        self.store.read(actor).await.unwrap()
    }

    /// How a statement stands for the account today; `None` where it does not speak.
    pub(super) async fn stands(&self, source: &str) -> Option<Standing> {
        let at = self.store.now();
        let workdays = Workdays::new(WorkdaysSettings::default());
        let now = Now { at, today: self.today(), workdays: &workdays };
        let mut reader = self.reader(&self.editor).await;
        let all = report::standing(&mut reader, self.board, at).await.unwrap();
        let found = all.iter().find(|one| one.name() == self.account.name).unwrap().findings(now);
        found.iter().find(|found| found.requirement.source.to_string() == source).map(|found| found.standing)
    }

    /// Ends the test: everything can be sealed and verifies.
    pub(super) async fn finish(mut self) {
        self.is_finished = true;
        let (store, organisation) = (self.store.clone(), self.admin.organisation);
        store.seal(organisation).await.unwrap();
        let report = store.verify(organisation, &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean() && report.waiting == 0, "{report:?}");
        store.close().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        assert!(self.is_finished || std::thread::panicking(), "the test did not look at what it left");
    }
}

fn new_account(name: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        platform: PlatformKind::Other,
        address: "https://lindholm.example/".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    }
}
