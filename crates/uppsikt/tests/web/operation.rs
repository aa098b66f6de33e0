//! Connections through the browser: how each is read, what stands in the way, and who may do what about it.

use axum::http::StatusCode;
use uppsikt::rooms::account::{self, Account, AccountError, NewAccount};
use uppsikt::rooms::people;
use uppsikt_kernel::Role;
use uppsikt_platform::PlatformKind;

use super::guidelines::{Person, Town, is_whole};

/// A connection of the board's: a practice platform that answers, or a site where nothing does.
async fn connection(town: &Town, platform: PlatformKind, name: &str) -> Account {
    let admin = people::actor(&town.app.store, Some("admin")).await.unwrap();
    let board = town.board;
    let new = NewAccount {
        name: name.to_owned(),
        platform,
        address: "http://127.0.0.1:9/".to_owned(),
        login: None,
        is_internal: true,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    };
    let added = town.app.store.write::<_, AccountError, _>(&admin, move |tx| {
        Box::pin(async move { account::add(tx, board, new).await })
    });
    let account = added.await.unwrap();
    if platform == PlatformKind::Practice {
        account::lay_out_practice(town.app.config.folder(), account.id, b"").unwrap();
    }
    account
}

fn path(account: &Account) -> String {
    format!("/drift/anslutningar/{}", account.id)
}

async fn codes(town: &Town) -> Vec<String> {
    let admin = people::actor(&town.app.store, Some("admin")).await.unwrap();
    let reader = town.app.store.read(&admin).await.unwrap();
    reader.acts(None, 50).await.unwrap().into_iter().map(|act| act.code).collect()
}

/// Asks for a reading and waits until it has ended.
async fn read_now(person: &Person, account: &Account) -> String {
    let begun = person.send(&format!("{}/hamta", path(account)), "").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let mut page = person.open(begun.header("location")).await.text();
    for _ in 0..100 {
        if page.contains("blev klar") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        page = person.open(&path(account)).await.text();
    }
    panic!("the reading did not end: {page}");
}

