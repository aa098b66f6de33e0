//! What an administrator does in the browser: let a system in, give it a key, tell it of events, end it.

use axum::http::StatusCode;
use uppsikt_kernel::Role;

use crate::guidelines::{Person, Town, is_whole};

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

async fn shown(person: &Person, path: &str, form: &str) -> String {
    let page = person.send(path, form).await;
    is_whole(&page, "Den visas bara nu.");
    between(&page.text(), "<p class=\"mono selectable\">", "</p>").to_owned()
}

#[tokio::test]
async fn an_administrator_lets_a_system_in_and_out_again() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    is_whole(&admin.open("/drift/integrationer").await, "Inget annat system är insläppt.");
    let wrong = admin.send("/drift/integrationer", "name=&role=auditor").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("name=Diariet&role=registrar&authority={}", town.board);
    let added = admin.send("/drift/integrationer", &form).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = added.header("location").to_owned();
    is_whole(&admin.open(&page).await, "läser och diarieför");
    let taken = admin.send("/drift/integrationer", &form).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("det namnet"), "{}", taken.text());

    let token = shown(&admin, &format!("{page}/nyckel"), "days=30").await;
    assert!(token.starts_with("uppsikt_") && !admin.open(&page).await.text().contains(&token));
    let bearer = [("authorization", &*format!("Bearer {token}"))];
    let asked = || {
        crate::browser::ask(&town.router, axum::http::Method::GET, "/api/v1/accounts", &bearer, String::new())
    };
    let accounts = asked().await;
    assert_eq!(accounts.status, StatusCode::OK);
    assert!(accounts.text().contains("Lindholm på Facebook") && !accounts.text().contains("Omsorgen"));
    let long = admin.send(&format!("{page}/nyckel"), "days=401").await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);

    let url = "url=https%3A%2F%2Fdiarium.example%2Fin&event=item.captured&event=decision.done";
    let secret = shown(&admin, &format!("{page}/avisering"), url).await;
    assert!(secret.starts_with("whsec_"));
    let bad = admin.send(&format!("{page}/avisering"), "url=ftp%3A%2F%2Fx").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = admin.open(&page).await.text();
    assert!(
        text.contains("https://diarium.example/in") && text.contains("Inget har aviserats än."),
        "{text}"
    );
    let webhook = between(&text, "name=\"webhook\" value=\"", "\"").to_owned();
    let ended = admin.send(&format!("{page}/avisering/avsluta"), &format!("webhook={webhook}")).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);

    let id = between(&text, "name=\"token\" value=\"", "\"").to_owned();
    let revoked = admin.send(&format!("{page}/aterkalla"), &format!("token={id}")).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    assert_eq!(asked().await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(admin.send(&format!("{page}/avsluta"), "").await.status, StatusCode::SEE_OTHER);
    is_whole(&admin.open("/drift/integrationer").await, "avslutad");
    assert_eq!(
        admin.send(&format!("{page}/nyckel"), "days=30").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn nobody_else_lets_systems_in_and_a_session_opens_no_interface() {
    let town = Town::new().await;
    let form = format!("name=Diariet&role=auditor&authority={}", town.board);
    for (login, role) in [("erik", Role::Editor), ("rut", Role::Auditor), ("per", Role::Registrar)] {
        let person = town.person(login, role).await;
        assert_eq!(person.open("/drift/integrationer").await.status, StatusCode::FORBIDDEN);
        assert_eq!(person.send("/drift/integrationer", &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(person.open("/api/v1/items").await.status, StatusCode::UNAUTHORIZED);
    }
    let admin = town.person("bo", Role::Administrator).await;
    let foreign = format!("name=Diariet&role=auditor&authority={}", town.other);
    assert_eq!(admin.send("/drift/integrationer", &foreign).await.status, StatusCode::NOT_FOUND);
    for path in ["x", "00000000-0000-0000-0000-000000000000"] {
        let page = format!("/drift/integrationer/{path}");
        assert_eq!(admin.open(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(admin.send(&format!("{page}/nyckel"), "days=1").await.status, StatusCode::NOT_FOUND);
    }
}
