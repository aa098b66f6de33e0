//! Situations in the law's words, and properties that hold for every calendar.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Micros {
    text.parse::<Timestamp>().unwrap().into()
}

fn local(text: &str) -> Micros {
    let civil: jiff::civil::DateTime = text.parse().unwrap();
    civil.to_zoned(stockholm().unwrap()).unwrap().timestamp().into()
}

fn with_settings(change: impl FnOnce(&mut WorkdaysSettings)) -> Workdays {
    let mut settings = WorkdaysSettings::default();
    change(&mut settings);
    Workdays::new(settings)
}

#[test]
fn every_kind_of_day_is_told_apart() {
    let workdays = with_settings(|settings| {
        settings.closed_dates.insert(date(2026, 5, 15));
    });
    for (day, expected) in [
        (date(2026, 4, 2), DayKind::Working),
        (date(2026, 4, 3), DayKind::Holiday(Holiday::GoodFriday)),
        (date(2026, 4, 4), DayKind::Saturday),
        (date(2026, 4, 5), DayKind::Holiday(Holiday::EasterSunday)),
        (date(2026, 4, 12), DayKind::Sunday),
        (date(2026, 5, 15), DayKind::Local),
        (date(2026, 6, 6), DayKind::Holiday(Holiday::NationalDay)),
        (date(2026, 6, 19), DayKind::Eve(Eve::Midsummer)),
        (date(2026, 6, 20), DayKind::Holiday(Holiday::MidsummerDay)),
        (date(2026, 12, 24), DayKind::Eve(Eve::Christmas)),
        (date(2026, 12, 31), DayKind::Eve(Eve::NewYear)),
        (date(2027, 1, 5), DayKind::Working),
        (date(2028, 12, 24), DayKind::Sunday),
    ] {
        assert_eq!(workdays.kind(day), Ok(expected), "{day}");
        assert_eq!(workdays.is_working(day), Ok(expected == DayKind::Working), "{day}");
    }
}

#[test]
fn every_kind_but_the_local_ones_names_its_law() {
    assert_eq!(
        DayKind::Eve(Eve::Christmas).law().map(|law| law.to_string()).as_deref(),
        Some("2 § första stycket lagen (1930:173)")
    );
    assert_eq!(
        DayKind::Holiday(Holiday::MayDay).law().map(|law| law.to_string()).as_deref(),
        Some("1 § första stycket lagen (1989:253)")
    );
    assert_eq!(DayKind::Local.law(), None);
}

#[test]
fn an_authority_may_work_on_the_eves_but_not_on_a_saturday() {
    let workdays = with_settings(|settings| settings.eves_closed = false);
    assert_eq!(workdays.is_working(date(2026, 12, 24)), Ok(true));
    assert_eq!(workdays.is_working(date(2022, 12, 24)), Ok(false), "a Saturday");
    assert_eq!(workdays.statutory_end(date(2026, 12, 24)), Ok(date(2026, 12, 28)), "the law stands");
}

#[test]
fn a_statutory_time_that_ends_on_a_day_off_ends_on_the_next_weekday() {
    let workdays = with_settings(|settings| {
        settings.closed_dates.insert(date(2026, 5, 15));
    });
    for (ends, expected) in [
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 6, 19), date(2026, 6, 22)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 5, 14), date(2026, 5, 15)),
    ] {
        assert_eq!(workdays.statutory_end(ends), Ok(expected), "{ends}");
    }
}

#[test]
fn working_days_are_counted_without_the_first() {
    let workdays = Workdays::default();
    assert_eq!(workdays.add_working_days(date(2026, 4, 1), 3), Ok(date(2026, 4, 8)));
    assert_eq!(workdays.add_working_days(date(2026, 4, 4), 0), Ok(date(2026, 4, 4)));
    assert_eq!(workdays.next_working(date(2026, 12, 30)), Ok(date(2027, 1, 4)));
}

#[test]
fn the_day_before_a_chosen_holiday_is_short() {
    let workdays = with_settings(|settings| {
        settings.short_before.extend([Holiday::Epiphany, Holiday::AllSaintsDay]);
    });
    assert_eq!(workdays.is_short(date(2027, 1, 5)), Ok(true));
    assert_eq!(workdays.is_short(date(2026, 10, 30)), Ok(true));
    assert_eq!(workdays.is_short(date(2026, 4, 2)), Ok(false));
}

