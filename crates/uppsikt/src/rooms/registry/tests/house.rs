//! Lindholms kommun with two boards, and somebody in each role of the first.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use uppsikt_kernel::{Actor, Authorities, Authority, Id, ManualClock, Micros, OsChance, Role};
use uppsikt_store::{Reader, Store, Tx, VerifyOptions};
use uuid::Uuid;

use super::place::{Backend, Place};
use crate::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use crate::rooms::registry::{
    self, CauseKind, Direction, NewReservation, RegisteredItem, Registration, RegistryError,
};
use crate::rooms::schema;

/// What a test does in a transaction.
pub(super) type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, RegistryError>> + Send + 'a>>;

/// The municipality; a test ends with [`House::finish`].
pub(super) struct House {
    pub store: Store,
    pub board: Id<Authority>,
    pub other_board: Id<Authority>,
    pub registrar: Actor,
    pub editor: Actor,
    /// A registrar of the other board.
    pub stranger: Actor,
    clock: ManualClock,
    admin: Actor,
    _place: Place,
    is_finished: bool,
}

fn user(login: &str, role: Role) -> NewUser {
    NewUser { login: login.to_owned(), name: login.to_owned(), roles: [role].into() }
}

async fn add_user(store: &Store, admin: &Actor, new: NewUser, authority: Id<Authority>) -> Actor {
    let login = new.login.clone();
    store
        .write::<_, PeopleError, _>(admin, move |tx| {
            Box::pin(async move { people::add_user(tx, &new, &[authority]).await })
        })
        .await
        .unwrap();
    people::actor(store, Some(&login)).await.unwrap()
}

async fn begin_organisation(store: &Store) -> (Actor, Vec<Id<Authority>>) {
    let new = NewOrganisation {
        name: "Lindholms kommun".to_owned(),
        origin: "lindholm.example/uppsikt".to_owned(),
        authorities: vec!["Barn- och utbildningsnämnden".to_owned(), "Kommunstyrelsen".to_owned()],
        admin: user("anna", Role::Administrator),
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
    pub(super) async fn begin(backend: Backend) -> Option<Self> {
        let place = Place::fresh(backend).await?;
        let clock = ManualClock::at("2026-03-02T08:00:00Z".parse().unwrap());
        let store =
            Store::create(place.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance));
        let store = store.await.unwrap();
        let (admin, authorities) = begin_organisation(&store).await;
        let (other_board, board) = (authorities[0], authorities[1]);
        let registrar = add_user(&store, &admin, user("per", Role::Registrar), board).await;
        let editor = add_user(&store, &admin, user("erik", Role::Editor), board).await;
        let stranger = add_user(&store, &admin, user("sara", Role::Registrar), other_board).await;
        Some(Self {
            store,
            board,
            other_board,
            registrar,
            editor,
            stranger,
            clock,
            admin,
            _place: place,
            is_finished: false,
        })
    }

    /// Somebody of the first board who has this role and no other.
    pub(super) fn with(&self, role: Role) -> Actor {
        Actor { roles: [role].into(), roles_in: [(self.board, [role].into())].into(), ..self.editor.clone() }
    }

    /// The program itself.
    pub(super) fn machine(&self) -> Actor {
        Actor {
            user: Id::from_uuid(Uuid::nil()),
            authorities: Authorities::All,
            roles: [Role::Administrator].into(),
            roles_in: [].into(),
            ..self.admin.clone()
        }
    }

    pub(super) fn admin(&self) -> &Actor {
        &self.admin
    }

    pub(super) fn at(&self, at: &str) {
        self.clock.set(at.parse().unwrap());
    }

    /// Does something in a transaction of its own.
    pub(super) async fn does<T, F>(&self, actor: &Actor, doing: F) -> Result<T, RegistryError>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> Doing<'a, T> + Send + 'static,
    {
        self.store.write::<_, RegistryError, _>(actor, doing).await
    }

    /// A reservation of one invented item, with a cause of its own.
    pub(super) fn reservation(&self) -> NewReservation {
        let id = || self.store.new_id::<Registration>().unwrap().uuid();
        NewReservation {
            items: vec![RegisteredItem { item: id(), version: 1, object: Id::from_uuid(id()) }],
            ..NewReservation::new(self.board, (CauseKind::Decision, id()), Direction::Received, self.now())
        }
    }

    pub(super) fn now(&self) -> Micros {
        self.store.now()
    }

    pub(super) async fn reserve(&self, new: NewReservation) -> Registration {
        self.does(&self.editor, |tx| Box::pin(registry::reserve(tx, new))).await.unwrap()
    }

    pub(super) async fn reader(&self, actor: &Actor) -> Reader {
        self.store.read(actor).await.unwrap()
    }

    /// Entries of the log, rows, objects; finds nothing wrong with them.
    pub(super) async fn size(&self) -> (u64, u64, u64) {
        let organisation = self.admin.organisation;
        let report = self.store.verify(organisation, &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        (report.entries + report.waiting, report.rows, report.objects)
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
