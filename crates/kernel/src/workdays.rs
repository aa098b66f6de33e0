//! Swedish working days: which days count, where a time limit ends, and clocks that stand
//! still while nobody is at work.
//!
//! What the law says (holidays, and the days on which a statutory time limit may not end)
//! is fixed; what an authority decides for itself (klämdagar, trettondagsafton, whether the
//! eves are worked) is [`WorkdaysSettings`] and never moves a statutory limit.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::holidays::{Eve, Holiday};
use crate::{LegalRef, Micros};

/// The name of the time zone in which Swedish authorities keep their days.
const ZONE: &str = "Europe/Stockholm";

/// The same zone's rule since 1996 (directive 2000/84/EC), for a machine without a time zone database.
const ZONE_RULE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

const STATUTORY_LIMIT: LegalRef = LegalRef::section("1930:173", "2").paragraph(1);

/// Working days could not be reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkdayError {
    /// The calendar of holidays covers 1583 to 9999.
    #[error("reckoning the holidays of the year {0}: only 1583 to 9999 can be reckoned")]
    Year(i16),
    /// The time zone's rules could not be read.
    #[error("reading the rules of the time zone Europe/Stockholm failed")]
    TimeZone,
}

/// What kind of day a civil date is in Sweden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day (helgfri måndag till fredag).
    Working,
    /// A Saturday that is no holiday.
    Saturday,
    /// A Sunday that has no name of its own in the law.
    Sunday,
    /// A general holiday.
    Holiday(Holiday),
    /// A weekday that the law equates with Sunday for statutory time limits.
    Eve(Eve),
    /// A weekday that this authority has decided to be closed on.
    Local,
}

impl DayKind {
    /// Whether a statutory time limit that ends on such a day is moved.
    ///
    /// Source: 2 § första stycket lagen (1930:173) om beräkning av lagstadgad tid.
    #[must_use]
    pub const fn moves_statutory_end(self) -> bool {
        !matches!(self, Self::Working | Self::Local)
    }

    /// The provision that sets the day apart; none for working days and local closing days.
    #[must_use]
    pub const fn law(self) -> Option<LegalRef> {
        match self {
            Self::Working | Self::Local => None,
            Self::Sunday => Some(LegalRef::section("1989:253", "1").paragraph(1)),
            Self::Holiday(holiday) => Some(holiday.law()),
            Self::Saturday | Self::Eve(_) => Some(STATUTORY_LIMIT),
        }
    }
}

/// What one authority has decided about its days, beside the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkdaysSettings {
    /// Whether midsommarafton, julafton and nyårsafton are closed; true unless decided otherwise.
    pub eves_closed: bool,
    /// Further closed dates, such as klämdagar and trettondagsafton (`2027-01-05`).
    pub closed_dates: BTreeSet<Date>,
    /// The holidays before which the working day is short; information only, it stops no clock.
    pub short_before: BTreeSet<Holiday>,
}

impl Default for WorkdaysSettings {
    fn default() -> Self {
        Self { eves_closed: true, closed_dates: BTreeSet::new(), short_before: BTreeSet::new() }
    }
}

/// The working days of one authority.
///
/// ```
/// use jiff::civil::date;
/// use uppsikt_kernel::{DayKind, Holiday, Workdays};
/// let workdays = Workdays::default();
/// assert_eq!(workdays.kind(date(2026, 4, 3))?, DayKind::Holiday(Holiday::GoodFriday));
/// assert_eq!(workdays.next_working(date(2026, 4, 2))?, date(2026, 4, 7));
/// # Ok::<(), uppsikt_kernel::WorkdayError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workdays(WorkdaysSettings);

impl Workdays {
    /// The days of an authority with these settings.
    #[must_use]
    pub const fn new(settings: WorkdaysSettings) -> Self {
        Self(settings)
    }

    /// What kind of day `day` is; the strongest reason for not working is named.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] outside the years 1583 to 9999.
    pub fn kind(&self, day: Date) -> Result<DayKind, WorkdayError> {
        if let Some(holiday) = Holiday::on(day)? {
            return Ok(DayKind::Holiday(holiday));
        }
        Ok(match (day.weekday(), Eve::on(day)) {
            (Weekday::Sunday, _) => DayKind::Sunday,
            (Weekday::Saturday, _) => DayKind::Saturday,
            (_, Some(eve)) => DayKind::Eve(eve),
            _ if self.0.closed_dates.contains(&day) => DayKind::Local,
            _ => DayKind::Working,
        })
    }

