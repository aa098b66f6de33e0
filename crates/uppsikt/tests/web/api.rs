//! The interface for other systems: who gets in, what is given and to whom, errors, and what is told to others.

mod files;
mod house;
mod pages;
mod webhooks;

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uppsikt::rooms::integration::{self, IntegrationError};
use uppsikt_kernel::Role;

use self::house::{House, problem};
use crate::browser::ask;

const PATHS: [&str; 5] =
    ["/api/v1/accounts", "/api/v1/items", "/api/v1/decisions", "/api/v1/registrations", "/api/v1/search?q=a"];

#[tokio::test]
async fn only_a_token_that_holds_gets_in() {
    let house = House::begin().await;
    let system = house.let_in(&house.admin, "diariet", &[], &[house.board]).await;
    let (good, _) = house.token(&house.admin, &system).await;
    let (revoked, revoked_id) = house.token(&house.admin, &system).await;
    for path in PATHS {
        house.json(&good, path).await;
        house.json(&revoked, path).await;
    }
    house
        .app
        .store
        .write::<_, IntegrationError, _>(&house.admin, move |tx| {
            Box::pin(integration::revoke_token(tx, revoked_id))
        })
        .await
        .unwrap();
    let mut altered = good.clone();
    altered.replace_range(90..91, if altered.as_bytes()[90] == b'A' { "B" } else { "A" });
    for path in PATHS {
        for bad in ["", "uppsikt_", &good[8..], &altered, &revoked] {
            let answer = house.get(bad, path).await;
            let told = problem(&answer, StatusCode::UNAUTHORIZED);
            assert!(told["detail"].as_str().unwrap().starts_with("Nyckeln saknas"), "{told}");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"uppsikt\"");
        }
        let bare = ask(&house.router, Method::GET, path, &[], String::new()).await;
        problem(&bare, StatusCode::UNAUTHORIZED);
    }
    // A day later it has gone out.
    house.at("2026-03-03T08:00:00Z");
    problem(&house.get(&good, "/api/v1/items").await, StatusCode::UNAUTHORIZED);
    let (newer, _) = house.token(&house.admin, &system).await;
    house.json(&newer, "/api/v1/items").await;
    let id = system.id;
    house
        .app
        .store
        .write::<_, IntegrationError, _>(&house.admin, move |tx| Box::pin(integration::end(tx, id)))
        .await
        .unwrap();
    problem(&house.get(&newer, "/api/v1/items").await, StatusCode::UNAUTHORIZED);
    house.entries().await;
}

