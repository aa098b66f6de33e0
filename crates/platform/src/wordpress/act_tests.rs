//! What WordPress's answers to a change mean, case by case.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};
use uppsikt_net::{HostRule, Policy, Secret};
use wiremock::matchers::{body_partial_json, header_exists, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

fn login() -> Auth {
    Auth::Basic { user: "redaktor".into(), password: Secret::new("abcd efgh") }
}

fn site(address: &str, login: Auth) -> WordPress {
    let policy = Policy { body_bytes_max: 2_000, ..Policy::new(vec![HostRule::private(address).unwrap()]) };
    WordPress::new(Client::new(policy).unwrap(), WordPressSettings::new(address, login)).unwrap()
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"code": code, "message": "…"}))
}

fn shown(value: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(value)
}

/// A server on which comment 7 stands as `standing`, and a change meets `answer`, once at most.
async fn server(standing: ResponseTemplate, answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/wp-json/wp/v2/comments/7"))
        .and(query_param("context", "edit"))
        .respond_with(standing)
        .mount(&server)
        .await;
    for changing in ["POST", "DELETE"] {
        Mock::given(method(changing)).respond_with(answer.clone()).expect(0..=1).mount(&server).await;
    }
    server
}

/// What became of the measure: `done`, `was so`, `not done` or `unknown`.
fn outcome(answer: Result<Measured, MeasureError>) -> &'static str {
    match answer {
        Ok(Measured { was_so: false, .. }) => "done",
        Ok(Measured { was_so: true, .. }) => "was so",
        Err(MeasureError::NotDone(_)) => "not done",
        Err(MeasureError::Unknown(_)) => "unknown",
        Err(MeasureError::NotAble) => "not able",
        Err(MeasureError::OtherItem) => "other item",
    }
}

#[tokio::test]
async fn an_answer_means_no_more_than_it_says() {
    use Measure::{Delete, Hide, Trash};
    let redirect = |status| ResponseTemplate::new(status).insert_header("location", "/wp-json/annat");
    for (measure, answer, expected) in [
        (Hide, shown(&json!({"id": 7, "status": "hold"})), "done"),
        (Hide, shown(&json!({"id": 7, "status": "approved"})), "unknown"),
        (Hide, shown(&json!([])), "unknown"),
        (Hide, ResponseTemplate::new(200).set_body_string("{\"id\":7,\"stat"), "unknown"),
        (Hide, ResponseTemplate::new(200).set_body_string(" ".repeat(3_000)), "unknown"),
        (Hide, refusal(400, "rest_invalid_param"), "not done"),
        (Hide, refusal(401, "rest_cannot_edit"), "not done"),
        (Hide, refusal(403, "rest_cannot_edit"), "not done"),
        (Hide, refusal(404, "rest_comment_invalid_id"), "not done"),
        (Hide, ResponseTemplate::new(403).set_body_string("<h1>Stopp</h1>"), "not done"),
        (Hide, refusal(409, "x"), "not done"),
        (Hide, ResponseTemplate::new(429), "not done"),
        (Hide, ResponseTemplate::new(408), "unknown"),
        (Hide, refusal(500, "rest_comment_failed_edit"), "unknown"),
        (Hide, ResponseTemplate::new(502), "unknown"),
        (Hide, redirect(301), "unknown"),
        (Hide, redirect(307), "unknown"),
        (Trash, shown(&json!({"id": 7, "status": "trash"})), "done"),
        (Trash, refusal(410, "rest_already_trashed"), "was so"),
        (Trash, refusal(501, "rest_trash_not_supported"), "not done"),
        (Trash, refusal(404, "rest_comment_invalid_id"), "not done"),
        (Delete, shown(&json!({"deleted": true, "previous": {}})), "done"),
        (Delete, shown(&json!({"id": 7, "status": "trash"})), "unknown"),
        (Delete, refusal(404, "rest_comment_invalid_id"), "was so"),
        (Delete, ResponseTemplate::new(404), "not done"),
    ] {
        let said = format!("{measure}: {answer:?}");
        let server = server(shown(&json!({"id": 7, "post": 4, "status": "approved"})), answer).await;
        let done = site(&server.uri(), login()).act(ItemKind::Comment, "7", measure).await;
        assert_eq!(outcome(done), expected, "{said}");
    }
}

