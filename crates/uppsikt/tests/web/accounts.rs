//! Accounts through the browser: what is known about them, and noting more.

use axum::http::StatusCode;
use uppsikt_kernel::Role;

use super::guidelines::{Town, is_whole};

#[tokio::test]
async fn accounts_are_listed_with_how_they_stand() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let list = auditor.open("/konton").await;
    is_whole(&list, "<h1>Konton</h1>");
    let text = list.text();
    assert!(text.contains("Lindholm på Facebook") && !text.contains("Omsorgen"), "{text}");
    assert!(text.contains("aldrig") && text.contains("avvikelse"), "{text}");
    let page = auditor.open(&format!("/konton/{}", town.account.id)).await;
    is_whole(&page, "Om kontot");
    assert!(page.text().contains("https://facebook.example/lindholm"));
    assert!(!page.text().contains("Anteckna uppgiften"), "who only reads is offered no form");
}

#[tokio::test]
async fn a_fact_is_noted_and_a_breach_is_mended() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let (account, form) =
        (format!("/konton/{}", town.account.id), format!("/konton/{}/uppgift", town.account.id));
    is_whole(&editor.open(&format!("{form}?namn=purpose_recorded")).await, "Syfte");
    let wrong = editor.send(&form, "namn=purpose_recorded&varde=kanske").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Uppgiften skrivs som ja eller nej."), "{}", wrong.text());
    let done = editor.send(&form, "namn=purpose_recorded&varde=ja").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = editor.open(done.header("location")).await;
    is_whole(&page, "Uppgiften är antecknad.");
    assert!(editor.open(&account).await.text().contains("Antecknade uppgifter"));
    is_whole(&editor.open(&format!("{form}?namn=notice_shown")).await, "Det som gäller kontot");
    let words = "namn=notice_shown&varde=att+andra+kan+l%C3%A4sa&varde=hur+snabbt+man+f%C3%A5r+svar";
    assert_eq!(editor.send(&form, words).await.status, StatusCode::SEE_OTHER);
    let ticked = editor.open(&format!("{form}?namn=notice_shown")).await.text();
    assert_eq!(ticked.matches(" checked").count(), 2, "{ticked}");
    assert_eq!(editor.send(&form, "namn=notice_shown").await.status, StatusCode::SEE_OTHER);
    for bad in ["namn=nonsens&varde=ja", "varde=ja"] {
        assert_eq!(editor.send(&form, bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[tokio::test]
async fn who_only_reads_and_who_works_elsewhere_note_nothing() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let form = format!("/konton/{}/uppgift", town.account.id);
    let body = "namn=purpose_recorded&varde=ja";
    assert_eq!(auditor.open(&format!("{form}?namn=purpose_recorded")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(auditor.send(&form, body).await.status, StatusCode::FORBIDDEN);
    let editor = town.person("erik", Role::Editor).await;
    let foreign = format!("/konton/{}", town.foreign.id);
    assert_eq!(editor.open(&foreign).await.status, StatusCode::NOT_FOUND);
    assert_eq!(editor.send(&format!("{foreign}/uppgift"), body).await.status, StatusCode::NOT_FOUND);
    assert_eq!(editor.open("/konton/nonsens").await.status, StatusCode::NOT_FOUND);
}
