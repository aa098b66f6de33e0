//! Searching: an index of words beside the database, in a folder of its own.
//!
//! It holds no text. Of a document there are the words' stems with their places, an id, whose it is, when it was, and
//! keywords to choose by; what is shown of a hit is opened from the sealed content. The index is derived: it is left
//! out of backups, and made anew when it is missing, damaged or of an older analyser. How far it has come stands in
//! its own commit (the *watermark*), so that index and watermark never differ, whenever the process dies.
//!
//! Whose documents are within reach is asked inside the query, by the same [`Scope`](crate::Scope) as rows are. What
//! has been disposed of is merged away ([`Writer::sweep`]), so that its words are in no file any more.

mod ask;
mod error;
mod follow;
mod index;
mod model;
mod months;
mod query;
mod schema;
mod slot;
mod swedish;
mod within;
mod writer;

pub use error::SearchError;
pub use index::Index;
pub use model::{Ask, Condition, Document, Hits, Month, Order};
pub use query::{Part, Query, QueryError, Wanted};
pub(crate) use slot::Slot;
pub use writer::Writer;

use swedish::Analyser;

/// Where a text has what was asked for: the bytes of each word, in their order.
#[must_use]
pub fn places(query: &Query, text: &str) -> Vec<(usize, usize)> {
    query::places(query, text, &mut Analyser::default())
}
