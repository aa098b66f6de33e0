//! `POST /handlingar/{id}/bevispaket`: the bundle that a stranger can check, the same as the command line writes.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::proof::{Evidence, evidence};
use crate::app::App;
use crate::rooms::evidence;
use crate::rooms::people;
use crate::rooms::registry::{self, RegistryError};
use crate::web::Fault;
use crate::web::session::SignedIn;

/// Why evidence was not noted.
#[derive(Debug, thiserror::Error)]
enum NoteError {
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error(transparent)]
    Evidence(#[from] evidence::EvidenceError),
}

impl From<uppsikt_store::StoreError> for NoteError {
    fn from(error: uppsikt_store::StoreError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<NoteError> for Fault {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::Registry(error) => error.into(),
            NoteError::Evidence(error) => error.into(),
        }
    }
}

/// `POST /handlingar/{id}/bevispaket`.
pub(crate) async fn give(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = super::id(&id)?;
    let Evidence { item, versions } = {
        let mut reader = app.store.read(me.actor()).await?;
        evidence(&mut reader, me.actor(), id).await?
    };
    let authority = versions.first().map(|version| version.authority).ok_or_else(Fault::not_found)?;
    // Who took out what stands in the log before it is given out (invariant 13).
    app.store
        .write::<_, NoteError, _>(me.actor(), move |tx| {
            Box::pin(async move {
                registry::note_opening(tx, item).await?;
                Ok(evidence::note_proved(tx, authority, item).await?)
            })
        })
        .await?;
    app.store.seal(me.actor().organisation).await?;
    let mut reader = app.store.read(me.actor()).await?;
    let organisation = people::organisation_name(&mut reader).await?;
    let bytes = evidence::bundle(&app.store, &reader, me.actor(), item, &organisation).await?;
    let name = format!("attachment; filename=\"bevis-{item}.zip\"");
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}