    /// Whether the authority works on `day`.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] outside the years 1583 to 9999.
    pub fn is_working(&self, day: Date) -> Result<bool, WorkdayError> {
        Ok(match self.kind(day)? {
            DayKind::Working => true,
            DayKind::Eve(_) => !self.0.eves_closed && !self.0.closed_dates.contains(&day),
            _ => false,
        })
    }

    /// Whether `day` is a working day that ends early because of the holiday after it.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] outside the years 1583 to 9999.
    pub fn is_short(&self, day: Date) -> Result<bool, WorkdayError> {
        let after = Holiday::on(tomorrow(day)?)?;
        Ok(self.is_working(day)? && after.is_some_and(|holiday| self.0.short_before.contains(&holiday)))
    }

    /// The first working day after `day`.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] when the years run out.
    pub fn next_working(&self, day: Date) -> Result<Date, WorkdayError> {
        let mut next = tomorrow(day)?;
        while !self.is_working(next)? {
            next = tomorrow(next)?;
        }
        Ok(next)
    }

    /// The `count`th working day after `day`, which is not itself counted; `day` itself for 0.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] when the years run out.
    pub fn add_working_days(&self, day: Date, count: u32) -> Result<Date, WorkdayError> {
        (0..count).try_fold(day, |reached, _| self.next_working(reached))
    }

    /// The last day on which an act whose statutory time runs out on `day` may be done.
    ///
    /// Only what the law names moves the day; the authority's own closing days do not.
    /// Source: 2 § första stycket lagen (1930:173) om beräkning av lagstadgad tid.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] when the years run out.
    pub fn statutory_end(&self, day: Date) -> Result<Date, WorkdayError> {
        let mut end = day;
        while self.kind(end)?.moves_statutory_end() {
            end = tomorrow(end)?;
        }
        Ok(end)
    }

    /// The time between two instants that fell on working days, whole days of 24 hours long.
    ///
    /// Days begin and end at midnight in Sweden. Zero when `to` is not after `from`.
    ///
    /// # Errors
    /// [`WorkdayError`] when a day between them cannot be reckoned.
    pub fn elapsed_on_working_days(&self, from: Micros, to: Micros) -> Result<Duration, WorkdayError> {
        let zone = stockholm()?;
        let (from, to) = (from.timestamp(), to.timestamp());
        let mut day = zone.to_datetime(from).date();
        let last = zone.to_datetime(to).date();
        let mut elapsed = SignedDuration::ZERO;
        while day <= last {
            let next = tomorrow(day)?;
            if self.is_working(day)? {
                let start = midnight(day, &zone)?.max(from);
                let end = midnight(next, &zone)?.min(to);
                elapsed += end.duration_since(start).max(SignedDuration::ZERO);
            }
            day = next;
        }
        Ok(elapsed.unsigned_abs())
    }

    /// The first instant at which `hours` have passed on working days since `from`.
    ///
    /// This is how "inom 48 timmar på arbetsdagar" is reckoned: the clock stands still from
    /// midnight to midnight of every day that is not worked.
    ///
    /// # Errors
    /// [`WorkdayError`] when a day on the way cannot be reckoned.
    pub fn add_hours_on_working_days(&self, from: Micros, hours: u32) -> Result<Micros, WorkdayError> {
        let zone = stockholm()?;
        let mut at = from.timestamp();
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut day = zone.to_datetime(at).date();
        while left > SignedDuration::ZERO {
            let next = tomorrow(day)?;
            let end = midnight(next, &zone)?;
            if self.is_working(day)? {
                let available = end.duration_since(at);
                if available >= left {
                    return Ok((at + left).into());
                }
                left -= available;
            }
            (day, at) = (next, end);
        }
        Ok(at.into())
    }
}

/// The time zone in which Swedish authorities keep their days.
///
/// The machine's (or the bundled) time zone database decides; a machine without one gets the
/// rule in force since 1996, so that a clock never silently runs in UTC.
///
/// # Errors
/// [`WorkdayError::TimeZone`] when neither can be read.
pub fn stockholm() -> Result<TimeZone, WorkdayError> {
    TimeZone::get(ZONE).or_else(|_| TimeZone::posix(ZONE_RULE)).map_err(|_| WorkdayError::TimeZone)
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Timestamp, WorkdayError> {
    match day.to_zoned(zone.clone()).and_then(|zoned| zoned.start_of_day()) {
        Ok(zoned) => Ok(zoned.timestamp()),
        Err(_) => Err(WorkdayError::Year(day.year())),
    }
}

fn tomorrow(day: Date) -> Result<Date, WorkdayError> {
    day.checked_add(1.day()).map_err(|_| WorkdayError::Year(day.year()))
}

#[cfg(test)]
#[path = "workdays_tests.rs"]
mod tests;
