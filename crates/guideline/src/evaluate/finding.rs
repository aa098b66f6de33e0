//! Findings: how each statement stands for an account.

use uppsikt_kernel::Micros;

use super::case::{Case, Outcome};
use crate::coded::coded;
use crate::obligation::{Assess, Obligation};
use crate::requirement::{Enforcement, Requirement};
use crate::source::Source;
use crate::stated::Strength;

coded! {
    /// How a statement stands, from the worst to the least.
    pub enum Standing {
        /// Something that must be is not.
        Breach = "breach", "avvikelse";
        /// Something that should be is not.
        Remark = "remark", "påpekande";
        /// The guideline does not say what would be needed to judge it; never covered by a part that holds.
        Silent = "silent", "riktlinjen tiger";
        /// It holds.
        Met = "met", "uppfyllt";
        /// It does not concern the account.
        NotApplicable = "not-applicable", "gäller inte";
    }
}

/// How one statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'c> {
    /// The statement.
    pub requirement: &'c Requirement,
    /// The obligation that decided, the one that stands worst.
    pub obligation: &'static Obligation,
    /// How it stands.
    pub standing: Standing,
    /// When something is to be done, or was; earliest first among its obligations.
    pub due: Option<Micros>,
}

impl PartialEq for Obligation {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Obligation {}

/// How every statement that can be judged from facts stands, in the order of the rules.
#[must_use]
pub fn findings<'c>(case: &Case<'c>) -> Vec<Finding<'c>> {
    let requirements: &'c [Requirement] = case.rules.requirements();
    requirements.iter().filter_map(|requirement| finding(case, requirement)).collect()
}

/// How one statement stands; `None` where no obligation of it is judged from facts.
pub(super) fn finding<'c>(case: &Case<'c>, requirement: &'c Requirement) -> Option<Finding<'c>> {
    let concerns = requirement.is_about(case.facts.scope.class);
    let mut worst: Option<Finding<'c>> = None;
    // Law is judged by the values that law gives, also where the guideline is silent.
    let by_law = Case { rules: case.rules.as_law_sees_it(), ..*case };
    let case = if matches!(requirement.source, Source::Law(_) | Source::DataProtection { .. }) {
        &by_law
    } else {
        case
    };
    for obligation in &requirement.obligations {
        let Assess::Account(assess) = obligation.assess else { continue };
        let outcome = if concerns { assess(case) } else { Outcome::NotApplicable };
        let standing = standing(outcome, requirement);
        let due = match outcome {
            Outcome::Due(at) | Outcome::Late(at) => Some(at),
            _ => None,
        };
        let found = Finding { requirement, obligation, standing, due };
        worst = Some(match worst {
            None => found,
            Some(before) => {
                let due = [before.due, found.due].into_iter().flatten().min_by_key(|at| at.get());
                let mut kept = if found.standing < before.standing { found } else { before };
                kept.due = due;
                kept
            }
        });
    }
    worst
}

/// A statement that only allows or advises is never broken; advice that is not followed is a remark.
fn standing(outcome: Outcome, requirement: &Requirement) -> Standing {
    match outcome {
        Outcome::Kept | Outcome::Due(_) => Standing::Met,
        Outcome::NotApplicable => Standing::NotApplicable,
        Outcome::Silent => Standing::Silent,
        Outcome::Lacking | Outcome::Late(_) => match requirement.strength {
            Strength::Must if requirement.enforcement != Enforcement::Guide => Standing::Breach,
            Strength::May => Standing::NotApplicable,
            _ => Standing::Remark,
        },
    }
}
