//! What a person does by hand is attested, and what got stuck is let go on.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_store::StagedObject;
use uuid::Uuid;

use super::item::{Filled, next, show};
use super::query::QueueQuery;
use crate::app::App;
use crate::explain::{Explain as _, told};
use crate::rooms::capture;
use crate::rooms::desk::listing::Tab;
use crate::rooms::moderation::{self, Attested, DecisionState, ModerationError};
use crate::web::session::SignedIn;
use crate::web::upload::Upload;
use crate::web::{Fault, Frame};

/// `POST /beslut/{id}/intyga`: notes that the step that waits has been done by hand, with words and perhaps a picture.
pub(crate) async fn attest(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Fault> {
    let (id, actor): (Uuid, _) = (super::id(&id)?, signed_in.actor());
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let (decision, _) =
        moderation::decision(&mut reader, id).await.map_err(told)?.ok_or_else(Fault::not_found)?;
    drop(reader);
    let query = QueueQuery::default();
    let next = next(&app, actor, Tab::Wait, decision.item, &query).await?;
    let words = upload.field("words");
    let picture = match staged(&app, &signed_in, &upload).await? {
        Ok(picture) => picture,
        Err(said) => {
            let filled = Filled::Attesting(words, vec![("bild", said)]);
            return show(&app, &frame, actor, (Tab::Wait, decision.item), &query, filled).await;
        }
    };
    let written = words.clone();
    let attested = app
        .store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::attest(tx, id, picture, &written).await })
        })
        .await;
    match attested {
        Ok(Attested { state, .. }) => {
            // While something is left to do by hand, it stays on screen.
            let item = if state == DecisionState::Stuck { Some(decision.item) } else { next };
            let item = item.map_or_else(String::new, |item| format!("/{item}"));
            Ok(Redirect::to(&format!("/bevakning/vantar{item}?gjort=intygat")).into_response())
        }
        Err(ModerationError::NoNote) => {
            let said = "Skriv vad du har gjort och vad du ser nu. Inget har antecknats.".to_owned();
            let filled = Filled::Attesting(words, vec![("intyg", said)]);
            show(&app, &frame, actor, (Tab::Wait, decision.item), &query, filled).await
        }
        Err(error) => Err(error.explain().into()),
    }
}

/// The picture of how it looks now, encrypted before the transaction that binds it; what is none is told.
async fn staged(
    app: &App,
    signed_in: &SignedIn,
    upload: &Upload,
) -> Result<Result<Option<(StagedObject, String)>, String>, Fault> {
    let Some(bytes) = upload.files("bild").into_iter().next() else { return Ok(Ok(None)) };
    let Some((media_type, _)) = capture::picture_type(&bytes) else {
        let said =
            "Filen är ingen bild i PNG, JPEG, WebP eller GIF. Välj en skärmbild. Inget har antecknats.";
        return Ok(Err(said.to_owned()));
    };
    let staged = app.store.stage(signed_in.actor(), &bytes[..]).await?;
    Ok(Ok(Some((staged, media_type.to_owned()))))
}

/// `POST /beslut/{id}/fortsatt`: lets a decision that got stuck go on.
pub(crate) async fn resume(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let (id, actor): (Uuid, _) = (super::id(&id)?, signed_in.actor());
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::resume(tx, id).await })
        })
        .await?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let (decision, _) =
        moderation::decision(&mut reader, id).await.map_err(told)?.ok_or_else(Fault::not_found)?;
    Ok(Redirect::to(&format!("/bevakning/vantar/{}?gjort=fortsatt", decision.item)).into_response())
}
