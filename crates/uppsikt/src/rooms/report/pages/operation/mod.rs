//! Anslutningar och drift: how each account is read, where the reading fails, and how the installation is.
//!
//! Everybody who is signed in reads; whoever looks after connections pauses, tests and reads. The pages lie here since
//! they show what the rooms of accounts, capture and the store know; a room knows nothing of the rooms below it.

mod connection;
mod deeds;
mod instance;
mod overview;
mod standing;
mod strip;
mod words;

use axum::routing::{get, post};

use crate::rooms::account;
use crate::web::routes::{Route, Who};

/// Whoever looks after connections.
const CARETAKERS: Who = Who::Roles(account::CARETAKERS);

/// Every route of these pages.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/drift", Who::SignedIn, get(overview::show)),
        Route::post("/drift/kontroll", Who::SignedIn, post(overview::check)),
        Route::get("/drift/anslutningar/{id}", Who::SignedIn, get(connection::show)),
        Route::post("/drift/anslutningar/{id}/prova", CARETAKERS, post(deeds::test)),
        Route::post("/drift/anslutningar/{id}/hamta", CARETAKERS, post(deeds::read)),
        Route::post("/drift/anslutningar/{id}/pausa", CARETAKERS, post(deeds::pause)),
        Route::post("/drift/anslutningar/{id}/fortsatt", CARETAKERS, post(deeds::go_on)),
    ]
}
