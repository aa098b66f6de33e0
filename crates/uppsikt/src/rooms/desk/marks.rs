//! A text in pieces: what the automatic control saw is marked, with the numbers of its iakttagelser.

use uppsikt_screening::{Finding, Part, Urgency};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub text: String,
    /// The numbers of what was seen in it, as in the list beside the text; empty for text without.
    pub numbers: String,
    /// Whether any of it is for at once or soon.
    pub is_urgent: bool,
}

/// The text's lines, each in pieces. Numbers count the findings from 1.
pub(super) fn lines(text: &str, findings: &[Finding]) -> Vec<Vec<Segment>> {
    let spans: Vec<(usize, &Finding)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.part == Part::Text && text.get(finding.span.clone()).is_some())
        .map(|(at, finding)| (at + 1, finding))
        .collect();
    let mut borders: Vec<usize> =
        spans.iter().flat_map(|(_, finding)| [finding.span.start, finding.span.end]).collect();
    borders.extend([0, text.len()]);
    borders.extend(text.match_indices('\n').flat_map(|(at, _)| [at, at + 1]));
    borders.sort_unstable();
    borders.dedup();
    let mut lines = vec![Vec::new()];
    for pair in borders.windows(2) {
        let &[start, end] = pair else { continue };
        let Some(piece) = text.get(start..end) else { continue };
        if piece == "\n" {
            lines.push(Vec::new());
            continue;
        }
        let seen: Vec<&(usize, &Finding)> = spans
            .iter()
            .filter(|(_, finding)| finding.span.start <= start && end <= finding.span.end)
            .collect();
        let numbers: Vec<String> = seen.iter().map(|(number, _)| number.to_string()).collect();
        let segment = Segment {
            text: piece.to_owned(),
            numbers: numbers.join(", "),
            is_urgent: seen.iter().any(|(_, finding)| finding.urgency <= Urgency::Soon),
        };
        if let Some(line) = lines.last_mut() {
            line.push(segment);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use uppsikt_screening::{RuleSet, Subject, screen};

    use super::*;

    fn marked(text: &str) -> Vec<Vec<Segment>> {
        let screening = screen(&Subject { text, ..Subject::default() }, &RuleSet::standard());
        lines(text, &screening.findings)
    }

    #[test]
    fn the_pieces_together_are_the_text() {
        for text in ["", "Hej", "Hej!\n\nNär öppnar badhuset? Jag heter Åsa.\n", "\n\n", "å?ä?ö?"] {
            let lines: Vec<String> = marked(text)
                .iter()
                .map(|line| line.iter().map(|segment| segment.text.as_str()).collect())
                .collect();
            assert_eq!(lines.join("\n"), text);
        }
    }

    #[test]
    fn what_was_seen_is_marked_with_its_number() {
        let lines = marked("Hej!\nNär öppnar badhuset?");
        let marks: Vec<(&str, &str)> = lines
            .iter()
            .flatten()
            .filter(|segment| !segment.numbers.is_empty())
            .map(|segment| (segment.text.as_str(), segment.numbers.as_str()))
            .collect();
        assert_eq!(marks, [("När öppnar badhuset?", "1")]);
    }
}
