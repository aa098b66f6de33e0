//! Listening to what servers announce: that records were made, changed and deleted.
//!
//! A server announces what happens in the repositories that it hosts, in the order of its own
//! numbers, and remembers some of it (a day or more). We ask from the number where we were,
//! listen until it is quiet, and go. A relay announces for all servers.

use std::ops::ControlFlow;
use std::time::Duration;

use uppsikt_net::Socket;

use super::Bluesky;
use super::frame::{self, Heard};
use crate::changes::Changes;
use crate::error::PlatformError;
use crate::page::Cursor;

/// A server that has more to tell does so at once; silence of this length is the end of what it remembers.
const QUIET: Duration = Duration::from_secs(1);

/// The announcements' name.
const NAME: &str = "com.atproto.sync.subscribeRepos";

impl Bluesky {
    /// What has been announced since a cursor; without one, where announcements are now.
    pub(super) async fn announced(&self, cursor: Option<Cursor>) -> Result<Changes, PlatformError> {
        let Some(cursor) = cursor else { return self.where_it_is_now().await };
        let from: u64 = cursor.as_str().parse().map_err(|_| PlatformError::Cursor)?;
        let session = self.session().await?;
        let mut heard = Heard::new(&session.did, from);
        let mut socket = self.listen(Some(from)).await?;
        loop {
            match socket.next(QUIET).await {
                Ok(None) => break,
                Ok(Some(bytes)) => {
                    if heard.take(bytes) == ControlFlow::Break(()) {
                        break;
                    }
                }
                // What came before it broke off is whole, and the rest is asked for again.
                Err(_) if heard.has_moved() => break,
                Err(source) => return Err(unreachable(source)),
            }
        }
        Ok(heard.changes())
    }

    /// Where announcements are now: before the next one, or, on a server that is quiet, after its last.
    async fn where_it_is_now(&self) -> Result<Changes, PlatformError> {
        let mut now = self.listen(None).await?;
        if let Some(bytes) = now.next(QUIET).await.map_err(unreachable)?
            && let Some(next) = frame::seq(&bytes)
        {
            return Ok(at(next.saturating_sub(1)));
        }
        let (mut last, mut remembered) = (0, self.listen(Some(0)).await?);
        while let Some(bytes) = remembered.next(QUIET).await.map_err(unreachable)? {
            last = frame::seq(&bytes).unwrap_or(last);
        }
        Ok(at(last))
    }

    async fn listen(&self, from: Option<u64>) -> Result<Socket, PlatformError> {
        let base = self.relay.as_ref().unwrap_or(&self.server);
        let mut url = base.join(&format!("xrpc/{NAME}")).map_err(|_| PlatformError::Address)?;
        if let Some(from) = from {
            url.query_pairs_mut().append_pair("cursor", &from.to_string());
        }
        self.client.socket(url).await.map_err(unreachable)
    }
}

fn unreachable(source: uppsikt_net::NetError) -> PlatformError {
    PlatformError::Unreachable { request: format!("/xrpc/{NAME}"), source }
}

fn at(seq: u64) -> Changes {
    Changes { next: Some(Cursor::new(seq.to_string())), ..Changes::default() }
}
