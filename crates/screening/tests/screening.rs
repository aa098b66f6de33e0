//! What a screening says as a whole: what was not read, what is most urgent, what is the authority's own.

use jiff::civil::date;
use uppsikt_screening::{
    Attachment, AttachmentKind, Part, RuleSet, Screening, Subject, SubjectKind, UnreadReason, Urgency, screen,
};

fn screened(subject: Subject<'_>) -> Screening {
    screen(&subject, &RuleSet::standard())
}

fn reasons(screening: &Screening) -> Vec<(UnreadReason, usize)> {
    screening.unread.iter().map(|unread| (unread.reason, unread.count)).collect()
}

#[test]
fn what_hangs_on_a_text_is_read_or_said() {
    let attach = |kind, alt| Attachment { kind, alt };
    let attachments = [
        attach(AttachmentKind::Image, None),
        attach(AttachmentKind::Image, Some("  ")),
        attach(AttachmentKind::Image, Some("En skylt där det står fan")),
        attach(AttachmentKind::Film, Some("En film")),
        attach(AttachmentKind::Sound, None),
        attach(AttachmentKind::Sticker, None),
        attach(AttachmentKind::Other, None),
    ];
    let screening = screened(Subject { text: "Bra", attachments: &attachments, ..Subject::default() });
    let expected = [
        (UnreadReason::ImageWithoutText, 2),
        (UnreadReason::Film, 1),
        (UnreadReason::Sound, 1),
        (UnreadReason::Sticker, 1),
        (UnreadReason::Attachment, 1),
    ];
    assert_eq!(reasons(&screening), expected);
    assert_eq!(screening.findings.iter().map(|finding| finding.part).collect::<Vec<_>>(), [Part::Alt(2)]);
}

#[test]
fn nothing_to_read_is_said() {
    for text in ["", "  \n", "\u{200b}\u{200b}"] {
        let screening = screened(Subject { text, ..Subject::default() });
        assert_eq!(reasons(&screening), [(UnreadReason::Empty, 1)]);
    }
    let titled = Subject { title: Some("Rubrik"), ..Subject::default() };
    assert_eq!(reasons(&screened(titled)), []);
}

#[test]
fn another_language_is_said_and_numbers_are_found_all_the_same() {
    let text = "My neighbour has the number 820724-2382 and you should not have that on the page";
    let screening = screened(Subject { text, ..Subject::default() });
    assert_eq!(reasons(&screening), [(UnreadReason::OtherLanguage, 1)]);
    assert_eq!(screening.urgency(), Some(Urgency::Acute));
}

#[test]
fn the_end_of_a_very_long_text_is_said_to_be_unread() {
    let text = format!("{} fan", "ö".repeat(600_000));
    let screening = screened(Subject { text: &text, ..Subject::default() });
    assert_eq!(reasons(&screening), [(UnreadReason::TooLong, 1)]);
    assert_eq!(screening.findings, []);
}

#[test]
fn the_authority_asks_nothing_of_itself() {
    let subject =
        Subject { text: "Vad tycker du om torget? Fan!", kind: SubjectKind::Post, ..Subject::default() };
    let rules = |is_own| {
        let screening = screened(Subject { is_own, ..subject });
        screening.findings.into_iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(rules(false), ["question", "profanity"]);
    assert_eq!(rules(true), ["profanity"]);
}

#[test]
fn findings_stand_in_the_order_of_the_text_and_the_most_urgent_counts() {
    let subject = Subject {
        title: Some("När öppnar ni?"),
        text: "Fan! Hon har 820724-2382. Kan ni ta bort det?",
        ..Subject::default()
    };
    let screening = screened(subject);
    let found: Vec<_> =
        screening.findings.iter().map(|finding| (finding.part, finding.rule.as_str())).collect();
    let expected = [
        (Part::Title, "question"),
        (Part::Text, "profanity"),
        (Part::Text, "personal-identity-number"),
        (Part::Text, "question"),
    ];
    assert_eq!(found, expected);
    assert_eq!(screening.urgency(), Some(Urgency::Acute));
    assert_eq!(screening.rule_set_version, RuleSet::VERSION);
    assert_eq!(screened(Subject { text: "Tack", ..Subject::default() }).urgency(), None);
}

#[test]
fn every_finding_names_a_source() {
    for rule in RuleSet::standard().rules() {
        assert!(!rule.source.is_empty() && !rule.known_misses.is_empty(), "{}", rule.id);
    }
}

#[test]
fn a_number_of_somebody_not_yet_born_is_none() {
    let subject = Subject { text: "20200229-2387", ..Subject::default() };
    let found = |today| screen(&subject, &RuleSet::standard().on(today)).findings.len();
    assert_eq!(found(date(2019, 12, 31)), 0);
    assert_eq!(found(date(2020, 2, 29)), 1);
}

#[test]
fn debug_output_holds_no_content() {
    let attachments = [Attachment { kind: AttachmentKind::Image, alt: Some("hemlig bild") }];
    let subject = Subject {
        title: Some("hemlig rubrik"),
        text: "hemlig text",
        attachments: &attachments,
        ..Subject::default()
    };
    let shown = format!("{subject:?} {:?}", screened(subject));
    assert!(!shown.contains("hemlig"), "{shown}");
}
