//! `GET /liggare/kontrollvarden/{size}`: a signed checkpoint, byte for byte, for anybody to keep elsewhere.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::app::App;
use crate::web::Fault;
use crate::web::session::SignedIn;

/// `GET /liggare/kontrollvarden/{size}`.
pub(crate) async fn give(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(size): Path<String>,
) -> Result<Response, Fault> {
    let size: u64 = size.parse().map_err(|_| Fault::not_found())?;
    let reader = app.store.read(me.actor()).await?;
    let Some(kept) = reader.checkpoint_at(size).await? else {
        // Checkpoints are thinned out as new ones come, and a page may be older; a newer one covers as much and more.
        let newest = reader.checkpoints(None, 1).await?.into_iter().next();
        let newer = newest.filter(|newest| newest.size > size).ok_or_else(Fault::not_found)?;
        return Ok(Redirect::to(&format!("/liggare/kontrollvarden/{}", newer.size)).into_response());
    };
    let name = format!("attachment; filename=\"kontrollvarde-{size}.txt\"");
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, kept.note).into_response())
}
