//! The days that the demonstration's content is laid out over, and what happens to an item on them.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, tz::TimeZone};
use uppsikt_kernel::Micros;
use uppsikt_platform::imports::ndjson::ItemState;

use super::content::{Item, When};
use super::lay_out::LayOutError;

/// The days that the content is laid out over, and the zone in which its clock goes.
pub(super) struct Year {
    now: Micros,
    today: Date,
    /// The day that the content's last day is.
    last: Date,
    zone: TimeZone,
}

impl Year {
    /// The year up to now. The content's days are weekdays when it ends with a Tuesday, so it ends with the last one;
    /// what is newer than a week is reckoned from today, so that there is always something that is new.
    pub(super) fn until(now: Micros, zone: TimeZone) -> Result<Self, LayOutError> {
        let today = now.timestamp().to_zoned(zone.clone()).date();
        let since = today.weekday().since(Weekday::Tuesday);
        Ok(Self { now, today, last: before(today, i64::from(since))?, zone })
    }

    pub(super) fn day(&self, days_ago: i64) -> Result<Date, LayOutError> {
        before(self.last, days_ago)
    }

    pub(super) fn time(&self, day: Date, time: &str) -> Result<Micros, LayOutError> {
        let time: Time = time.parse()?;
        Ok(day.to_datetime(time).to_zoned(self.zone.clone())?.timestamp().into())
    }

    /// The instant of a time that the content gives.
    pub(super) fn at(&self, when: When<'_>) -> Result<Micros, LayOutError> {
        match when {
            When::Days(days, time) => self.time(self.day(days)?, time),
            When::Workdays(count, time) => {
                let (mut day, mut left) = (self.today, count);
                while left > 0 {
                    day = before(day, 1)?;
                    left -= i64::from(!is_weekend(day));
                }
                self.time(day, time)
            }
            When::Minutes(minutes) => Ok(earlier(self.now, minutes)),
        }
    }

    /// When the people of the demonstration look: the morning and the middle of each working day since `begun`, and
    /// last a quarter of an hour ago.
    pub(super) fn rounds(&self, begun: Micros) -> Result<Vec<Micros>, LayOutError> {
        let last = earlier(self.now, ROUND_MINUTES_AGO);
        let mut day = begun.timestamp().to_zoned(self.zone.clone()).date();
        let mut rounds = Vec::new();
        while day <= self.today {
            for time in ROUND_TIMES.iter().filter(|_| !is_weekend(day)) {
                rounds.push(self.time(day, time)?);
            }
            day = before(day, -1)?;
        }
        // What is done in a round takes a while, and must not reach into the last one.
        let before_last = earlier(last, ROUND_MINUTES);
        rounds.retain(|at| (begun..before_last).contains(at));
        rounds.push(last);
        Ok(rounds)
    }
}

/// When somebody looks on a working day.
const ROUND_TIMES: [&str; 2] = ["07:45", "13:00"];
/// How long ago somebody looked last.
const ROUND_MINUTES_AGO: i64 = 15;
/// A round takes less than this.
const ROUND_MINUTES: i64 = 120;
/// What the authority had taken away before anybody made it decide here was seen for so long, in minutes.
const SEEN_MINUTES: i64 = 4 * 60;
/// What was decided or registered on a day is brought in after this.
pub(super) const OFFICE_CLOSES: &str = "17:00";
const MINUTE_MICROS: i64 = 60 * 1_000_000;

fn before(day: Date, days: i64) -> Result<Date, LayOutError> {
    Ok(day.checked_sub(Span::new().days(days))?)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// So many minutes before.
pub(super) fn earlier(at: Micros, minutes: i64) -> Micros {
    Micros::new(at.get() - minutes * MINUTE_MICROS).unwrap_or(at)
}

/// From when, exclusive, and until when: what happened then is brought in together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// Nothing is known yet when there is none.
    pub(super) after: Option<Micros>,
    pub(super) until: Micros,
}

impl Stretch {
    pub(super) fn holds(self, at: Micros) -> bool {
        at <= self.until && self.after.is_none_or(|after| at > after)
    }
}

/// What happens to an item, and when.
pub(super) struct Life<'a> {
    pub(super) item: &'a Item,
    pub(super) published_at: Micros,
    pub(super) edited_at: Option<Micros>,
    /// When it was taken away, hidden, or not there any more.
    pub(super) gone_at: Option<Micros>,
}

impl<'a> Life<'a> {
    pub(super) fn of(item: &'a Item, year: &Year) -> Result<Self, LayOutError> {
        let published_at = year.at(item.published())?;
        let edited_at = item.edited().map(|when| year.at(when)).transpose()?;
        let gone_at = match item.gone() {
            Some(when) => Some(year.at(when)?),
            None => (item.state != ItemState::Shown).then(|| earlier(published_at, -SEEN_MINUTES)),
        };
        Ok(Self { item, published_at, edited_at, gone_at })
    }

    pub(super) fn happens_in(&self, stretch: Stretch) -> bool {
        let all = [Some(self.published_at), self.edited_at, self.gone_at];
        self.published_at <= stretch.until && all.into_iter().flatten().any(|at| stretch.holds(at))
    }

    /// What it said first, where it was written and worded anew within a stretch.
    pub(super) fn first_wording(&self, stretch: Stretch) -> Option<usize> {
        let is_within =
            self.edited_at.is_some_and(|at| stretch.holds(at)) && stretch.holds(self.published_at);
        is_within.then(|| self.item.versions.len().checked_sub(1)).flatten()
    }

    /// What it is at a time.
    pub(super) fn state(&self, at: Micros) -> ItemState {
        match self.gone_at {
            Some(gone_at) if gone_at <= at && self.item.gone().is_some() => ItemState::Removed,
            Some(gone_at) if gone_at <= at => self.item.state,
            _ => ItemState::Shown,
        }
    }

    /// Which earlier wording it has at a time; the newest when there is none.
    pub(super) fn wording(&self, at: Micros) -> Option<usize> {
        let is_later = self.edited_at.is_some_and(|edited_at| edited_at > at);
        is_later.then(|| self.item.versions.len().checked_sub(1)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uppsikt_kernel::stockholm;

    #[test]
    fn the_content_ends_with_a_tuesday_and_work_with_the_last_working_day() {
        for (now, working_day) in
            [("2026-11-22T09:00:00Z", "2026-11-20"), ("2026-11-24T00:30:00Z", "2026-11-23")]
        {
            let year =
                Year::until(now.parse::<jiff::Timestamp>().unwrap().into(), stockholm().unwrap()).unwrap();
            assert_eq!(year.last.weekday(), Weekday::Tuesday);
            let at = year.at(When::Workdays(1, "12:00")).unwrap();
            assert!(at.to_string().starts_with(working_day), "{at}");
        }
    }

    #[test]
    fn somebody_looks_twice_on_working_days_and_last_a_quarter_of_an_hour_ago() {
        let now: Micros = "2026-11-22T09:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let year = Year::until(now, stockholm().unwrap()).unwrap();
        let rounds = year.rounds(earlier(now, 7 * 24 * 60)).unwrap();
        assert_eq!(rounds.len(), 11);
        assert!(rounds.is_sorted());
        assert_eq!(rounds.last(), Some(&earlier(now, 15)));
    }
}