#[test]
fn forty_eight_hours_stand_still_over_a_weekend_and_both_clock_changes() {
    let workdays = Workdays::default();
    for (from, expected) in [
        ("2026-11-20T10:00", "2026-11-24T10:00"),
        ("2026-03-27T10:00", "2026-03-31T10:00"),
        ("2026-10-23T10:00", "2026-10-27T10:00"),
        ("2026-11-21T15:00", "2026-11-25T00:00"),
        ("2026-04-02T23:30", "2026-04-08T23:30"),
    ] {
        let end = workdays.add_hours_on_working_days(local(from), 48).unwrap();
        assert_eq!(end, local(expected), "{from}");
        let elapsed = workdays.elapsed_on_working_days(local(from), end).unwrap();
        assert_eq!(elapsed, Duration::from_secs(48 * 3600));
    }
}

#[test]
fn the_swedish_day_decides_and_not_that_of_utc() {
    let workdays = Workdays::default();
    let sunday_night = at("2026-11-22T22:30:00Z");
    let monday = at("2026-11-22T23:30:00Z");
    assert_eq!(workdays.elapsed_on_working_days(sunday_night, monday), Ok(Duration::from_secs(30 * 60)));
    assert_eq!(workdays.elapsed_on_working_days(monday, sunday_night), Ok(Duration::ZERO));
}

#[test]
fn the_rule_without_a_database_agrees_with_it() {
    let (database, rule) = (TimeZone::get(ZONE), TimeZone::posix(ZONE_RULE).unwrap());
    let Ok(database) = database else { return };
    for hour in 0..24 * 366 * 10 {
        let at = Timestamp::from_second(1_735_689_600 + hour * 3600).unwrap();
        assert_eq!(database.to_offset(at), rule.to_offset(at), "{at}");
    }
}

#[test]
fn years_without_a_calendar_are_refused() {
    let workdays = Workdays::default();
    assert_eq!(workdays.kind(date(1582, 12, 31)), Err(WorkdayError::Year(1582)));
    assert_eq!(workdays.next_working(date(9999, 12, 31)), Err(WorkdayError::Year(9999)));
    assert_eq!(workdays.statutory_end(date(9999, 12, 31)), Err(WorkdayError::Year(9999)));
}

#[test]
fn settings_are_read_as_text_and_unknown_keys_refused() {
    let read: WorkdaysSettings =
        serde_json::from_str(r#"{"closed_dates":["2027-01-05"],"short_before":["good-friday"]}"#).unwrap();
    assert!(read.eves_closed && read.closed_dates.contains(&date(2027, 1, 5)));
    assert!(serde_json::from_str::<WorkdaysSettings>(r#"{"closed":[]}"#).is_err());
}

proptest! {
    #[test]
    fn the_next_working_day_is_worked_and_none_between_is(days in 0_i64..3_000_000) {
        let day = date(1583, 1, 1).checked_add(days.days()).unwrap();
        let workdays = Workdays::default();
        let next = workdays.next_working(day).unwrap();
        prop_assert!(workdays.is_working(next).unwrap() && next > day);
        let mut between = tomorrow(day).unwrap();
        while between < next {
            prop_assert!(!workdays.is_working(between).unwrap());
            between = tomorrow(between).unwrap();
        }
        let end = workdays.statutory_end(day).unwrap();
        prop_assert!(end >= day && !workdays.kind(end).unwrap().moves_statutory_end());
        prop_assert!(end == day || end == next);
    }

    #[test]
    fn added_hours_have_elapsed(minutes in 0_i64..5_000_000, hours in 0_u32..500) {
        let workdays = Workdays::default();
        let from = Timestamp::from_second(1_700_000_000 + minutes * 60).unwrap().into();
        let to = workdays.add_hours_on_working_days(from, hours).unwrap();
        let elapsed = workdays.elapsed_on_working_days(from, to).unwrap();
        prop_assert_eq!(elapsed, Duration::from_secs(u64::from(hours) * 3600));
    }

    #[test]
    fn elapsed_time_adds_up(start in 0_i64..5_000_000, first in 0_i64..20_000, second in 0_i64..20_000) {
        let workdays = Workdays::default();
        let instant = |minutes: i64| Timestamp::from_second(1_700_000_000 + minutes * 60).unwrap().into();
        let (a, b, c) = (instant(start), instant(start + first), instant(start + first + second));
        let whole = workdays.elapsed_on_working_days(a, c).unwrap();
        let parts = workdays.elapsed_on_working_days(a, b).unwrap() + workdays.elapsed_on_working_days(b, c).unwrap();
        prop_assert_eq!(whole, parts);
        prop_assert!(whole <= Duration::from_secs(u64::try_from((first + second) * 60).unwrap()));
    }
}
