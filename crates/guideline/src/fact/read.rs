//! Facts as text: how situations and the command line write them.

use jiff::civil::{Date, DateTime};
use uppsikt_kernel::{Micros, stockholm};

use super::set::CodedSet;
use crate::coded::Coded;
use crate::parameter::{Span, Unit};

/// Why a text gives no fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// There is no fact with this name.
    #[error("there is no fact called {0:?}")]
    Unknown(String),
    /// The fact takes other values.
    #[error("{text:?} is not {expected}")]
    Value {
        /// What stands there.
        text: String,
        /// What is taken.
        expected: &'static str,
    },
}

/// What can be a fact.
pub trait FactValue: Sized {
    /// What is written, in Swedish.
    const WRITTEN: &'static str;

    /// The fact that a text gives; words in code or in Swedish.
    ///
    /// # Errors
    /// [`FactError::Value`].
    fn read(text: &str) -> Result<Self, FactError>;
}

fn wrong<T>(text: &str, expected: &'static str) -> Result<T, FactError> {
    Err(FactError::Value { text: text.to_owned(), expected })
}

impl FactValue for bool {
    const WRITTEN: &'static str = "ja eller nej";

    fn read(text: &str) -> Result<Self, FactError> {
        match text {
            "ja" => Ok(true),
            "nej" => Ok(false),
            other => wrong(other, Self::WRITTEN),
        }
    }
}

impl FactValue for u16 {
    const WRITTEN: &'static str = "ett antal";

    fn read(text: &str) -> Result<Self, FactError> {
        text.parse().or_else(|_| wrong(text, Self::WRITTEN))
    }
}

impl FactValue for Option<Date> {
    const WRITTEN: &'static str = "en dag som 2026-11-20, eller aldrig";

    fn read(text: &str) -> Result<Self, FactError> {
        if text == "aldrig" {
            Ok(None)
        } else {
            text.parse().map(Some).or_else(|_| wrong(text, Self::WRITTEN))
        }
    }
}

impl FactValue for Option<Micros> {
    const WRITTEN: &'static str = "en tid som 2026-11-20 08:15, eller aldrig";

    fn read(text: &str) -> Result<Self, FactError> {
        if text == "aldrig" {
            return Ok(None);
        }
        let civil = text.parse::<DateTime>().ok();
        let zoned = civil.zip(stockholm().ok()).and_then(|(civil, zone)| civil.to_zoned(zone).ok());
        zoned.map_or_else(|| wrong(text, Self::WRITTEN), |zoned| Ok(Some(Micros::from(zoned.timestamp()))))
    }
}

impl FactValue for Option<Span> {
    const WRITTEN: &'static str = "en tidslängd som 2 arbetsdagar, eller inget";

    fn read(text: &str) -> Result<Self, FactError> {
        if text == "inget" {
            return Ok(None);
        }
        let in_code = text.split_once(' ').and_then(|(count, unit)| {
            let unit = Unit::ALL.iter().find(|one| one.word() == unit)?;
            Some(format!("{count} {unit}"))
        });
        let span = in_code.as_deref().unwrap_or(text).parse();
        span.map(Some).or_else(|_| wrong(text, Self::WRITTEN))
    }
}

/// The value of a list that a text names, by code or in Swedish.
fn word<T: Coded>(text: &str) -> Option<T> {
    T::ALL.iter().copied().find(|value| value.code() == text || value.word() == text)
}

impl<T: Coded> FactValue for Option<T> {
    const WRITTEN: &'static str = "ett av orden i listan, eller okänt";

    fn read(text: &str) -> Result<Self, FactError> {
        if text == "okänt" {
            Ok(None)
        } else {
            word(text).map_or_else(|| wrong(text, Self::WRITTEN), |found| Ok(Some(found)))
        }
    }
}

impl<T: Coded> FactValue for CodedSet<T> {
    const WRITTEN: &'static str = "ord ur listan med semikolon emellan, eller inget";

    fn read(text: &str) -> Result<Self, FactError> {
        if text == "inget" {
            return Ok(Self::default());
        }
        let words: Option<Self> = text.split("; ").map(word).collect();
        words.map_or_else(|| wrong(text, Self::WRITTEN), Ok)
    }
}
