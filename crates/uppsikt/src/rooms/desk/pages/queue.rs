//! `GET /bevakning`: the queue, with nothing chosen yet.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::lane::{Filter, Lane, Waiting};
use crate::rooms::desk::told::{self as decisions, Told};
use crate::rooms::moderation;
use crate::web::components::{Empty, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueueQuery {
    /// Which page of the list, from 1.
    #[serde(rename = "sida")]
    pub page: Option<usize>,
    /// The decision that has just been made.
    #[serde(rename = "beslut")]
    pub decision: Option<Uuid>,
    /// Whether a decision has just been taken back.
    pub angrat: Option<String>,
    /// The class that is chosen in the panel.
    #[serde(rename = "klass")]
    pub class: Option<String>,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/queue.html")]
struct QueuePage {
    lane: Lane,
    is_item: bool,
    /// How many wait, by urgency.
    counts: Vec<(&'static str, usize)>,
    start: Option<Uuid>,
    empty: Empty,
    decided: Option<Told>,
    undone: bool,
}

/// `GET /bevakning`.
pub(crate) async fn queue(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let waiting = Waiting::of(&app, signed_in.actor()).await.map_err(told)?;
    let page = query.page.map(|page| page.saturating_sub(1));
    let whom = (&*app, signed_in.actor());
    let lane = waiting.lane(whom, None, page, &Filter::default()).await.map_err(told)?;
    let page = QueuePage {
        lane,
        is_item: false,
        counts: counts(&waiting),
        start: waiting.first(),
        empty: empty(),
        decided: just_decided(whom, query.decision, now).await?,
        undone: query.angrat.is_some(),
    };
    Ok(frame.render(Nav::Queue, "Bevakning", &page))
}

/// How many wait of each urgency.
pub(super) fn counts(waiting: &Waiting) -> Vec<(&'static str, usize)> {
    vec![
        ("Genast", waiting.count(|urgency| urgency == 0)),
        ("Snart", waiting.count(|urgency| urgency == 1)),
        ("I turordning", waiting.count(|urgency| urgency == 2)),
        ("Övrigt", waiting.count(|urgency| urgency > 2)),
    ]
}

/// What stands where nothing waits.
pub(super) fn empty() -> Empty {
    Empty {
        said: "Allt är bedömt.".to_owned(),
        next: Some("Det som hämtas härnäst visas här.".to_owned()),
        link: None,
    }
}

/// The decision that the address names, to be told of above the page.
pub(super) async fn just_decided(
    (app, actor): (&App, &Actor),
    id: Option<Uuid>,
    now: i64,
) -> Result<Option<Told>, Fault> {
    let Some(id) = id else { return Ok(None) };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let Some((decision, _)) = moderation::decision(&mut reader, id).await.map_err(told)? else {
        return Ok(None);
    };
    Ok(Some(decisions::told(&mut reader, decision, now).await.map_err(told)?))
}
