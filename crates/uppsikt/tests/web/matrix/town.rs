//! The demonstration with everybody who asks: each role, another authority, another organisation.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError, SignInError, Stage};
use uppsikt::rooms::{account, capture, moderation, registry};
use uppsikt::web;
use uppsikt_kernel::{Actor, Authority, Id, Role, User};
use uuid::Uuid;

use crate::browser::{Answer, BROWSER, ask};
use crate::desk::{copy, demo};

/// What stands for an id in the rows of the matrix.
pub const ITEM: &str = "item";
pub const DECISION: &str = "decision";
pub const ACCOUNT: &str = "account";
pub const USER: &str = "user";
pub const AUTHORITY: &str = "authority";
pub const ENTRY: &str = "entry";
pub const CHECKPOINT: &str = "checkpoint";
pub const ACT: &str = "act";
pub const NONE: &str = "none";

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Somebody of the authority that everything in the matrix belongs to, with one role.
    Only(Role),
    /// Somebody with every role in another authority.
    OtherAuthority,
    /// Somebody with every role in another organisation.
    OtherOrganisation,
}

pub struct Town {
    pub app: Arc<App>,
    router: Router,
    admin: Actor,
    stranger: Actor,
    ids: Vec<(&'static str, String)>,
    _folder: tempfile::TempDir,
}

fn login(asker: Asker) -> String {
    match asker {
        Asker::Only(role) => format!("bara.{}", role.code()),
        Asker::OtherAuthority => "allt.bun".to_owned(),
        Asker::OtherOrganisation => "allt.annan".to_owned(),
    }
}

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        copy(demo(), &data);
        let app = Arc::new(App::open(Config::read(&data).unwrap()).await.unwrap());
        let admin = people::actor(&app.store, Some("admin")).await.unwrap();
        let stranger = other_organisation(&app).await;
        let mut town = Self {
            router: web::router(Arc::clone(&app)),
            app,
            admin,
            stranger,
            ids: Vec::new(),
            _folder: folder,
        };
        town.settle().await;
        town
    }

    /// Adds everybody who asks, and finds what they ask for.
    async fn settle(&mut self) {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        let all = people::authorities(&mut reader).await.unwrap();
        drop(reader);
        let of = |start: &str| all.iter().find(|row| row.name.starts_with(start)).unwrap().id;
        let (own, other) = (of("Kommunstyrelsen"), of("Barn- och"));
        let mut users: Vec<(Asker, BTreeSet<Role>, Id<Authority>)> =
            Role::ALL.into_iter().map(|role| (Asker::Only(role), [role].into(), own)).collect();
        users.push((Asker::OtherAuthority, Role::ALL.into(), other));
        self.app
            .store
            .write::<_, PeopleError, _>(&self.admin, move |tx| {
                Box::pin(async move {
                    for (asker, roles, authority) in users {
                        let user = NewUser { login: login(asker), name: login(asker), roles };
                        people::add_user(tx, &user, &[authority]).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        self.ids = self.find(own).await;
    }

    async fn find(&self, own: Id<Authority>) -> Vec<(&'static str, String)> {
        let actor = people::actor(&self.app.store, Some("redaktor.ks")).await.unwrap();
        let user = people::actor(&self.app.store, Some("bara.auditor")).await.unwrap().user;
        self.app.store.seal(actor.organisation).await.unwrap();
        let mut reader = self.app.store.read(&actor).await.unwrap();
        let waiting = moderation::waiting(&mut reader, None, 100).await.unwrap();
        let mut item = None;
        for queued in waiting.iter().filter(|queued| queued.authority == own) {
            let found = capture::item(&mut reader, queued.item).await.unwrap().unwrap();
            let is_closed = registry::is_closed_to(&mut reader, &self.stranger, found.id).await.unwrap();
            if found.kind != uppsikt_platform::ItemKind::Message && !is_closed {
                item = Some(found);
                break;
            }
        }
        let item = item.unwrap();
        let decisions = moderation::decisions(&mut reader, None, 1_000).await.unwrap();
        let decision = decisions.into_iter().find(|decision| decision.authority == own).unwrap();
        let accounts = account::list(&mut reader).await.unwrap();
        let account = accounts.into_iter().find(|account| account.authority == own).unwrap();
        let entries = registry::list(&mut reader, &registry::Filter::default(), 100).await.unwrap();
        let entry = entries.into_iter().find(|entry| entry.authority == own).unwrap();
        let checkpoint = reader.checkpoints(None, 1).await.unwrap().pop().unwrap();
        let act = reader.acts(None, 1).await.unwrap().pop().unwrap();
        vec![
            (ITEM, item.id.to_string()),
            (DECISION, decision.id.to_string()),
            (ACCOUNT, account.id.to_string()),
            (USER, user.to_string()),
            (AUTHORITY, own.to_string()),
            (ENTRY, entry.id.to_string()),
            (CHECKPOINT, checkpoint.size.to_string()),
            (ACT, act.id.to_string()),
            (NONE, Uuid::from_u128(7).to_string()),
        ]
    }

    /// What stands for a word of the rows; a word that stands for nothing is itself.
    pub fn id(&self, word: &str) -> String {
        let found = self.ids.iter().find(|(name, _)| *name == word);
        found.map_or_else(|| word.to_owned(), |(_, id)| id.clone())
    }

    /// How many acts the ledger of the organisation has.
    pub async fn acts(&self) -> u64 {
        self.app.store.seal(self.admin.organisation).await.unwrap();
        let reader = self.app.store.read(&self.admin).await.unwrap();
        reader.log().await.unwrap().size
    }

    /// A new session of whoever asks.
    async fn cookie(&self, asker: Asker) -> String {
        let actor = match asker {
            Asker::OtherOrganisation => self.stranger.clone(),
            _ => people::actor(&self.app.store, Some(&login(asker))).await.unwrap(),
        };
        let (user, gate): (Id<User>, _) = (actor.user, Arc::clone(&self.app.gate));
        let machinery = people::machinery(actor.organisation);
        let token = self
            .app
            .store
            .write::<_, SignInError, _>(&machinery, move |tx| {
                Box::pin(async move {
                    people::open_session(tx, &gate, user, Stage::Full, "Prov, Linux".to_owned()).await
                })
            })
            .await
            .unwrap();
        format!("__Host-uppsikt={}", token.text().as_str())
    }

    pub async fn ask(&self, asker: Option<Asker>, method: Method, path: &str) -> Answer {
        let cookie = match asker {
            Some(asker) => self.cookie(asker).await,
            None => String::new(),
        };
        let headers = [BROWSER, FORM, ("cookie", cookie.as_str())];
        ask(&self.router, method, path, &headers, String::new()).await
    }

    /// A form that another site sends with a good session.
    pub async fn forged(&self, path: &str) -> Answer {
        let cookie = self.cookie(Asker::Only(Role::Editor)).await;
        let site = ("sec-fetch-site", "cross-site");
        let headers = [BROWSER, FORM, site, ("cookie", cookie.as_str())];
        ask(&self.router, Method::POST, path, &headers, String::new()).await
    }

    pub async fn with_cookie(&self, cookie: &str, path: &str) -> Answer {
        let cookie = format!("__Host-uppsikt={}", cookie.escape_default());
        ask(&self.router, Method::GET, path, &[BROWSER, ("cookie", &cookie)], String::new()).await
    }
}

/// A second organisation in the same installation, and somebody there with every role.
async fn other_organisation(app: &App) -> Actor {
    let new = NewOrganisation {
        name: "Annan kommun".to_owned(),
        origin: "annan.example/uppsikt".to_owned(),
        authorities: vec!["Kommunstyrelsen".to_owned()],
        admin: NewUser {
            login: login(Asker::OtherOrganisation),
            name: "Någon annanstans".to_owned(),
            roles: Role::ALL.into(),
        },
    };
    let beginning = people::plan(&app.store, &new).unwrap();
    app.store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
    let actor = beginning.actor.clone();
    app.store
        .write::<_, PeopleError, _>(&actor, move |tx| {
            Box::pin(async move { people::begin(tx, beginning).await })
        })
        .await
        .unwrap();
    actor
}
