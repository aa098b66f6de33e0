//! Answers: what is to be answered and by when, and the answer that a person writes, sealed before it is sent.
//!
//! A guideline says what is answered and how soon (`due.rs`). A person writes the answer here. It is sealed, can be
//! taken back for half a minute, and is then sent in the account's name where the platform takes answers (`send.rs`).
//! Where it does not, the person answers there and attests it; and who finds that no answer is to be given says why.
//!
//! States: waiting → started → done; waiting → withdrawn; → stuck, which a person lets go on, attests or leaves.
//! To answer what nobody has judged is to judge it: that it breaks no rule is recorded with the answer.

mod due;
mod send;
mod write;

pub use due::{Rules, ToAnswer, is_settled, to_answer};
pub use send::send_answers;
pub use write::{Answered, answer, answer_again, withdraw_answer};

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use uppsikt_guideline::ContentClass;
use uppsikt_kernel::{Authority, Id, Object, User};
use uppsikt_store::{Reader, Source, StoreError};
use uuid::Uuid;

use super::model::ModerationError;
use super::store::answer as table;
use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::account::Account;

/// How somebody is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerWay {
    /// In the account's name, over the platform's interface.
    Platform,
    /// By a person on the platform, who attests it.
    ByHand,
    /// Not at all, for a reason.
    Left,
}

impl AnswerWay {
    const ALL: [Self; 3] = [Self::Platform, Self::ByHand, Self::Left];

    /// The code in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::ByHand => "by-hand",
            Self::Left => "left",
        }
    }
}

impl FromStr for AnswerWay {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|way| way.code() == code).ok_or(())
    }
}

/// Where an answer is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerState {
    /// It can be taken back, or waits for its next try.
    Waiting,
    /// It was begun; whether the platform took it is not known until it is looked after.
    Started,
    /// It is given, or it is settled that none is given.
    Done,
    /// A person has to look at it.
    Stuck,
    /// It was taken back before it was sent.
    Withdrawn,
}

impl AnswerState {
    const ALL: [Self; 5] = [Self::Waiting, Self::Started, Self::Done, Self::Stuck, Self::Withdrawn];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Started => "started",
            Self::Done => "done",
            Self::Stuck => "stuck",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether the program has something left to do.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Started)
    }
}

impl FromStr for AnswerState {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

impl fmt::Display for AnswerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "väntar, kan ångras",
            Self::Started => "lämnas",
            Self::Done => "klart",
            Self::Stuck => "väntar på dig",
            Self::Withdrawn => "ångrat",
        })
    }
}

/// An answer that somebody gives.
#[derive(Clone)]
pub struct NewAnswer {
    /// What is answered.
    pub item: Uuid,
    /// The version that the person has read.
    pub version: i32,
    /// How.
    pub way: AnswerWay,
    /// What the item is, where nobody has judged it.
    pub class: ContentClass,
    /// The answer; what was said on the platform; or why none is given.
    pub text: String,
}

// What is written to a person is content.
impl fmt::Debug for NewAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAnswer").field("item", &self.item).field("way", &self.way).finish_non_exhaustive()
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The account in whose name it is given.
    pub account: Id<Account>,
    /// What it answers.
    pub item: Uuid,
    /// The version of it that the person had read.
    pub version: i32,
    /// How it is given.
    pub way: AnswerWay,
    /// Where it is in its life.
    pub state: AnswerState,
    /// Its sealed words.
    pub object: Id<Object>,
    /// How often it has been tried.
    pub attempts: i32,
    /// The platform's word, or what keeps it waiting; no content.
    pub said: Option<String>,
    /// Who wrote it.
    pub answered_by: Id<User>,
    /// When, in microseconds.
    pub answered_at: i64,
    /// When it is sent at the earliest, in microseconds.
    pub acts_at: i64,
    /// When it was begun, in microseconds.
    pub started_at: Option<i64>,
    /// When it ended, in microseconds.
    pub ended_at: Option<i64>,
}

/// Why something about answers could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// It is longer than the platform or a page takes.
    #[error("the text is longer than {chars_max} characters")]
    TooLong {
        /// The most characters.
        chars_max: usize,
    },
    /// The platform takes no answers from the program.
    #[error("the platform takes no answers from the program")]
    NoReplies,
    /// Somebody has answered already.
    #[error("somebody has answered already")]
    Answered,
    /// It is too late to take it back, or there is nothing to let go on.
    #[error("the answer can no longer be changed")]
    TooLate,
    /// The item, the roles, the judgement.
    #[error(transparent)]
    Moderation(#[from] ModerationError),
}

impl From<StoreError> for AnswerError {
    fn from(error: StoreError) -> Self {
        Self::Moderation(error.into())
    }
}

impl Explain for AnswerError {
    fn explain(&self) -> Explanation {
        let told = |happened: &str, next: &str| Explanation::new(Exit::Usage, happened, next);
        match self {
            Self::Empty => told(
                "Det finns ingen text. Inget har skickats.",
                "Skriv svaret, eller varför inget svar ges.",
            ),
            Self::TooLong { chars_max } => Explanation::new(
                Exit::Usage,
                format!(
                    "Texten är längre än {chars_max} tecken, som är det längsta här. Inget har skickats."
                ),
                "Korta den och skicka igen.",
            ),
            Self::NoReplies => told(
                "Plattformen tar inte emot svar från Uppsikt. Inget har skickats.",
                "Svara på plattformen och intyga sedan att du har svarat.",
            ),
            Self::Answered => told(
                "Någon har redan svarat, eller bestämt att inget svar ges. Ditt svar är inte skickat.",
                "Öppna inslaget och läs vad som har svarats.",
            ),
            Self::TooLate => told(
                "Svaret går inte att ändra längre: det är lämnat eller ångrat. Inget har ändrats.",
                "Öppna inslaget och se hur långt det har kommit.",
            ),
            Self::Moderation(error) => error.explain(),
        }
    }
}

/// The answers to an item, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn answers_about(source: &mut impl Source, item: Uuid) -> Result<Vec<Answer>, StoreError> {
    table::about(source, item).await
}

/// Those of several items that are answered, by the program or by hand, and those that somebody has settled to leave
/// without; as [`is_settled`] says it of one.
///
/// # Errors
/// [`StoreError`].
pub async fn settled(source: &mut impl Source, items: &[Uuid]) -> Result<HashSet<Uuid>, StoreError> {
    table::settled(source, items).await
}

/// One answer; `None` when there is none within reach.
///
/// # Errors
/// [`StoreError`].
pub async fn answer_by_id(source: &mut impl Source, id: Uuid) -> Result<Option<Answer>, StoreError> {
    table::by_id(source, id).await
}

/// Answers that are under way or wait for a person, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn answers_unfinished(source: &mut impl Source, limit: u64) -> Result<Vec<Answer>, StoreError> {
    let states = [AnswerState::Waiting, AnswerState::Started, AnswerState::Stuck];
    table::in_states(source, &states, limit).await
}

/// The words of an answer; `None` when they have been disposed of.
///
/// # Errors
/// [`StoreError`].
pub async fn answer_text(reader: &Reader, answer: &Answer) -> Result<Option<String>, StoreError> {
    match reader.content(answer.object).await {
        Ok(content) => Ok(String::from_utf8(content).ok()),
        Err(StoreError::Disposed) => Ok(None),
        Err(error) => Err(error),
    }
}
