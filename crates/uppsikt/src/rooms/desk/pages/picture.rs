//! `GET /handlingar/{id}/bild/{number}`: a picture of a record, from our own store and never as it was sent.

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::Semaphore;
use uppsikt_store::StoreError;

use super::item::chosen;
use super::opened;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::capture;
use crate::web::Fault;
use crate::web::session::SignedIn;

/// Pictures that are decoded at the same time: each may take 64 MB.
const DECODED_MAX: usize = 2;
/// The longest side of what is shown: twice the width of the column, for fine screens.
const SIDE_MAX: u32 = 1_400;

static DECODERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(DECODED_MAX));

/// Nothing in a picture loads or runs anything, whatever a browser takes it for.
const HEADERS: [(HeaderName, &str); 2] = [
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
    (header::CONTENT_DISPOSITION, "inline"),
];

/// The picture that is number `number` among what is kept of the record, from 1.
pub(crate) async fn picture(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path((id, number)): Path<(String, usize)>,
) -> Result<Response, Fault> {
    let (id, actor) = (super::id(&id)?, signed_in.actor());
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let chosen = chosen(&mut reader, actor, id).await?;
    let all = capture::media_of(&mut reader, chosen.item.id).await.map_err(told)?;
    let object = number.checked_sub(1).and_then(|at| all.get(at)).and_then(|media| media.object);
    let object = object.ok_or_else(Fault::not_found)?;
    let bytes = match reader.content(object).await {
        Ok(bytes) => bytes,
        Err(StoreError::Disposed) => return Err(Fault::not_found()),
        Err(error) => return Err(told(error).into()),
    };
    drop(reader);
    opened::note(&app, actor, chosen.item.id).await?;
    let _turn = DECODERS.acquire().await.map_err(|_| Fault::not_found())?;
    let shown = tokio::task::spawn_blocking(move || capture::preview_within(&bytes, SIDE_MAX)).await;
    let Ok(Ok(shown)) = shown else { return Err(unshowable()) };
    let mut response = (StatusCode::OK, shown.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(shown.media_type));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn unshowable() -> Fault {
    Fault::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        Explanation::new(
            Exit::Usage,
            "Bilagan är ingen bild som går att visa här. Den är sparad som den var.",
            "Ta ut den med bevispaketet om du behöver den.",
        ),
    )
}
