//! Pictures at intervals and at changes, in the words of situations.

use super::super::supervision_clock::tests::{at, judged};
use super::*;

const HALF_YEARLY: (&str, &str) = ("snapshot.interval", "\"6 months\"");

#[test]
fn an_interval_ends_with_the_day() {
    let due = |last: &str| {
        judged(snapshot_often_enough, &[HALF_YEARLY], "2026-11-20 12:00", &[("senaste ögonblicksbild", last)])
    };
    assert_eq!(due("2026-05-20"), Outcome::Due(at("2026-11-20 23:59")));
    assert_eq!(due("2026-05-19"), Outcome::Late(at("2026-11-19 23:59")));
    assert_eq!(due("2026-08-31"), Outcome::Due(at("2027-02-28 23:59")));
    assert_eq!(due("aldrig"), Outcome::Lacking);
}

#[test]
fn a_picture_for_a_change_begins_no_new_interval_unless_that_is_said() {
    let facts = [("senaste ögonblicksbild", "2026-05-20"), ("bild efter förändringen", "2026-09-01")];
    let due = |values: &[_]| judged(snapshot_often_enough, values, "2026-11-20 12:00", &facts);
    assert_eq!(due(&[HALF_YEARLY]), Outcome::Due(at("2026-11-20 23:59")));
    let resets = ("snapshot.change_resets_interval", "true");
    assert_eq!(due(&[HALF_YEARLY, resets]), Outcome::Due(at("2027-03-01 23:59")));
}

#[test]
fn before_at_and_both_ask_for_different_pictures() {
    let judge = |asked: &str, facts: &[_]| {
        let facts = [&[("större förändring", "2026-11-18")], facts].concat();
        judged(snapshot_on_change, &[("snapshot.on_change", asked)], "2026-11-20 12:00", &facts)
    };
    let late = Outcome::Late(at("2026-11-18 23:59"));
    let before = [("bild före förändringen", "2026-11-17")];
    let after = [("bild efter förändringen", "2026-11-18")];
    for (asked, facts, expected) in [
        ("\"before\"", &before[..], Outcome::Kept),
        ("\"before\"", &after[..], late),
        ("\"at\"", &before[..], Outcome::Kept),
        ("\"at\"", &after[..], Outcome::Kept),
        ("\"both\"", &before[..], late),
        ("\"both\"", &[before[0], after[0]][..], Outcome::Kept),
        ("\"none\"", &[][..], Outcome::NotApplicable),
    ] {
        assert_eq!(judge(asked, facts), expected, "{asked} {facts:?}");
    }
}

#[test]
fn every_word_for_a_form_is_a_fact_or_left_to_people() {
    let Some(crate::parameter::Kind::Words(words)) =
        crate::parameter::about(Key::SnapshotFormat).map(|about| about.kind)
    else {
        panic!("words")
    };
    let untold = words.iter().filter(|word| SnapshotFormat::from_code(word.code).is_none());
    assert_eq!(untold.map(|word| word.code).collect::<Vec<_>>(), ["by-control"], "SLL-47");
}
