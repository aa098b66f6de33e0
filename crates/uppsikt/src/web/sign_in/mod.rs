//! Signing in, and everything that a person can change about it.
//!
//! `door` is the way in, `second_factor` the app and the recovery codes, `me` a person's own page, `invitation` the first
//! password and every one that replaces a forgotten one, `users` what an administrator does, `start` the beginning of an
//! empty installation. What they do lies in `flow`.

mod door;
pub mod flow;
mod form;
mod invitation;
mod me;
mod next;
mod second_factor;
mod start;
mod users;

pub(crate) use form::Hidden;

use axum::routing::{get, post};
use uppsikt_kernel::Role;

use super::routes::{Route, Who};

const ADMINISTRATOR: Who = Who::Roles(&[Role::Administrator]);

/// Every route of signing in.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        // The way in and out.
        Route::get("/logga-in", Who::Anybody, get(door::show)),
        Route::post("/logga-in", Who::Anybody, post(door::enter)),
        Route::get("/logga-in/kod", Who::Anybody, get(door::show_code)),
        Route::post("/logga-in/kod", Who::Anybody, post(door::give_code)),
        Route::get("/logga-in/app", Who::Anybody, get(second_factor::show_first)),
        Route::post("/logga-in/app", Who::Anybody, post(second_factor::connect_first)),
        Route::post("/logga-ut", Who::Anybody, post(door::leave)),
        // Whoever holds an invitation, or the code that the server printed.
        Route::get("/inbjudan/{token}", Who::Anybody, get(invitation::show)),
        Route::post("/inbjudan/{token}", Who::Anybody, post(invitation::accept)),
        Route::get("/start", Who::Anybody, get(start::show)),
        Route::post("/start", Who::Anybody, post(start::begin)),
        // A person's own.
        Route::get("/jag", Who::SignedIn, get(me::show)),
        Route::post("/jag/tangenter", Who::SignedIn, post(me::letter_keys)),
        Route::get("/jag/losenord", Who::SignedIn, get(me::show_password)),
        Route::post("/jag/losenord", Who::SignedIn, post(me::change_password)),
        Route::post("/jag/inloggningar/avsluta", Who::SignedIn, post(me::end_others)),
        Route::post("/jag/inloggningar/{id}/avsluta", Who::SignedIn, post(me::end_one)),
        Route::get("/jag/app", Who::SignedIn, get(second_factor::show)),
        Route::post("/jag/app", Who::SignedIn, post(second_factor::connect)),
        Route::get("/jag/app/koppla-bort", Who::SignedIn, get(second_factor::show_disconnect)),
        Route::post("/jag/app/koppla-bort", Who::SignedIn, post(second_factor::disconnect)),
        Route::get("/jag/koder", Who::SignedIn, get(second_factor::show_renew)),
        Route::post("/jag/koder", Who::SignedIn, post(second_factor::renew)),
        // Users.
        Route::get("/drift/anvandare", ADMINISTRATOR, get(users::show)),
        Route::post("/drift/anvandare", ADMINISTRATOR, post(users::add)),
        Route::post("/drift/anvandare/{id}/inbjudan", ADMINISTRATOR, post(users::invite)),
        Route::post("/drift/anvandare/{id}/avsluta", ADMINISTRATOR, post(users::end_sessions)),
    ]
}
