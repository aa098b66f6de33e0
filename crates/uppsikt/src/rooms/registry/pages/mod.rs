//! `/diarium`: the registrar's desk. Drafts are accepted, linked or declined; what is registered is found again.
//!
//! A draft is an entry whose number is only reserved. It comes with everything that is known: what it is about, which
//! way it went, from whom, when and on which ground; the record's text stands beside it. The registrar accepts it with
//! one key, and the next one comes. What a guideline objects to is said, and stops nothing.
//!
//! A page that has grown old changes nothing: each form says what the entry looked like, and what was written comes
//! back with what has happened meanwhile. Everybody in the authority reads what is public; what is under a secrecy
//! mark, or protected, is opened by those who may, and each opening is an act. The proof of a record lies here and not
//! with the ledger, since who may read it is known here.

mod ages;
mod bundle;
mod change;
mod entry;
mod form;
mod history;
mod inbox;
mod lane;
mod panel;
mod posts;
mod proof;
mod record;
mod reserve;
mod series;
mod words;

use axum::routing::{get, post};
use uppsikt_kernel::{Id, Role};
use uuid::Uuid;

use super::Registration;
use crate::web::Fault;
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;

const REGISTRARS: Who = Who::Roles(&[Role::Registrar]);
const DESCRIBERS: Who = Who::Roles(&[Role::Registrar, Role::Editor]);
const READERS: Who = Who::Roles(&[Role::Registrar, Role::Editor, Role::Manager]);
const SERIES: Who = Who::Roles(&[Role::Registrar, Role::Administrator]);

/// The routes of the registry, and of the proof of a record.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/diarium", Who::SignedIn, get(inbox::show)),
        Route::get("/diarium/poster", Who::SignedIn, get(posts::show)),
        Route::get("/diarium/serier", Who::SignedIn, get(series::show)),
        Route::post("/diarium/serier", SERIES, post(series::add)),
        Route::get("/diarium/{id}", Who::SignedIn, get(entry::show)),
        Route::post("/diarium/{id}/las", READERS, post(entry::open)),
        Route::post("/diarium/{id}/registrera", REGISTRARS, post(change::complete)),
        Route::post("/diarium/{id}/avboj", REGISTRARS, post(change::decline)),
        Route::post("/diarium/{id}/beskriv", DESCRIBERS, post(change::describe)),
        Route::post("/diarium/{id}/koppla", REGISTRARS, post(change::link)),
        Route::post("/diarium/{id}/sekretess", REGISTRARS, post(change::mark)),
        Route::post("/diarium/{id}/hav", REGISTRARS, post(change::lift)),
        Route::get("/handlingar/{id}/bevis", Who::SignedIn, get(proof::show)),
        Route::post("/handlingar/{id}/bevispaket", Who::SignedIn, post(bundle::give)),
        Route::get("/handlingar/{id}/diariefor", DESCRIBERS, get(reserve::show)),
        Route::post("/handlingar/{id}/diariefor", DESCRIBERS, post(reserve::reserve)),
    ]
}

/// An entry's id in an address; what is none leads nowhere.
fn entry_id(text: &str) -> Result<Id<Registration>, Fault> {
    Ok(Id::from_uuid(id(text)?))
}

fn id(text: &str) -> Result<Uuid, Fault> {
    Uuid::try_parse(text).map_err(|_| Fault::not_found())
}

/// The name of one of the person's authorities.
fn authority_name(me: &SignedIn, authority: Id<uppsikt_kernel::Authority>) -> String {
    let found = me.visitor.authorities.iter().find(|row| row.id == authority);
    found.map(|row| row.name.clone()).unwrap_or_default()
}
