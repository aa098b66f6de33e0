//! Searching everything that the accounts have shown, also what is hidden, removed or gone.
//!
//! What is searched lies in the store's index (`uppsikt_store::search`), which holds words and no text; what is shown
//! of a hit is opened from the sealed content. The index follows the organisation's log (`jobs.rs`): each entry names
//! what its act wrote, and whatever that is about is put in anew (`document.rs`). So it always says how far it has
//! come, it catches up after a stop, and made anew it is the same. What has been disposed of is taken out and its
//! words leave the files, and what must never be copied has no content that could be put in.
//!
//! Who may see what stands inside the question (`actions.rs`): the authorities within reach, records under a secrecy
//! mark only for those who may read them, direct messages only for their readers. So nobody can count what is not
//! theirs to see. What the index does not know yet is asked of the registry before a hit is shown. That somebody has
//! searched is an act; for what stands nowhere.
//!
//! It answers offentlighets- och sekretesslagen 5 kap. 1 § so far as a search can: what is not registered is to be
//! found without difficulty. It does not search pictures, decisions' reasons or descriptions in the registry.

mod actions;
mod document;
mod explained;
mod jobs;
mod model;
mod pages;
mod snippet;

pub use actions::{note, search};
pub use explained::explained;
pub use jobs::{catch_up, progress, rebuild};
pub use model::{Found, Hit, Progress, SearchError, SearchRequest, Side, State};
pub use snippet::Snippet;
pub use uppsikt_store::search::Order;

pub(crate) use pages::routes;
