//! Every route: method, path, who may.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::app::App;

/// | Method | Path | Who may | What |
/// |---|---|---|---|
/// | GET | /healthz | anybody | whether the database answers; holds nothing of the content |
pub(super) fn all(app: Arc<App>) -> Router {
    Router::new().route("/healthz", get(health)).with_state(app)
}

async fn health(State(app): State<Arc<App>>) -> Response {
    let (status, state) = match app.store.organisations().await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the database did not answer the health check");
            (StatusCode::SERVICE_UNAVAILABLE, "databasen svarar inte")
        }
    };
    let body = json!({"status": state, "version": env!("CARGO_PKG_VERSION")}).to_string();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}
