//! `GET /liggare/kontrollvarden/{size}`: a signed checkpoint, byte for byte, for anybody to keep elsewhere.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

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
    let kept = reader.checkpoint_at(size).await?.ok_or_else(Fault::not_found)?;
    let name = format!("attachment; filename=\"kontrollvarde-{size}.txt\"");
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, kept.note).into_response())
}
