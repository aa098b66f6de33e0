//! The interface for other systems: `/api/v1`, described in `/api/openapi.json`, explained on `/api`.
//!
//! A system shows a token (`token.rs`) and is then an actor like any other, with the same rules for authorities,
//! secrecy marks and direct messages as on the pages. Whatever a call gives is noted as an act before it is given
//! (`noted.rs`). It reads, and a registrar's token completes registrations; nothing here decides about an item, since a
//! person stands behind every decision. A session's cookie opens none of it, so no form of another site can ask here.
//!
//! Lists give one page at a time with a cursor. Errors are problems of RFC 9457, with what to do next and the number
//! under which the log has it. Every operation stands in `document.rs`, and a test holds the routes against it.

mod accounts;
mod answer;
mod decisions;
mod document;
mod items;
mod limit;
mod noted;
mod page;
mod query;
mod registrations;
mod search;
mod token;

use axum::routing::{get, post};

pub(super) use token::guard;

use super::routes::{Route, Who};

/// Every route of the interface.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api", Who::Anybody, get(page::show)),
        Route::get("/api/openapi.json", Who::Anybody, get(document::show)),
        Route::get("/api/v1/accounts", Who::Token, get(accounts::list)),
        Route::get("/api/v1/items", Who::Token, get(items::list)),
        Route::get("/api/v1/items/{id}", Who::Token, get(items::one)),
        Route::get("/api/v1/items/{id}/versions", Who::Token, get(items::versions)),
        Route::get("/api/v1/decisions", Who::Token, get(decisions::list)),
        Route::get("/api/v1/decisions/{id}", Who::Token, get(decisions::one)),
        Route::get("/api/v1/registrations", Who::Token, get(registrations::list)),
        Route::get("/api/v1/registrations/{id}", Who::Token, get(registrations::one)),
        Route::post("/api/v1/registrations/{id}/complete", Who::Token, post(registrations::complete)),
        Route::get("/api/v1/search", Who::Token, get(search::search)),
    ]
}
