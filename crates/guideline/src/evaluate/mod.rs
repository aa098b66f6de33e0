//! Judging an account by its rules: from facts, rules and a time to findings, verdicts and due times.
//!
//! Pure and total: no input makes it fail, and the same input gives the same answer. Where a value
//! that is needed is not said, the outcome is [`Outcome::Silent`], which is never a breach.

mod case;
mod finding;
mod verdict;

pub use case::{Case, Now, Outcome};
pub use finding::{Finding, Standing, findings};
pub use verdict::{Verdict, verdict};
