//! The supervision clock over weekends, holidays and crises, in the words of situations.

use uppsikt_kernel::Workdays;

use super::*;
use crate::effective::Effective;
use crate::evaluate::Now;
use crate::fact::{FactValue as _, Facts};
use crate::profile::Profile;

const HEAD: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 9\n";

/// A time as situations write it.
pub(in crate::obligation) fn at(text: &str) -> Micros {
    Option::<Micros>::read(text).unwrap().unwrap()
}

/// What an obligation makes of facts under the values of a profile.
pub(in crate::obligation) fn judged(
    judge: fn(&Case<'_>) -> Outcome,
    values: &[(&str, &str)],
    now: &str,
    facts: &[(&str, &str)],
) -> Outcome {
    let mut text = HEAD.to_owned();
    for (key, value) in values {
        text.push_str(&format!("[{key}]\nvalue = {value}\nsource = [\"LINDHOLM-01\"]\n"));
    }
    let rules = Effective::of(&Profile::parse(&text).unwrap());
    let mut read = Facts::default();
    for (name, value) in facts {
        read.set(name, value).unwrap();
    }
    let (at, workdays) = (at(now), Workdays::default());
    let today = uppsikt_kernel::stockholm().unwrap().to_datetime(at.timestamp()).date();
    judge(&Case { rules: &rules, facts: &read, now: Now { at, today, workdays: &workdays } })
}

const DAILY: [(&str, &str); 3] = [
    ("watch.frequency", "\"1 days\""),
    ("watch.days", "\"working-days\""),
    ("watch.hours", "\"office-hours\""),
];

fn watched(values: &[(&str, &str)], now: &str, facts: &[(&str, &str)]) -> Outcome {
    let facts = [&[("andra kan skriva", "ja")], facts].concat();
    judged(watched_often_enough, values, now, &facts)
}

#[test]
fn a_day_off_asks_for_no_round() {
    let friday = [("senaste tillsyn", "2026-11-20 08:15")];
    let monday = at("2026-11-23 17:00");
    assert_eq!(watched(&DAILY, "2026-11-23 08:00", &friday), Outcome::Due(monday));
    assert_eq!(watched(&DAILY, "2026-11-23 17:01", &friday), Outcome::Late(monday));
    let before_easter = [("senaste tillsyn", "2026-04-02 09:00")];
    assert_eq!(watched(&DAILY, "2026-04-06 12:00", &before_easter), Outcome::Due(at("2026-04-07 17:00")));
    let on_a_saturday = [("senaste tillsyn", "2026-11-21 12:00")];
    assert_eq!(watched(&DAILY, "2026-11-22 12:00", &on_a_saturday), Outcome::Due(monday));
}

#[test]
fn without_words_on_days_and_hours_every_day_counts_whole() {
    let friday = [("senaste tillsyn", "2026-11-20 08:15")];
    assert_eq!(watched(&DAILY[..1], "2026-11-21 23:00", &friday), Outcome::Due(at("2026-11-21 23:59")));
}

#[test]
fn hours_run_by_the_clock_or_on_working_days() {
    let friday = [("senaste tillsyn", "2026-11-20 08:00")];
    let hours = [("watch.frequency", "\"24 hours\"")];
    assert_eq!(watched(&hours, "2026-11-20 09:00", &friday), Outcome::Due(at("2026-11-21 08:00")));
    let on_days = [hours[0], DAILY[1]];
    assert_eq!(watched(&on_days, "2026-11-20 09:00", &friday), Outcome::Due(at("2026-11-23 08:00")));
}

#[test]
fn a_week_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    let weekly = [("watch.frequency", "\"1 weeks\""), DAILY[1]];
    let facts = [("senaste tillsyn", "2026-12-18 10:00")];
    assert_eq!(watched(&weekly, "2026-12-20 10:00", &facts), Outcome::Due(at("2026-12-28 23:59")));
}

#[test]
fn the_plan_of_the_account_decides_where_the_guideline_says_so() {
    let by_plan = [("watch.days", "\"by-plan\"")];
    let facts = [("senaste tillsyn", "2026-11-20 08:00"), ("tillsyn enligt planen", "2 arbetsdagar")];
    assert_eq!(watched(&by_plan, "2026-11-21 08:00", &facts), Outcome::Due(at("2026-11-24 23:59")));
    assert_eq!(watched(&by_plan, "2026-11-21 08:00", &facts[..1]), Outcome::Silent, "the plan is silent too");
    assert_eq!(watched(&[], "2026-11-21 08:00", &facts), Outcome::Silent, "a plan alone makes no duty");
}

#[test]
fn a_crisis_asks_sooner_only_by_a_number() {
    let facts = [("senaste tillsyn", "2026-11-20 08:00"), ("krisläge", "ja")];
    assert_eq!(watched(&DAILY, "2026-11-21 08:00", &facts), Outcome::Due(at("2026-11-23 17:00")));
    let crisis = [&DAILY[..], &[("watch.crisis_frequency", "\"4 hours\"")]].concat();
    assert_eq!(watched(&crisis, "2026-11-21 08:00", &facts), Outcome::Late(at("2026-11-20 12:00")));
    let began = [&facts[..], &[("krisläge sedan", "2026-11-21 07:00")]].concat();
    assert_eq!(watched(&crisis, "2026-11-21 08:00", &began), Outcome::Due(at("2026-11-21 11:00")));
}

#[test]
fn nobody_watches_where_nobody_else_writes() {
    let closed = [("andra kan skriva", "nej")];
    assert_eq!(watched(&DAILY, "2026-11-21 08:00", &closed), Outcome::NotApplicable);
    let all = [&DAILY[..], &[("watch.condition", "\"all-accounts\"")]].concat();
    assert_eq!(watched(&all, "2026-11-21 08:00", &closed), Outcome::Lacking, "never watched");
    assert_eq!(watched(&[], "2026-11-21 08:00", &[]), Outcome::Silent);
}