#[tokio::test]
async fn what_is_asked_wrongly_is_a_problem_and_nothing_else() {
    let house = House::begin().await;
    let token = house.system("statistik", &[]).await;
    for path in [
        "/api/v1/items?limit=0",
        "/api/v1/items?limit=201",
        "/api/v1/items?limit=",
        "/api/v1/items?limit=1&limit=2",
        "/api/v1/items?kind=poem",
        "/api/v1/items?cursor=x",
        "/api/v1/items?sort=name",
        "/api/v1/accounts?x=1",
        "/api/v1/decisions?state=lost",
        "/api/v1/registrations?year=0",
        "/api/v1/registrations?series=ABCDEFGHI",
        "/api/v1/search",
        "/api/v1/search?q=",
    ] {
        problem(&house.get(&token, path).await, StatusCode::BAD_REQUEST);
    }
    let nobody = "00000000-0000-0000-0000-000000000000";
    for path in ["items", "decisions", "registrations"] {
        for id in ["x", nobody] {
            problem(&house.get(&token, &format!("/api/v1/{path}/{id}")).await, StatusCode::NOT_FOUND);
        }
    }
    problem(&house.get(&token, "/api/v1/nothing").await, StatusCode::NOT_FOUND);
    problem(&house.post(&token, "/api/v1/items", "{}").await, StatusCode::METHOD_NOT_ALLOWED);
    // There is no way to decide.
    problem(&house.post(&token, "/api/v1/decisions", "{}").await, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn pages_of_a_list_are_whole() {
    let house = House::begin().await;
    let post = house.fake.post("Vattnet stängs av.");
    for number in 0..6 {
        house.fake.comment(&post, "Bo", &format!("Fråga {number}"));
    }
    house.pass().await;
    let token = house.system("statistik", &[]).await;
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = house.json(&token, &format!("/api/v1/items?limit=3{after}")).await;
        let data = page["data"].as_array().unwrap().clone();
        assert!(data.len() <= 3);
        seen.extend(data.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 7, "none comes twice");
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first");
    let comments = house.json(&token, "/api/v1/items?kind=comment").await;
    assert_eq!(comments["data"].as_array().unwrap().len(), 6);
    assert!(comments["data"][0].get("text").is_none(), "a list gives none of their words");
}

#[tokio::test]
async fn an_item_is_given_with_its_versions_and_the_log_has_who_read() {
    let house = House::begin().await;
    let native = house.fake.post("Vattnet stängs av klockan 10.");
    house.pass().await;
    house.fake.edit(&native, "Vattnet stängs av klockan 11.");
    house.at("2026-03-02T09:00:00Z");
    house.pass().await;
    let item = house.item(&native).await;
    let token = house.system("arkivet", &[]).await;
    house.json(&token, "/api/v1/accounts").await;
    let before = house.entries().await;
    let one = house.json(&token, &format!("/api/v1/items/{item}")).await;
    assert_eq!(house.entries().await, before + 1);
    assert_eq!(one["id"], item.to_string());
    assert_eq!((&one["text"], &one["version"]), (&json!("Vattnet stängs av klockan 11."), &json!(2)));
    assert_eq!((&one["presence"], &one["marked"]), (&json!("shown"), &json!(false)));
    let versions = house.json(&token, &format!("/api/v1/items/{item}/versions")).await;
    let texts: Vec<&Value> =
        versions["data"].as_array().unwrap().iter().map(|version| &version["text"]).collect();
    assert_eq!(texts, ["Vattnet stängs av klockan 10.", "Vattnet stängs av klockan 11."]);
    house.index().await;
    let found = house.json(&token, "/api/v1/search?q=klockan").await;
    assert_eq!((&found["total"], &found["complete"]), (&json!(1), &json!(true)));
    assert_eq!(found["data"][0]["item_id"], item.to_string());
    let accounts = house.json(&token, "/api/v1/accounts").await;
    assert_eq!(accounts["data"][0]["name"], "webbplatsen");
}

#[tokio::test]
async fn other_authorities_and_other_organisations_do_not_exist() {
    let house = House::begin().await;
    let native = house.fake.post("Vattnet stängs av.");
    house.pass().await;
    let item = house.item(&native).await;
    let entry = house.reserve(item, None).await;
    house.index().await;
    let other = house.let_in(&house.admin, "grannämnden", &[Role::Registrar], &[house.other_board]).await;
    let (other, _) = house.token(&house.admin, &other).await;
    let reach = &house.neighbour;
    let board = match &reach.authorities {
        uppsikt_kernel::Authorities::Only(ids) => *ids.first().unwrap(),
        uppsikt_kernel::Authorities::All => panic!("a person works for certain authorities"),
    };
    let foreign = house.let_in(reach, "grannkommunen", &[Role::Registrar], &[board]).await;
    let (foreign, _) = house.token(reach, &foreign).await;
    for token in [&other, &foreign] {
        for path in ["items", "registrations", "decisions", "accounts"] {
            let list = house.json(token, &format!("/api/v1/{path}")).await;
            assert_eq!(list["data"], json!([]), "{path}");
        }
        for path in
            [format!("items/{item}"), format!("items/{item}/versions"), format!("registrations/{}", entry.id)]
        {
            problem(&house.get(token, &format!("/api/v1/{path}")).await, StatusCode::NOT_FOUND);
        }
        let complete = format!("/api/v1/registrations/{}/complete", entry.id);
        problem(&house.post(token, &complete, "{\"description\":\"x\"}").await, StatusCode::NOT_FOUND);
        assert_eq!(house.json(token, "/api/v1/search?q=vattnet").await["data"], json!([]));
    }
    // Nobody lets a system in to boards that are not one's own.
    let new =
        integration::NewIntegration { name: "tjuv".to_owned(), roles: Vec::new(), authorities: vec![board] };
    let refused = house
        .app
        .store
        .write::<_, IntegrationError, _>(&house.admin, move |tx| Box::pin(integration::add(tx, new)))
        .await;
    assert!(matches!(refused, Err(IntegrationError::NotAdministrator)), "{refused:?}");
}

#[tokio::test]
async fn secrecy_and_messages_hold_for_systems_too() {
    let house = House::begin().await;
    let secret = house.fake.post("Sekretess om en enskild.");
    let open = house.fake.post("Vattnet stängs av.");
    let message = house.fake.message("Bo", "Ett eget meddelande.");
    house.pass().await;
    let (secret, open) = (house.item(&secret).await, house.item(&open).await);
    let message = house.item(&message).await;
    house.reserve(secret, Some("26 kap. 1 § OSL")).await;
    house.index().await;
    let reads = house.system("statistik", &[]).await;
    let registers = house.system("diariet", &[Role::Registrar]).await;
    let list = house.json(&reads, "/api/v1/items").await;
    let ids: Vec<&Value> = list["data"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&json!(open.to_string())]);
    for closed in [secret, message] {
        problem(&house.get(&reads, &format!("/api/v1/items/{closed}")).await, StatusCode::NOT_FOUND);
        problem(&house.get(&reads, &format!("/api/v1/items/{closed}/versions")).await, StatusCode::NOT_FOUND);
    }
    assert_eq!(house.json(&reads, "/api/v1/search?q=sekretess").await["data"], json!([]));

    assert_eq!(house.json(&registers, "/api/v1/items").await["data"].as_array().unwrap().len(), 3);
    let before = house.entries().await;
    let one = house.json(&registers, &format!("/api/v1/items/{secret}")).await;
    assert_eq!((&one["marked"], &one["text"]), (&json!(true), &json!("Sekretess om en enskild.")));
    assert_eq!(house.entries().await, before + 2, "that it was read, and that it was under a mark");
    let hits = house.json(&registers, "/api/v1/search?q=sekretess").await;
    assert_eq!(
        (&hits["data"][0]["item_id"], &hits["data"][0]["snippet"]),
        (&json!(secret.to_string()), &Value::Null)
    );
}

#[tokio::test]
async fn a_registrars_system_completes_what_is_reserved_and_no_other() {
    let house = House::begin().await;
    let native = house.fake.post("Vattnet stängs av.");
    house.pass().await;
    let entry = house.reserve(house.item(&native).await, None).await;
    let path = format!("/api/v1/registrations/{}", entry.id);
    let complete = format!("{path}/complete");
    let reads = house.system("statistik", &[]).await;
    let registers = house.system("diariet", &[Role::Auditor, Role::Registrar]).await;
    let body = "{\"description\":\"Fråga om vatten\",\"protected\":{\"description\":\"Från Bo.\"},\"cases\":[\"D 2026:7\"]}";
    problem(&house.post(&reads, &complete, body).await, StatusCode::FORBIDDEN);
    for (bad, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::BAD_REQUEST),
        ("{\"text\":\"x\"}", StatusCode::BAD_REQUEST),
        ("{\"protected\":{\"counterpart\":\"Bo\"}}", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"description\":\"två\\nrader\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"description\":\"x\",\"cases\":[\"\"]}", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        problem(&house.post(&registers, &complete, bad).await, status);
    }
    let headers = [("authorization", &*format!("Bearer {registers}")), ("content-type", "text/plain")];
    let plain = ask(&house.router, Method::POST, &complete, &headers, body.to_owned()).await;
    problem(&plain, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(house.json(&reads, &path).await["state"], "reserved");

    let done = house.post(&registers, &complete, body).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let done: Value = serde_json::from_slice(&done.bytes).unwrap();
    assert_eq!((&done["state"], &done["cases"]), (&json!("completed"), &json!(["D 2026:7"])));
    assert_eq!(done["protected"]["description"], "Från Bo.");
    problem(&house.post(&registers, &complete, body).await, StatusCode::CONFLICT);
    let seen = house.json(&reads, &path).await;
    assert_eq!((&seen["description"], &seen["protected"]), (&json!("Fråga om vatten"), &Value::Null));
    let list = house.json(&reads, "/api/v1/registrations?state=completed").await;
    assert_eq!(list["data"][0]["registry_number"], entry.registry_number);
    house.entries().await;
}

#[tokio::test]
async fn the_interface_is_described_and_explained_to_everybody() {
    let house = House::begin().await;
    let page = crate::browser::open(&house.router, "/api").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("<h1>Gränssnitt för andra system</h1>"));
    let document = ask(&house.router, Method::GET, "/api/openapi.json", &[], String::new()).await;
    let document: Value = serde_json::from_slice(&document.bytes).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/v1/items/{id}"]["get"]["responses"]["404"].is_object());
}
