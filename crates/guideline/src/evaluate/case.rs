//! What an obligation is judged on, and how it can come out.

use jiff::SignedDuration;
use jiff::civil::Date;
use uppsikt_kernel::{Micros, Workdays};

use crate::effective::Effective;
use crate::fact::Facts;
use crate::parameter::{Choice, Key, Party, Span, Unit, Value};

const HOURS_OF_DAY: i64 = 24;

/// What time it is, as the caller says.
#[derive(Debug, Clone, Copy)]
pub struct Now<'c> {
    /// The instant.
    pub at: Micros,
    /// The day in Sweden at that instant.
    pub today: Date,
    /// The working calendar.
    pub workdays: &'c Workdays,
}

/// One account's rules and facts at one time.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The rules.
    pub rules: &'c Effective,
    /// The facts.
    pub facts: &'c Facts,
    /// The time.
    pub now: Now<'c>,
}

/// How an obligation comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// It is not kept.
    Lacking,
    /// It is kept, and something is to be done by this time.
    Due(Micros),
    /// Something was to be done by this time and is not done.
    Late(Micros),
    /// It does not concern this account, or nothing has happened that calls for it.
    NotApplicable,
    /// The guideline does not say what would be needed to judge it.
    Silent,
}

impl Outcome {
    /// Kept or lacking.
    #[must_use]
    pub const fn kept(kept: bool) -> Self {
        if kept { Self::Kept } else { Self::Lacking }
    }
}

impl Case<'_> {
    /// The value of a key, when something is said.
    #[must_use]
    pub fn value(&self, key: Key) -> Option<&Value> {
        self.rules.value(key)
    }

    /// Whether a key is true; `None` when nothing is said.
    #[must_use]
    pub fn yes(&self, key: Key) -> Option<bool> {
        match self.value(key)? {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// A key's number.
    #[must_use]
    pub fn count(&self, key: Key) -> Option<u16> {
        match self.value(key)? {
            Value::Count(value) => Some(*value),
            _ => None,
        }
    }

    /// A key's length of time.
    #[must_use]
    pub fn span(&self, key: Key) -> Option<Span> {
        match self.value(key)? {
            Value::Span(value) => Some(*value),
            _ => None,
        }
    }

    /// The code of a key's word.
    #[must_use]
    pub fn word(&self, key: Key) -> Option<&'static str> {
        match self.value(key)? {
            Value::Word(choice) => Some(choice.code),
            _ => None,
        }
    }

    /// Whether a key's list has the word with this code; `None` when nothing is said.
    #[must_use]
    pub fn lists(&self, key: Key, code: &str) -> Option<bool> {
        match self.value(key)? {
            Value::Words(choices) => Some(choices.iter().any(|choice| choice.code == code)),
            _ => None,
        }
    }

    /// A key's list of words.
    #[must_use]
    pub fn words(&self, key: Key) -> Option<&[Choice]> {
        match self.value(key)? {
            Value::Words(choices) => Some(choices),
            _ => None,
        }
    }

    /// The roles that a key names, one or several.
    #[must_use]
    pub fn parties(&self, key: Key) -> Option<&[Party]> {
        match self.value(key)? {
            Value::Party(party) => Some(std::slice::from_ref(party)),
            Value::Parties(parties) => Some(parties),
            _ => None,
        }
    }

    /// The role that a key names.
    #[must_use]
    pub fn party(&self, key: Key) -> Option<Party> {
        match self.value(key)? {
            Value::Party(party) => Some(*party),
            _ => None,
        }
    }

    /// The instant at which a length of time that began at `since` is over; `None` beyond the calendar.
    ///
    /// Hours run by the clock; working days end at the same time of day on a later working day;
    /// days, weeks, months and years at the same time of day on a later date.
    #[must_use]
    pub fn after(&self, since: Micros, span: Span) -> Option<Micros> {
        if span.unit() == Unit::Hours {
            let end = since.timestamp().checked_add(SignedDuration::from_hours(i64::from(span.count())));
            return end.ok().map(Micros::from);
        }
        let zone = uppsikt_kernel::stockholm().ok()?;
        let start = zone.to_datetime(since.timestamp());
        let end = self.day_after(start.date(), span)?.to_datetime(start.time());
        zone.to_timestamp(end).ok().map(Micros::from)
    }

    /// The day on which a length of time that began on `day` is over; `None` beyond the calendar.
    ///
    /// Begun days of 24 hours count whole. A month that lacks the day ends on its last.
    #[must_use]
    pub fn day_after(&self, day: Date, span: Span) -> Option<Date> {
        let count = i64::from(span.count());
        let calendar = match span.unit() {
            Unit::WorkingDays => {
                return self.now.workdays.add_working_days(day, u32::from(span.count())).ok();
            }
            Unit::Hours => jiff::Span::new()
                .try_days(count.div_euclid(HOURS_OF_DAY) + i64::from(count % HOURS_OF_DAY != 0)),
            Unit::Days => jiff::Span::new().try_days(count),
            Unit::Weeks => jiff::Span::new().try_weeks(count),
            Unit::Months => jiff::Span::new().try_months(count),
            Unit::Years => jiff::Span::new().try_years(count),
        };
        day.checked_add(calendar.ok()?).ok()
    }

    /// The day in Sweden at an instant; `None` without a time zone.
    #[must_use]
    pub fn day_of(&self, at: Micros) -> Option<Date> {
        Some(uppsikt_kernel::stockholm().ok()?.to_datetime(at.timestamp()).date())
    }

    /// The last minute of a day in Sweden, so that what is due by then is shown with that day.
    #[must_use]
    pub fn end_of(&self, day: Date) -> Option<Micros> {
        let zone = uppsikt_kernel::stockholm().ok()?;
        zone.to_timestamp(day.at(23, 59, 0, 0)).ok().map(Micros::from)
    }

    /// Due, or late when its time has passed.
    #[must_use]
    pub fn by(&self, at: Micros) -> Outcome {
        if at.get() < self.now.at.get() { Outcome::Late(at) } else { Outcome::Due(at) }
    }

    /// Due by the end of a day, or late; kept where the day lies beyond the calendar, for it never comes.
    #[must_use]
    pub fn by_day(&self, day: Option<Date>) -> Outcome {
        day.and_then(|day| self.end_of(day)).map_or(Outcome::Kept, |at| self.by(at))
    }
}
