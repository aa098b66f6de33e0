//! Sök over the demonstration: what is found and by whom, what an odd question is told, a damaged index, a disposal.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::search::{self, SearchError, SearchRequest};
use uppsikt::rooms::{capture, people, registry};
use uppsikt::web;
use uppsikt_kernel::{ActCode, Actor, Authorities};
use uppsikt_platform::ItemKind;
use uppsikt_store::search::Query;
use uuid::Uuid;

use crate::browser::{Answer, BROWSER, ask};
use crate::desk::{copy, demo};

const PASSWORD: &str = "prova+uppsikt+i+lindholm";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

struct Place {
    app: Arc<App>,
    router: Router,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(demo(), &folder.path().join("data"));
        let place = Self::open(folder).await;
        place.catch_up().await;
        place
    }

    async fn open(folder: tempfile::TempDir) -> Self {
        let config = Config::read(&folder.path().join("data")).unwrap();
        let app = Arc::new(App::open(config).await.unwrap());
        Self { router: web::router(Arc::clone(&app)), app, folder }
    }

    async fn machinery(&self) -> Actor {
        let organisations = self.app.store.organisations().await.unwrap();
        people::machinery(organisations.first().unwrap().id)
    }

    async fn catch_up(&self) {
        let actor = self.machinery().await;
        self.app.store.seal(actor.organisation).await.unwrap();
        search::catch_up(&self.app, &actor, |_| {}).await.unwrap();
    }

    fn index(&self) -> std::path::PathBuf {
        self.folder.path().join("data").join("search")
    }

    async fn cookie(&self, login: &str) -> String {
        let body = format!("login={login}&password={PASSWORD}");
        let answer = ask(&self.router, Method::POST, "/logga-in", &[BROWSER, FORM], body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}");
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    async fn get(&self, cookie: &str, path: &str) -> Answer {
        ask(&self.router, Method::GET, path, &[BROWSER, ("cookie", cookie)], String::new()).await
    }

    async fn found(&self, actor: &Actor, words: &str) -> (BTreeSet<Uuid>, u64) {
        let query = Query::parse(words).unwrap();
        let request = SearchRequest { query, take: 10_000, ..SearchRequest::default() };
        let mut reader = self.app.store.read(actor).await.unwrap();
        let found = search::search(&self.app, &mut reader, actor, &request).await.unwrap();
        (found.hits.iter().map(|hit| hit.item).collect(), found.total)
    }
}

fn holds(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).any(
        |path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(word.len()).any(|part| part == word.as_bytes())
        },
    )
}

