//! `GET /bevakning` and its tabs: a list, with nothing chosen yet.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use uppsikt_kernel::Actor;
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::list::{Listed, listed};
use super::query::{Just, QueueQuery};
use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::lane::Waiting;
use crate::rooms::desk::listing::{Listing, Tab};
use crate::rooms::desk::told::{self as decisions, AnswerTold, Told};
use crate::rooms::moderation;
use crate::web::components::icon;
use crate::web::csp::Nonce;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "rooms/desk/pages/queue.html")]
struct QueuePage {
    is_fragment: bool,
    list: Listed,
    /// How many wait, by urgency; in the list of what nobody has judged.
    counts: Vec<(&'static str, usize)>,
    /// Where to begin: address and words.
    start: Option<(String, &'static str)>,
    done: JustDone,
    nonce: Nonce,
}

/// What has just been done, as the notice above the page tells it.
pub(super) struct JustDone {
    pub decided: Option<Told>,
    pub answered: Option<AnswerTold>,
    pub just: Option<Just>,
}

impl JustDone {
    /// Whether there is anything to tell.
    pub(super) fn is_some(&self) -> bool {
        self.decided.is_some() || self.answered.is_some() || self.just.is_some()
    }
}

/// `GET /bevakning`.
pub(crate) async fn queue(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    show(&app, &frame, signed_in.actor(), Tab::Judge, &query).await
}

/// `GET /bevakning/besvara`.
pub(crate) async fn to_answer(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    show(&app, &frame, signed_in.actor(), Tab::Answer, &query).await
}

/// `GET /bevakning/vantar`.
pub(crate) async fn waits(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    show(&app, &frame, signed_in.actor(), Tab::Wait, &query).await
}

/// `GET /bevakning/klart`.
pub(crate) async fn done(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    show(&app, &frame, signed_in.actor(), Tab::Done, &query).await
}

async fn show(
    app: &App,
    frame: &Frame,
    actor: &Actor,
    tab: Tab,
    query: &QueueQuery,
) -> Result<Response, Fault> {
    let filter = query.filter();
    let (start, counts) = if tab == Tab::Judge {
        let waiting = Waiting::of(app, actor).await.map_err(told)?;
        (waiting.items(&filter).next().map(|(queued, _)| queued.item), counts(&waiting))
    } else {
        (Listing::of(app, actor, tab).await?.first(), Vec::new())
    };
    let list = listed((app, actor), tab, None, query).await?;
    let words = match tab {
        Tab::Judge | Tab::Answer => "Börja med det första",
        Tab::Wait | Tab::Done => "Öppna det första",
    };
    let page = QueuePage {
        is_fragment: frame.swaps() == Some("queue"),
        start: start.map(|item| (format!("{}/{item}{}", list.path, list.address), words)),
        list,
        counts,
        done: just_done((app, actor), query).await?,
        nonce: frame.nonce(),
    };
    if page.is_fragment {
        let address = format!("{}{}", page.list.path, page.list.address);
        return Ok(super::pushed(frame.fragment(&page), &address));
    }
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

/// What the address says has just been done.
pub(super) async fn just_done((app, actor): (&App, &Actor), query: &QueueQuery) -> Result<JustDone, Fault> {
    let (decision, answer) = (query.decision(), query.answer());
    let mut done = JustDone { decided: None, answered: None, just: query.just() };
    if decision.is_some() || answer.is_some() {
        done.decided = decided((app, actor), decision).await.map_err(told)?;
        done.answered = answered((app, actor), answer).await.map_err(told)?;
    }
    Ok(done)
}

async fn decided((app, actor): (&App, &Actor), id: Option<Uuid>) -> Result<Option<Told>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let mut reader = app.store.read(actor).await?;
    let Some((decision, _)) = moderation::decision(&mut reader, id).await? else { return Ok(None) };
    Ok(Some(decisions::told(&mut reader, decision, app.store.now().get()).await?))
}

async fn answered((app, actor): (&App, &Actor), id: Option<Uuid>) -> Result<Option<AnswerTold>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let mut reader = app.store.read(actor).await?;
    let Some(answer) = moderation::answer_by_id(&mut reader, id).await? else { return Ok(None) };
    Ok(Some(decisions::answer_told(&mut reader, &answer, app.store.now().get()).await?))
}
