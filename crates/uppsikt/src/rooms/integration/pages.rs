//! `/drift/integrationer`: which other systems are let in, their tokens and what they are told.

mod list;
mod one;
mod parts;
mod tables;

use axum::routing::{get, post};
use uppsikt_kernel::{Id, Role};
use uuid::Uuid;

use super::model::{Integration, IntegrationError};
use crate::explain::{Exit, Explain as _, told};
use crate::web::Fault;
use crate::web::routes::{Route, Who};

const ADMINISTRATOR: Who = Who::Roles(&[Role::Administrator]);

/// The room's routes.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/drift/integrationer", ADMINISTRATOR, get(list::show)),
        Route::post("/drift/integrationer", ADMINISTRATOR, post(list::add)),
        Route::get("/drift/integrationer/{id}", ADMINISTRATOR, get(one::show)),
        Route::post("/drift/integrationer/{id}/nyckel", ADMINISTRATOR, post(one::issue)),
        Route::post("/drift/integrationer/{id}/aterkalla", ADMINISTRATOR, post(one::revoke)),
        Route::post("/drift/integrationer/{id}/avisering", ADMINISTRATOR, post(one::add_webhook)),
        Route::post("/drift/integrationer/{id}/avisering/avsluta", ADMINISTRATOR, post(one::end_webhook)),
        Route::post("/drift/integrationer/{id}/avsluta", ADMINISTRATOR, post(one::end)),
    ]
}

/// The words of an error that the form can help with; every other is a page of its own.
fn wrong(error: IntegrationError) -> Result<(String, String), Fault> {
    let explained = error.explain();
    if explained.exit == Exit::Usage {
        Ok((explained.happened, explained.next))
    } else {
        Err(told(error).into())
    }
}

fn id(text: &str) -> Result<Id<Integration>, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

fn uuid(text: &str) -> Result<Uuid, Fault> {
    Uuid::try_parse(text).map_err(|_| Fault::not_found())
}
