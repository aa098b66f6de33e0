//! Lindholms kommun with two boards and a neighbour in the same installation, an account in memory, and other systems.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use serde_json::Value;
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, Account, AccountError, NewAccount, Platforms};
use uppsikt::rooms::integration::{self, Integration, IntegrationError, NewIntegration, NewWebhook, Webhook};
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use uppsikt::rooms::registry::{
    self, CauseKind, Direction, NewReservation, RegisteredItem, Registration, RegistryError,
};
use uppsikt::rooms::{capture, schema, search};
use uppsikt::web;
use uppsikt_kernel::{Actor, Authority, Id, ManualClock, Micros, OsChance, Role};
use uppsikt_platform::{Fake, Platform, PlatformKind};
use uppsikt_store::{Store, VerifyOptions};
use uuid::Uuid;

use crate::browser::{Answer, ask};

#[derive(Clone)]
struct Shown(Fake);

impl Platforms for Shown {
    fn connect(&self, _: &Account, _: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        Ok(Arc::new(self.0.clone()))
    }
}

/// The municipality at nine o'clock.
pub struct House {
    pub app: Arc<App>,
    pub router: Router,
    pub fake: Fake,
    pub admin: Actor,
    pub board: Id<Authority>,
    pub other_board: Id<Authority>,
    pub account: Account,
    /// The administrator of the neighbour.
    pub neighbour: Actor,
    clock: ManualClock,
    _folder: tempfile::TempDir,
}

async fn begin(store: &Store, name: &str, admin: &str, boards: &[&str]) -> (Actor, Vec<Id<Authority>>) {
    let new = NewOrganisation {
        name: format!("{name} kommun"),
        origin: format!("{}.example/uppsikt", name.to_lowercase()),
        authorities: boards.iter().map(|&board| board.to_owned()).collect(),
        admin: NewUser {
            login: admin.to_owned(),
            name: admin.to_owned(),
            roles: [Role::Administrator].into(),
        },
    };
    let beginning = people::plan(store, &new).unwrap();
    store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
    let first = beginning.actor.clone();
    store.write::<_, PeopleError, _>(&first, move |tx| Box::pin(people::begin(tx, beginning))).await.unwrap();
    let actor = people::actor(store, Some(admin)).await.unwrap();
    let mut reader = store.read(&actor).await.unwrap();
    let rows = people::authorities(&mut reader).await.unwrap();
    (actor, rows.into_iter().map(|row| row.id).collect())
}

fn new_account() -> NewAccount {
    NewAccount {
        name: "webbplatsen".to_owned(),
        platform: PlatformKind::Fake,
        address: "https://www.lindholm.example/".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    }
}

impl House {
    pub async fn begin() -> Self {
        Self::with(None).await
    }

    /// With an address in the own network that may be told of events.
    pub async fn with(receiver: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::new(&folder.path().join("data"), None, None).without_second_factor();
        if let Some(receiver) = receiver {
            config = config.with_internal_receiver(receiver);
        }
        let clock = ManualClock::at("2026-03-02T08:00:00Z".parse().unwrap());
        let store = Store::create(config.settings(), schema(), Arc::new(clock.clone()), Arc::new(OsChance));
        let store = store.await.unwrap();
        let (admin, boards) = begin(&store, "Lindholms", "anna", &["Barnnämnden", "Kommunstyrelsen"]).await;
        let (neighbour, _) = begin(&store, "Granby", "greta", &["Granby nämnd"]).await;
        let (other_board, board) = (boards[0], boards[1]);
        let account = store
            .write::<_, AccountError, _>(&admin, move |tx| {
                Box::pin(async move { account::add(tx, board, new_account()).await })
            })
            .await
            .unwrap();
        let fake = Fake::new();
        let app = Arc::new(App::with(store, config, Arc::new(Shown(fake.clone()))));
        let router = web::router(Arc::clone(&app));
        Self { app, router, fake, admin, board, other_board, account, neighbour, clock, _folder: folder }
    }

    pub fn at(&self, at: &str) {
        self.clock.set(at.parse().unwrap());
    }

    /// Somebody of the first board who has this role.
    pub fn role(&self, role: Role) -> Actor {
        Actor { roles: [role].into(), roles_in: [(self.board, [role].into())].into(), ..self.admin.clone() }
    }

    /// Reads what the account shows.
    pub async fn pass(&self) {
        capture::pass(&self.app, &self.role(Role::Editor), &self.account).await.unwrap();
    }

