//! Who has which item in front of them, and what an open page is told: to the right person, and to nobody else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode};
use futures_util::StreamExt as _;
use jiff::SignedDuration;
use tower::ServiceExt as _;
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, RealPlatforms};
use uppsikt::rooms::moderation::{self, QueueState};
use uppsikt::rooms::{capture, people, registry, schema};
use uppsikt::web::{self, live};
use uppsikt_kernel::{Actor, Authorities, Clock as _, Id, ManualClock, OsChance, Role, SystemClock};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{Store, StoreError};
use uuid::Uuid;

use crate::browser::{Answer, BROWSER, ask};
use crate::desk::{copy, demo, hidden};

const PASSWORD: &str = "prova+uppsikt+i+lindholm";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The program over a copy of the demonstration, with a clock that the test moves.
pub struct Town {
    pub app: Arc<App>,
    pub router: Router,
    pub clock: ManualClock,
    data: PathBuf,
    _folder: tempfile::TempDir,
}

/// Somebody's browser.
pub struct Person<'t> {
    town: &'t Town,
    cookie: String,
}

/// What is begun may be finished in the background, and holds the folder until then.
const CLOSED_TRIES: usize = 100;

async fn open_app(data: &Path, clock: &ManualClock) -> Arc<App> {
    let config = Config::read(data).unwrap();
    let clock = Arc::new(clock.clone());
    let mut tries = 0;
    let store = loop {
        match Store::open(config.settings(), schema(), clock.clone(), Arc::new(OsChance)).await {
            Err(StoreError::Locked(_)) if tries < CLOSED_TRIES => tries += 1,
            opened => break opened.unwrap(),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let platforms = RealPlatforms::new(data, clock);
    Arc::new(App::with(store, config, Arc::new(platforms)))
}

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        copy(demo(), &data);
        let clock = ManualClock::at(SystemClock.now().timestamp());
        let app = open_app(&data, &clock).await;
        Self { router: web::router(Arc::clone(&app)), app, clock, data, _folder: folder }
    }

    /// The same town after the server was ended and started again.
    pub async fn restarted(self) -> Self {
        let Self { app, router, clock, data, _folder } = self;
        drop(router);
        app.store.clone().close().await;
        drop(app);
        let app = open_app(&data, &clock).await;
        Self { router: web::router(Arc::clone(&app)), app, clock, data, _folder }
    }

    pub fn minutes(&self, minutes: i64) {
        self.clock.set(self.clock.now().timestamp() + SignedDuration::from_mins(minutes));
    }

    pub async fn person(&self, login: &str) -> Person<'_> {
        let body = format!("login={login}&password={PASSWORD}");
        let answer = ask(&self.router, Method::POST, "/logga-in", &[BROWSER, FORM], body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Person { town: self, cookie }
    }

    pub async fn actor(&self, login: &str) -> Actor {
        people::actor(&self.app.store, Some(login)).await.unwrap()
    }

    /// The server itself, as its jobs act.
    pub async fn machine(&self) -> Actor {
        Actor {
            user: Id::from_uuid(Uuid::nil()),
            organisation: self.actor("chef").await.organisation,
            authorities: Authorities::All,
            roles: BTreeSet::from([Role::Administrator]),
            roles_in: BTreeMap::new(),
        }
    }

    /// Items that wait for this person on practice accounts, and that nothing protects.
    pub async fn waiting(&self, login: &str) -> Vec<Uuid> {
        let actor = self.actor(login).await;
        let mut reader = self.app.store.read(&actor).await.unwrap();
        let accounts = account::list(&mut reader).await.unwrap();
        let mut found = Vec::new();
        for queued in moderation::waiting(&mut reader, None, 1_000).await.unwrap() {
            let item = capture::item(&mut reader, queued.item).await.unwrap().unwrap();
            let entries = registry::by_items(&mut reader, &[item.id]).await.unwrap();
            let earlier = registry::imported_by_items(&mut reader, &[item.id]).await.unwrap();
            let is_free = entries.values().flatten().all(|entry| !entry.is_marked())
                && earlier.values().flatten().all(|known| known.secrecy.is_none());
            let is_practice = accounts
                .iter()
                .any(|account| account.id == item.account && account.platform == PlatformKind::Practice);
            if is_free && is_practice && capture::may_read(&actor, item.authority, item.kind) {
                found.push(item.id);
            }
        }
        found
    }

    pub async fn state(&self, item: Uuid) -> QueueState {
        let actor = self.actor("chef").await;
        let mut reader = self.app.store.read(&actor).await.unwrap();
        moderation::queued(&mut reader, item).await.unwrap().unwrap().state
    }
}

