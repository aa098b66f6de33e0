//! What is sent from the panel: show what would follow, decide, take back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_guideline::decide::Measure;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use super::item::{Chosen, Filled, chosen, is_sealed, next, show};
use super::judge::{self, JudgeError};
use super::query::QueueQuery;
use crate::app::App;
use crate::explain::{Explain as _, told};
use crate::rooms::desk::form::DecisionForm;
use crate::rooms::desk::listing::Tab;
use crate::rooms::desk::panel;
use crate::rooms::desk::told as decisions;
use crate::rooms::moderation::{self, ModerationError};
use crate::web::components::icon;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// A page that has grown old.
#[derive(Template)]
#[template(path = "rooms/desk/pages/stale.html")]
struct StalePage {
    item: Uuid,
    decided: Option<decisions::Told>,
}

/// `POST /bevakning/{item}/forslag`: what would follow, in order and with sources; nothing is written.
pub(crate) async fn propose(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Fault> {
    let (id, actor) = (super::id(&item)?, signed_in.actor());
    let new = match form.decision(id) {
        Ok(new) => new,
        Err(wrong) => {
            return show(&app, &frame, actor, (Tab::Judge, id), &query, Filled::Choosing(form, vec![wrong]))
                .await;
        }
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let Chosen { account, .. } = chosen(&mut reader, actor, id).await?;
    let known = moderation::decisions_about(&mut reader, id).await.map_err(told)?;
    if form.decided() != Some(known.len()) {
        drop(reader);
        return stale(&app, &frame, actor, id).await;
    }
    let abilities = judge::abilities(&app, &account);
    let proposed = moderation::propose(&mut reader, actor, app.store.now(), abilities.as_ref(), &new).await;
    let proposal = match proposed {
        Ok(proposal) => proposal,
        Err(error) => {
            drop(reader);
            return again(&app, &frame, actor, (id, &query), form, error.into()).await;
        }
    };
    let sealed = is_sealed(&mut reader, id).await?;
    drop(reader);
    let panel = panel::confirm(form, &new, proposal, sealed);
    show(&app, &frame, actor, (Tab::Judge, id), &query, Filled::Proposed(panel)).await
}

/// `POST /bevakning/{item}/beslut`: records the decision, and goes on to the next item.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Fault> {
    let (id, actor) = (super::id(&item)?, signed_in.actor());
    let new = match form.decision(id) {
        Ok(new) => new,
        Err(wrong) => {
            let filled = Filled::Choosing(form, vec![wrong]);
            return show(&app, &frame, actor, (Tab::Judge, id), &query, filled).await;
        }
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let Chosen { account, .. } = chosen(&mut reader, actor, id).await?;
    drop(reader);
    let next = next(&app, actor, Tab::Judge, id, &query).await?;
    match judge::decide(&app, actor, &account, new, form.decided()).await {
        Ok(decided) => {
            let next = next.map_or_else(String::new, |next| format!("/{next}"));
            let filter = query.filter().query();
            Ok(Redirect::to(&format!("/bevakning{next}?beslut={}{filter}", decided.decision.id))
                .into_response())
        }
        Err(error) => again(&app, &frame, actor, (id, &query), form, error).await,
    }
}

/// `POST /beslut/{id}/angra`: takes a decision back, and shows its item again.
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let item = judge::withdraw(&app, signed_in.actor(), super::id(&id)?).await?;
    Ok(Redirect::to(&format!("/bevakning/{item}?angrat=ja")).into_response())
}

/// The form again with what was refused, or the page that says that it has grown old.
async fn again(
    app: &App,
    frame: &Frame,
    actor: &Actor,
    (id, query): (Uuid, &QueueQuery),
    form: DecisionForm,
    error: JudgeError,
) -> Result<Response, Fault> {
    if error.is_stale() {
        return stale(app, frame, actor, id).await;
    }
    match error {
        JudgeError::Moderation(ModerationError::Refused(refusal)) => {
            let field = if refusal.instead() == Some(Measure::Keep) { "behall" } else { "klass" };
            let wrong = vec![(field, refusal.sentence())];
            show(app, frame, actor, (Tab::Judge, id), query, Filled::Choosing(form, wrong)).await
        }
        JudgeError::Moderation(error) => Err(error.explain().into()),
        JudgeError::Decided => stale(app, frame, actor, id).await,
    }
}

/// Somebody was faster: what has been decided meanwhile, and the way to the item as it is now.
pub(super) async fn stale(app: &App, frame: &Frame, actor: &Actor, item: Uuid) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    chosen(&mut reader, actor, item).await?;
    let decided = decisions::about(&mut reader, item, now).await.map_err(told)?.into_iter().next();
    let page = StalePage { item, decided };
    Ok(frame.render_as(StatusCode::CONFLICT, Nav::Queue, "Inslaget har ändrats", &page))
}

/// `POST /bevakning/{item}/andra`: back from what would follow to the form, as it was filled in.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Fault> {
    let place = (Tab::Judge, super::id(&item)?);
    show(&app, &frame, signed_in.actor(), place, &query, Filled::Choosing(form, Vec::new())).await
}
