//! Lengths of time as guidelines give them.

use std::fmt;
use std::str::FromStr;

use crate::coded::{Coded as _, coded};

/// No guideline speaks of longer times; a longer one is a slip of the pen.
const DAYS_MAX: u64 = 3_660;

coded! {
    /// What a length of time is counted in.
    pub enum Unit {
        /// Hours by the clock.
        Hours = "hours", "timmar";
        /// Working days.
        WorkingDays = "working-days", "arbetsdagar";
        /// Days of the calendar.
        Days = "days", "dagar";
        /// Weeks.
        Weeks = "weeks", "veckor";
        /// Months of the calendar.
        Months = "months", "månader";
        /// Years.
        Years = "years", "år";
    }
}

/// A length of time: `48 hours`, `1 working-days`, `6 months`; from one hour to ten years.
///
/// ```
/// use uppsikt_guideline::parameter::{Span, Unit};
/// let half_a_year: Span = "6 months".parse()?;
/// assert_eq!((half_a_year.count(), half_a_year.unit()), (6, Unit::Months));
/// assert!("4000 days".parse::<Span>().is_err());
/// # Ok::<(), uppsikt_guideline::parameter::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    count: u16,
    unit: Unit,
}

/// A text is no length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a length of time is a number and hours, working-days, days, weeks, months or years, at most ten years"
)]
pub struct SpanError;

impl Span {
    /// A length of time that stands in the program; `parse` is for what people write.
    #[must_use]
    pub const fn of(count: u16, unit: Unit) -> Self {
        Self { count, unit }
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u16 {
        self.count
    }

    /// Of what.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// About how many hours of the calendar that is, for holding two lengths against each other.
    ///
    /// A working day counts as 1.4 days, since a week has five of them; a month as 30.44 days.
    #[must_use]
    pub fn about_hours(self) -> u64 {
        let count = u64::from(self.count);
        match self.unit {
            Unit::Hours => count,
            Unit::WorkingDays => count * 24 * 7 / 5,
            Unit::Days => count * 24,
            Unit::Weeks => count * 24 * 7,
            Unit::Months => count * 24 * 3_044 / 100,
            Unit::Years => count * 24 * 36_525 / 100,
        }
    }
}

impl Span {
    /// In Swedish, within a sentence: `en arbetsdag` is written `1 arbetsdag`.
    #[must_use]
    pub fn swedish(self) -> String {
        let unit = match (self.count, self.unit) {
            (1, Unit::Hours) => "timme",
            (1, Unit::WorkingDays) => "arbetsdag",
            (1, Unit::Days) => "dag",
            (1, Unit::Weeks) => "vecka",
            (1, Unit::Months) => "månad",
            (_, unit) => unit.swedish(),
        };
        format!("{} {unit}", self.count)
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let (count, unit) = text.split_once(' ').ok_or(SpanError)?;
        let digits = count.bytes().all(|digit| digit.is_ascii_digit());
        let count = count.parse::<u16>().ok().filter(|count| digits && *count > 0).ok_or(SpanError)?;
        let plural = |unit: &str| Unit::from_code(unit).or_else(|| Unit::from_code(&format!("{unit}s")));
        let span = Self { count, unit: plural(unit).ok_or(SpanError)? };
        if span.about_hours() <= DAYS_MAX * 24 { Ok(span) } else { Err(SpanError) }
    }
}

impl fmt::Display for Span {
    /// As it stands in a profile.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_is_absurd_is_not() {
        for good in ["48 hours", "1 working-days", "14 days", "2 weeks", "6 months", "10 years"] {
            assert_eq!(good.parse::<Span>().unwrap().to_string(), good);
        }
        assert_eq!("1 day".parse::<Span>().unwrap(), Span::of(1, Unit::Days));
        let swedish = |text: &str| text.parse::<Span>().unwrap().swedish();
        assert_eq!(
            (swedish("1 working-days"), swedish("48 hours")),
            ("1 arbetsdag".into(), "48 timmar".into())
        );
        for bad in [
            "",
            "48",
            "hours",
            "0 days",
            "-1 days",
            "+1 days",
            "1.5 days",
            "11 years",
            "65535 years",
            "6  months",
        ] {
            assert_eq!(bad.parse::<Span>(), Err(SpanError), "{bad:?}");
        }
    }
}
