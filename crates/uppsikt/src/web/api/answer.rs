//! What is answered: JSON, one page at a time.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use uppsikt_kernel::Micros;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::web::Fault;

/// A problem, as in RFC 9457. `web::error` writes it; this describes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "about:blank",
    "title": "Finns inte",
    "status": 404,
    "detail": "Det finns inget med det id:t bland det som nyckeln får läsa.",
    "next": "Kontrollera id:t, och vilka myndigheter och roller integrationen har.",
    "reference": "4F2A-91C0",
}))]
pub(super) struct Problem {
    /// Always `about:blank`: the status says what sort it is.
    pub r#type: String,
    /// The sort of problem, in Swedish.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, and that nothing was lost, in Swedish.
    pub detail: String,
    /// What to do next, in Swedish.
    pub next: String,
    /// The number under which the server's log has it.
    pub reference: String,
}

/// An answer in JSON.
pub(super) fn json(value: &impl Serialize) -> Result<Response, Fault> {
    let text = serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Fault::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// The cursor of the page after this one; none after the last.
pub(super) fn next(last: Option<Uuid>, read: usize, limit: u64) -> Option<String> {
    last.filter(|_| read as u64 == limit).map(|id| id.to_string())
}

/// An instant as it is written: RFC 3339 in UTC.
pub(super) fn instant(micros: i64) -> String {
    Micros::new(micros).map(|at| at.to_string()).unwrap_or_default()
}
