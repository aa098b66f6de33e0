//! The tabs of Bevakning as files: which columns, whom they name, what a secrecy mark hides, who took them out.

use axum::http::StatusCode;
use uppsikt::rooms::registry::{self, CauseKind, Direction, NewReservation, RegisteredItem, RegistryError};
use uppsikt::rooms::{capture, people};
use uuid::Uuid;

use super::csv_rows;
use crate::live::{Person, Town};

const MARKED: &str = "Sekretessmarkerad. Öppna för att läsa; det antecknas vem som läser.";

async fn list(person: &Person<'_>, which: &str) -> Vec<Vec<String>> {
    csv_rows(&person.open(&format!("/bevakning/tabell?tabell={which}&format=csv")).await)
}

/// The item that a row is about, by the page that it names.
fn item(row: &[String]) -> Uuid {
    row.last().unwrap().rsplit('/').next().unwrap().parse().unwrap()
}

/// The lists that were taken out, as the log has them.
async fn exports(town: &Town) -> usize {
    let reader = town.app.store.read(&town.actor("admin").await).await.unwrap();
    let acts = reader.acts(None, 1_000).await.unwrap();
    acts.iter().filter(|act| act.code == "table-exported").count()
}

/// Puts a record under a secrecy mark, as a registrar.
async fn mark(town: &Town, item: Uuid) {
    let actor = people::actor(&town.app.store, Some("registrator")).await.unwrap();
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let version = capture::last_version(&mut reader, item).await.unwrap().unwrap();
    let authority = capture::item(&mut reader, item).await.unwrap().unwrap().authority;
    drop(reader);
    let cause = (CauseKind::ByHand, Uuid::from_u128(77));
    let new = NewReservation {
        items: vec![RegisteredItem { item, version: version.number, object: version.object }],
        secrecy: Some("OSL 21 kap. 1 §".to_owned()),
        ..NewReservation::new(authority, cause, Direction::Received, town.app.store.now())
    };
    let reserved =
        town.app.store.write::<_, RegistryError, _>(&actor, move |tx| Box::pin(registry::reserve(tx, new)));
    reserved.await.unwrap();
}

#[tokio::test]
async fn what_is_to_be_answered_is_taken_out_and_noted() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let page = editor.open("/bevakning/besvara").await.text();
    let link = "/bevakning/tabell?tabell=besvara&#38;format=xlsx";
    assert!(page.contains(link) && page.contains("Ladda ned som"), "{page}");
    let before = exports(&town).await;
    let rows = list(&editor, "besvara").await;
    assert_eq!(rows[0], ["Konto", "Plattform", "Publicerat", "Svara senast", "Av", "Text", "Sida i Uppsikt"]);
    assert!(rows.len() > 3, "{rows:?}");
    assert!(rows[1..].iter().any(|row| !row[4].is_empty() && !row[5].is_empty()), "{rows:?}");
    assert!(rows[1..].iter().all(|row| row[6].starts_with("/bevakning/besvara/")), "{rows:?}");
    assert_eq!(exports(&town).await, before + 1, "who took out contributions stands in the log");

    // Without a format the list itself; nobody is let in without signing in; another authority sees its own.
    let to_page = editor.open("/bevakning/tabell?tabell=besvara").await;
    assert_eq!((to_page.status, to_page.header("location")), (StatusCode::SEE_OTHER, "/bevakning/besvara"));
    let nobody = crate::browser::open(&town.router, "/bevakning/tabell?tabell=besvara&format=csv").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let others = list(&town.person("redaktor.bun").await, "besvara").await;
    let own: Vec<Uuid> = rows[1..].iter().map(|row| item(row)).collect();
    assert!(others[1..].iter().all(|row| !own.contains(&item(row))), "{others:?}");
}

#[tokio::test]
async fn a_secrecy_mark_hides_words_and_author_and_the_row_from_others() {
    let town = Town::new().await;
    let (editor, auditor) = (town.person("redaktor.ks").await, town.person("revisor").await);
    let rows = list(&editor, "besvara").await;
    let reads = list(&auditor, "besvara").await;
    let both = rows[1..].iter().find(|row| reads[1..].iter().any(|other| item(other) == item(row)));
    let row = both.unwrap();
    let (marked, words, author) = (item(row), row[5].clone(), row[4].clone());
    assert!(!words.is_empty() && words != MARKED && !author.is_empty());
    mark(&town, marked).await;
    let rows = list(&editor, "besvara").await;
    let row = rows[1..].iter().find(|row| item(row) == marked).unwrap();
    assert_eq!((row[4].as_str(), row[5].as_str()), ("", MARKED));
    let reads = list(&auditor, "besvara").await;
    assert!(reads[1..].iter().all(|row| item(row) != marked), "{reads:?}");
}

#[tokio::test]
async fn what_is_decided_tells_who_decided_and_not_who_wrote() {
    let town = Town::new().await;
    let chief = town.person("chef").await;
    let before = exports(&town).await;
    for (which, told) in [("vantar", "Återstår"), ("klart", "Klart")] {
        let page = chief.open(&format!("/bevakning/{which}")).await.text();
        assert!(page.contains(&format!("tabell={which}&#38;format=csv")), "{page}");
        assert!(page.contains("Utan namn"), "{page}");
        let rows = list(&chief, which).await;
        let head = [
            "Konto",
            "Plattform",
            "Beslut",
            "Bedömning",
            "Grund",
            "Beslutat av",
            "Beslutat",
            "Läge",
            told,
            "Text",
            "Sida i Uppsikt",
        ];
        assert_eq!(rows[0], head, "a file that tells classes has no column of those who wrote");
        assert!(rows.len() > 1, "the demonstration has nothing in {which}");
        for row in &rows[1..] {
            assert!(!row[2].is_empty() && !row[5].is_empty() && !row[6].is_empty(), "{row:?}");
            assert!(row[10].starts_with(&format!("/bevakning/{which}/")), "{row:?}");
        }
    }
    let done = list(&chief, "klart").await;
    assert!(done[1..].iter().all(|row| row[7] == "Klart" && !row[8].is_empty()), "{done:?}");
    assert_eq!(exports(&town).await, before + 3);
    let book = chief.open("/bevakning/tabell?tabell=klart&format=xlsx").await;
    let strings = super::part(&book, "xl/sharedStrings.xml");
    assert!(strings.contains("Filen nämner inte vem som har skrivit"), "{strings}");
}
