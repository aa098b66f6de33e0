//! What holds for every text, whatever it is made of.

use proptest::prelude::*;
use uppsikt_screening::{
    Attachment, AttachmentKind, Part, RuleSet, Screening, Subject, UnreadReason, screen,
};

/// Pieces that the rules look for or stumble over. The numbers are of Skatteverket's list of test numbers.
const PIECES: [&str; 34] = [
    "820724-2382",
    "8207242382",
    "8 2 0 7 2 4 - 2 3 8 2",
    "000101-T220",
    "+46 ",
    "0",
    "1",
    "-",
    "+",
    ".",
    "f*n",
    "j@vla",
    "f a n",
    "fan",
    "jävla ",
    "ﬁtta",
    "\u{200b}",
    "\u{308}",
    "\u{30a}",
    "a",
    "å",
    "?",
    "\" ",
    "när öppnar ",
    "undrar om ",
    "https://x.se/?",
    " ",
    "\n",
    "ｆ",
    "𝟖",
    "😀",
    "ß",
    "İ",
    "\u{1f1f8}",
];

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn screened(title: Option<&str>, text: &str, alt: Option<&str>) -> Screening {
    let attachments = [Attachment { kind: AttachmentKind::Image, alt }];
    let subject = Subject { title, text, attachments: &attachments, ..Subject::default() };
    screen(&subject, &RuleSet::standard())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_pieces_of_the_text(title in any_text(), text in any_text(), alt in any_text()) {
        let screening = screened(Some(&title), &text, Some(&alt));
        for finding in &screening.findings {
            let of = match finding.part {
                Part::Title => &title,
                Part::Text => &text,
                Part::Alt(0) => &alt,
                Part::Alt(_) => unreachable!("there is one attachment"),
            };
            let piece = of.get(finding.span.clone());
            prop_assert!(piece.is_some_and(|piece| !piece.is_empty()));
        }
    }

    #[test]
    fn the_same_text_gives_the_same_answer(text in any_text()) {
        prop_assert_eq!(screened(None, &text, None), screened(None, &text, None));
    }

    #[test]
    fn what_is_found_is_found_again_by_itself(text in any_text()) {
        // Of the numbers: a word may be told apart by its neighbours, a number that stands alone may not.
        for finding in screened(None, &text, None).findings {
            if finding.rule.as_str() == "personal-identity-number" {
                let again = screened(None, &text[finding.span.clone()], None);
                prop_assert!(again.findings.iter().any(|other| other.rule == finding.rule), "{:?}", finding);
            }
        }
    }

    #[test]
    fn findings_stand_in_order_and_do_not_overlap_within_a_rule(text in any_text()) {
        let screening = screened(None, &text, None);
        for rule in RuleSet::standard().rules() {
            let own: Vec<_> = screening.findings.iter().filter(|finding| finding.rule == rule.id).collect();
            prop_assert!(own.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }

    #[test]
    fn no_explanation_repeats_the_text(text in any_text()) {
        for finding in screened(None, &text, None).findings {
            let piece = &text[finding.span.clone()];
            prop_assert!(piece.chars().count() < 3 || !finding.explanation.contains(piece));
        }
    }

    #[test]
    fn a_picture_without_words_is_always_said(text in any_text()) {
        let unread = screened(None, &text, None).unread;
        prop_assert!(unread.iter().any(|unread| unread.reason == UnreadReason::ImageWithoutText));
        prop_assert!(unread.iter().all(|unread| unread.explanation.starts_with("Inte läst av kontrollen")));
    }
}
