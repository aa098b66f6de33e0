//! Runs the rules over everything that was read.

use crate::pipeline::Draft;
use crate::rule::RuleContext;
use crate::rules::Sink;
use crate::screening::Screening;

/// Runs each rule over each text, and keeps the first findings of each rule.
pub(crate) fn run_rules(draft: &mut Draft<'_>) {
    let context = RuleContext { subject: draft.subject, today: draft.rule_set.today };
    for rule in draft.rule_set.rules() {
        let mut left = Screening::FINDINGS_MAX;
        for reading in &draft.readings {
            let mut sink = Sink::new(rule, reading, left, &mut draft.findings);
            (rule.run)(reading, &context, &mut sink);
            draft.steps += sink.steps();
            left = sink.left();
        }
    }
}
