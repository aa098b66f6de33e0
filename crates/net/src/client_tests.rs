//! The door against a server on loopback that misbehaves in every way we could think of.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Resolving};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use wiremock::matchers::{basic_auth, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::{HostRule, Secret};

fn login() -> Auth {
    Auth::Basic { user: "redaktor".into(), password: Secret::new("abcd efgh") }
}

fn client_for(server: &MockServer, change: impl FnOnce(&mut Policy)) -> Client {
    let mut policy = Policy::new(vec![HostRule::private(&server.uri()).unwrap()]);
    change(&mut policy);
    Client::new(policy).unwrap()
}

fn url(base: &str, path: &str) -> Url {
    Url::parse(base).unwrap().join(path).unwrap()
}

async fn mount(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(server).await;
}

/// A server that answers every connection with these bytes and then hangs up.
async fn raw_server(answer: &'static [u8]) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 2048];
            let _read = stream.read(&mut asked).await;
            let _written = stream.write_all(answer).await;
        }
    });
    address
}

#[tokio::test]
async fn an_allowed_origin_answers_with_status_headers_and_body() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(404)
        .insert_header("x-total", "7")
        .insert_header("retry-after", "30")
        .insert_header("set-cookie", "s=1")
        .set_body_string("Hej");
    Mock::given(method("GET"))
        .and(basic_auth("redaktor", "abcd efgh"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let response = client_for(&server, |_| ()).get(url(&server.uri(), "/a?b=c"), &login()).await.unwrap();
    assert_eq!((response.status, response.is_success(), &response.body[..]), (404, false, &b"Hej"[..]));
    assert_eq!((response.header("X-Total"), response.header("set-cookie")), (Some("7"), None));
    assert_eq!(response.retry_after(), Some(Duration::from_secs(30)));
}

#[tokio::test]
async fn a_change_carries_its_json_body() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(wiremock::matchers::header("content-type", "application/json"))
        .and(wiremock::matchers::body_string("{\"status\":\"hold\"}"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let auth = login();
    let request = Request::new(Method::Post, url(&server.uri(), "/c/1"), &auth).json("{\"status\":\"hold\"}");
    assert_eq!(client_for(&server, |_| ()).send(request).await.unwrap().status, 200);
}

#[tokio::test]
async fn other_origins_are_refused_before_anything_is_sent() {
    let (server, other) = (MockServer::start().await, MockServer::start().await);
    let answer = client_for(&server, |_| ()).get(url(&other.uri(), "/"), &Auth::None).await;
    assert!(matches!(answer, Err(NetError::NotAllowed { .. })));
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn redirects_stay_within_their_origin() {
    let (server, other) = (MockServer::start().await, MockServer::start().await);
    mount(&server, "/gammal", ResponseTemplate::new(301).insert_header("location", "/ny")).await;
    mount(&server, "/ny", ResponseTemplate::new(200).set_body_string("ny")).await;
    let inwards = format!("{}/meta?nyckel=hemlig", other.uri());
    mount(&server, "/inat", ResponseTemplate::new(302).insert_header("location", inwards.as_str())).await;
    mount(&server, "/runt", ResponseTemplate::new(302).insert_header("location", "/runt")).await;
    let mut both = Policy::new(vec![HostRule::private(&server.uri()).unwrap()]);
    both.allowed.push(HostRule::private(&other.uri()).unwrap());
    let client = Client::new(both).unwrap();
    let followed = client.get(url(&server.uri(), "/gammal"), &login()).await.unwrap();
    assert_eq!(&followed.body[..], b"ny");
    let refused = client.get(url(&server.uri(), "/inat"), &login()).await.unwrap_err();
    assert!(
        matches!(refused, NetError::Redirect { .. }) && !refused.to_string().contains("hemlig"),
        "{refused}"
    );
    let round = client.get(url(&server.uri(), "/runt"), &login()).await;
    assert!(matches!(round, Err(NetError::TooManyRedirects { redirects_max: 3, .. })));
    assert!(other.received_requests().await.unwrap().is_empty(), "the login went nowhere else");
}

#[tokio::test]
async fn a_change_is_never_repeated_elsewhere() {
    let server = MockServer::start().await;
    Mock::given(method("DELETE"))
        .respond_with(ResponseTemplate::new(307).insert_header("location", "/annan"))
        .expect(1)
        .mount(&server)
        .await;
    let auth = login();
    let request = Request::new(Method::Delete, url(&server.uri(), "/c/1"), &auth);
    let refused = client_for(&server, |_| ()).send(request).await.unwrap_err();
    assert!(matches!(refused, NetError::Redirect { .. }) && refused.outcome_unknown());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_also_when_it_was_packed() {
    let server = MockServer::start().await;
    mount(&server, "/jamn", ResponseTemplate::new(200).set_body_bytes(vec![b'a'; 1000])).await;
    mount(&server, "/stor", ResponseTemplate::new(200).set_body_bytes(vec![b'a'; 1001])).await;
    let client = client_for(&server, |policy| policy.body_bytes_max = 1000);
    assert_eq!(client.get(url(&server.uri(), "/jamn"), &Auth::None).await.unwrap().body.len(), 1000);
    let large = client.get(url(&server.uri(), "/stor"), &Auth::None).await;
    assert!(matches!(large, Err(NetError::TooLarge { bytes_max: 1000, .. })));
    let packed = ResponseTemplate::new(200).insert_header("content-encoding", "gzip").set_body_bytes(PACKED);
    mount(&server, "/packad", packed).await;
    let expanded = client.get(url(&server.uri(), "/packad"), &Auth::None).await;
    assert!(matches!(expanded, Err(NetError::TooLarge { .. })), "{expanded:?}");
}

/// 100,000 times the letter a, packed with gzip.
const PACKED: &[u8] = include_bytes!("testdata/packed.gz");

#[tokio::test]
async fn a_slow_answer_is_given_up() {
    let server = MockServer::start().await;
    mount(&server, "/", ResponseTemplate::new(200).set_delay(Duration::from_secs(30))).await;
    let client = client_for(&server, |policy| policy.timeout = Duration::from_millis(200));
    let late = client.get(url(&server.uri(), "/?nyckel=hemlig"), &Auth::None).await.unwrap_err();
    assert!(matches!(late, NetError::TimedOut { .. }) && late.outcome_unknown(), "{late:?}");
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{\"id\":1"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[{\"id\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200",
        b"",
    ] {
        let address = raw_server(answer).await;
        let base = format!("http://{address}");
        let client = Client::new(Policy::new(vec![HostRule::private(&base).unwrap()])).unwrap();
        let broken = client.get(url(&base, "/?nyckel=hemlig"), &login()).await.unwrap_err();
        assert!(matches!(broken, NetError::Broken { .. }), "{broken:?}");
    }
}

#[tokio::test]
async fn a_host_that_is_down_is_told_from_an_unknown_outcome() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(Policy::new(vec![HostRule::private(&base).unwrap()])).unwrap();
    let down = client.get(url(&base, "/"), &Auth::None).await.unwrap_err();
    assert!(matches!(down, NetError::Connect { .. }) && !down.outcome_unknown(), "{down:?}");
}

/// A resolver under somebody else's control.
struct Fixed(SocketAddr);

impl Lookup for Fixed {
    fn lookup(&self, _name: String) -> Resolving {
        let address = self.0;
        Box::pin(async move { Ok(Box::new(std::iter::once(address)) as Addrs) })
    }
}

#[tokio::test]
async fn a_public_name_that_points_inwards_is_refused_and_a_private_one_is_not() {
    let server = MockServer::start().await;
    mount(&server, "/", ResponseTemplate::new(200)).await;
    let port = server.address().port();
    let public = format!("https://rebind.example:{port}");
    let policy = Policy::new(vec![HostRule::public(&public).unwrap()]);
    let client = Client::with_lookup(policy, Arc::new(Fixed(*server.address()))).unwrap();
    let refused = client.get(url(&public, "/?nyckel=hemlig"), &login()).await.unwrap_err();
    assert!(matches!(refused, NetError::PrivateAddress { .. }) && !refused.outcome_unknown(), "{refused:?}");
    assert!(server.received_requests().await.unwrap().is_empty());
    let private = format!("http://inre.example:{port}");
    let policy = Policy::new(vec![HostRule::private(&private).unwrap()]);
    let client = Client::with_lookup(policy, Arc::new(Fixed(*server.address()))).unwrap();
    assert_eq!(client.get(url(&private, "/"), &Auth::None).await.unwrap().status, 200);
}

#[tokio::test]
async fn errors_and_debug_texts_hold_neither_login_nor_query() {
    let address = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx").await;
    let base = format!("http://{address}");
    let client = Client::new(Policy::new(vec![HostRule::private(&base).unwrap()])).unwrap();
    let auth = Auth::Bearer(Secret::new("hemlig-token"));
    let mut said = format!("{auth:?} {:?}", login());
    for (path, auth) in [("/a?nyckel=hemlig-token", &auth), ("/b?nyckel=abcd%20efgh", &login())] {
        let error = client.get(url(&base, path), auth).await.unwrap_err();
        said.push_str(&format!("{error} {error:?}"));
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            said.push_str(&format!("{error} {error:?}"));
            cause = error.source();
        }
    }
    for secret in ["hemlig", "abcd", "YWJj", "nyckel"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[tokio::test]
async fn a_header_with_a_line_break_is_refused() {
    let server = MockServer::start().await;
    let request = Request::new(Method::Get, url(&server.uri(), "/"), &Auth::None).header("x-a", "b\r\nc: d");
    let refused = client_for(&server, |_| ()).send(request).await;
    assert!(matches!(refused, Err(NetError::Request { .. })));
}