impl Person<'_> {
    pub async fn open(&self, path: &str) -> Answer {
        let headers = [BROWSER, ("cookie", self.cookie.as_str())];
        ask(&self.town.router, Method::GET, path, &headers, String::new()).await
    }

    /// A form with one field and one file.
    pub async fn upload(&self, path: &str, (name, value): (&str, &str), file: &[u8]) -> Answer {
        let head = "--grans\r\ncontent-disposition: form-data; ";
        let mut body =
            format!("{head}name=\"{name}\"\r\n\r\n{value}\r\n{head}name=\"bild\"; filename=\"b\"\r\n\r\n")
                .into_bytes();
        body.extend_from_slice(file);
        body.extend(b"\r\n--grans--\r\n");
        let multipart = ("content-type", "multipart/form-data; boundary=grans");
        let headers = [BROWSER, multipart, ("cookie", self.cookie.as_str())];
        ask(&self.town.router, Method::POST, path, &headers, body).await
    }

    pub async fn send(&self, path: &str, body: String) -> Answer {
        let headers = [BROWSER, FORM, ("cookie", self.cookie.as_str())];
        ask(&self.town.router, Method::POST, path, &headers, body).await
    }

    /// Opens the stream of a page that was made at `since`.
    pub async fn listen(&self, since: i64) -> (StatusCode, BodyDataStream) {
        let request = Request::get(format!("/bevakning/strom?sedan={since}"))
            .header("host", "uppsikt.lindholm.example")
            .header("accept", "text/html, text/event-stream")
            .header("accept-encoding", "gzip")
            .header("cookie", self.cookie.as_str());
        let response = self.town.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let is_gathered = response.headers().get("content-encoding").is_some();
        assert!(!is_gathered || !response.status().is_success(), "a stream goes out as it comes");
        (response.status(), response.into_body().into_data_stream())
    }
}

