//! The WebSocket against servers on loopback, good and bad.

use futures_util::SinkExt as _;
use tokio::net::TcpListener;
use tokio_tungstenite::accept_async;

use super::*;
use crate::{HostRule, Policy};

const QUIET: Duration = Duration::from_millis(100);

/// A server that says these messages to whoever comes, and then stays silent.
async fn server(messages: Vec<Message>) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut socket = accept_async(stream).await.unwrap();
            for message in messages.clone() {
                let _sent = socket.send(message).await;
            }
            while socket.next().await.is_some() {}
        }
    });
    Url::parse(&format!("http://{address}/announce?cursor=7")).unwrap()
}

fn client(url: &Url, change: impl FnOnce(&mut Policy)) -> Client {
    let mut policy = Policy::new(vec![HostRule::private(url.as_str()).unwrap()]);
    change(&mut policy);
    Client::new(policy).unwrap()
}

#[tokio::test]
async fn messages_come_in_order_until_it_is_quiet() {
    let said = vec![Message::binary(vec![1, 2]), Message::Ping(Bytes::new()), Message::text("hej")];
    let url = server(said).await;
    let mut socket = client(&url, |_| ()).socket(url).await.unwrap();
    let quiet = Duration::from_secs(5);
    assert_eq!(socket.next(quiet).await.unwrap().as_deref(), Some(&[1, 2][..]));
    assert_eq!(socket.next(quiet).await.unwrap().as_deref(), Some(&b"hej"[..]));
    assert_eq!(socket.next(QUIET).await.unwrap(), None);
    assert!(!format!("{socket:?}").contains("cursor"));
}

#[tokio::test]
async fn a_closed_socket_is_the_end_and_its_time_is_limited() {
    let url = server(vec![Message::Close(None)]).await;
    let mut closed = client(&url, |_| ()).socket(url).await.unwrap();
    assert_eq!(closed.next(Duration::from_secs(5)).await.unwrap(), None);
    let url = server(Vec::new()).await;
    let brief = client(&url, |policy| policy.timeout = Duration::from_millis(300));
    let mut brief = brief.socket(url).await.unwrap();
    assert_eq!(brief.next(Duration::from_secs(60)).await.unwrap(), None);
}

#[tokio::test]
async fn a_message_above_the_limit_is_refused() {
    let url = server(vec![Message::binary(vec![0; 5000])]).await;
    let mut socket = client(&url, |policy| policy.body_bytes_max = 4096).socket(url).await.unwrap();
    let refused = socket.next(Duration::from_secs(5)).await;
    assert!(matches!(refused, Err(NetError::SocketBroken { .. })), "{refused:?}");
}

#[tokio::test]
async fn the_same_policy_holds_as_for_requests() {
    let url = server(Vec::new()).await;
    let elsewhere = client(&Url::parse("http://127.0.0.1:1/").unwrap(), |_| ());
    assert!(matches!(elsewhere.socket(url).await, Err(NetError::NotAllowed { .. })));
    let inwards = Client::new(Policy::new(vec![HostRule::public("https://localhost/").unwrap()])).unwrap();
    let refused = inwards.socket(Url::parse("https://localhost/").unwrap()).await;
    assert!(matches!(refused, Err(NetError::PrivateAddress { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_is_no_websocket_is_told() {
    let server = wiremock::MockServer::start().await;
    let url = Url::parse(&server.uri()).unwrap();
    let refused = client(&url, |_| ()).socket(url).await;
    assert!(matches!(refused, Err(NetError::NoSocket { status: 404, .. })), "{refused:?}");
}
