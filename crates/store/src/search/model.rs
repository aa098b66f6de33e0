//! What is put in, what is asked, and what is answered.

use uppsikt_kernel::{Authority, Id, Organisation};
use uuid::Uuid;

use super::query::Query;
use crate::scope::Scope;

/// What is searched for as one.
#[derive(Clone)]
pub struct Document {
    /// Its id, unique within the organisation.
    pub id: Uuid,
    /// Whose it is.
    pub organisation: Id<Organisation>,
    /// Which authority's.
    pub authority: Id<Authority>,
    /// When it was, in microseconds: the newest first is by this.
    pub at: i64,
    /// Its texts; a phrase never spans two. Not stored.
    pub texts: Vec<String>,
    /// Keywords: name and value, compared exactly. The same name may stand several times.
    pub keys: Vec<(&'static str, String)>,
}

// Content stands in no log.
impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("id", &self.id).field("keys", &self.keys).finish_non_exhaustive()
    }
}

/// A condition on keywords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The document has this keyword.
    Has(&'static str, String),
    /// At least one of these holds; none holds of nothing.
    Any(Vec<Self>),
    /// None of these holds.
    None(Vec<Self>),
}

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By time, the newest first.
    #[default]
    Newest,
    /// Those that have most of what was asked for first.
    Best,
}

/// A search.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is within reach.
    pub scope: Scope,
    /// The words; a query without any finds everything.
    pub query: Query,
    /// Conditions that all must hold.
    pub conditions: Vec<Condition>,
    /// At this instant or later, in microseconds.
    pub from_at: Option<i64>,
    /// Before this instant, in microseconds.
    pub until_at: Option<i64>,
    /// The order.
    pub order: Order,
    /// Hits that are passed over.
    pub skip: usize,
    /// Hits that are given at most.
    pub take: usize,
}

/// A month in Sweden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// The documents of the page.
    pub ids: Vec<Uuid>,
    /// How many there are in all.
    pub total: u64,
    /// How many in each month that has any, oldest first.
    pub months: Vec<(Month, u64)>,
}
