//! A WebSocket through the same door: what the other side announces, message by message.
//!
//! The connection is made by the same guarded client as every request, so that allow-list, private
//! addresses, certificates and time-outs are the same, and only then becomes a WebSocket. We listen and
//! never send, but for the answers that the protocol itself demands.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use reqwest::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use url::Url;

use crate::client::Client;
use crate::error::{NetError, Place};

/// An open WebSocket; it lives no longer than the policy's time-out for a request.
pub struct Socket {
    stream: WebSocketStream<reqwest::Upgraded>,
    place: Place,
    ends_at: Instant,
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Client {
    /// Opens a WebSocket at an `http` or `https` address that the policy allows; nobody is signed in.
    ///
    /// # Errors
    /// As [`send`](Self::send), and [`NetError::NoSocket`] when something else than a WebSocket answers.
    pub async fn socket(&self, url: Url) -> Result<Socket, NetError> {
        self.policy.check(&url)?;
        let place = Place::of(&url);
        let ends_at = Instant::now() + self.policy.timeout;
        let opened = tokio::time::timeout_at(ends_at, self.open(url, &place)).await;
        let upgraded = opened.unwrap_or_else(|_| Err(self.timed_out(place.clone())))?;
        let bytes_max = Some(self.policy.body_bytes_max);
        let config = WebSocketConfig::default().max_message_size(bytes_max).max_frame_size(bytes_max);
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await;
        Ok(Socket { stream, place, ends_at })
    }

    async fn open(&self, url: Url, place: &Place) -> Result<reqwest::Upgraded, NetError> {
        let key = generate_key();
        let request = self
            .for_upgrades()?
            .get(url)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, &key);
        let failed = |error| NetError::from_reqwest(place.clone(), error);
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        tracing::debug!(%place, status, "answered");
        let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT).map(|value| value.as_bytes().to_vec());
        // An old answer from a store on the way would not know our key.
        if status != 101 || accepted.as_deref() != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(NetError::NoSocket { place: place.clone(), status });
        }
        response.upgrade().await.map_err(failed)
    }
}

impl Socket {
    /// The next message with content; none when the other side was `quiet` for that long, has closed, or
    /// the socket's time is up.
    ///
    /// # Errors
    /// [`NetError::SocketBroken`], also for a message above the policy's limit for an answer.
    pub async fn next(&mut self, quiet: Duration) -> Result<Option<Bytes>, NetError> {
        let until = self.ends_at.min(Instant::now() + quiet);
        loop {
            let Ok(message) = tokio::time::timeout_at(until, self.stream.next()).await else {
                return Ok(None);
            };
            match message {
                Some(Ok(Message::Binary(bytes))) => return Ok(Some(bytes)),
                Some(Ok(Message::Text(text))) => return Ok(Some(Bytes::from(text))),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                None | Some(Ok(Message::Close(_)) | Err(Error::ConnectionClosed)) => return Ok(None),
                Some(Err(source)) => {
                    return Err(NetError::SocketBroken { place: self.place.clone(), source });
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "socket_tests.rs"]
mod tests;
