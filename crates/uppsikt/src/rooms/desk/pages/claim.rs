//! Who has an item in front of them: said on its page, taken by opening it or by a button, left by another.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::Actor;
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::live;
use crate::app::App;
use crate::explain::told;
use crate::rooms::capture::CapturedItem;
use crate::rooms::desk::claimed::By;
use crate::rooms::moderation::{self, ModerationError, QueueState};
use crate::web::Fault;
use crate::web::components::{Moment, icon};
use crate::web::session::SignedIn;

/// Who has an item.
enum Stands {
    /// The reader.
    Mine {
        /// Since when.
        since: Moment,
        /// Whether it was taken by the button.
        is_held: bool,
    },
    /// A colleague.
    Others(By),
    /// Nobody.
    Free,
}

/// What an item's page says about who has it, with the buttons.
#[derive(Template)]
#[template(path = "rooms/desk/pages/claim.html")]
pub(in crate::rooms::desk) struct ClaimPart {
    item: Uuid,
    stands: Stands,
}

impl askama::filters::HtmlSafe for ClaimPart {}

/// Takes an item that is opened, unless a colleague has it; `None` for those who do not judge it, and where nothing
/// waits to be judged.
pub(in crate::rooms::desk) async fn opened(
    app: &App,
    actor: &Actor,
    item: &CapturedItem,
) -> Result<Option<ClaimPart>, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let queued = moderation::queued(&mut reader, item.id).await.map_err(told)?;
    let is_open = queued.is_some_and(|queued| queued.state == QueueState::Open);
    if !is_open || !moderation::may_judge(actor, item.authority) {
        return Ok(None);
    }
    let is_worth_it =
        moderation::is_worth_opening(&mut reader, actor.user, item.id, now).await.map_err(told)?;
    drop(reader);
    if is_worth_it {
        let item = item.clone();
        app.store
            .write::<_, StoreError, _>(actor, move |tx| {
                Box::pin(async move { moderation::claim_opened(tx, &item).await })
            })
            .await
            .map_err(told)?;
    }
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let claim = moderation::claim_of(&mut reader, item.id, now).await.map_err(told)?;
    drop(reader);
    let stands = match claim {
        Some(claim) if claim.user == actor.user => {
            Stands::Mine { since: Moment::new(claim.taken_at, now), is_held: claim.held_at.is_some() }
        }
        Some(_) => live::by(app, actor, item.id).await?.map_or(Stands::Free, Stands::Others),
        None => Stands::Free,
    };
    Ok(Some(ClaimPart { item: item.id, stands }))
}

/// `POST /bevakning/{item}/ta`: takes an item, also from a colleague.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(item): Path<String>,
) -> Result<Response, Fault> {
    let id = super::id(&item)?;
    app.store
        .write::<_, ModerationError, _>(signed_in.actor(), move |tx| {
            Box::pin(async move { moderation::take(tx, id).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/bevakning/{id}")).into_response())
}

/// `POST /bevakning/{item}/lamna`: lets an item go, and goes back to the list.
pub(crate) async fn leave(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(item): Path<String>,
) -> Result<Response, Fault> {
    let id = super::id(&item)?;
    app.store
        .write::<_, ModerationError, _>(signed_in.actor(), move |tx| {
            Box::pin(async move { moderation::leave(tx, id).await })
        })
        .await?;
    Ok(Redirect::to("/bevakning").into_response())
}