#[tokio::test]
async fn a_person_searches_and_is_told_how_it_was_understood() {
    let place = Place::new().await;
    let editor = place.cookie("redaktor.ks").await;
    let blank = place.get(&editor, "/sok").await.text();
    for words in
        ["<h1>Sök</h1>", "Alla ord ska finnas", "Sökregistret har kommit till", "aria-current=\"page\""]
    {
        assert!(blank.contains(words), "{words} in {blank}");
    }
    assert!(!blank.contains("Ingenting hittades") && !blank.contains("byggs om"));
    let page = place.get(&editor, "/sok?q=gran&ordning=bast").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for words in ["I någon form: gran; bäst träff först.", "<mark>", "href=\"/handlingar/", "träff"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let nothing = place.get(&editor, "/sok?q=ordsominteskrivits").await.text();
    assert!(nothing.contains("0 träffar") && nothing.contains("Pröva färre ord"), "{nothing}");
    // What somebody asks is text on the page and nothing else.
    let hostile = place.get(&editor, "/sok?q=%3Cscript%3Ealert(1)%3C/script%3E").await.text();
    assert!(!hostile.contains("<script>alert"), "{hostile}");
    // All that there is, with its months and pages.
    let all = place.get(&editor, "/sok?riktning=inkommen").await.text();
    for words in ["Träffar per", "Visa som tabell", "rel=\"next\"", "sida=2"] {
        assert!(all.contains(words), "{words} in {all}");
    }
    let last = place.get(&editor, "/sok?riktning=inkommen&sida=9999").await;
    assert_eq!(last.status, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_beside_its_field() {
    let place = Place::new().await;
    let editor = place.cookie("redaktor.ks").await;
    let long = format!("/sok?q={}", "ord+".repeat(40));
    for (path, words) in [
        ("/sok?q=sn%C3%B6&fran=ig%C3%A5r", "Skriv dagen som 2026-03-01."),
        ("/sok?fran=2026-03-02&till=2026-03-01", "ligger före den första"),
        ("/sok?konto=nej", "Det valet finns inte"),
        (long.as_str(), "Sökningen är för lång"),
    ] {
        let answer = place.get(&editor, path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text().contains(words), "{path}: {}", answer.text());
    }
    let answer = ask(&place.router, Method::GET, "/sok", &[BROWSER], String::new()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn while_one_types_only_the_hits_come_and_one_search_is_noted() {
    let place = Place::new().await;
    let editor = place.cookie("redaktor.kfn").await;
    let actor = people::actor(&place.app.store, Some("redaktor.kfn")).await.unwrap();
    let recorded = async || {
        let log = place.app.store.read(&actor).await.unwrap().log().await.unwrap();
        log.size + log.waiting
    };
    let before = recorded().await;
    for letters in ["bi", "bib", "bibliotek"] {
        let headers =
            [BROWSER, ("cookie", editor.as_str()), ("hx-request", "true"), ("hx-request-type", "partial")];
        let answer =
            ask(&place.router, Method::GET, &format!("/sok?q={letters}"), &headers, String::new()).await;
        let text = answer.text();
        assert!(text.starts_with("<section id=\"hits\"") && !text.contains("<html"), "{text}");
    }
    assert_eq!(recorded().await, before + 1, "one search");
    place.get(&editor, "/sok?q=bibliotek").await;
    assert_eq!(recorded().await, before + 2);
    // What was asked stands nowhere.
    place.get(&editor, "/sok?q=xylofonklubben").await;
    let data = place.folder.path().join("data");
    assert!(!holds(&data, "xylofonklubben") && !holds(&place.index(), "xylofonklubben"));
}

#[tokio::test]
async fn everybody_finds_and_counts_what_they_may_read_and_nothing_else() {
    let place = Place::new().await;
    let machinery = place.machinery().await;
    let mut reader = place.app.store.read(&machinery).await.unwrap();
    let items = capture::latest(&mut reader, 50_000).await.unwrap();
    assert!(items.len() > 300, "{}", items.len());
    for login in [
        "redaktor.ks",
        "redaktor.mbn",
        "redaktor.lb",
        "kommunikation",
        "chef",
        "registrator",
        "dso",
        "revisor",
    ] {
        let actor = people::actor(&place.app.store, Some(login)).await.unwrap();
        let mut may = BTreeSet::new();
        let mut reader = place.app.store.read(&actor).await.unwrap();
        for item in &items {
            let is_near = actor.authorities.contain(item.authority);
            let is_open = !registry::is_closed_to(&mut reader, &actor, item.id).await.unwrap();
            if is_near && is_open && capture::may_read(&actor, item.authority, item.kind) {
                may.insert(item.id);
            }
        }
        let (found, total) = place.found(&actor, "").await;
        assert_eq!((found.len(), total), (may.len(), may.len() as u64), "{login}");
        assert_eq!(found, may, "{login}");
    }
    assert!(items.iter().any(|item| item.kind == ItemKind::Comment));
    let stranger = Actor { authorities: Authorities::Only(BTreeSet::new()), ..machinery.clone() };
    assert_eq!(place.found(&stranger, "").await.1, 0);
}

#[tokio::test]
async fn a_search_is_noted_for_each_authority_of_the_reach_and_for_no_other() {
    let place = Place::new().await;
    let editor = people::actor(&place.app.store, Some("redaktor.kfn")).await.unwrap();
    let stranger = people::actor(&place.app.store, Some("redaktor.lb")).await.unwrap();
    let Authorities::Only(own) = &stranger.authorities else { panic!("an editor reads one authority") };
    let elsewhere = own.first().copied();
    assert!(elsewhere.is_some_and(|authority| !editor.authorities.contain(authority)));
    let refused = place
        .app
        .store
        .write::<_, SearchError, _>(&editor, move |tx| Box::pin(search::note(tx, elsewhere)))
        .await;
    assert!(refused.is_err());
    place.app.store.write::<_, SearchError, _>(&editor, |tx| Box::pin(search::note(tx, None))).await.unwrap();
}

#[tokio::test]
async fn what_was_edited_away_is_found() {
    let place = Place::new().await;
    let machinery = place.machinery().await;
    let mut reader = place.app.store.read(&machinery).await.unwrap();
    let mut tried = 0;
    for item in capture::latest(&mut reader, 50_000).await.unwrap() {
        let account = uppsikt::rooms::account::by_id(&mut reader, item.account).await.unwrap().unwrap();
        let (_, versions) = capture::versions(&mut reader, item.id).await.unwrap().unwrap();
        let mut texts = Vec::new();
        for version in versions.iter().filter(|version| version.presence == capture::Presence::Shown) {
            let content = reader.content(version.object).await.unwrap();
            let kept = capture::kept_item(account.platform, item.kind, &version.media_type, &content);
            texts.extend(kept.map(|kept| kept.text.to_lowercase()));
        }
        let (Some(first), Some(last)) = (texts.first(), texts.last()) else { continue };
        let gone = first
            .split(|c: char| !c.is_alphabetic())
            .find(|word| word.chars().count() > 5 && !last.contains(*word));
        let Some(word) = gone else { continue };
        let (found, _) = place.found(&machinery, word).await;
        assert!(found.contains(&item.id), "{word}");
        tried += 1;
    }
    assert!(tried > 0, "somebody has edited something");
}

#[tokio::test]
async fn what_is_disposed_of_is_not_found_and_in_no_file() {
    let place = Place::new().await;
    let machinery = place.machinery().await;
    let mut reader = place.app.store.read(&machinery).await.unwrap();
    let items = capture::latest(&mut reader, 50_000).await.unwrap();
    let (mut chosen, mut word) = (None, String::new());
    // An item with a word that no other has.
    'items: for item in items.iter().filter(|item| item.kind == ItemKind::Comment) {
        let account = uppsikt::rooms::account::by_id(&mut reader, item.account).await.unwrap().unwrap();
        let Some((_, kept)) = capture::last_content(&mut reader, account.platform, item).await.unwrap()
        else {
            continue;
        };
        for text in kept.text.split(|c: char| !c.is_alphabetic()).filter(|text| text.chars().count() > 8) {
            if place.found(&machinery, text).await.1 == 1 {
                (chosen, word) = (Some(item.clone()), text.to_lowercase());
                break 'items;
            }
        }
    }
    let item = chosen.unwrap();
    let index = place.app.store.search().await.unwrap();
    assert!(index.holds_word(&word).unwrap());
    let copies = capture::copies(&mut reader, &item).await.unwrap();
    drop(reader);
    place.app.store.dispose(&machinery, ActCode::new("copies-purged"), item.authority, copies).await.unwrap();
    assert!(!index.holds_word(&word).unwrap() && !holds(&place.index(), &word), "{word}");
    assert_eq!(place.found(&machinery, &word).await.1, 0, "{word}");
    place.catch_up().await;
    assert_eq!(place.found(&machinery, &word).await.1, 0, "{word}");
    let (all, _) = place.found(&machinery, "").await;
    assert!(all.contains(&item.id), "that there was something is still known");
}

#[tokio::test]
async fn a_damaged_index_is_told_of_and_made_anew_to_the_same_answers() {
    let place = Place::new().await;
    let machinery = place.machinery().await;
    let before = (place.found(&machinery, "").await, place.found(&machinery, "skola").await);
    let Place { app, router, folder } = place;
    drop(router);
    Arc::into_inner(app).unwrap().store.close().await;
    let index = folder.path().join("data").join("search");
    for entry in std::fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "term" || kind == "pos") {
            std::fs::write(path, b"skadad").unwrap();
        }
    }
    let place = Place::open(folder).await;
    let editor = place.cookie("redaktor.ks").await;
    let page = place.get(&editor, "/sok?q=skola").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("gick inte att använda och byggs om"), "{}", page.text());
    place.catch_up().await;
    assert_eq!((place.found(&machinery, "").await, place.found(&machinery, "skola").await), before);
    search::rebuild(&place.app, &machinery, |_| {}).await.unwrap();
    assert_eq!((place.found(&machinery, "").await, place.found(&machinery, "skola").await), before);
    let page = place.get(&editor, "/sok?q=skola").await.text();
    assert!(!page.contains("byggs om"), "{page}");
}