    /// Lets the search index come as far as the log.
    pub async fn index(&self) {
        self.app.store.seal(self.admin.organisation).await.unwrap();
        search::catch_up(&self.app, &self.admin, |_| {}).await.unwrap();
    }

    /// The item that the platform calls so.
    pub async fn item(&self, native: &str) -> Uuid {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        capture::by_native(&mut reader, self.account.id, native).await.unwrap().unwrap().id
    }

    /// Lets a system in.
    pub async fn let_in(
        &self,
        admin: &Actor,
        name: &str,
        roles: &[Role],
        authorities: &[Id<Authority>],
    ) -> Integration {
        let new = NewIntegration {
            name: name.to_owned(),
            roles: roles.to_vec(),
            authorities: authorities.to_vec(),
        };
        self.app
            .store
            .write::<_, IntegrationError, _>(admin, move |tx| Box::pin(integration::add(tx, new)))
            .await
            .unwrap()
    }

    /// A token that is good for a day, and its id.
    pub async fn token(&self, admin: &Actor, whose: &Integration) -> (String, Uuid) {
        let (id, gate) = (whose.id, Arc::clone(&self.app.gate));
        let token = self
            .app
            .store
            .write::<_, IntegrationError, _>(admin, move |tx| {
                Box::pin(async move { integration::issue_token(tx, gate.chance(), id, 1).await })
            })
            .await
            .unwrap();
        (integration::token_text(&token).to_string(), token.id)
    }

    /// The token of a new system of the first board with these roles.
    pub async fn system(&self, name: &str, roles: &[Role]) -> String {
        let system = self.let_in(&self.admin, name, roles, &[self.board]).await;
        self.token(&self.admin, &system).await.0
    }

    pub async fn get(&self, token: &str, path: &str) -> Answer {
        let authorization = format!("Bearer {token}");
        ask(&self.router, Method::GET, path, &[("authorization", &authorization)], String::new()).await
    }

    /// What a path answers, which is a whole JSON document with status 200.
    pub async fn json(&self, token: &str, path: &str) -> Value {
        let answer = self.get(token, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/json");
        serde_json::from_slice(&answer.bytes).unwrap()
    }

    pub async fn post(&self, token: &str, path: &str, body: &str) -> Answer {
        let authorization = format!("Bearer {token}");
        let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
        ask(&self.router, Method::POST, path, &headers, body.to_owned()).await
    }

    /// A reserved number of an item.
    pub async fn reserve(&self, item: Uuid, secrecy: Option<&str>) -> Registration {
        let object = {
            let mut reader = self.app.store.read(&self.admin).await.unwrap();
            capture::last_version(&mut reader, item).await.unwrap().unwrap().object
        };
        let cause = self.app.store.new_id::<Registration>().unwrap().uuid();
        let new = NewReservation {
            items: vec![RegisteredItem { item, version: 1, object }],
            secrecy: secrecy.map(str::to_owned),
            ..NewReservation::new(
                self.board,
                (CauseKind::ByHand, cause),
                Direction::Received,
                Micros::new(1_772_000_000_000_000).unwrap(),
            )
        };
        self.app
            .store
            .write::<_, RegistryError, _>(&self.role(Role::Registrar), move |tx| {
                Box::pin(registry::reserve(tx, new))
            })
            .await
            .unwrap()
    }

    /// Tells an address of everything; gives the secret of its signatures.
    pub async fn webhook(&self, whose: &Integration, url: &str) -> (Webhook, String) {
        let secret = integration::new_webhook_secret(&OsChance).unwrap();
        let id = self.app.store.new_id::<Webhook>().unwrap().uuid();
        self.app.store.put_secret(id, &secret).unwrap();
        let new = NewWebhook { id, url: url.to_owned(), events: Vec::new() };
        let whose = whose.id;
        let added = self
            .app
            .store
            .write::<_, IntegrationError, _>(&self.admin, move |tx| {
                Box::pin(integration::add_webhook(tx, whose, new))
            })
            .await
            .unwrap();
        (added, secret.to_string())
    }

    /// Entries of the log; finds nothing wrong with them.
    pub async fn entries(&self) -> u64 {
        let report = self.app.store.verify(self.admin.organisation, &VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        report.entries + report.waiting
    }
}

/// What an error says of itself.
pub fn problem(answer: &Answer, status: StatusCode) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(told["status"], status.as_u16());
    assert_eq!(told["type"], "about:blank");
    for name in ["title", "detail", "next", "reference"] {
        assert!(told[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {told}");
    }
    told
}
