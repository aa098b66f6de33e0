//! What other systems are told: signed, tried again, given up.

use axum::http::StatusCode;
use serde_json::Value;
use uppsikt::rooms::integration::{self, Delivered, Delivery, DeliveryState, Webhook};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::house::House;

async fn answers(server: &MockServer, status: StatusCode) {
    server.reset().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(status.as_u16())).mount(server).await;
}

impl House {
    async fn round(&self) -> Delivered {
        integration::deliver_due(&self.app, self.admin.organisation).await.unwrap()
    }

    async fn deliveries(&self, webhook: &Webhook) -> Vec<Delivery> {
        let mut reader = self.app.store.read(&self.admin).await.unwrap();
        integration::deliveries(&mut reader, webhook.id, 100).await.unwrap()
    }
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    request.headers.get(name).unwrap().to_str().unwrap()
}

#[tokio::test]
async fn what_happens_is_told_once_signed_and_without_content() {
    let server = MockServer::start().await;
    answers(&server, StatusCode::NO_CONTENT).await;
    let house = House::with(Some(&server.uri())).await;
    let earlier = house.fake.post("Innan någon lyssnade.");
    house.pass().await;
    house.at("2026-03-02T08:10:00Z");
    let system = house.let_in(&house.admin, "diariet", &[], &[house.board]).await;
    let (webhook, secret) = house.webhook(&system, &format!("{}/in?k=1", server.uri())).await;
    house.at("2026-03-02T08:11:00Z");
    let post = house.fake.post("Vattnet stängs av.");
    house.fake.edit(&earlier, "Innan någon lyssnade, och efter.");
    house.pass().await;
    let item = house.item(&post).await;
    let entry = house.reserve(item, None).await;
    house.at("2026-03-02T08:11:10Z");
    assert_eq!(house.round().await, Delivered { delivered: 3, ..Delivered::default() });
    assert_eq!(house.round().await, Delivered::default(), "nothing is told twice");
    house.at("2026-03-02T08:12:30Z");
    assert_eq!(house.round().await, Delivered::default());

    let told = server.received_requests().await.unwrap();
    let bodies: Vec<Value> =
        told.iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect();
    let mut kinds: Vec<&str> = bodies.iter().map(|body| body["type"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["item.captured", "item.changed", "registration.reserved"]);
    let of = |kind: &str| bodies.iter().find(|body| body["type"] == kind).unwrap();
    assert_eq!(of("item.captured")["data"]["id"], item.to_string());
    assert_eq!(of("registration.reserved")["data"]["id"], entry.id.to_string());
    assert_eq!(of("item.changed")["data"]["version"], 2);
    for request in &told {
        let body = std::str::from_utf8(&request.body).unwrap();
        assert!(!body.contains("Vatten") && !body.contains("lyssnade"), "{body}");
        let (id, seconds) = (header(request, "webhook-id"), header(request, "webhook-timestamp"));
        let signed = integration::signature(&secret, id, seconds.parse().unwrap(), body);
        assert_eq!(header(request, "webhook-signature"), signed.unwrap());
    }
    let noted = house.deliveries(&webhook).await;
    assert!(noted.len() == 3 && noted.iter().all(|one| one.state == DeliveryState::Delivered), "{noted:?}");
}

#[tokio::test]
async fn what_was_not_taken_is_sent_again_and_given_up_at_last() {
    let server = MockServer::start().await;
    answers(&server, StatusCode::INTERNAL_SERVER_ERROR).await;
    let house = House::with(Some(&server.uri())).await;
    let system = house.let_in(&house.admin, "diariet", &[], &[house.board]).await;
    let (webhook, _) = house.webhook(&system, &server.uri()).await;
    house.fake.post("Vattnet stängs av.");
    house.pass().await;
    let failed = Delivered { failed: 1, ..Delivered::default() };
    assert_eq!(house.round().await, failed);
    assert_eq!(house.round().await, Delivered::default(), "it waits");
    let first = house.deliveries(&webhook).await.remove(0);
    assert_eq!((first.attempts, first.answer.as_deref()), (1, Some("500")));
    house.at("2026-03-02T08:00:06Z");
    answers(&server, StatusCode::OK).await;
    assert_eq!(house.round().await.delivered, 1);
    let told = server.received_requests().await.unwrap();
    assert_eq!(header(&told[0], "webhook-id"), first.id.to_string(), "the same in every attempt");

    answers(&server, StatusCode::INTERNAL_SERVER_ERROR).await;
    house.at("2026-03-02T09:00:00Z");
    house.fake.post("Vattnet är tillbaka.");
    house.pass().await;
    for day in 3..10 {
        assert_eq!(house.round().await, failed, "{day}");
        house.at(&format!("2026-03-{day:02}T09:00:00Z"));
    }
    assert_eq!(house.round().await, Delivered { dead: 1, ..Delivered::default() });
    house.at("2026-03-20T09:00:00Z");
    assert_eq!(house.round().await, Delivered::default());
    let dead = house.deliveries(&webhook).await.remove(0);
    assert_eq!((dead.state, dead.attempts), (DeliveryState::Dead, 8));
    house.entries().await;
}

#[tokio::test]
async fn an_address_in_the_own_network_is_called_only_where_the_settings_name_it() {
    let server = MockServer::start().await;
    answers(&server, StatusCode::OK).await;
    let house = House::begin().await;
    let system = house.let_in(&house.admin, "diariet", &[], &[house.board]).await;
    let (plain, _) = house.webhook(&system, &server.uri()).await;
    let (local, _) = house.webhook(&system, "https://127.0.0.1:9/").await;
    house.fake.post("Vattnet stängs av.");
    house.pass().await;
    assert_eq!(house.round().await.failed, 2);
    for webhook in [plain, local] {
        let answer = house.deliveries(&webhook).await.remove(0).answer.unwrap();
        assert!(answer.starts_with("adressen får inte anropas"), "{answer}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_is_told_of_what_may_not_be_read_or_after_the_end() {
    let server = MockServer::start().await;
    answers(&server, StatusCode::OK).await;
    let house = House::with(Some(&server.uri())).await;
    let system = house.let_in(&house.admin, "statistik", &[], &[house.board]).await;
    let other = house.let_in(&house.admin, "grannämnden", &[], &[house.other_board]).await;
    house.webhook(&system, &server.uri()).await;
    house.webhook(&other, &server.uri()).await;
    house.fake.message("Bo", "Ett eget meddelande.");
    house.pass().await;
    assert_eq!(house.round().await, Delivered::default());
    house.fake.post("Vattnet stängs av.");
    house.pass().await;
    let id = system.id;
    house
        .app
        .store
        .write::<_, integration::IntegrationError, _>(&house.admin, move |tx| {
            Box::pin(integration::end(tx, id))
        })
        .await
        .unwrap();
    assert_eq!(house.round().await, Delivered::default());
    assert!(server.received_requests().await.unwrap().is_empty());
}