#[tokio::test]
async fn everybody_sees_how_connections_are_and_only_some_may_act() {
    let town = Town::new().await;
    let account = connection(&town, PlatformKind::Practice, "Övningen").await;
    let auditor = town.person("rut", Role::Auditor).await;
    let list = auditor.open("/drift").await;
    is_whole(&list, "<h1>Anslutningar och drift</h1>");
    let text = list.text();
    for words in
        ["Övningen", "Registreras för hand", "Inte hämtad än", "Poster i liggaren", "Uppsikt vet inte"]
    {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(!text.contains("Omsorgen på Facebook"), "another authority's account");
    let page = auditor.open(&path(&account)).await;
    is_whole(&page, "Vad anslutningen klarar");
    assert!(!page.text().contains("Prova anslutningen"), "who only reads is offered no deeds");
    let editor = town.person("erik", Role::Editor).await;
    for who in [&auditor, &editor] {
        for deed in ["prova", "hamta", "pausa", "fortsatt"] {
            let answer = who.send(&format!("{}/{deed}", path(&account)), "skal=trouble").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{deed}");
        }
    }
    let known = auditor.open(&format!("/konton/{}", account.id)).await;
    assert!(known.text().contains(&format!("href=\"{}\"", path(&account))));
}

#[tokio::test]
async fn what_belongs_to_others_is_not_there() {
    let town = Town::new().await;
    let manager = town.person("mia", Role::Manager).await;
    let foreign = path(&town.foreign);
    assert_eq!(manager.open(&foreign).await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.open("/drift/anslutningar/nonsens").await.status, StatusCode::NOT_FOUND);
    for deed in ["prova", "hamta", "pausa", "fortsatt"] {
        let answer = manager.send(&format!("{foreign}/{deed}"), "skal=trouble").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{deed}");
    }
    // A manager of one authority looks after no connection of another that the same person only reads.
    let elsewhere = town.person_in("olle", Role::Manager, town.other).await;
    assert_eq!(
        elsewhere.send(&format!("{}/prova", path(&town.account)), "").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_connection_is_tried_and_told_of() {
    let town = Town::new().await;
    let manager = town.person("mia", Role::Manager).await;
    let good = connection(&town, PlatformKind::Practice, "Övningen").await;
    let tried = manager.send(&format!("{}/prova", path(&good)), "").await;
    is_whole(&tried, "Anslutningen fungerar");
    let bad = connection(&town, PlatformKind::WordPress, "Webbplatsen").await;
    let tried = manager.send(&format!("{}/prova", path(&bad)), "").await;
    is_whole(&tried, "Anslutningen fungerar inte.");
    assert!(tried.text().contains("Plattformen svarade inte."), "{}", tried.text());
}

#[tokio::test]
async fn an_account_is_read_at_once_and_one_at_a_time() {
    let town = Town::new().await;
    let manager = town.person("mia", Role::Manager).await;
    let account = connection(&town, PlatformKind::Practice, "Övningen").await;
    let page = read_now(&manager, &account).await;
    assert!(page.contains("Inget var nytt.") && page.contains("i dag") && page.contains("Hämtas"), "{page}");
    let busy = town.app.begin_pass(account.id.uuid()).unwrap();
    let second = manager.send(&format!("{}/hamta", path(&account)), "").await;
    let told = manager.open(second.header("location")).await;
    is_whole(&told, "Kontot hämtas redan just nu.");
    drop(busy);
}

#[tokio::test]
async fn what_could_not_be_read_is_a_gap_with_its_cause() {
    let town = Town::new().await;
    let manager = town.person("mia", Role::Manager).await;
    let account = connection(&town, PlatformKind::WordPress, "Webbplatsen").await;
    for _ in 0..2 {
        read_now(&manager, &account).await;
    }
    let page = manager.open(&path(&account)).await;
    is_whole(&page, "Plattformen svarade inte.");
    let text = page.text();
    for words in [
        "2 försök har misslyckats",
        "Det som redan är hämtat finns kvar",
        "<svg class=\"reads\"",
        "Visa som tabell",
        "pågår",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let list = manager.open("/drift").await.text();
    assert!(list.contains("Hämtningen misslyckas"), "{list}");
    let file = manager.open(&format!("{}?format=csv", path(&account))).await.text();
    assert_eq!(file.lines().count(), 2, "{file}");
    assert!(file.contains("Plattformen svarade inte.;2\r\n"), "{file}");
}

#[tokio::test]
async fn a_person_stops_the_reading_for_a_reason_and_lets_it_go_on() {
    let town = Town::new().await;
    let manager = town.person("mia", Role::Manager).await;
    let account = connection(&town, PlatformKind::Practice, "Övningen").await;
    let pause = format!("{}/pausa", path(&account));
    for wrong in ["", "skal=password", "skal=inte+lust"] {
        assert_eq!(manager.send(&pause, wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let paused = manager.send(&pause, "skal=maintenance").await;
    assert_eq!(paused.status, StatusCode::SEE_OTHER, "{}", paused.text());
    let page = manager.open(paused.header("location")).await;
    is_whole(&page, "Hämtningen är pausad.");
    assert!(page.text().contains("plattformen eller webbplatsen har underhåll"), "{}", page.text());
    let refused = manager.send(&format!("{}/hamta", path(&account)), "").await;
    assert!(refused.status.is_client_error() || refused.status.is_server_error(), "{}", refused.status);
    let on = manager.send(&format!("{}/fortsatt", path(&account)), "").await;
    is_whole(&manager.open(on.header("location")).await, "Kontot hämtas igen vid nästa omgång.");
    let codes = codes(&town).await;
    assert!(codes.iter().any(|code| code == "account-paused"), "{codes:?}");
    assert!(codes.iter().any(|code| code == "account-resumed"), "{codes:?}");
}

#[tokio::test]
async fn the_check_says_what_doctor_says() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let page = auditor.send("/drift/kontroll", "").await;
    is_whole(&page, "Allt är som det ska.");
    assert!(page.text().contains("hel och signerad"), "{}", page.text());
}
