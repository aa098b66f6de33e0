//! Parameters: what guidelines say values about, of which kind each value is, and what is proposed
//! where a guideline is silent.
//!
//! One [`Key`] for each thing that at least one guideline says something about. The catalogue gives
//! each key its kind, the product's own proposal with the reason for it, and what tighter means, so
//! that layers can be held against each other. A proposal is shown as the product's own and is never
//! a ground for a breach (invariant 10).

mod catalogue;
mod key;
mod kind;
mod shaped;
mod span;
mod tighter;
mod value;

pub use catalogue::{about, all};
pub use key::Key;
pub use kind::{Choice, Kind, Party};
pub use span::{Span, SpanError, Unit};
pub use tighter::{Direction, Tighter};
pub use value::{Proposal, Value};

pub use crate::profile::parse_value as parse;

/// What is known about a key.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The key.
    pub key: Key,
    /// Which values it takes.
    pub kind: Kind,
    /// What the product proposes where the guideline is silent.
    pub proposal: Proposal,
    /// Why that is proposed, as a whole Swedish sentence; empty where nothing is.
    pub why: &'static str,
    /// When one value is tighter than another.
    pub tighter: Tighter,
}

impl Parameter {
    /// The words that the parameter takes, also where it has a table of its own shape; none for other kinds.
    #[must_use]
    pub fn words(&self) -> Vec<Choice> {
        match self.kind {
            Kind::Word(list) | Kind::Words(list) => list.to_vec(),
            Kind::Shaped => shaped::words(self.key),
            _ => Vec::new(),
        }
    }

    /// What the product proposes where the guideline is silent; never a ground for a breach.
    ///
    /// ```
    /// use uppsikt_guideline::parameter::{self, Key};
    /// let proposed = parameter::about(Key::AnswerCoverage).and_then(parameter::Parameter::proposed);
    /// assert_eq!(proposed.map(|value| value.swedish()).as_deref(), Some("frågor"));
    /// ```
    #[must_use]
    pub fn proposed(&self) -> Option<Value> {
        self.proposal.value_by(&self.words())
    }

    /// How `lower` stands to `upper`, two values of this parameter.
    #[must_use]
    pub fn compare(&self, upper: &Value, lower: &Value) -> Direction {
        self.tighter.compare_by(&self.words(), upper, lower)
    }
}