#[tokio::test]
async fn what_is_so_already_is_left_alone_and_an_unread_item_is_not_touched() {
    use Measure::{Block, CloseThread, Delete, Hide, Report, Restore, Spam, Trash};
    let standing = |status: &str| shown(&json!({"id": 7, "post": 4, "status": status}));
    for (measure, standing, expected) in [
        (Hide, standing("hold"), "was so"),
        (Spam, standing("spam"), "was so"),
        (Trash, standing("trash"), "was so"),
        (Restore, standing("approved"), "was so"),
        (Delete, refusal(404, "rest_comment_invalid_id"), "was so"),
        (Hide, refusal(404, "rest_comment_invalid_id"), "not done"),
        (Hide, ResponseTemplate::new(404), "not done"),
        (Delete, ResponseTemplate::new(404), "not done"),
        (Hide, refusal(401, "rest_forbidden_context"), "not done"),
        (Hide, ResponseTemplate::new(503), "not done"),
        (Hide, shown(&json!({"id": 8, "status": "hold"})), "not done"),
        (Hide, ResponseTemplate::new(200).set_body_string("{\"id\":7"), "not done"),
        (
            CloseThread,
            shown(&json!({"id": 7, "post": 4, "_links": {"up": [{"post_type": "vara"}]}})),
            "not able",
        ),
        (Block, standing("approved"), "not able"),
        (Report, standing("approved"), "not able"),
    ] {
        let said = format!("{measure}: {standing:?}");
        // A change would be told as done, and is not to be asked for.
        let server = MockServer::start().await;
        Mock::given(method("GET")).respond_with(standing).mount(&server).await;
        for changing in ["POST", "DELETE"] {
            let answer = shown(&json!({"id": 7, "status": "hold", "deleted": true}));
            Mock::given(method(changing)).respond_with(answer).expect(0).mount(&server).await;
        }
        let done = site(&server.uri(), login()).act(ItemKind::Comment, "7", measure).await;
        assert_eq!(outcome(done), expected, "{said}");
    }
}

#[tokio::test]
async fn nothing_is_done_without_a_login_or_to_what_wordpress_does_not_have() {
    let server = server(shown(&json!({"id": 7, "status": "approved"})), ResponseTemplate::new(200)).await;
    let anybody = site(&server.uri(), Auth::None);
    assert!(anybody.abilities().measures.is_empty() && !anybody.abilities().replies);
    assert_eq!(outcome(anybody.act(ItemKind::Comment, "7", Measure::Hide).await), "not able");
    assert!(matches!(anybody.answer(ItemKind::Comment, "7", "Nej.").await, Err(MeasureError::NotAble)));
    let signed_in = site(&server.uri(), login());
    assert_eq!(outcome(signed_in.act(ItemKind::Message, "7", Measure::Hide).await), "not able");
    assert_eq!(outcome(signed_in.act(ItemKind::Post, "7", Measure::Spam).await), "not able");
    assert_eq!(outcome(signed_in.act(ItemKind::Comment, "../7", Measure::Hide).await), "not done");
}

#[tokio::test]
async fn a_thread_is_closed_where_the_comment_hangs() {
    for (post_type, collection) in [("post", "posts"), ("page", "pages")] {
        let server = MockServer::start().await;
        let comment =
            json!({"id": 7, "post": 4, "status": "approved", "_links": {"up": [{"post_type": post_type}]}});
        let thread = format!("/wp-json/wp/v2/{collection}/4");
        let at = |way: &str, at: &str| Mock::given(method(way)).and(path(at));
        at("GET", "/wp-json/wp/v2/comments/7").respond_with(shown(&comment)).mount(&server).await;
        let open = json!({"id": 4, "status": "publish", "comment_status": "open"});
        at("GET", &thread).respond_with(shown(&open)).mount(&server).await;
        at("POST", &thread)
            .and(body_partial_json(json!({"comment_status": "closed"})))
            .respond_with(shown(&json!({"id": 4, "status": "publish", "comment_status": "closed"})))
            .expect(1)
            .mount(&server)
            .await;
        let done = site(&server.uri(), login()).act(ItemKind::Comment, "7", Measure::CloseThread).await;
        assert_eq!(outcome(done), "done");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_unknown_and_one_that_was_never_made_is_not_done() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let body = "{\"id\":7,\"post\":4,\"status\":\"approved\"}";
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 4_096];
        let _ = stream.read(&mut asked).unwrap();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        drop(stream);
        // The change arrives, and the connection goes down.
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut asked).unwrap() > 0 && asked.starts_with(b"POST"));
    });
    let wordpress = site(&address, login());
    assert_eq!(outcome(wordpress.act(ItemKind::Comment, "7", Measure::Hide).await), "unknown");
    answering.join().unwrap();
    assert_eq!(outcome(wordpress.act(ItemKind::Comment, "7", Measure::Hide).await), "not done");
}

