//! Hours at the office: a clock that runs only while somebody can be expected to answer.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use uppsikt_kernel::{Micros, Workdays, stockholm};

/// Between which hours of a working day the office is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// The hour at which it opens, 0 to 23.
    pub opens: i8,
    /// The hour at which it closes, 1 to 23, after the hour at which it opens.
    pub closes: i8,
}

/// Monday to Friday 8 to 17: no guideline that we have read says which hours "normal office hours" are.
impl Default for OfficeHours {
    fn default() -> Self {
        Self { opens: 8, closes: 17 }
    }
}

impl OfficeHours {
    /// The instant at which the office closes on a day; `None` beyond the calendar.
    #[must_use]
    pub fn end_of(self, day: Date) -> Option<Micros> {
        instant(day, self.closes, &stockholm().ok()?)
    }

    /// The first instant at which `hours` at the office have passed since `from`.
    ///
    /// `None` beyond the calendar, and where the office is never open. A question that comes in the
    /// evening is counted from the next morning.
    ///
    /// ```
    /// use uppsikt_guideline::office_hours::OfficeHours;
    /// use uppsikt_kernel::{Micros, Workdays};
    /// let friday_at_16: Micros = "2026-11-20T15:00:00Z".parse::<jiff::Timestamp>()?.into();
    /// let monday_at_10: Micros = "2026-11-23T09:00:00Z".parse::<jiff::Timestamp>()?.into();
    /// assert_eq!(OfficeHours::default().add(&Workdays::default(), friday_at_16, 3), Some(monday_at_10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn add(self, workdays: &Workdays, from: Micros, hours: u16) -> Option<Micros> {
        if self.closes <= self.opens {
            return None;
        }
        let zone = stockholm().ok()?;
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut day = zone.to_datetime(from.timestamp()).date();
        loop {
            if workdays.is_working(day).ok()? {
                let opens = instant(day, self.opens, &zone)?.max(from);
                let closes = instant(day, self.closes, &zone)?;
                let open = closes.timestamp().duration_since(opens.timestamp());
                if open >= left && open > SignedDuration::ZERO {
                    return opens.timestamp().checked_add(left).ok().map(Micros::from);
                }
                left -= open.max(SignedDuration::ZERO);
            }
            day = day.checked_add(1.day()).ok()?;
        }
    }
}

/// A full hour of a day in Sweden.
fn instant(day: Date, hour: i8, zone: &TimeZone) -> Option<Micros> {
    let civil = day.to_datetime(jiff::civil::Time::new(hour, 0, 0, 0).ok()?);
    zone.to_timestamp(civil).ok().map(Micros::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn local(text: &str) -> Micros {
        let civil: jiff::civil::DateTime = text.parse().unwrap();
        civil.to_zoned(stockholm().unwrap()).unwrap().timestamp().into()
    }

    #[test]
    fn hours_run_only_while_the_office_is_open() {
        let (hours, workdays) = (OfficeHours::default(), Workdays::default());
        for (from, count, expected) in [
            ("2026-11-20T10:00", 2, "2026-11-20T12:00"),
            ("2026-11-20T16:00", 1, "2026-11-20T17:00"),
            ("2026-11-20T16:00", 3, "2026-11-23T10:00"),
            ("2026-11-20T22:00", 1, "2026-11-23T09:00"),
            ("2026-11-21T12:00", 1, "2026-11-23T09:00"),
            ("2026-11-16T08:00", 48, "2026-11-23T11:00"),
            ("2026-04-02T16:00", 2, "2026-04-07T09:00"),
            ("2026-03-27T16:30", 1, "2026-03-30T08:30"),
        ] {
            assert_eq!(hours.add(&workdays, local(from), count), Some(local(expected)), "{from} + {count}");
        }
    }

    #[test]
    fn an_office_that_never_opens_gives_no_time() {
        let never = OfficeHours { opens: 17, closes: 8 };
        assert_eq!(never.add(&Workdays::default(), local("2026-11-20T10:00"), 1), None);
        assert_eq!(OfficeHours { opens: 8, closes: 99 }.end_of(jiff::civil::date(2026, 11, 20)), None);
    }

    proptest! {
        #[test]
        fn no_instant_makes_it_fail(at in any::<i64>(), hours in any::<u16>()) {
            if let Ok(at) = Micros::new(at) {
                let _ = OfficeHours::default().add(&Workdays::default(), at, hours);
            }
        }

        #[test]
        fn office_hours_never_end_before_the_hours_of_working_days(minutes in 0_i64..2_000_000, hours in 1_u16..200) {
            let workdays = Workdays::default();
            let from: Micros = jiff::Timestamp::from_second(1_700_000_000 + minutes * 60).unwrap().into();
            let office = OfficeHours::default().add(&workdays, from, hours).unwrap();
            let elapsed = workdays.add_hours_on_working_days(from, u32::from(hours)).unwrap();
            prop_assert!(office >= elapsed);
        }
    }
}
