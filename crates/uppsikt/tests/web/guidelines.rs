//! Guidelines and how they are followed, through the browser: what is shown, and to whom.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use uppsikt::app::{App, doors};
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, Account, AccountError, NewAccount, RealPlatforms};
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError, SignInError};
use uppsikt::rooms::policy::{self, NewAdoption, PolicyError};
use uppsikt::rooms::schema;
use uppsikt::web;
use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_platform::PlatformKind;
use uppsikt_store::Store;

use super::browser::{Answer, BROWSER, ask};

const PASSWORD: &str = "snö tåg gurka fjäll";

/// Lindholms kommun with two boards; one has adopted a guideline and has an account.
pub struct Town {
    pub app: Arc<App>,
    pub router: Router,
    /// Kommunstyrelsen, which follows Osby's guideline.
    pub board: Id<Authority>,
    /// Socialnämnden, which follows nothing of its own.
    pub other: Id<Authority>,
    pub account: Account,
    /// An account of the other board.
    pub foreign: Account,
    admin: Actor,
    _folder: tempfile::TempDir,
}

/// A browser that somebody has signed in with.
pub struct Person {
    router: Router,
    cookie: String,
}

impl Person {
    pub async fn open(&self, path: &str) -> Answer {
        ask(&self.router, Method::GET, path, &[BROWSER, ("cookie", &self.cookie)], Body::empty()).await
    }

    pub async fn send(&self, path: &str, form: &str) -> Answer {
        let headers = [BROWSER, ("cookie", &self.cookie), FORM, OWN];
        ask(&self.router, Method::POST, path, &headers, form.to_owned()).await
    }

    /// A form that another site sends with this person's session.
    pub async fn forged(&self, path: &str, form: &str) -> Answer {
        let headers = [BROWSER, ("cookie", &self.cookie), FORM, ("sec-fetch-site", "cross-site")];
        ask(&self.router, Method::POST, path, &headers, form.to_owned()).await
    }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

pub async fn add_account(app: &App, admin: &Actor, authority: Id<Authority>, name: &str) -> Account {
    let new = NewAccount {
        name: name.to_owned(),
        platform: PlatformKind::Facebook,
        address: "https://facebook.example/lindholm".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    };
    app.store
        .write::<_, AccountError, _>(admin, move |tx| {
            Box::pin(async move { account::add(tx, authority, new).await })
        })
        .await
        .unwrap()
}

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::new(&folder.path().join("data"), None, None).without_second_factor();
        let (clock, chance) = doors();
        let store = Store::create(config.settings(), schema(), Arc::clone(&clock), chance).await.unwrap();
        let platforms = RealPlatforms::new(config.folder(), clock);
        let app = Arc::new(App::with(store, config, Arc::new(platforms)));
        let new = NewOrganisation {
            name: "Lindholms kommun".to_owned(),
            origin: "lindholm.example/uppsikt".to_owned(),
            authorities: vec!["Kommunstyrelsen".to_owned(), "Socialnämnden".to_owned()],
            admin: user("admin", Role::Administrator),
        };
        let beginning = people::plan(&app.store, &new).unwrap();
        app.store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
        let first = beginning.actor.clone();
        let begun =
            app.store.write::<_, PeopleError, _>(&first, move |tx| Box::pin(people::begin(tx, beginning)));
        begun.await.unwrap();
        let admin = people::actor(&app.store, Some("admin")).await.unwrap();
        let rows = {
            let mut reader = app.store.read(&admin).await.unwrap();
            people::authorities(&mut reader).await.unwrap()
        };
        let (board, other) = (rows[0].id, rows[1].id);
        let adopted = NewAdoption { profile: "osby".to_owned(), text: None, effective_on: None };
        app.store
            .write::<_, PolicyError, _>(&admin, move |tx| {
                Box::pin(async move { policy::adopt(tx, board, adopted).await })
            })
            .await
            .unwrap();
        let account = add_account(&app, &admin, board, "Lindholm på Facebook").await;
        let foreign = add_account(&app, &admin, other, "Omsorgen på Facebook").await;
        let router = web::router(Arc::clone(&app));
        Self { app, router, board, other, account, foreign, admin, _folder: folder }
    }

    /// Somebody with one role in the first board, signed in.
    pub async fn person(&self, login: &str, role: Role) -> Person {
        self.person_in(login, role, self.board).await
    }

    pub async fn person_in(&self, login: &str, role: Role, authority: Id<Authority>) -> Person {
        let new = user(login, role);
        self.app
            .store
            .write::<_, PeopleError, _>(&self.admin, move |tx| {
                Box::pin(async move { people::add_user(tx, &new, &[authority]).await })
            })
            .await
            .unwrap();
        self.enter(login).await
    }

    /// Somebody who is there already, with a first password and signed in.
    pub async fn enter(&self, login: &str) -> Person {
        let actor = people::actor(&self.app.store, Some(login)).await.unwrap();
        let hash = self.app.gate.hash(PASSWORD.to_owned().into()).await.unwrap();
        self.app
            .store
            .write::<_, SignInError, _>(&actor, move |tx| {
                Box::pin(async move { people::set_password(tx, hash, None).await })
            })
            .await
            .unwrap();
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let form = form.append_pair("login", login).append_pair("password", PASSWORD).finish();
        let answer = ask(&self.router, Method::POST, "/logga-in", &[BROWSER, FORM, OWN], form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Person { router: self.router.clone(), cookie }
    }
}

