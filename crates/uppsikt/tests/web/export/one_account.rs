//! The tables of one account and of one statement as files.

use axum::http::StatusCode;
use uppsikt::rooms::people;
use uppsikt::rooms::policy::{self, NewException, PolicyError};
use uppsikt_guideline::parameter::Key;
use uppsikt_kernel::Role;

use super::{csv_rows, exports};
use crate::guidelines::{Town, is_whole};

/// An exception whose reason a spreadsheet would calculate.
async fn except(town: &Town) {
    let admin = people::actor(&town.app.store, Some("admin")).await.unwrap();
    let new = NewException {
        authority: town.board,
        account: town.account.id.uuid(),
        key: Key::StaffMinAdmins,
        value: "1".to_owned(),
        reason: "=HYPERLINK(\"http://x\";\"Se här\")".to_owned(),
        from: None,
        until: "2027-06-30".parse().unwrap(),
    };
    let asked = town.app.store.write::<_, PolicyError, _>(&admin, move |tx| {
        Box::pin(async move { policy::ask_exception(tx, new).await })
    });
    asked.await.unwrap();
}

#[tokio::test]
async fn one_account_has_a_file_for_each_of_its_tables() {
    let town = Town::new().await;
    except(&town).await;
    let editor = town.person("erik", Role::Editor).await;
    let path = format!("/konton/{}", town.account.id);
    let noted = editor.send(&format!("{path}/uppgift"), "namn=purpose_recorded&varde=ja").await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
    let page = editor.open(&format!("{path}?klart=antecknat")).await;
    is_whole(&page, "Uppgiften är antecknad.");
    for name in ["brister", "uppgifter", "undantag"] {
        assert!(page.text().contains(&format!("\"{path}?tabell={name}&#38;format=csv\"")), "{name}");
    }
    let file = |name: &str| format!("{path}?tabell={name}&format=csv");
    let lacking = csv_rows(&editor.open(&file("brister")).await);
    assert_eq!(lacking[0], ["Sats", "Läge", "Vad som brister och vad du gör", "Senast"]);
    assert!(lacking.len() > 5, "{lacking:?}");
    let facts = csv_rows(&editor.open(&file("uppgifter")).await);
    assert_eq!(facts[0], ["Uppgift", "Värde", "Antecknat"], "links that change are not in the file");
    assert_eq!((facts.len(), facts[1][1].as_str()), (2, "ja"));
    assert_eq!(exports(&town).await, 0, "how an account stands is neither content nor persons");
    let exceptions = csv_rows(&editor.open(&file("undantag")).await);
    assert_eq!(exceptions[1][5], "'=HYPERLINK(\"http://x\";\"Se här\")");
    assert_eq!(exports(&town).await, 1, "what somebody has written is noted when it is taken out");
    let other = format!("/konton/{}?tabell=brister&format=csv", town.foreign.id);
    assert_eq!(editor.open(&other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_statement_hangs_on_and_how_parts_stand_are_taken_out() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let path = format!("/efterlevnad/{}/OSBY-08", town.account.id);
    let facts = csv_rows(&auditor.open(&format!("{path}?tabell=uppgifter&format=csv")).await);
    assert_eq!(facts[0], ["Uppgift", "Värde", "Antecknat"]);
    assert!(facts[1..].iter().all(|row| !row[0].is_empty() && !row[1].is_empty()), "{facts:?}");
    let foreign = format!("/efterlevnad/{}/OSBY-08?tabell=uppgifter&format=csv", town.foreign.id);
    assert_eq!(auditor.open(&foreign).await.status, StatusCode::NOT_FOUND);
    let parts = csv_rows(&auditor.open("/efterlevnad?tabell=omraden&format=csv").await);
    assert_eq!(parts[0], ["Område", "Lindholm på Facebook"]);
    assert!(parts.len() > 3 && parts[1..].iter().all(|row| !row[0].is_empty()), "{parts:?}");
    let adopted = format!("/riktlinjer/{}?tabell=antagna&format=csv", town.board);
    assert_eq!(csv_rows(&auditor.open(&adopted).await).len(), 2);
    let today = csv_rows(&auditor.open("/?tabell=avvikelser&format=csv").await);
    assert_eq!(today[0], ["Myndighet", "Konton", "Avvikelser", "Påpekanden"]);
    assert_eq!((today.len(), today[1][0].as_str(), today[1][1].as_str()), (2, "Kommunstyrelsen", "1"));
}
