//! The pages: I dag, Bevakning and Handling.

mod answer;
mod bulk;
mod claim;
mod decide;
mod first_steps;
mod hand;
mod handling;
mod item;
mod judge;
mod list;
mod live;
mod observe;
mod observed;
mod opened;
mod picture;
mod query;
mod queue;
mod routes;
mod stands;
mod today;
mod visitor;

pub(crate) use live::routes as live_routes;
pub(crate) use routes::routes;
pub use today::Todays;

use axum::http::HeaderValue;
use axum::response::Response;
use uuid::Uuid;

use crate::web::Fault;

/// An id in an address; what is none leads nowhere.
fn id(text: &str) -> Result<Uuid, Fault> {
    Uuid::try_parse(text).map_err(|_| Fault::not_found())
}

/// A part of a page that takes the browser's address with it.
fn pushed(mut part: Response, address: &str) -> Response {
    if let Ok(address) = HeaderValue::from_str(address) {
        part.headers_mut().insert("hx-push-url", address);
    }
    part
}
