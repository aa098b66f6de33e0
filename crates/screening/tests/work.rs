//! The work grows with the text and not faster: counted, because a clock would tell about the machine.

use uppsikt_screening::{RuleSet, Screening, Subject, screen};

/// Steps for each byte of text, at most.
const STEPS_PER_BYTE_MAX: u64 = 24;
const MEGABYTE: usize = 1_000_000;
/// Enough to tell a line from a curve, and short enough for a test.
const SOME: usize = 60_000;

/// Pieces that are repeated: what each phase or rule might choke on. The first are repeated to a megabyte.
const HOSTILE: [(&str, usize); 28] = [
    ("1", MEGABYTE),
    ("\u{200b}", MEGABYTE),
    ("?", MEGABYTE),
    ("1 ", SOME),
    ("1-", SOME),
    ("12345678-", SOME),
    ("820724-2382 ", SOME),
    ("820724 2382 ", SOME),
    ("070 174 06 05 ", SOME),
    ("a\u{308}", SOME),
    ("\u{30a}", SOME),
    ("a? ", SOME),
    ("a. ", SOME),
    ("när är ", SOME),
    ("undrar ", SOME),
    ("f a n ", SOME),
    ("f ", SOME),
    ("a*", SOME),
    ("f*n ", SOME),
    ("f*", SOME),
    ("a-", SOME),
    ("@", SOME),
    ("x.", SOME),
    ("fan ", SOME),
    ("\" ", SOME),
    ("ﬁ", SOME),
    ("a@b.se ", SOME),
    ("https://a ", SOME),
];

fn screened(text: &str) -> Screening {
    screen(&Subject { text, ..Subject::default() }, &RuleSet::standard())
}

#[test]
fn hostile_texts_take_steps_in_proportion() {
    for (piece, length) in HOSTILE {
        let text = piece.repeat(length / piece.len());
        let screening = screened(&text);
        let bytes = text.len() as u64;
        assert!(screening.steps() <= bytes * STEPS_PER_BYTE_MAX, "{piece:?}: {} steps", screening.steps());
        // Half the text, half the steps: a tenth more is allowed for what happens once.
        let half = &text[..text.floor_char_boundary(text.len() / 2)];
        assert!(
            screening.steps() * 10 <= screened(half).steps() * 22,
            "{piece:?} grows faster than the text"
        );
        assert!(screening.findings.len() <= 3 * Screening::FINDINGS_MAX, "{piece:?}");
    }
}

#[test]
fn an_ordinary_comment_takes_few_steps() {
    let text = "Hej! När plogar ni Storgatan? Det är jävligt halt där.";
    assert!(screened(text).steps() <= text.len() as u64 * 12);
}