/// What comes next on a stream, and nothing when it stays silent for two seconds or has ended.
pub async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let told = tokio::time::timeout(Duration::from_secs(2), stream.next()).await.ok()??;
    Some(String::from_utf8(told.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn a_colleague_sees_who_has_it_and_takes_over() {
    let town = Town::new().await;
    let (editor, chief) = (town.person("redaktor.ks").await, town.person("chef").await);
    let item = town.waiting("redaktor.ks").await[0];
    let path = format!("/bevakning/{item}");
    assert!(editor.open(&path).await.text().contains("Du har det här framme sedan"));
    let seen = chief.open(&path).await.text();
    assert!(seen.contains("Redaktör, Kommunstyrelsen har det här framme sedan"), "{seen}");
    assert!(
        seen.contains("Ta över från Redaktör, Kommunstyrelsen") && seen.contains("Fråga innan du beslutar")
    );
    assert!(
        chief.open("/bevakning").await.text().contains("har det här framme sedan"),
        "the row says it too"
    );

    // It is taken over by a button, and the first of the two is told.
    let taken = chief.send(&format!("{path}/ta"), String::new()).await;
    assert_eq!(taken.header("location"), path);
    assert!(chief.open(&path).await.text().contains("Du har tagit det här"));
    assert!(editor.open(&path).await.text().contains("Ansvarig chef har det här framme sedan"));

    // Somebody else's claim is not let go; one's own is, and then it is the next one's.
    editor.send(&format!("{path}/lamna"), String::new()).await;
    assert!(editor.open(&path).await.text().contains("Ansvarig chef har det här framme sedan"));
    let left = chief.send(&format!("{path}/lamna"), String::new()).await;
    assert_eq!(left.header("location"), "/bevakning");
    assert!(editor.open(&path).await.text().contains("Du har det här framme sedan"));
}

#[tokio::test]
async fn a_claim_ends_without_signs_of_life_and_with_the_next_item() {
    let town = Town::new().await;
    let (editor, chief) = (town.person("redaktor.ks").await, town.person("chef").await);
    let waiting = town.waiting("redaktor.ks").await;
    let (first, second) = (format!("/bevakning/{}", waiting[0]), format!("/bevakning/{}", waiting[1]));
    editor.open(&first).await;
    town.minutes(moderation::CLAIM_MINUTES - 1);
    assert!(chief.open(&first).await.text().contains("Redaktör, Kommunstyrelsen har det här framme"));
    town.minutes(2);
    assert!(chief.open(&first).await.text().contains("Du har det här framme sedan"));

    // Whoever goes on to the next item lets the last one go, unless it was taken.
    chief.send(&format!("{first}/ta"), String::new()).await;
    chief.open(&second).await;
    assert!(editor.open(&first).await.text().contains("Ansvarig chef har det här framme"));
    chief.send(&format!("{first}/lamna"), String::new()).await;
    editor.open(&first).await;
    editor.open(&second).await;
    assert!(chief.open(&first).await.text().contains("Du har det här framme sedan"));
}

#[tokio::test]
async fn two_editors_on_one_item_make_one_decision() {
    let town = Town::new().await;
    let (editor, chief) = (town.person("redaktor.ks").await, town.person("chef").await);
    let item = town.waiting("redaktor.ks").await[0];
    let path = format!("/bevakning/{item}");
    let page = editor.open(&path).await.text();
    let other = chief.open(&path).await.text();
    assert!(other.contains("Ingen regel bruten"), "a claim forbids nothing");
    let body = |page: &str| {
        let (version, decided) = (hidden(page, "version"), hidden(page, "decided"));
        format!("version={version}&decided={decided}&measure=keep&class=criticism")
    };
    assert_eq!(chief.send(&format!("{path}/beslut"), body(&other)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(editor.send(&format!("{path}/beslut"), body(&page)).await.status, StatusCode::CONFLICT);
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    assert_eq!(moderation::decisions_about(&mut reader, item).await.unwrap().len(), 1);
    let claim = moderation::claim_of(&mut reader, item, town.clock.now().get()).await.unwrap();
    assert!(claim.is_none(), "what is decided on nobody has in front of them");
}

#[tokio::test]
async fn who_only_reads_or_is_elsewhere_claims_nothing() {
    let town = Town::new().await;
    let item = town.waiting("redaktor.ks").await[0];
    let auditor = town.person("revisor").await;
    let page = auditor.open(&format!("/bevakning/{item}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("Ta ärendet"));
    let other = town.person("redaktor.bun").await;
    for what in ["ta", "lamna"] {
        let path = format!("/bevakning/{item}/{what}");
        assert_eq!(auditor.send(&path, String::new()).await.status, StatusCode::FORBIDDEN, "{what}");
        assert_eq!(other.send(&path, String::new()).await.status, StatusCode::NOT_FOUND, "{what}");
    }
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    assert!(moderation::claims(&mut reader, town.clock.now().get()).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_open_page_is_told_and_others_are_not() {
    let town = Town::new().await;
    let (editor, chief) = (town.person("redaktor.ks").await, town.person("chef").await);
    let stranger = town.person("redaktor.bun").await;
    let item = town.waiting("redaktor.ks").await[0];
    let now = town.clock.now().get();
    let (status, mut mine) = editor.listen(now).await;
    assert_eq!(status, StatusCode::OK);
    let (_, mut theirs) = stranger.listen(now).await;
    let first = next(&mut mine).await.unwrap();
    assert!(first.contains("hx-target=\".claimed\"") && !first.contains("live-new"), "{first}");
    assert!(next(&mut theirs).await.is_some());

    // A colleague opens an item: the row and the item's own page say so, where somebody may read it.
    chief.open(&format!("/bevakning/{item}")).await;
    let told = next(&mut mine).await.unwrap();
    assert!(told.contains(&format!("#claim-{item}")) && told.contains(&format!("#here-{item}")), "{told}");
    assert!(told.contains("Ansvarig chef har det här framme sedan"), "{told}");
    assert_eq!(next(&mut theirs).await, None, "another authority's item does not exist there");

    // It is decided on.
    town.minutes(1);
    let page = chief.open(&format!("/bevakning/{item}")).await.text();
    let (version, decided) = (hidden(&page, "version"), hidden(&page, "decided"));
    let body = format!("version={version}&decided={decided}&measure=keep&class=criticism");
    chief.send(&format!("/bevakning/{item}/beslut"), body).await;
    let mut told = String::new();
    while !told.contains("Bedömt av Ansvarig chef") {
        told = next(&mut mine).await.expect("what is decided is told");
    }
    assert!(told.contains("Läs in inslaget på nytt"), "{told}");

    // What has come since the page was made is counted, for each by what he or she may read.
    let (_, mut since_long) = editor.listen(0).await;
    let waiting = town.waiting_count("redaktor.ks").await;
    let new = next(&mut since_long).await.unwrap();
    assert!(new.contains(&format!("<strong>{waiting} nya</strong>")), "{waiting}: {new}");
}

impl Town {
    /// How many items this person's list holds.
    async fn waiting_count(&self, login: &str) -> String {
        let list = self.person(login).await.open("/bevakning").await.text();
        let before = list.split(" väntar på bedömning").next().unwrap();
        before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_the_server() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let now = town.clock.now().get();
    let (_, mut stream) = editor.listen(now).await;
    assert!(next(&mut stream).await.is_some());
    editor.send("/logga-ut", String::new()).await;
    let item = town.waiting("redaktor.ks").await[0];
    town.person("chef").await.open(&format!("/bevakning/{item}")).await;
    let last = next(&mut stream).await.unwrap();
    assert!(last.contains("event: slut") && !last.contains("Ansvarig chef"), "{last}");
    assert_eq!(next(&mut stream).await, None);

    let chief = town.person("chef").await;
    let mut open = Vec::new();
    for _ in 0..live::STREAMS_EACH_MAX {
        let (status, mut stream) = chief.listen(now).await;
        assert_eq!(status, StatusCode::OK);
        assert!(next(&mut stream).await.is_some());
        open.push(stream);
    }
    assert_eq!(chief.listen(now).await.0, StatusCode::TOO_MANY_REQUESTS);
    drop(open.pop());
    assert_eq!(chief.listen(now).await.0, StatusCode::OK, "a place that was left is free");
    town.app.live.stop();
    for mut stream in open {
        assert!(next(&mut stream).await.unwrap().contains("event: slut"));
        assert_eq!(next(&mut stream).await, None);
    }
    assert_eq!(town.app.live.count(), 0);
    let page = chief.open("/bevakning/strom").await;
    assert_eq!(page.header("location"), "/bevakning", "a browser that opens the address is led away");
}
