//! The routes of these pages.

use axum::routing::{get, post};

use super::{answer, decide, hand, handling, item, observe, picture, queue, today, visitor};
use crate::rooms::desk::JUDGES;
use crate::web::routes::{Route, Who};

/// What is to be done, and one record for always.
pub(crate) fn routes() -> Vec<Route> {
    let judges = Who::Roles(JUDGES);
    let mut routes = vec![
        Route::get("/", Who::SignedIn, get(today::today)),
        Route::get("/bevakning", Who::SignedIn, get(queue::queue)),
        Route::get("/bevakning/{item}", Who::SignedIn, get(item::judge)),
        Route::post("/bevakning/{item}/forslag", judges, post(decide::propose)),
        Route::post("/bevakning/{item}/andra", judges, post(decide::change)),
        Route::post("/bevakning/{item}/beslut", judges, post(decide::decide)),
        Route::get("/bevakning/besvara", Who::SignedIn, get(queue::to_answer)),
        Route::get("/bevakning/besvara/{item}", Who::SignedIn, get(item::answer)),
        Route::post("/bevakning/besvara/{item}", judges, post(answer::answer)),
        Route::get("/bevakning/vantar", Who::SignedIn, get(queue::waits)),
        Route::get("/bevakning/vantar/{item}", Who::SignedIn, get(item::waits)),
        Route::get("/bevakning/klart", Who::SignedIn, get(queue::done)),
        Route::get("/bevakning/klart/{item}", Who::SignedIn, get(item::done)),
        Route::post("/beslut/{id}/angra", judges, post(decide::withdraw)),
        Route::post("/beslut/{id}/intyga", judges, post(hand::attest)),
        Route::post("/beslut/{id}/fortsatt", judges, post(hand::resume)),
        Route::post("/svar/{id}/angra", judges, post(answer::withdraw)),
        Route::post("/svar/{id}/fortsatt", judges, post(answer::again)),
        Route::get("/handlingar/{id}", Who::SignedIn, get(handling::handling)),
        Route::get("/handlingar/{id}/bild/{number}", Who::SignedIn, get(picture::picture)),
    ];
    routes.extend(visitor::routes());
    routes.extend(observe::routes());
    routes
}
