//! The pages: I dag, Bevakning and Handling.

mod decide;
mod handling;
mod item;
mod judge;
mod opened;
mod queue;
mod today;

pub(crate) use decide::{change, decide, propose, withdraw};
pub(crate) use handling::handling;
pub(crate) use item::item;
pub(crate) use queue::queue;
pub(crate) use today::today;

use uuid::Uuid;

use crate::web::Fault;

/// An id in an address; what is none leads nowhere.
fn id(text: &str) -> Result<Uuid, Fault> {
    Uuid::try_parse(text).map_err(|_| Fault::not_found())
}
