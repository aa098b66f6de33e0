//! The page where somebody who practises writes as a visitor, over the demonstration.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, Account};
use uppsikt::rooms::capture::{self, CausedBy, Presence};
use uppsikt::rooms::{moderation, people};
use uppsikt::web;
use uppsikt_kernel::Actor;

use crate::browser::{Answer, BROWSER, ask};
use crate::desk::{between, copy, demo};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PASSWORD: &str = "prova+uppsikt+i+lindholm";

/// The program over a copy of the demonstration.
pub struct Town {
    pub app: Arc<App>,
    pub router: Router,
    pub admin: Actor,
    _folder: tempfile::TempDir,
}

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        copy(demo(), &data);
        let app = Arc::new(App::open(Config::read(&data).unwrap()).await.unwrap());
        let admin = people::actor(&app.store, Some("admin")).await.unwrap();
        Self { router: web::router(Arc::clone(&app)), app, admin, _folder: folder }
    }

    pub async fn account(&self, name: &str) -> Account {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        account::list(&mut reader).await.unwrap().into_iter().find(|account| account.name == name).unwrap()
    }

    pub async fn sign_in(&self, login: &str) -> String {
        let body = format!("login={login}&password={PASSWORD}");
        let answer = ask(&self.router, Method::POST, "/logga-in", &[BROWSER, FORM], body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    pub async fn open(&self, cookie: &str, path: &str) -> Answer {
        ask(&self.router, Method::GET, path, &[BROWSER, ("cookie", cookie)], String::new()).await
    }

    async fn send(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let headers = [BROWSER, FORM, ("cookie", cookie)];
        ask(&self.router, Method::POST, path, &headers, body.to_owned()).await
    }

    /// The versions of what the visitor wrote: whether it was shown, and who made it disappear.
    async fn versions(&self, account: &Account, id: &str) -> Vec<(Presence, Option<CausedBy>)> {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        let item = capture::by_native(&mut reader, account.id, id).await.unwrap().unwrap();
        let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
        versions.into_iter().map(|version| (version.presence, version.caused_by)).collect()
    }
}

#[tokio::test]
async fn what_a_visitor_writes_changes_and_takes_away_is_kept() {
    let town = Town::new().await;
    let account = town.account("Lindholms kommun (övning)").await;
    let editor = town.sign_in("redaktor.ks").await;
    let here = format!("/konton/{}/besok", account.id);
    let page = town.open(&editor, &here).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(text.contains("Det här är övning") && text.contains("Skriv som besökare"), "{text}");
    let post =
        between(between(&text, "<select id=\"inlagg\"", "</select>"), "<option value=\"", "\"").to_owned();

    let empty = town.send(&editor, &here, &format!("gor=skriv&inlagg={post}&namn=Prov&text=+")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Skriv en text på högst 8 000 tecken."), "{}", empty.text());

    let words = "Jag+undrar+n%C3%A4r+ni+%3Cb%3Esandar%3C%2Fb%3E+h%C3%A4r";
    let done =
        town.send(&editor, &here, &format!("gor=skriv&inlagg={post}&namn=Prov+Svensson&text={words}")).await;
    assert_eq!(done.header("location"), format!("{here}?klart=skrivet"), "{}", done.text());
    let text = town.open(&editor, done.header("location")).await.text();
    assert!(text.contains("Prov Svensson") && text.contains("&#60;b&#62;sandar"), "{text}");
    let comment = between(&text, "name=\"kommentar\" value=\"", "\"").to_owned();
    assert_eq!(town.versions(&account, &comment).await, [(Presence::Shown, None)]);

    // The automatic control reads it like anything else, and it waits for a person.
    moderation::screen_new(&town.app, &town.admin).await.unwrap();
    let queue = town.open(&editor, "/bevakning").await.text();
    assert!(queue.contains("Bevakning"));

    let form = town.open(&editor, &format!("{here}?andra={comment}")).await.text();
    assert!(form.contains("Ny lydelse"), "{form}");
    let done =
        town.send(&editor, &here, &format!("gor=andra&kommentar={comment}&text=Tack%2C+nu+sandar+ni")).await;
    assert_eq!(done.header("location"), format!("{here}?klart=andrat"), "{}", done.text());
    assert_eq!(town.versions(&account, &comment).await.len(), 2);

    let done = town.send(&editor, &here, &format!("gor=ta-bort&kommentar={comment}")).await;
    assert_eq!(done.header("location"), format!("{here}?klart=borta"), "{}", done.text());
    let versions = town.versions(&account, &comment).await;
    assert_eq!(versions.last(), Some(&(Presence::Gone, Some(CausedBy::Author))));
    let again = town.send(&editor, &here, &format!("gor=ta-bort&kommentar={comment}")).await;
    assert!(again.text().contains("visas inte längre"), "{}", again.text());
}

#[tokio::test]
async fn only_practice_accounts_and_only_ones_own_words() {
    let town = Town::new().await;
    let practice = town.account("Lindholms kommun (övning)").await;
    let real = town.account("Lindholms kommun").await;
    let elsewhere = town.account("Tallskolan 7–9 (övning)").await;
    let editor = town.sign_in("redaktor.ks").await;
    let of = |account: &Account| format!("/konton/{}/besok", account.id);
    assert!(town.open(&editor, &format!("/konton/{}", practice.id)).await.text().contains(&of(&practice)));
    assert!(!town.open(&editor, &format!("/konton/{}", real.id)).await.text().contains(&of(&real)));
    let refused = town.open(&editor, &of(&real)).await;
    assert!(
        refused.status.is_client_error() && refused.text().contains("riktigt konto"),
        "{}",
        refused.text()
    );
    assert_eq!(town.open(&editor, &of(&elsewhere)).await.status, StatusCode::NOT_FOUND);
    let refused = town.send(&editor, &of(&practice), "gor=ta-bort&kommentar=c1").await;
    assert!(refused.text().contains("skriven av någon annan"), "{}", refused.text());
    assert_eq!(town.send(&editor, &of(&practice), "gor=n%C3%A5got").await.status, StatusCode::NOT_FOUND);
    let auditor = town.sign_in("revisor").await;
    assert_eq!(town.open(&auditor, &of(&practice)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(town.send(&auditor, &of(&practice), "gor=skriv").await.status, StatusCode::FORBIDDEN);
}
