//! I dag, Bevakning and Handling over the demonstration: what is shown, what a form does, and to whom.
//!
//! No test runs a script: everything is links and forms.

mod answers;
mod pictures;
mod states;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::http::{Method, StatusCode};
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::moderation::{self, QueueState};
use uppsikt::rooms::{account, capture, people, registry};
use uppsikt::web;
use uuid::Uuid;

use crate::browser::{Answer, BROWSER, ask};

const PASSWORD: &str = "prova+uppsikt+i+lindholm";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The demonstration, made once for all tests of this program.
pub fn demo() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, data) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut command = Command::new(env!("CARGO_BIN_EXE_uppsikt"));
        command.arg("demo").arg("--data").arg(&data).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().unwrap().success());
        (folder, data)
    });
    data
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    // Keys lie in folders that nobody else may open.
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The program over a copy of the demonstration.
struct Desk {
    app: Arc<App>,
    router: Router,
    _folder: tempfile::TempDir,
}

/// Somebody's browser.
struct Person<'d> {
    desk: &'d Desk,
    cookie: String,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        copy(demo(), &data);
        let app = Arc::new(App::open(Config::read(&data).unwrap()).await.unwrap());
        Self { router: web::router(Arc::clone(&app)), app, _folder: folder }
    }

    async fn person(&self, login: &str) -> Person<'_> {
        let body = format!("login={login}&password={PASSWORD}");
        let answer = ask(&self.router, Method::POST, "/logga-in", &[BROWSER, FORM], body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Person { desk: self, cookie }
    }

    /// An item that waits, of an authority and with something that the control has seen.
    async fn waiting(&self, login: &str, category: &str) -> Uuid {
        let actor = people::actor(&self.app.store, Some(login)).await.unwrap();
        let mut reader = self.app.store.read(&actor).await.unwrap();
        let all = moderation::waiting(&mut reader, None, 1_000).await.unwrap();
        for queued in all {
            let item = capture::item(&mut reader, queued.item).await.unwrap().unwrap();
            let is_open = !registry::is_closed_to(&mut reader, &actor, item.id).await.unwrap();
            if is_open && queued.categories.iter().any(|seen| seen == category) {
                return queued.item;
            }
        }
        panic!("the demonstration has nothing with {category} for {login}");
    }

    /// A record that the diary before Uppsikt has put under a secrecy mark.
    async fn marked(&self) -> Uuid {
        let registrar = people::actor(&self.app.store, Some("registrator")).await.unwrap();
        let mut reader = self.app.store.read(&registrar).await.unwrap();
        let mut marked = None;
        for account in account::list(&mut reader).await.unwrap() {
            if marked.is_some() {
                break;
            }
            for item in capture::latest(&mut reader, 1_000).await.unwrap() {
                let known = registry::imported_by_items(&mut reader, &[item.id]).await.unwrap();
                let is_marked = known.values().flatten().any(|known| known.secrecy.is_some());
                if is_marked && item.account == account.id {
                    marked = Some(item.id);
                }
            }
        }
        marked.unwrap()
    }

    async fn state(&self, item: Uuid) -> QueueState {
        let actor = people::actor(&self.app.store, Some("chef")).await.unwrap();
        let mut reader = self.app.store.read(&actor).await.unwrap();
        moderation::queued(&mut reader, item).await.unwrap().unwrap().state
    }
}

impl Person<'_> {
    async fn open(&self, path: &str) -> Answer {
        let headers = [BROWSER, ("cookie", self.cookie.as_str())];
        ask(&self.desk.router, Method::GET, path, &headers, String::new()).await
    }

    async fn send(&self, path: &str, body: String) -> Answer {
        let headers = [BROWSER, FORM, ("cookie", self.cookie.as_str())];
        ask(&self.desk.router, Method::POST, path, &headers, body).await
    }
}

pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// The value of a hidden field.
pub fn hidden<'t>(text: &'t str, name: &str) -> &'t str {
    between(text, &format!("name=\"{name}\" value=\""), "\"")
}

const REASON: &str = "note=Den+pekar+ut+en+enskild.&notice=by-hand";

