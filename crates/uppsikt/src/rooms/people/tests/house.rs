//! Lindholms kommun with two boards and four people, and Granby kommun beside it in the same installation.

use std::sync::Arc;

use jiff::SignedDuration;
use uppsikt_kernel::{Actor, Authority, Id, ManualClock, OsChance, Role, User};
use uppsikt_store::{Store, VerifyOptions};
use zeroize::Zeroizing;

use super::place::{Backend, Place};
use crate::app::App;
use crate::config::Config;
use crate::rooms::account::RealPlatforms;
use crate::rooms::people::{
    self, NewOrganisation, NewUser, PeopleError, SharedSecret, SignInError, SignInEvent, Token, Visitor,
};
use crate::rooms::schema;
use crate::web::sign_in::flow::{self, Typed};

/// A password that is good for all of them.
pub(super) const GOOD: &str = "snö tåg gurka fjäll";
/// Another.
pub(super) const OTHER: &str = "kork moln fiol stubbe";

/// The municipality; a test ends with [`House::finish`].
pub(super) struct House {
    pub app: Arc<App>,
    pub admin: Actor,
    /// An editor of the first board.
    pub editor: Actor,
    /// An administrator of the second board alone.
    pub other_admin: Actor,
    /// The administrator of the other organisation, with the login `anna` too.
    pub stranger: Actor,
    clock: ManualClock,
    _place: Place,
    is_finished: bool,
}

fn user(login: &str, role: Role) -> NewUser {
    NewUser { login: login.to_owned(), name: format!("{login} Ek"), roles: [role].into() }
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

async fn begin(store: &Store, name: &str, origin: &str, authorities: &[&str]) -> (Actor, Vec<Id<Authority>>) {
    let new = NewOrganisation {
        name: name.to_owned(),
        origin: origin.to_owned(),
        authorities: authorities.iter().map(|name| (*name).to_owned()).collect(),
        admin: user("anna", Role::Administrator),
    };
    let beginning = people::plan(store, &new).unwrap();
    store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
    // With roles in each authority, as the database says once it is written.
    let admin = beginning.actor.clone();
    store.write::<_, PeopleError, _>(&admin, move |tx| Box::pin(people::begin(tx, beginning))).await.unwrap();
    let mut reader = store.read(&admin).await.unwrap();
    let rows = people::authorities(&mut reader).await.unwrap();
    let mut admin = admin;
    admin.roles_in = rows.iter().map(|row| (row.id, admin.roles.clone())).collect();
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
        let boards = ["Barn- och utbildningsnämnden", "Kommunstyrelsen"];
        let (admin, authorities) =
            begin(&store, "Lindholms kommun", "lindholm.example/uppsikt", &boards).await;
        let (other_board, board) = (authorities[0], authorities[1]);
        let editor = add_user(&store, &admin, user("erik", Role::Editor), board).await;
        let other_admin = add_user(&store, &admin, user("olle", Role::Administrator), other_board).await;
        let (stranger, _) = begin(&store, "Granby kommun", "granby.example/uppsikt", &boards[1..]).await;
        let config = Config::new(&place.settings.folder, None, None).without_second_factor();
        let platforms = RealPlatforms::new(config.folder(), Arc::new(clock.clone()));
        let app = Arc::new(App::with(store, config, Arc::new(platforms)));
        let is_finished = false;
        Some(Self { app, admin, editor, other_admin, stranger, clock, _place: place, is_finished })
    }

    /// The same with everybody needing a second factor.
    pub(super) fn requiring_second_factor(mut self) -> Self {
        let config = Config::new(self.app.config.folder(), None, None);
        let platforms = Arc::clone(&self.app.platforms);
        self.app = Arc::new(App::with(self.app.store.clone(), config, platforms));
        self
    }

    pub(super) fn wait(&self, by: SignedDuration) {
        let now = self.app.store.now().timestamp();
        self.clock.set(now + by);
    }

    /// Gives somebody a password by an invitation, as it happens.
    pub(super) async fn give_password(&self, user: &Actor, password: &str) {
        let admin = if user.organisation == self.admin.organisation { &self.admin } else { user };
        let token = flow::invite(&self.app, admin, user.user).await.unwrap();
        let invited = people::invited(&self.app.store, &token).await.unwrap().unwrap();
        flow::accept(&self.app, &invited, token, text(password)).await.unwrap();
    }

    pub(super) async fn enter(&self, login: &str, password: &str) -> Result<Token, SignInError> {
        self.enter_from("192.0.2.1", login, password).await
    }

    pub(super) async fn enter_from(
        &self,
        address: &str,
        login: &str,
        password: &str,
    ) -> Result<Token, SignInError> {
        let typed = Typed {
            login: login.to_owned(),
            password: text(password),
            address: address.to_owned(),
            device: "Firefox, Linux".to_owned(),
        };
        flow::enter(&self.app, typed).await
    }

    pub(super) async fn visitor(&self, token: &Token) -> Option<Visitor> {
        people::visitor(&self.app.store, token).await.unwrap()
    }

    /// Connects an app; gives what it shares with us, and recovery codes.
    pub(super) async fn connect_app(&self, visitor: &Visitor) -> (SharedSecret, Vec<String>) {
        let secret = SharedSecret::new(&OsChance).unwrap();
        let code = secret.code(self.app.store.now());
        let connected = flow::connect_app(&self.app, visitor, secret.text(), &code).await.unwrap();
        (secret, connected.recovery_codes)
    }

    /// What the protected log says of somebody, oldest first.
    pub(super) async fn notes(&self, user: Id<User>) -> Vec<SignInEvent> {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        let notes = people::sign_in_notes(&mut reader, user, 100).await.unwrap();
        notes.into_iter().rev().map(|note| note.event).collect()
    }

    /// Ends the test: everything can be sealed and verifies.
    pub(super) async fn finish(mut self) {
        self.is_finished = true;
        for organisation in [self.admin.organisation, self.stranger.organisation] {
            self.app.store.seal(organisation).await.unwrap();
            let report = self.app.store.verify(organisation, &VerifyOptions::default()).await.unwrap();
            assert!(report.is_clean() && report.waiting == 0, "{report:?}");
        }
        self.app.store.clone().close().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        assert!(self.is_finished || std::thread::panicking(), "the test did not look at what it left");
    }
}

pub(super) fn text(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}
