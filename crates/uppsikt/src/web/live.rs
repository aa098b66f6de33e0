//! Pages that are told what happens while somebody looks at them: one stream of events for each open page.
//!
//! A page's watch says what should stand in which of its elements ([`Shown`]); only what has changed since it was last
//! told goes out, as fragments that htmx puts in their places. A stream that is opened again begins with everything,
//! so nothing has to be remembered between two. It looks when something has been recorded, and at each heartbeat; it
//! ends when the person signs out, when the session runs out, and when the server stops.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::Fault;
use super::session::{self, SignedIn};
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::people::{Token, Visitor};

/// Streams of one person: more windows than anybody works in.
pub const STREAMS_EACH_MAX: usize = 5;
/// Streams in all: one for each person of a large authority, and what a laptop bears.
pub const STREAMS_MAX: usize = 500;
/// Proxies in front end what is silent for a minute.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Several commits in a row are looked at once: nobody reads faster.
const GATHERED: Duration = Duration::from_millis(400);
/// The event after which the page asks no more.
const OVER: &str = "slut";

/// What should stand in a page's elements, by their ids, as HTML that is escaped already.
pub type Shown = BTreeMap<String, String>;

/// What an open page is to be told.
pub trait Watch: Send + 'static {
    /// Looks at how things are, with the roles that the person has now.
    fn look<'w>(&'w mut self, app: &'w App, visitor: &'w Visitor)
    -> BoxFuture<'w, Result<Shown, StoreError>>;
}

/// Every open stream of the server.
#[derive(Debug)]
pub struct Live {
    stop: watch::Sender<bool>,
    seats: Arc<Mutex<HashMap<Uuid, usize>>>,
}

impl Default for Live {
    fn default() -> Self {
        Self { stop: watch::Sender::new(false), seats: Arc::default() }
    }
}

impl Live {
    /// Ends every stream, so that the server can stop.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.seats.lock().map_or(0, |seats| seats.values().sum())
    }

    fn sit(&self, user: Uuid) -> Option<Seat> {
        let mut seats = self.seats.lock().ok()?;
        let all: usize = seats.values().sum();
        let mine = seats.entry(user).or_default();
        if *mine >= STREAMS_EACH_MAX || all >= STREAMS_MAX {
            return None;
        }
        *mine += 1;
        Some(Seat { seats: Arc::clone(&self.seats), user })
    }
}

/// A place among the open streams, given back when the stream ends in whichever way.
struct Seat {
    seats: Arc<Mutex<HashMap<Uuid, usize>>>,
    user: Uuid,
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Ok(mut seats) = self.seats.lock() {
            let left = seats.get(&self.user).map_or(0, |count| count.saturating_sub(1));
            if left == 0 {
                seats.remove(&self.user)
            } else {
                seats.insert(self.user, left)
            };
        }
    }
}

/// Opens a stream for a page.
///
/// # Errors
/// 429 when the person, or the server, has too many open already.
pub fn stream(app: &Arc<App>, signed_in: SignedIn, watch: impl Watch) -> Result<Response, Fault> {
    let seat = app.live.sit(signed_in.actor().user.uuid()).ok_or_else(|| {
        let happened = "Du har för många fönster öppna för att alla ska uppdateras av sig själva. Inget har gått förlorat.";
        Fault::new(
            StatusCode::TOO_MANY_REQUESTS,
            Explanation::new(Exit::Passing, happened, "Stäng några fönster, eller välj Hämta nya."),
        )
    })?;
    let line = Line {
        changes: app.store.changes(),
        stop: app.live.stop.subscribe(),
        app: Arc::clone(app),
        token: signed_in.token,
        visitor: signed_in.visitor,
        watch: Box::new(watch),
        said: Shown::new(),
        beat_at: Instant::now() + HEARTBEAT,
        stage: Stage::Begins,
        _seat: seat,
    };
    let mut response = Sse::new(futures_util::stream::unfold(line, Line::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers answers would keep each event until the next.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Begins,
    Goes,
    Over,
}

/// One stream.
struct Line {
    app: Arc<App>,
    token: Token,
    visitor: Arc<Visitor>,
    watch: Box<dyn Watch>,
    changes: watch::Receiver<u64>,
    stop: watch::Receiver<bool>,
    said: Shown,
    beat_at: Instant,
    stage: Stage,
    _seat: Seat,
}

type Told = Result<Event, Infallible>;

impl Line {
    async fn next(mut self) -> Option<(Told, Self)> {
        if self.stage == Stage::Over {
            return None;
        }
        loop {
            let is_first = self.stage == Stage::Begins;
            let is_beat = !is_first && {
                let mut stop = self.stop.clone();
                tokio::select! {
                    // A server that stops, or is gone, waits for nobody's page.
                    _ = stop.wait_for(|stop| *stop) => return Some(self.over()),
                    is_beat = self.wait() => is_beat,
                }
            };
            self.stage = Stage::Goes;
            self.changes.mark_unchanged();
            let shown = match self.watch.look(&self.app, &self.visitor).await {
                Ok(shown) => shown,
                Err(error) => {
                    // The browser asks again after a while, and is then told everything.
                    tracing::warn!(%error, "an open page could not be told what happens");
                    return None;
                }
            };
            let text = self.fragments(&shown, is_first);
            if text.is_empty() && !is_beat && !is_first {
                continue;
            }
            match session::visitor(&self.app, &self.token).await {
                Ok(Some(visitor)) => self.visitor = visitor,
                _ => return Some(self.over()),
            }
            if is_beat {
                self.beat_at = Instant::now() + HEARTBEAT;
            }
            self.said = shown;
            let event = match text.is_empty() {
                true => Event::default().comment("lever"),
                false => Event::default().id(self.app.store.now().get().to_string()).data(text),
            };
            return Some((Ok(event), self));
        }
    }

    /// Waits until there may be something to tell; whether it is time for a heartbeat.
    async fn wait(&mut self) -> bool {
        tokio::select! {
            changed = self.changes.changed() => {
                if changed.is_err() {
                    sleep_until(self.beat_at).await;
                } else {
                    sleep(GATHERED).await;
                }
                Instant::now() >= self.beat_at
            }
            () = sleep_until(self.beat_at) => true,
        }
    }

    fn over(mut self) -> (Told, Self) {
        self.stage = Stage::Over;
        (Ok(Event::default().event(OVER).data("slut")), self)
    }

    /// What differs from what was told last, each with where it goes.
    fn fragments(&self, shown: &Shown, is_first: bool) -> String {
        let mut text = String::new();
        let mut put = |target: &str, html: &str| {
            // Writing to a text never fails.
            let _ =
                write!(text, "<hx-partial hx-target=\"{target}\" hx-swap=\"innerHTML\">{html}</hx-partial>");
        };
        if is_first {
            // The page may have been made, or the last stream may have ended, some time ago.
            put(".claimed", "");
        }
        for id in self.said.keys().filter(|id| !shown.contains_key(*id)) {
            put(&format!("#{id}"), "");
        }
        for (id, html) in shown.iter().filter(|(id, html)| self.said.get(*id) != Some(*html)) {
            put(&format!("#{id}"), html);
        }
        text
    }
}
