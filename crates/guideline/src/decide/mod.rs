//! From what a person has judged to what then happens, in which order.
//!
//! [`plan`] takes a profile and the [`Facts`] of one decision. It answers with a [`Plan`], or with
//! a [`Refusal`] that says what can be done instead. It reads no clock and does nothing: whoever
//! carries out the plan goes through its steps from first to last.
//!
//! Three things hold under every guideline. Evidence comes first: what is hidden or removed is
//! sealed before, or described in a written note where a copy would be a crime. A registration that
//! comes before the measure reserves a number and nothing more, so it never delays a removal. And
//! nothing is hidden or removed without a ground that fits the class.

mod explain;
mod fact;
mod plan;
mod refusal;

pub use explain::Explanation;
pub use fact::{Facts, Measure};
pub use plan::{Plan, Scope, Step, UNDO_SECONDS, plan};
pub use refusal::Refusal;

#[cfg(test)]
mod decide_tests;