fn user(login: &str, role: Role) -> NewUser {
    NewUser { login: login.to_owned(), name: format!("{login} Ek"), roles: [role].into() }
}

/// What every page must have, whoever wrote it.
pub fn is_whole(answer: &Answer, heading: &str) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    assert_eq!(text.matches("<h1").count(), 1, "one heading: {text}");
    assert!(text.contains(heading), "{heading} is not in {text}");
    assert!(!text.contains(" style="), "{text}");
    for table in text.split("<table").skip(1) {
        assert!(table.split("</table>").next().unwrap().contains("<caption"), "{table}");
    }
    let mut ids: Vec<&str> =
        text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    let main = text.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    for input in main.split("<select ").chain(main.split("<input ").skip(1)).skip(1) {
        let tag = input.split('>').next().unwrap();
        let id = tag.split("id=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
        if let Some(id) = id {
            assert!(main.contains(&format!("for=\"{id}\"")), "no label for {id}");
        }
    }
}

#[tokio::test]
async fn the_document_is_shown_statement_by_statement() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let list = editor.open("/riktlinjer").await;
    is_whole(&list, "<h1>Riktlinjer</h1>");
    assert!(list.text().contains("Kommunstyrelsen") && !list.text().contains("Socialnämnden"));
    let page = editor.open(&format!("/riktlinjer/{}", town.board)).await;
    is_whole(&page, "Det som lagen kräver");
    let text = page.text();
    for part in ["id=\"OSBY-08\"", "id=\"OSBY-52\"", "Inte bekräftad av jurist.", "id=\"lag-inform-users\""]
    {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(text.matches("id=\"OSBY-").count(), 52);
    assert!(text.contains("Antagna riktlinjer") && text.contains("På kontona:"));
}

#[tokio::test]
async fn without_a_guideline_law_stands_alone() {
    let town = Town::new().await;
    let auditor = town.person_in("rut", Role::Auditor, town.other).await;
    let page = auditor.open(&format!("/riktlinjer/{}", town.other)).await;
    is_whole(&page, "Bara lagen gäller.");
    assert!(page.text().contains("Ingen riktlinje har antagits än."));
}

#[tokio::test]
async fn guidelines_are_compared_and_tried() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let path = |rest: &str| format!("/riktlinjer/{}/{rest}", town.board);
    is_whole(&editor.open(&path("skillnad")).await, "Visa skillnaden");
    let same = editor.open(&path("skillnad?mot=osby")).await;
    is_whole(&same, "Det är ingen skillnad i det som Uppsikt följer.");
    let other = editor.open(&path("skillnad?mot=finspang")).await;
    is_whole(&other, "Strängare");
    let unknown = editor.open(&path("skillnad?mot=atlantis")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("href=\"#mot\""), "{}", unknown.text());
    is_whole(&editor.open(&path("prova")).await, "Prova en annan riktlinje");
    let tried = editor.open(&path("prova?mot=finspang&sedan=2026-01-01")).await;
    is_whole(&tried, "1 konto att jämföra med");
    assert!(tried.text().contains("Nya avvikelser på konton"), "{}", tried.text());
    for wrong in
        ["prova?mot=finspang&sedan=snart", "prova?mot=finspang&sedan=2999-01-01", "prova?mot=x&sedan="]
    {
        let page = editor.open(&path(wrong)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn compliance_says_in_words_how_each_account_stands() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let page = auditor.open("/efterlevnad").await;
    is_whole(&page, "<h1>Efterlevnad</h1>");
    let text = page.text();
    assert!(text.contains("Lindholm på Facebook") && !text.contains("Omsorgen"), "{text}");
    assert!(text.contains("avvikelse") && text.contains("scope=\"row\""), "{text}");
    let all = auditor.open(&format!("/efterlevnad?myndighet={}&visa=alla", town.board)).await;
    is_whole(&all, "Alla satser per konto");
    let cell = format!("/efterlevnad/{}/", town.account.id);
    let links: Vec<String> = all
        .text()
        .split(&cell)
        .skip(1)
        .map(|rest| format!("{cell}{}", rest.split('"').next().unwrap()))
        .collect();
    assert!(links.len() > 20, "{}", links.len());
    for link in &links {
        is_whole(&auditor.open(link).await, "Det som gäller");
    }
}

#[tokio::test]
async fn a_breach_names_the_fact_that_it_hangs_on() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let path = format!("/efterlevnad/{}/OSBY-08", town.account.id);
    let before = editor.open(&path).await.text();
    assert!(before.contains("Det som brister") && before.contains("inte antecknat"), "{before}");
    // Both are needed at once: each is named although neither alone would mend it.
    let plan = editor.open(&format!("/efterlevnad/{}/OSBY-13", town.account.id)).await.text();
    for fact in ["namn=watch_planned", "namn=updating_planned"] {
        assert!(plan.contains(fact), "{fact} is not in {plan}");
    }
}

#[tokio::test]
async fn what_belongs_to_others_is_not_there() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let (other, foreign) = (town.other, town.foreign.id);
    for path in [
        format!("/riktlinjer/{other}"),
        format!("/riktlinjer/{other}/skillnad"),
        format!("/riktlinjer/{other}/prova"),
        format!("/efterlevnad?myndighet={other}"),
        format!("/efterlevnad/{foreign}/lag-inform-users"),
        format!("/efterlevnad/{}/OSBY-99", town.account.id),
        "/riktlinjer/nonsens".to_owned(),
        "/efterlevnad/nonsens/OSBY-08".to_owned(),
    ] {
        assert_eq!(editor.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
