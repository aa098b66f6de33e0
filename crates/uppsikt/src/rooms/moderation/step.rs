//! One step of a decision, and how far it has come.

use std::fmt;
use std::str::FromStr;

use uppsikt_guideline::decide::Step;
use uppsikt_kernel::{Authority, Id};
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::store::step;

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It has not begun, or is to be tried again.
    Waiting,
    /// It was begun; whether it was done is not known until it is looked after.
    Started,
    /// It is done.
    Done,
    /// A person does it and attests it.
    ByHand,
    /// The platform refuses for good, or too often.
    Failed,
    /// Whether it was done cannot be found out by the program.
    Unknown,
}

impl StepState {
    const ALL: [Self; 6] =
        [Self::Waiting, Self::Started, Self::Done, Self::ByHand, Self::Failed, Self::Unknown];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Started => "started",
            Self::Done => "done",
            Self::ByHand => "by-hand",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for StepState {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "återstår",
            Self::Started => "påbörjat",
            Self::Done => "klart",
            Self::ByHand => "görs för hand",
            Self::Failed => "gick inte",
            Self::Unknown => "okänt om det blev gjort",
        })
    }
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The decision that it belongs to.
    pub decision: Uuid,
    /// Its place, from 1.
    pub number: i32,
    /// What it is.
    pub step: Step,
    /// How far it has come.
    pub state: StepState,
    /// How often it was tried.
    pub attempts: i32,
    /// The platform's word or status, or why nothing is needed.
    pub answer: Option<String>,
    /// What it made: a registration, a notice, a picture.
    pub reference: Option<Uuid>,
    /// When it was begun last, in microseconds.
    pub started_at: Option<i64>,
    /// When it was done, in microseconds.
    pub ended_at: Option<i64>,
    /// Before this it is not tried again, in microseconds.
    pub retry_at: Option<i64>,
}

impl StepRow {
    pub(super) fn of_row(row: step::Model) -> Result<Self, StoreError> {
        let bad = |column| StoreError::BadRow { table: "moderation_step", row: row.id.to_string(), column };
        Ok(Self {
            id: row.id,
            authority: Id::from_uuid(row.authority_id),
            decision: row.decision_id,
            number: row.number,
            step: row.step.parse().map_err(|_| bad("step"))?,
            state: row.state.parse().map_err(|()| bad("state"))?,
            attempts: row.attempts,
            answer: row.answer,
            reference: row.reference_id,
            started_at: row.started_at,
            ended_at: row.ended_at,
            retry_at: row.retry_at,
        })
    }

    pub(super) fn to_row(&self, organisation_id: Uuid) -> step::Model {
        step::Model {
            organisation_id,
            id: self.id,
            authority_id: self.authority.uuid(),
            decision_id: self.decision,
            number: self.number,
            step: self.step.code().to_owned(),
            state: self.state.code().to_owned(),
            attempts: self.attempts,
            answer: self.answer.clone(),
            reference_id: self.reference,
            started_at: self.started_at,
            ended_at: self.ended_at,
            retry_at: self.retry_at,
        }
    }

    /// Whether the steps after it may be taken while this one is not done.
    ///
    /// What a person does by hand beside the measure does not keep the rest waiting.
    #[must_use]
    pub const fn lets_others_pass(&self) -> bool {
        matches!(self.state, StepState::ByHand)
            && matches!(self.step, Step::BreakOff | Step::Notice | Step::PoliceRoute)
    }
}