#[tokio::test]
async fn an_answer_names_its_author_and_is_given_once() {
    let server = MockServer::start().await;
    let me = json!({"id": 2, "name": "Kommunikation"});
    Mock::given(path("/wp-json/wp/v2/users/me")).respond_with(shown(&me)).mount(&server).await;
    let comment = json!({"id": 7, "post": 4, "status": "approved"});
    Mock::given(path("/wp-json/wp/v2/comments/7")).respond_with(shown(&comment)).mount(&server).await;
    let posted = json!({"id": 8, "link": "https://www.lindholm.example/4/#comment-8"});
    Mock::given(path("/wp-json/wp/v2/comments"))
        .and(body_partial_json(json!({"post": 4, "parent": 7, "author": 2, "content": "1 &lt; 2 &amp; 3"})))
        .respond_with(ResponseTemplate::new(201).set_body_json(posted))
        .expect(1)
        .mount(&server)
        .await;
    let posted = site(&server.uri(), login()).answer(ItemKind::Comment, "7", "1 < 2 & 3").await.unwrap();
    assert_eq!(posted.native_id, "8");
    assert_eq!(posted.permalink.as_deref(), Some("https://www.lindholm.example/4/#comment-8"));
}

#[tokio::test]
async fn files_are_fetched_without_the_password_and_within_the_limit() {
    let server = MockServer::start().await;
    let at = |at: &str| Mock::given(path(at));
    at("/bild.png")
        .and(header_exists("authorization"))
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    at("/bild.png").respond_with(ResponseTemplate::new(200).set_body_bytes([1, 2])).mount(&server).await;
    at("/stor.png").respond_with(ResponseTemplate::new(200).set_body_bytes([0; 3_000])).mount(&server).await;
    at("/in")
        .respond_with(ResponseTemplate::new(302).insert_header("location", "http://10.0.0.1/"))
        .mount(&server)
        .await;
    let wordpress = site(&server.uri(), login());
    let fetch = async |file: &str| {
        let source = format!("{}{file}", server.uri());
        wordpress.media(&Media { source, alt: None, media_type: None }).await
    };
    assert_eq!(fetch("/bild.png").await.unwrap(), vec![1, 2]);
    assert!(matches!(fetch("/stor.png").await, Err(PlatformError::TooLarge { bytes_max: 2_000 })));
    assert!(matches!(fetch("/borta.png").await, Err(PlatformError::Failed { status: 404, .. })));
    let inward = fetch("/in").await.unwrap_err();
    assert!(matches!(inward, PlatformError::Unreachable { .. }) && !inward.is_temporary(), "{inward:?}");
}

#[tokio::test]
async fn a_site_that_will_not_count_says_so_and_trouble_is_no_count() {
    let server = MockServer::start().await;
    let me = json!({"id": 2, "name": "Kommunikation"});
    Mock::given(path("/wp-json/wp/v2/users/me")).respond_with(shown(&me)).mount(&server).await;
    let refused = refusal(403, "rest_forbidden_param");
    Mock::given(query_param("status", "spam")).respond_with(refused).mount(&server).await;
    let counted = ResponseTemplate::new(200).insert_header("x-wp-total", "17").set_body_json(json!([]));
    Mock::given(query_param("per_page", "1")).respond_with(counted).with_priority(9).mount(&server).await;
    let (from, until) = (Micros::new(0).unwrap(), Micros::new(1_000_000).unwrap());
    let census = site(&server.uri(), login()).census(from, until).await.unwrap();
    let counts: Vec<_> =
        census.iter().map(|count| (count.kind, count.state.as_deref(), count.total, count.refused)).collect();
    assert_eq!(counts.len(), 7);
    assert_eq!(counts[0], (ItemKind::Post, Some("publish"), Some(17), None));
    assert_eq!(counts[2], (ItemKind::Comment, Some("approved"), Some(17), None));
    assert_eq!(counts[4], (ItemKind::Comment, Some("spam"), None, Some(403)));
    let asked = server.received_requests().await.unwrap();
    assert!(
        asked[1]
            .url
            .query()
            .unwrap()
            .contains("after=1969-12-31T23%3A59%3A59Z&before=1970-01-01T00%3A00%3A01Z")
    );
    let anybody = site(&server.uri(), Auth::None).census(from, until).await.unwrap();
    assert_eq!(anybody.len(), 3);
    server.reset().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    assert!(site(&server.uri(), Auth::None).census(from, until).await.is_err());
}
