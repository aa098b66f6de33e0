//! Verdicts: whether something may be done at a moment.

use super::case::Case;
use super::finding::{Finding, Standing, finding};
use crate::requirement::{Enforcement, Moment};

/// Whether something may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'c> {
    /// Nothing stands against it.
    Allowed,
    /// It may be done with a reason: what stands against it only should be.
    NeedsReason(Vec<Finding<'c>>),
    /// It may not be done: these statements refuse it.
    Refused(Vec<Finding<'c>>),
}

/// Whether what happens at `moment` may be done for the account as it stands.
///
/// Only statements that are enforced by refusing speak here; a may never refuses.
#[must_use]
pub fn verdict<'c>(case: &Case<'c>, moment: Moment) -> Verdict<'c> {
    let speaks =
        case.rules.requirements().iter().filter(|requirement| {
            requirement.moment == moment && requirement.enforcement == Enforcement::Block
        });
    let against: Vec<Finding<'c>> = speaks
        .filter_map(|requirement| finding(case, requirement))
        .filter(|found| matches!(found.standing, Standing::Breach | Standing::Remark))
        .collect();
    if against.is_empty() {
        Verdict::Allowed
    } else if against.iter().any(|found| found.standing == Standing::Breach) {
        Verdict::Refused(against)
    } else {
        Verdict::NeedsReason(against)
    }
}
