//! The page Sök, and what it is made of.

mod asked;
mod chart;
mod file;
mod noted;
mod search;

use axum::routing::get;

use crate::web::routes::{Route, Who};

/// The room's routes.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/sok", Who::SignedIn, get(search::show))]
}
