//! `/liggare`: the ledger as everybody may see it. What is sealed, what waits, and what shows that it holds.
//!
//! Entries hold ids, codes and commitments, and so these pages show no content: what an item says, and the bundle that
//! proves it, is reached by its own page (`/handlingar/{id}/bevis`), where the rules on reading it are known. Who did
//! something is shown to those who look after the ledger and its readers only.

mod act;
mod check;
mod checkpoint;
mod find;
mod ledger;
mod state;
mod words;

use axum::routing::{get, post};

use crate::web::routes::{Route, Who};

/// The routes of the ledger.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/liggare", Who::SignedIn, get(ledger::show)),
        Route::get("/liggare/sok", Who::SignedIn, get(find::find)),
        Route::post("/liggare/kontroll", Who::SignedIn, post(check::check)),
        Route::get("/liggare/kontrollvarden/{size}", Who::SignedIn, get(checkpoint::give)),
        Route::get("/liggare/poster/{act}", Who::SignedIn, get(act::show)),
    ]
}
