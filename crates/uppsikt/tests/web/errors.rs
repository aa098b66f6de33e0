//! What somebody is shown when a page cannot be given.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use uppsikt::web::BODY_BYTES_MAX;

use super::browser::{BROWSER, ask, open};
use super::house::{House, faulty};

#[tokio::test]
async fn a_page_that_does_not_exist_is_told_in_swedish_with_a_number() {
    let house = House::new().await;
    let answer = open(&house.router, "/finns-inte").await;
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(text.contains("<h1>Sidan finns inte</h1>") && text.contains("<html lang=\"sv\">"), "{text}");
    assert_eq!(answer.reference().len(), 9, "{text}");
    assert_ne!(answer.reference(), open(&house.router, "/finns-inte").await.reference());
}

#[tokio::test]
async fn the_wrong_method_is_told_too_with_those_that_exist() {
    let house = House::new().await;
    let answer = ask(&house.router, Method::DELETE, "/om", &[BROWSER], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("GET"));
    assert!(answer.text().contains("använd länkarna och knapparna"), "{}", answer.text());
}

#[tokio::test]
async fn a_panic_becomes_a_page_without_what_it_said() {
    let answer = open(&faulty(), "/panic").await;
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        text.contains("Inget som redan är sparat har gått förlorat.") && !text.contains("citizen"),
        "{text}"
    );
    assert_eq!(answer.reference().len(), 9);
}

#[tokio::test]
async fn an_explanation_reaches_the_reader_in_the_form_that_was_asked_for() {
    let faulty = faulty();
    let page = open(&faulty, "/explained").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        page.text().contains("Databasen svarar inte.")
            && page.header("content-type").starts_with("text/html")
    );
    let json = open(&faulty, "/api/explained").await;
    let said: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(said["next"], "Vänta och försök igen.");
    assert_eq!(said["reference"].as_str().unwrap().len(), 9);
    let text = ask(&faulty, Method::GET, "/explained", &[("accept", "*/*")], Body::empty()).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert!(text.text().starts_with("Databasen svarar inte.") && text.text().contains("Referensnummer: "));
}

#[tokio::test]
async fn advice_with_commands_is_addressed_to_those_who_can_follow_it() {
    let text = open(&faulty(), "/for-operation").await.text();
    assert!(text.contains("Be den som sköter Uppsikt hos er"), "{text}");
}

#[tokio::test]
async fn what_the_library_refuses_is_told_in_our_words() {
    let answer = open(&faulty(), "/count?count=sju").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(
        answer.text().contains("förstod inte") && !answer.text().contains("deserialize"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn ten_megabytes_are_taken_and_more_is_not() {
    let faulty = faulty();
    let headers = [BROWSER, ("sec-fetch-site", "same-origin")];
    let whole = ask(&faulty, Method::POST, "/form", &headers, vec![b'x'; BODY_BYTES_MAX]).await;
    assert_eq!((whole.status, whole.text()), (StatusCode::OK, BODY_BYTES_MAX.to_string()));
    let length = (BODY_BYTES_MAX + 1).to_string();
    let said = [BROWSER, ("sec-fetch-site", "same-origin"), ("content-length", &length)];
    for headers in [&headers[..], &said[..]] {
        let answer = ask(&faulty, Method::POST, "/form", headers, vec![b'x'; BODY_BYTES_MAX + 1]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.text().contains("större än 10 MB"), "{}", answer.text());
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let faulty = faulty();
    let foreign = [
        [BROWSER, ("sec-fetch-site", "cross-site")],
        [BROWSER, ("origin", "https://elak.example")],
        [BROWSER, ("origin", "null")],
    ];
    for headers in foreign {
        let answer = ask(&faulty, Method::POST, "/form", &headers, "x").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.text().contains("kom inte från en sida i Uppsikt"), "{}", answer.text());
    }
    let own = [
        vec![BROWSER, ("sec-fetch-site", "same-origin")],
        vec![BROWSER, ("origin", "https://uppsikt.lindholm.example")],
        // A program, which carries no cookies of somebody else's.
        vec![],
    ];
    for headers in own {
        assert_eq!(
            ask(&faulty, Method::POST, "/form", &headers, "x").await.status,
            StatusCode::OK,
            "{headers:?}"
        );
    }
}