/// The form of a removal as the page has it, with the first ground on offer.
fn removal(page: &str, class: &str) -> String {
    let grounds = between(page, "<select id=\"ground\"", "</select>");
    let ground = grounds
        .split("value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|code| code.contains(' '));
    let ground = ground.unwrap().replace(' ', "+").replace(':', "%3A");
    let (version, decided) = (hidden(page, "version"), hidden(page, "decided"));
    format!("version={version}&decided={decided}&class={class}&measure=remove&ground={ground}&{REASON}")
}

#[tokio::test]
async fn the_day_begins_with_what_waits() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let today = editor.open("/").await;
    assert_eq!(today.status, StatusCode::OK);
    let text = today.text();
    for words in ["<h1>I dag</h1>", "Väntar på bedömning", "Konton som inte hämtas", "Avvikelser"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let first = between(&text, "class=\"row\" href=\"", "\"").to_owned();
    let item = editor.open(&first).await;
    assert_eq!(item.status, StatusCode::OK);
    let text = item.text();
    for words in
        ["Ingen regel bruten, kritik får stå kvar", "Iakttagelser", "<p class=\"record\"", "Du avgör"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    let queue = editor.open("/bevakning").await.text();
    assert!(queue.contains("<h1 id=\"list-title\">Bevakning</h1>") && queue.contains("Börja med det första"));
}

#[tokio::test]
async fn criticism_stays_with_one_press_and_the_next_item_comes() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let item = desk.waiting("redaktor.ks", "question").await;
    let page = editor.open(&format!("/bevakning/{item}")).await.text();
    let (version, decided) = (hidden(&page, "version"), hidden(&page, "decided"));
    let body = format!("version={version}&decided={decided}&measure=keep&class=criticism");
    let answer = editor.send(&format!("/bevakning/{item}/beslut"), body.clone()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let next = answer.header("location").to_owned();
    assert!(next.starts_with("/bevakning/") && !next.contains(&item.to_string()), "{next}");
    let page = editor.open(&next).await.text();
    assert!(page.contains("Beslutat.") && page.contains("Behåll: kritik"), "{page}");
    assert_eq!(desk.state(item).await, QueueState::Judged);

    // The same form once more comes from a page that has grown old.
    let again = editor.send(&format!("/bevakning/{item}/beslut"), body).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("Ditt beslut är inte sparat"), "{}", again.text());
}

#[tokio::test]
async fn what_follows_is_told_before_it_is_decided_and_can_be_taken_back() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let item = desk.waiting("redaktor.ks", "profanity").await;
    let page = editor.open(&format!("/bevakning/{item}?klass=profanity")).await.text();
    let body = removal(&page, "profanity");
    let proposed = editor.send(&format!("/bevakning/{item}/forslag"), body.clone()).await;
    assert_eq!(proposed.status, StatusCode::OK, "{}", proposed.text());
    let text = proposed.text();
    for words in [
        "Inget är beslutat ännu",
        "Det här händer, i ordning",
        "Källa:",
        "Besluta: ta bort",
        "Kan ångras i 30 sekunder",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(desk.state(item).await, QueueState::Open, "a proposal writes nothing");
    let changed = editor.send(&format!("/bevakning/{item}/andra"), body.clone()).await.text();
    assert!(changed.contains("Den pekar ut en enskild."), "what was written is kept");

    let decided = editor.send(&format!("/bevakning/{item}/beslut"), body).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
    let next = editor.open(decided.header("location")).await.text();
    assert!(next.contains("Beslutat. Kan ångras i "), "{next}");
    assert_eq!(desk.state(item).await, QueueState::Judged);
    let undo = format!("/beslut/{}/angra", between(&next, "action=\"/beslut/", "/angra"));
    let reader = desk.person("revisor").await;
    assert_eq!(reader.send(&undo, String::new()).await.status, StatusCode::FORBIDDEN);
    let undone = editor.send(&undo, String::new()).await;
    assert_eq!(undone.header("location"), format!("/bevakning/{item}?angrat=ja"));
    assert!(editor.open(undone.header("location")).await.text().contains("Beslutet är ångrat"));
    assert_eq!(desk.state(item).await, QueueState::Open);
    let page = editor.open(&format!("/handlingar/{item}")).await.text();
    assert!(page.contains("Ångrat") && page.contains("Bevis"), "{page}");
}

#[tokio::test]
async fn a_form_that_says_too_little_is_shown_again_with_what_is_wrong() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let item = desk.waiting("redaktor.ks", "profanity").await;
    let path = format!("/bevakning/{item}/forslag");
    for (body, words) in [
        ("version=1&decided=0&class=profanity&measure=remove&note=x", "Välj en grund"),
        (
            "version=1&decided=0&class=profanity&ground=law+threat&measure=remove&note=x",
            "Inget har beslutats",
        ),
        ("version=1&decided=0&class=profanity&measure=remove&ground=house-rule+OLAND-15", "Skriv varför"),
        ("version=1&decided=0&class=profanity&measure=blow-up&note=x", "Välj en åtgärd"),
        ("", "Välj vad det är"),
    ] {
        let answer = editor.send(&path, body.to_owned()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let old = "version=1&decided=7&class=profanity&measure=remove&ground=house-rule+FINSPANG-150&note=x";
    assert_eq!(editor.send(&path, old.to_owned()).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn who_only_reads_cannot_judge_and_others_items_do_not_exist() {
    let desk = Desk::new().await;
    let item = desk.waiting("redaktor.ks", "question").await;
    let path = format!("/bevakning/{item}");
    let auditor = desk.person("revisor").await;
    let page = auditor.open(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Du läser.") && !page.text().contains("form=\"keep\""));
    let keep = "version=1&decided=0&measure=keep&class=criticism";
    for sent in ["beslut", "forslag", "andra"] {
        let answer = auditor.send(&format!("{path}/{sent}"), keep.to_owned()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{sent}");
    }

    let other = desk.person("redaktor.bun").await;
    for place in [path.clone(), format!("/handlingar/{item}")] {
        assert_eq!(other.open(&place).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    for sent in ["beslut", "forslag", "andra"] {
        let answer = other.send(&format!("{path}/{sent}"), keep.to_owned()).await;
        let expected = [StatusCode::NOT_FOUND];
        assert!(expected.contains(&answer.status), "{sent}: {}", answer.status);
    }
    assert_eq!(desk.state(item).await, QueueState::Open);
    for place in ["/bevakning/x", "/handlingar/x", "/handlingar/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(other.open(place).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    assert_eq!(other.open("/bevakning?sida=999999").await.status, StatusCode::OK);
    let nobody = ask(&desk.router, Method::GET, &path, &[BROWSER], String::new()).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_record_under_a_secrecy_mark_is_for_few() {
    let desk = Desk::new().await;
    let path = format!("/handlingar/{}", desk.marked().await);
    let auditor = desk.person("revisor").await.open(&path).await;
    assert_eq!(auditor.status, StatusCode::NOT_FOUND);
    assert!(auditor.text().contains("Handlingen är sekretessmarkerad"), "{}", auditor.text());
    let chief = desk.person("chef").await.open(&path).await;
    assert_eq!(chief.status, StatusCode::OK);
    assert!(chief.text().contains("Sekretessmarkering"), "{}", chief.text());
}

#[tokio::test]
async fn what_was_edited_shows_what_changed() {
    let desk = Desk::new().await;
    let chief = desk.person("chef").await;
    let actor = people::actor(&desk.app.store, Some("chef")).await.unwrap();
    let mut reader = desk.app.store.read(&actor).await.unwrap();
    let mut edited = None;
    for item in capture::latest(&mut reader, 1_000).await.unwrap() {
        let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
        let shown = versions.iter().filter(|version| version.presence == capture::Presence::Shown).count();
        let is_open = !registry::is_closed_to(&mut reader, &actor, item.id).await.unwrap();
        if shown > 1 && is_open {
            edited = Some(item.id);
        }
    }
    drop(reader);
    let page = chief.open(&format!("/handlingar/{}", edited.unwrap())).await.text();
    assert!(page.contains("<ins>") || page.contains("<del>"), "{page}");
    assert!(page.contains("<caption>Kvitton</caption>") && page.contains("säkrad"));
}
