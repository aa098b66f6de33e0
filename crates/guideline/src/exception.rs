//! Exceptions: what somebody has granted, from one day to another, and why.

use jiff::civil::Date;

use crate::parameter::{self, Key, Kind, Party, Value};
use crate::profile::Profile;

/// An exception from one value of a guideline.
///
/// It may loosen, since a person has granted it by name of role, with a reason and an end. Law it
/// cannot loosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// From what.
    pub key: Key,
    /// What holds instead.
    pub value: Value,
    /// Why, in Swedish.
    pub reason: String,
    /// Who has granted it.
    pub granted_by: Party,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Why an exception cannot be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExceptionError {
    /// The value is none of those that the key takes.
    #[error("the value is not of the kind that {0} takes")]
    WrongKind(Key),
    /// The key has a shape of its own.
    #[error("{0} has a shape of its own; an exception from it is a layer")]
    Shaped(Key),
    /// It has no reason.
    #[error("the exception has no reason")]
    NoReason,
    /// It ends before it begins.
    #[error("the exception ends before it begins")]
    EndsBeforeItBegins,
    /// The guideline lets others grant it.
    #[error("the guideline does not let {0} grant an exception from {1}")]
    NotTheirs(Party, Key),
}

impl ExceptionError {
    /// What a person of the authority reads.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::WrongKind(key) => format!("Värdet passar inte för {}.", key.swedish()),
            Self::Shaped(key) => format!(
                "Från {} går det inte att bevilja undantag för sig. Skriv ett lager i riktlinjen i stället.",
                key.swedish()
            ),
            Self::NoReason => "Ange ett skäl för undantaget.".to_owned(),
            Self::EndsBeforeItBegins => {
                "Undantaget slutar innan det börjar. Ange ett senare slutdatum.".to_owned()
            }
            Self::NotTheirs(party, key) => {
                format!("Riktlinjen låter inte {} bevilja undantag från {}.", party.swedish(), key.swedish())
            }
        }
    }
}

impl Exception {
    /// Whether it can be granted under a guideline.
    ///
    /// # Errors
    /// [`ExceptionError`]. Where the guideline does not say who may grant it, anybody who may decide on
    /// exceptions in the program may; that is asked elsewhere.
    pub fn check(&self, profile: &Profile) -> Result<(), ExceptionError> {
        let kind = parameter::about(self.key).map_or(Kind::Shaped, |parameter| parameter.kind);
        if kind == Kind::Shaped {
            return Err(ExceptionError::Shaped(self.key));
        }
        if !fits(kind, &self.value) {
            return Err(ExceptionError::WrongKind(self.key));
        }
        if self.reason.trim().is_empty() {
            return Err(ExceptionError::NoReason);
        }
        if self.until < self.from {
            return Err(ExceptionError::EndsBeforeItBegins);
        }
        let may = profile.detail(self.key.code()).map_or(&[][..], |detail| &detail.exceptions);
        if may.is_empty() || may.contains(&self.granted_by) {
            Ok(())
        } else {
            Err(ExceptionError::NotTheirs(self.granted_by, self.key))
        }
    }

    /// Whether it holds on a day; without a day it does not.
    #[must_use]
    pub fn holds_on(&self, on: Option<Date>) -> bool {
        on.is_some_and(|on| self.from <= on && on <= self.until)
    }
}

/// Whether a value is one of its kind.
pub(crate) fn fits(kind: Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Bool, Value::Bool(_))
        | (Kind::Span, Value::Span(_))
        | (Kind::Day, Value::Day(_))
        | (Kind::Party, Value::Party(_))
        | (Kind::Parties, Value::Parties(_))
        | (Kind::Text | Kind::Address, Value::Text(_))
        | (Kind::Texts, Value::Texts(_)) => true,
        (Kind::Count { least, most }, Value::Count(count)) => (least..=most).contains(count),
        (Kind::Word(list), Value::Word(choice)) => list.contains(choice),
        (Kind::Words(list), Value::Words(choices)) => choices.iter().all(|choice| list.contains(choice)),
        _ => false,
    }
}
