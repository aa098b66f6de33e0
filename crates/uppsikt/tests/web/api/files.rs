//! The tables of integrations as files: which systems, their tokens, what they have been told.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use uppsikt::rooms::integration;
use uppsikt::rooms::people::{self, SignInError, Stage};
use uppsikt_kernel::Actor;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::house::House;
use crate::browser::{Answer, BROWSER, ask};
use crate::export::csv_rows;

impl House {
    /// Opens a page as this person, in a browser of their own.
    async fn open(&self, actor: &Actor, path: &str) -> Answer {
        let (user, gate) = (actor.user, Arc::clone(&self.app.gate));
        let machinery = people::machinery(actor.organisation);
        let opened = self.app.store.write::<_, SignInError, _>(&machinery, move |tx| {
            Box::pin(async move {
                people::open_session(tx, &gate, user, Stage::Full, "Prov, Linux".to_owned()).await
            })
        });
        let cookie = format!("__Host-uppsikt={}", opened.await.unwrap().text().as_str());
        ask(&self.router, Method::GET, path, &[BROWSER, ("cookie", &cookie)], String::new()).await
    }
}

#[tokio::test]
async fn systems_tokens_and_deliveries_are_taken_out_without_secrets() {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let house = House::with(Some(&server.uri())).await;
    let system = house.let_in(&house.admin, "=diariet", &[], &[house.board]).await;
    let (token, _) = house.token(&house.admin, &system).await;
    let (webhook, _) = house.webhook(&system, &server.uri()).await;
    let silent = house.let_in(&house.admin, "statistiken", &[], &[house.board]).await;
    house.at("2026-03-02T08:11:00Z");
    for number in 0..25 {
        house.fake.post(&format!("Vattnet stängs av på gata {number}."));
    }
    house.pass().await;
    house.at("2026-03-02T08:11:10Z");
    integration::deliver_due(&house.app, house.admin.organisation).await.unwrap();

    let file = |path: &str| format!("/drift/integrationer{path}format=csv");
    let all = csv_rows(&house.open(&house.admin, &file("?")).await);
    assert_eq!(all[0][..4], ["Namn", "Läge", "Vad den gör", "Myndigheter"]);
    assert!(all.len() == 3 && all.iter().any(|row| row[0] == "'=diariet"), "{all:?}");

    let one = format!("/{}", system.id);
    let page = house.open(&house.admin, &format!("/drift/integrationer{one}")).await.text();
    assert_eq!(page.matches("<table").count(), 2);
    assert_eq!(page.matches("format=csv").count(), 2, "{page}");
    assert!(page.contains(&format!("{one}?avisering={}&#38;tabell=aviseringar", webhook.id)), "{page}");
    let tokens = csv_rows(&house.open(&house.admin, &file(&format!("{one}?tabell=nycklar&"))).await);
    assert_eq!(tokens[0], ["Nyckel", "Läge", "Skapad", "Gäller till", "Senast använd"]);
    assert!(tokens.len() == 2 && !tokens[1].iter().any(|cell| cell.contains(&token)), "{tokens:?}");
    let of = |id: &str| file(&format!("{id}?avisering={}&tabell=aviseringar&", webhook.id));
    let told = csv_rows(&house.open(&house.admin, &of(&one)).await);
    assert_eq!(told[0], ["Vad som hände", "När", "Läge", "Försök", "Svar", "Nästa försök"]);
    assert_eq!(told.len(), 26, "the page shows twenty of them, the file all");
    assert!(told.iter().flatten().all(|cell| !cell.contains("Vattnet")), "{told:?}");

    // Another integration's webhook is not this one's, and a neighbour sees neither.
    let other = house.open(&house.admin, &of(&format!("/{}", silent.id))).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert_eq!(house.open(&house.neighbour, &of(&one)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(csv_rows(&house.open(&house.neighbour, &file("?")).await).len(), 1);
}
