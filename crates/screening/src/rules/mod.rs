//! The rules, one file or folder each. A new rule is its own file, a line here, and a page of cases.

mod personal_identity_number;
mod profanity;
mod question;

use crate::finding::{Finding, Urgency};
use crate::rule::Rule;
use crate::text::Reading;

/// Every rule, in the order of the reference.
pub(crate) const ALL: [&Rule; 3] = [&personal_identity_number::RULE, &question::RULE, &profanity::RULE];

/// Where a rule puts what it finds, and counts what it looks at.
pub(crate) struct Sink<'a> {
    rule: &'static Rule,
    reading: &'a Reading<'a>,
    left: usize,
    findings: &'a mut Vec<Finding>,
    steps: u64,
}

impl<'a> Sink<'a> {
    /// A sink that takes `left` findings more.
    pub(crate) const fn new(
        rule: &'static Rule,
        reading: &'a Reading<'a>,
        left: usize,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { rule, reading, left, findings, steps: 0 }
    }

    /// Adds a finding at these bytes of the folded text.
    pub(crate) fn find(&mut self, from: usize, to: usize, urgency: Urgency, explanation: &str) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        self.findings.push(Finding {
            rule: self.rule.id,
            category: self.rule.category,
            part: self.reading.part(),
            span: self.reading.original_span(from, to),
            urgency,
            explanation: explanation.to_owned(),
            source: self.rule.source,
        });
    }

    /// Counts something that was looked at.
    pub(crate) const fn step(&mut self, count: usize) {
        self.steps += count as u64;
    }

    /// Whether further findings would be dropped, so that a rule may stop.
    pub(crate) const fn is_full(&self) -> bool {
        self.left == 0
    }

    /// How many findings it takes more.
    pub(crate) const fn left(&self) -> usize {
        self.left
    }

    /// What was counted.
    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }
}
