//! The answer clocks, in the words of situations.

use super::super::supervision_clock::tests::{at, judged};
use super::*;

const LIMIT: [(&str, &str); 2] = [("answer.deadline", "48"), ("answer.coverage", "\"all\"")];
const OFFICE: (&str, &str) = ("answer.calendar", "\"office-hours\"");
const FRIDAY: (&str, &str) = ("äldsta obesvarade fråga", "2026-11-20 10:00");

#[test]
fn forty_eight_hours_are_two_working_days_unless_office_hours_are_said() {
    let due = |values: &[_]| judged(answered_in_time, values, "2026-11-20 12:00", &[FRIDAY]);
    assert_eq!(due(&LIMIT), Outcome::Due(at("2026-11-24 10:00")));
    assert_eq!(due(&[LIMIT[0], LIMIT[1], OFFICE]), Outcome::Due(at("2026-11-27 13:00")));
    assert_eq!(due(&[LIMIT[1]]), Outcome::Silent, "no number");
}

#[test]
fn what_has_waited_longest_decides_and_a_view_only_where_it_is_covered() {
    let view = ("äldsta obesvarade synpunkt", "2026-11-16 10:00");
    let judge = |values: &[_]| judged(answered_in_time, values, "2026-11-20 12:00", &[FRIDAY, view]);
    assert_eq!(judge(&LIMIT), Outcome::Late(at("2026-11-18 10:00")));
    assert_eq!(judge(&LIMIT[..1]), Outcome::Due(at("2026-11-24 10:00")));
}

#[test]
fn the_target_is_a_threshold_of_its_own() {
    let target = [LIMIT[0], LIMIT[1], ("answer.target", "\"24 hours\"")];
    let at_noon = "2026-11-23 12:00";
    assert_eq!(
        judged(answered_before_limit, &target, at_noon, &[FRIDAY]),
        Outcome::Late(at("2026-11-23 10:00"))
    );
    assert_eq!(judged(answered_in_time, &target, at_noon, &[FRIDAY]), Outcome::Due(at("2026-11-24 10:00")));
    assert_eq!(judged(answered_before_limit, &LIMIT, at_noon, &[FRIDAY]), Outcome::Silent);
}

#[test]
fn absence_is_no_excuse_where_no_number_is_said() {
    let judge = |facts: &[_]| judged(everything_answered, &LIMIT[1..], "2026-11-20 12:00", facts);
    let alone = [FRIDAY, ("antal ansvariga", "1")];
    assert_eq!(judge(&alone), Outcome::Silent);
    assert_eq!(judge(&[alone[0], alone[1], ("antal frånvarande", "1")]), Outcome::Lacking);
    assert_eq!(judge(&[("frågor lämnade utan svar", "1")]), Outcome::Lacking);
    assert_eq!(judge(&[]), Outcome::Kept);
}

#[test]
fn what_the_guideline_leaves_to_the_editor_is_never_late() {
    let selective = [LIMIT[0], ("answer.coverage", "\"selective\"")];
    assert_eq!(judged(answered_in_time, &selective, "2026-12-20 12:00", &[FRIDAY]), Outcome::Silent);
    assert_eq!(
        judged(everything_answered, &selective, "2026-12-20 12:00", &[FRIDAY]),
        Outcome::NotApplicable
    );
}
