//! Screening as an ordered list of phases. Each sees what those before it made.

use crate::finding::Finding;
use crate::phases;
use crate::rule::RuleSet;
use crate::screening::Screening;
use crate::subject::Subject;
use crate::text::Reading;
use crate::unread::{Unread, UnreadReason};

/// What a phase does to the screening that is being made.
type Phase = fn(&mut Draft<'_>);

/// The phases, in their order: the texts are read before anything is asked about them, and findings
/// are put in order last, when no rule can add one.
const PHASES: [Phase; 5] = [
    phases::read_parts,
    phases::note_attachments,
    phases::note_language,
    phases::run_rules,
    phases::put_in_order,
];

/// A screening that is being made.
pub(crate) struct Draft<'a> {
    pub subject: &'a Subject<'a>,
    pub rule_set: &'a RuleSet,
    pub readings: Vec<Reading<'a>>,
    pub findings: Vec<Finding>,
    pub unread: Vec<Unread>,
    pub steps: u64,
}

impl Draft<'_> {
    /// Notes that something was not read; the same reason a second time only counts.
    pub(crate) fn note_unread(&mut self, reason: UnreadReason) {
        match self.unread.iter_mut().find(|unread| unread.reason == reason) {
            Some(unread) => unread.count += 1,
            None => self.unread.push(Unread { reason, count: 1, explanation: reason.explanation() }),
        }
    }
}

/// Screens one subject. The same subject and rules always give the same answer.
#[must_use]
pub fn screen(subject: &Subject<'_>, rule_set: &RuleSet) -> Screening {
    let (readings, findings, unread) = (Vec::new(), Vec::new(), Vec::new());
    let mut draft = Draft { subject, rule_set, readings, findings, unread, steps: 0 };
    for phase in PHASES {
        phase(&mut draft);
    }
    Screening {
        findings: draft.findings,
        unread: draft.unread,
        rule_set_version: RuleSet::VERSION,
        steps: draft.steps,
    }
}
