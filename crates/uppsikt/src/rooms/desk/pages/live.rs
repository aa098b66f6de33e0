//! `GET /bevakning/strom`: what arrives, what colleagues decide, and who has what in front of them, while one looks.
//!
//! Nothing that somebody reads is moved: what is new is counted at the top of the list, with a link that shows it.
//! Without scripts the same link stands there as "Hämta nya".

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::{bulk, claim};
use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::JUDGES;
use crate::rooms::desk::claimed::{By, Names, claimed, readable};
use crate::rooms::desk::lane::Waiting;
use crate::rooms::moderation::{self, DecisionState};
use crate::rooms::people::Visitor;
use crate::web::Fault;
use crate::web::components::{Moment, icon};
use crate::web::live::{self, Shown, Watch};
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;

/// Decisions that an open page is told of: more than are made while somebody looks at one page.
const DECISIONS_MAX: u64 = 200;

/// The routes of what colleagues do together: claims, the stream of what happens, decisions about many items at once.
pub(crate) fn routes() -> Vec<Route> {
    let judges = Who::Roles(JUDGES);
    vec![
        Route::get("/bevakning/strom", Who::SignedIn, get(stream)),
        Route::post("/bevakning/{item}/ta", judges, post(claim::take)),
        Route::post("/bevakning/{item}/lamna", judges, post(claim::leave)),
        Route::get("/bevakning/samlat", judges, get(bulk::choose)),
        Route::post("/bevakning/samlat", judges, post(bulk::decide)),
        Route::post("/bevakning/samlat/forslag", judges, post(bulk::propose)),
        Route::get("/bevakning/samlat/{id}", Who::SignedIn, get(bulk::progress)),
        Route::post("/bevakning/samlat/{id}/angra", judges, post(bulk::cancel)),
    ]
}

/// What a list's page needs to be told what happens; the page includes `live/bar.html`, which names it `live`.
#[derive(Debug, Clone)]
pub(in crate::rooms::desk) struct LivePart {
    /// When the page was made, in microseconds.
    pub since: i64,
    /// The page's own address.
    pub here: String,
    claims: HashMap<Uuid, String>,
}

impl LivePart {
    /// The line for a page with this address.
    pub(in crate::rooms::desk) async fn read(
        (app, actor): (&App, &Actor),
        here: impl Into<String>,
    ) -> Result<Self, StoreError> {
        let now = app.store.now().get();
        let claims = claimed((app, actor), now).await?;
        Ok(Self {
            since: now,
            here: here.into(),
            claims: claims.into_iter().map(|(item, by)| (item, by.sentence)).collect(),
        })
    }

    /// Who has an item in front of them, in a sentence; empty where nobody but the reader has.
    pub(in crate::rooms::desk) fn claim(&self, item: impl Borrow<Uuid>) -> &str {
        self.claims.get(item.borrow()).map_or("", String::as_str)
    }
}

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StreamQuery {
    /// When the page was made, in microseconds.
    #[serde(rename = "sedan")]
    since: Option<i64>,
}

/// `GET /bevakning/strom`.
pub(crate) async fn stream(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Query(query): Query<StreamQuery>,
) -> Result<Response, Fault> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accept.contains("text/event-stream") {
        // Somebody opened the address as a page, which would load without an end.
        return Ok(Redirect::to("/bevakning").into_response());
    }
    let since = query.since.unwrap_or_else(|| app.store.now().get());
    live::stream(&app, signed_in, QueueWatch { since })
}

/// The queue's page as it stands open.
struct QueueWatch {
    since: i64,
}

impl Watch for QueueWatch {
    fn look<'w>(
        &'w mut self,
        app: &'w App,
        visitor: &'w Visitor,
    ) -> BoxFuture<'w, Result<Shown, StoreError>> {
        Box::pin(async move {
            stay(app, &visitor.actor).await?;
            look(app, &visitor.actor, self.since).await
        })
    }
}

/// An open page is a sign of life of what its person has in front of them.
async fn stay(app: &App, actor: &Actor) -> Result<(), StoreError> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await?;
    let is_due = moderation::is_stay_due(&mut reader, actor.user, now).await?;
    drop(reader);
    if is_due {
        app.store
            .write::<_, StoreError, _>(actor, move |tx| Box::pin(async move { moderation::stay(tx).await }))
            .await?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/live/new.html")]
struct NewPart {
    count: usize,
}

#[derive(Template)]
#[template(ext = "html", source = "{{ sentence }}")]
struct RowPart<'p> {
    sentence: &'p str,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/live/here.html")]
struct HerePart<'p> {
    item: Uuid,
    sentence: &'p str,
    is_decided: bool,
}

/// What should stand on the page now.
async fn look(app: &App, actor: &Actor, since: i64) -> Result<Shown, StoreError> {
    let now = app.store.now().get();
    let waiting = Waiting::of(app, actor).await?;
    let filter = Default::default();
    let new = waiting.items(&filter).filter(|(queued, _)| queued.screened_at > since).count();
    let mut shown = Shown::new();
    if new > 0 {
        shown.insert("live-new".to_owned(), written(&NewPart { count: new }));
    }
    for (item, by) in claimed((app, actor), now).await? {
        put(&mut shown, item, &by.sentence, false);
    }
    let mut reader = app.store.read(actor).await?;
    for (item, sentence) in decided(&mut reader, actor, since, now).await? {
        put(&mut shown, item, &sentence, true);
    }
    Ok(shown)
}

/// At the item's row, and on its page.
fn put(shown: &mut Shown, item: Uuid, sentence: &str, is_decided: bool) {
    let here = HerePart { item, sentence, is_decided };
    shown.insert(format!("here-{item}"), written(&here));
    shown.insert(format!("claim-{item}"), written(&RowPart { sentence }));
}

fn written(part: &impl Template) -> String {
    part.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a part of a page could not be written");
        String::new()
    })
}

/// What colleagues have decided since the page was made, by item.
async fn decided(
    reader: &mut Reader,
    actor: &Actor,
    since: i64,
    now: i64,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let mut newest = moderation::decisions(reader, None, DECISIONS_MAX).await?;
    let is_others = |decision: &moderation::Decision| {
        decision.decided_at > since
            && decision.decided_by != actor.user
            && !matches!(decision.state, DecisionState::Withdrawn | DecisionState::Back)
    };
    newest.retain(is_others);
    let open = readable(reader, actor, newest.iter().map(|decision| decision.item).collect()).await?;
    let mut names = Names::default();
    let mut all = HashMap::new();
    // The newest decision about an item comes first, and stands.
    for decision in newest.into_iter().filter(|decision| open.contains(&decision.item)) {
        let name = names.of(reader, decision.decided_by).await?;
        let at = Moment::new(decision.decided_at, now);
        let sentence = format!("Bedömt av {name} {}", at.words());
        all.entry(decision.item).or_insert(sentence);
    }
    Ok(all)
}

/// Asked for by the claims' pages too.
pub(super) async fn by(app: &App, actor: &Actor, item: Uuid) -> Result<Option<By>, Fault> {
    Ok(claimed((app, actor), app.store.now().get()).await.map_err(told)?.remove(&item))
}
