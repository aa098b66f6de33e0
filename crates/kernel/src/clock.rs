//! The one door to the time of day, and the form in which instants are stored.

use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An instant as it is stored and committed: microseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(i64);

/// A stored number lies outside the instants that the calendar can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} microseconds is no instant between the years -9999 and 9999")]
pub struct MicrosError(pub i64);

impl Micros {
    /// The instant of a stored number of microseconds.
    ///
    /// # Errors
    /// [`MicrosError`] when no calendar date has that number.
    pub fn new(micros: i64) -> Result<Self, MicrosError> {
        match Timestamp::from_microsecond(micros) {
            Ok(_) => Ok(Self(micros)),
            Err(_) => Err(MicrosError(micros)),
        }
    }

    /// Microseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The same instant for reckoning with time zones and civil dates.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl From<Timestamp> for Micros {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// The present instant, in whole microseconds.
    fn now(&self) -> Micros;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Micros {
        (**self).now()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn now(&self) -> Micros {
        Timestamp::now().into()
    }
}

/// A clock that stands still until a test moves it, forwards or backwards.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Micros>>);

impl ManualClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(at.into())))
    }

    /// Sets the clock; copies of it follow.
    pub fn set(&self, at: Timestamp) {
        if let Ok(mut now) = self.0.lock() {
            *now = at.into();
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        self.0.lock().map_or(Micros(0), |now| *now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_goes_backwards_when_told() {
        let clock = ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap());
        let copy = clock.clone();
        clock.set("2026-11-22T08:00:00Z".parse().unwrap());
        assert_eq!(copy.now().to_string(), "2026-11-22T08:00:00Z");
    }

    #[test]
    fn numbers_beyond_the_calendar_are_refused() {
        assert_eq!(Micros::new(i64::MAX), Err(MicrosError(i64::MAX)));
        assert_eq!(Micros::new(0).map(Micros::get), Ok(0));
    }
}
