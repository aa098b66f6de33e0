//! Puts the findings in the order of the text, so that the same text always gives the same list.

use crate::pipeline::Draft;

/// Sorts by part and place; the longer one first where two begin together.
pub(crate) fn put_in_order(draft: &mut Draft<'_>) {
    draft.findings.sort_by(|a, b| {
        let key =
            |finding: &crate::Finding| (finding.part, finding.span.start, usize::MAX - finding.span.end);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
    });
}
