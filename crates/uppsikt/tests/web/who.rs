//! What another system has done stands under its name, wherever it is told who did something.

use axum::http::{Method, StatusCode};
use uppsikt_kernel::Role;

use super::browser::ask;
use super::guidelines::{Town, is_whole};
use super::registry::{draft, reserve, written};

const NAME: &str = "Integrationen Diariesystemet";

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[tokio::test]
async fn what_a_diary_system_completes_stands_under_its_name() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    let registrar = town.person("per", Role::Registrar).await;
    let form = format!("name=Diariesystemet&role=registrar&authority={}", town.board);
    let page = admin.send("/drift/integrationer", &form).await.header("location").to_owned();
    let shown = admin.send(&format!("{page}/nyckel"), "days=30").await;
    let text = shown.text();
    let token = between(&text, "<p class=\"mono selectable\">", "</p>");

    let _editor = town.person("erik", Role::Editor).await;
    let item = written(&town, "erik", "Belysningen vid lekplatsen är trasig.").await;
    let kept = item.item;
    let entry = reserve(&town, "per", draft(&town, vec![item])).await;
    let path = format!("/api/v1/registrations/{}/complete", entry.id);
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = "{\"description\": \"Felanmälan om belysning\", \"cases\": []}".to_owned();
    let done = ask(&town.router, Method::POST, &path, &headers, body).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());

    let entry = registrar.open(&format!("/diarium/{}", entry.id)).await;
    is_whole(&entry, NAME);
    let handling = registrar.open(&format!("/handlingar/{kept}")).await;
    is_whole(&handling, NAME);
    // The ledger names it too, for those who may see who acted there.
    let act = between(&entry.text(), "href=\"/liggare/poster/", "\"").to_owned();
    let shown = admin.open(&format!("/liggare/poster/{act}")).await;
    assert!([StatusCode::OK].contains(&shown.status), "{}", shown.text());
}
