//! The answer: what was found, what was not read, and by which version of the rules.

use crate::finding::{Finding, Urgency};
use crate::unread::Unread;

/// What the screening of one subject came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// What was found, in the order of the text; at most [`Screening::FINDINGS_MAX`] for each rule.
    pub findings: Vec<Finding>,
    /// What was not read, each reason once.
    pub unread: Vec<Unread>,
    /// The version of the rules, so that an old screening can be told from a new one.
    pub rule_set_version: &'static str,
    pub(crate) steps: u64,
}

impl Screening {
    /// The most findings that one rule gives for one subject.
    ///
    /// A person who has a hundred of them before their eyes needs no more to judge, and a text made
    /// to give a million would cost memory for nothing.
    pub const FINDINGS_MAX: usize = 100;

    /// The most urgent of the findings; none without findings.
    #[must_use]
    pub fn urgency(&self) -> Option<Urgency> {
        self.findings.iter().map(|finding| finding.urgency).min()
    }

    /// How many steps it took: characters, words and groups of digits that were looked at.
    ///
    /// Grows in proportion to the length of the subject's texts; that is what keeps a text written
    /// to be slow from being slow.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}
