//! The part of a profile on answers: how soon, counted how, to what.

use super::error::ProfileError;
use super::remove::Speed;
use super::section::Section;
use super::values::{self, Values};
use crate::coded::coded;
use crate::stated::Stated;

coded! {
    /// How the hours of an answer limit are counted.
    pub enum AnswerCalendar {
        /// All 24 hours of working days; 48 hours are two working days.
        ElapsedOnWorkingDays = "elapsed-on-working-days", "dygnets alla timmar, på arbetsdagar";
        /// The hours at which the office is open.
        OfficeHours = "office-hours", "kontorstid";
    }
}

coded! {
    /// What is answered.
    pub enum AnswerCoverage {
        /// Questions, views and comments of every kind.
        All = "all", "allt";
        /// Questions.
        Questions = "questions", "frågor";
        /// What the editor finds relevant.
        Selective = "selective", "det som redaktören bedömer";
    }
}

/// What a guideline says about answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerRules {
    /// The limit in hours.
    pub deadline: Stated<u16>,
    /// How the hours are counted.
    pub calendar: Stated<AnswerCalendar>,
    /// What is answered.
    pub coverage: Stated<AnswerCoverage>,
    /// How fast without a number, or how much faster than the limit one should be.
    pub speed: Stated<Speed>,
}

pub(super) fn read(mut section: Section<'_>, values: &mut Values) -> Result<AnswerRules, ProfileError> {
    let rules = AnswerRules {
        deadline: section.stated("deadline")?,
        calendar: section.stated("calendar")?,
        coverage: section.stated("coverage")?,
        speed: section.stated("speed")?,
    };
    values::read_group(&mut section, "answer", values)?;
    section.finish()?;
    Ok(rules)
}
