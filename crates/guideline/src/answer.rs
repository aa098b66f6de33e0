//! How soon something is answered: the limit, and the time at which it runs out.

use uppsikt_kernel::{Micros, Workdays};

use crate::class::ContentClass;
use crate::office_hours::OfficeHours;
use crate::profile::{AnswerCalendar, AnswerCoverage, Profile};
use crate::stated::{Stated, Strength};

/// The time within which an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLimit {
    /// Hours, from 1.
    pub hours: u16,
    /// How they are counted; the stricter way where the guideline does not say.
    pub calendar: AnswerCalendar,
}

/// The limit for content of a class.
///
/// Silent where the guideline gives no number, where it does not cover the class, and for what is
/// no matter for an answer. A limit that is stated without a calendar is counted in the way that
/// ends first.
///
/// ```
/// use uppsikt_guideline::{ContentClass, Profile, answer, profiles};
/// let finspang = Profile::parse(profiles::FINSPANG)?;
/// let limit = answer::limit(&finspang, ContentClass::Question);
/// assert_eq!(limit.value().map(|limit| limit.hours), Some(48));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn limit(profile: &Profile, class: ContentClass) -> Stated<AnswerLimit> {
    let rules = &profile.answer;
    let Stated::Said { strength, sources, .. } = &rules.deadline else { return Stated::Silent };
    let Some(value) = hours(profile, class) else { return Stated::Silent };
    let mut sources = sources.clone();
    let more = rules.calendar.statements().iter().chain(rules.coverage.statements());
    for statement in more {
        if !sources.contains(statement) {
            sources.push(statement.clone());
        }
    }
    Stated::Said { value, strength: *strength, sources }
}

/// The limit without the statements behind it, where there is one.
pub(crate) fn hours(profile: &Profile, class: ContentClass) -> Option<AnswerLimit> {
    let hours = *profile.answer.deadline.value()?;
    let is_covered = class.can_be_answered() && covers(profile.answer.coverage.value(), class);
    is_covered.then_some(AnswerLimit { hours, calendar: calendar(profile) })
}

/// How hours are counted; the way that ends first where the guideline does not say.
pub(crate) fn calendar(profile: &Profile) -> AnswerCalendar {
    profile.answer.calendar.value().copied().unwrap_or(AnswerCalendar::ElapsedOnWorkingDays)
}

/// The time by which what came at `since` is to be answered; `None` beyond the calendar.
#[must_use]
pub fn due(workdays: &Workdays, since: Micros, limit: AnswerLimit) -> Option<Micros> {
    match limit.calendar {
        AnswerCalendar::ElapsedOnWorkingDays => {
            workdays.add_hours_on_working_days(since, u32::from(limit.hours)).ok()
        }
        AnswerCalendar::OfficeHours => OfficeHours::default().add(workdays, since, limit.hours),
    }
}

/// A guideline that gives a limit and no coverage is about questions.
pub(crate) fn covers(coverage: Option<&AnswerCoverage>, class: ContentClass) -> bool {
    match coverage {
        Some(AnswerCoverage::All) => true,
        Some(AnswerCoverage::Questions) | None => class == ContentClass::Question,
        Some(AnswerCoverage::Selective) => false,
    }
}

/// How strongly an answer is asked for, where the guideline says so for the class.
#[must_use]
pub fn is_due(profile: &Profile, class: ContentClass) -> Option<Strength> {
    let coverage = &profile.answer.coverage;
    coverage.strength().filter(|_| class.can_be_answered() && covers(coverage.value(), class))
}
