//! Judging is total: no day, no instant and no number makes any obligation fail.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use uppsikt_guideline::effective::Effective;
use uppsikt_guideline::evaluate::{Case, Now};
use uppsikt_guideline::fact::Facts;
use uppsikt_guideline::obligation::{self, Assess};
use uppsikt_guideline::{Profile, profiles};
use uppsikt_kernel::{Micros, Workdays};

/// Longest times, strictest words: whatever can be counted is counted far.
const FAR: &str = r#"
format = 1
[guideline]
code = "lindholm"
authority = "Lindholms kommun"
title = "Riktlinje"
prefix = "LINDHOLM"
statements = 9
[answer.deadline]
value = 2000
source = ["LINDHOLM-01"]
[answer.calendar]
value = "office-hours"
source = ["LINDHOLM-01"]
[answer.coverage]
value = "all"
source = ["LINDHOLM-01"]
[answer.target]
value = "10 years"
source = ["LINDHOLM-01"]
[watch.frequency]
value = "200 working-days"
source = ["LINDHOLM-01"]
[watch.days]
value = "working-days"
source = ["LINDHOLM-01"]
[watch.crisis_frequency]
value = "10 years"
source = ["LINDHOLM-01"]
[snapshot.interval]
value = "120 months"
source = ["LINDHOLM-01"]
[snapshot.same_day]
value = true
source = ["LINDHOLM-01"]
[snapshot.on_change]
value = "both"
source = ["LINDHOLM-01"]
[close.notice_period]
value = "500 weeks"
source = ["LINDHOLM-01"]
"#;

/// Instants of every size, the ends of the calendar among them.
fn instant() -> impl Strategy<Value = Micros> {
    let ends = [jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::UNIX_EPOCH];
    let far = jiff::Timestamp::MIN.as_microsecond()..=jiff::Timestamp::MAX.as_microsecond();
    let anywhere = far.prop_map(|at| Micros::new(at).expect("within the calendar"));
    prop_oneof![prop::sample::select(ends.to_vec()).prop_map(Micros::from), anywhere]
}

fn day() -> impl Strategy<Value = Date> {
    let ends = [Date::MIN, Date::MAX, date(1582, 12, 31), date(9999, 12, 30), date(2024, 2, 29)];
    let anywhere = (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
    prop_oneof![prop::sample::select(ends.to_vec()), anywhere]
}

/// What is written for a fact that takes what `written` says: a day, a time, a number, yes or no.
fn text(written: &str, (at, on, number, yes): (Micros, Date, u16, bool)) -> Option<String> {
    match written.split_once(' ').map_or(written, |(first, _)| first) {
        "ja" => Some(if yes { "ja" } else { "nej" }.to_owned()),
        "en" if written.contains("dag som") => Some(on.to_string()),
        "en" if written.contains("tid som") => {
            Some(at.timestamp().to_zoned(TimeZone::UTC).datetime().to_string())
        }
        "ett" if written.contains("antal") => Some(number.to_string()),
        _ => None,
    }
}

/// Facts of which every day, time, number and yes or no is set to something.
fn facts() -> impl Strategy<Value = Facts> {
    let values = (instant(), day(), any::<u16>(), any::<bool>());
    prop::collection::vec(values, Facts::names().count()).prop_map(|values| {
        let mut facts = Facts::default();
        for ((name, _, written), value) in Facts::names().zip(values) {
            if let Some(text) = text(written, value) {
                // At the ends of the calendar a time in Sweden cannot be written; the fact is then absent.
                let _ = facts.set(name, &text);
            }
        }
        facts
    })
}

#[test]
fn most_facts_are_set() {
    let value = (Micros::from(jiff::Timestamp::UNIX_EPOCH), Date::MAX, u16::MAX, true);
    let set = Facts::names().filter(|(_, _, written)| text(written, value).is_some());
    let all = Facts::names().count();
    let set = set.count();
    assert!(set * 10 > all * 7, "{set} of {all}");
    for (name, _, written) in Facts::names() {
        if let Some(text) = text(written, value) {
            assert_eq!(Facts::default().set(name, &text), Ok(()), "{name} {text}");
        }
    }
}

/// The far rules, and a real guideline.
static RULES: LazyLock<[Effective; 2]> = LazyLock::new(|| {
    [FAR, profiles::FINSPANG].map(|text| Effective::of(&Profile::parse(text).expect("a profile")))
});

proptest! {
    #[test]
    fn every_obligation_answers_whatever_the_day(facts in facts(), at in instant(), today in day()) {
        let workdays = Workdays::default();
        for rules in RULES.iter() {
            let case = Case { rules, facts: &facts, now: Now { at, today, workdays: &workdays } };
            for obligation in obligation::all() {
                if let Assess::Account(assess) = obligation.assess {
                    prop_assert_eq!(assess(&case), assess(&case), "{}", obligation.code);
                }
            }
        }
    }
}
