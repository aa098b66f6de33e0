//! Obligations: what the product does about the statements of guidelines, one entry for each thing.
//!
//! A statement of a profile names the obligations that enforce it. An obligation has a name, says
//! honestly how far the product enforces it ([`Binding`]), and, where it is about an account, judges
//! the account's facts ([`Assess::Account`]). An entry and its judging function stand together in
//! the file of their capability; a new obligation is a new entry there.

mod accessibility;
mod account_approval;
mod account_register;
mod answer_clock;
mod applies;
mod capability;
mod capture;
mod closing;
mod consent;
mod credentials;
mod crisis;
mod day;
mod disclosure;
mod disposal;
mod guidance;
mod legal_deposit;
mod moderation;
mod policy;
mod public_list;
mod publishing;
mod registration;
mod reporting;
mod screening;
mod sender_identity;
mod snapshot;
mod staffing_coverage;
mod supervision_clock;
mod visitor_notice;

pub use capability::Capability;

use crate::evaluate::{Case, Outcome};

/// One thing that the product sees to.
#[derive(Debug)]
pub struct Obligation {
    /// The stable code that profiles name, in kebab-case.
    pub code: &'static str,
    /// What holds when it is kept, in Swedish, as a clause: `syftet är antecknat`.
    pub swedish: &'static str,
    /// The capability that it belongs to.
    pub capability: Capability,
    /// How far the product enforces it today.
    pub binding: Binding,
    /// What is wrong when it is not kept, as a whole Swedish sentence; empty when it cannot be broken.
    pub lacking: &'static str,
    /// What to do then, as a whole Swedish sentence.
    pub remedy: &'static str,
    /// How it is judged.
    pub assess: Assess,
}

/// How far the product enforces an obligation today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// The product enforces it, in the place that is named.
    Bound(&'static str),
    /// Software cannot decide it: the right words are shown at the right moment.
    Guided,
    /// Judged here where somebody has recorded the facts; what blocks it or creates the work is not built.
    Pending,
}

/// How an obligation is judged.
#[derive(Debug, Clone, Copy)]
pub enum Assess {
    /// From the facts of an account.
    Account(fn(&Case<'_>) -> Outcome),
    /// At each item that is captured or decided on: `decide`, `register`, `answer`.
    Items,
    /// Not by the program.
    Nothing,
}

const CAPABILITIES: [&[Obligation]; 25] = [
    account_register::ALL,
    account_approval::ALL,
    staffing_coverage::ALL,
    credentials::ALL,
    supervision_clock::ALL,
    answer_clock::ALL,
    publishing::ALL,
    capture::ALL,
    screening::ALL,
    moderation::ALL,
    registration::ALL,
    disposal::ALL,
    snapshot::ALL,
    disclosure::ALL,
    consent::ALL,
    accessibility::ALL,
    visitor_notice::ALL,
    public_list::ALL,
    sender_identity::ALL,
    closing::ALL,
    crisis::ALL,
    legal_deposit::ALL,
    reporting::ALL,
    guidance::ALL,
    policy::ALL,
];

/// Every obligation, capability by capability.
pub fn all() -> impl Iterator<Item = &'static Obligation> {
    CAPABILITIES.iter().copied().flatten()
}

/// The obligation with this code.
#[must_use]
pub fn named(code: &str) -> Option<&'static Obligation> {
    all().find(|obligation| obligation.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_obligation_says_what_it_is_and_what_to_do() {
        let mut seen = std::collections::BTreeSet::new();
        for obligation in all() {
            assert!(seen.insert(obligation.code), "{} twice", obligation.code);
            assert!(!obligation.swedish.is_empty(), "{}", obligation.code);
            let sentence =
                |text: &str| text.ends_with('.') && text.chars().next().is_some_and(char::is_uppercase);
            if matches!(obligation.assess, Assess::Account(_)) {
                assert!(sentence(obligation.lacking), "{}: what is wrong", obligation.code);
                assert!(sentence(obligation.remedy), "{}: what to do", obligation.code);
            }
        }
    }
}
