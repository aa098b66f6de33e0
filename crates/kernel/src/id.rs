//! Typed ids: an account's id cannot be given where a user's is asked for.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Chance, ChanceError, Clock};

/// Marks ids of an organisation: a kommun or region, the legal person.
#[derive(Debug)]
pub enum Organisation {}
/// Marks ids of an authority (myndighet): each board and company is one.
#[derive(Debug)]
pub enum Authority {}
/// Marks ids of a user: a person who signs in.
#[derive(Debug)]
pub enum User {}
/// Marks ids of a sealed object: one piece of content.
#[derive(Debug)]
pub enum Object {}

/// An id of a `T`: a UUIDv7, so that ids sort by the time they were made.
///
/// Opaque on purpose: it holds neither a name nor a platform's own id, so that it
/// may stand in the log after its content has been disposed of.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// An id read back from where it was stored.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare UUID, for storing.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

/// Makes new ids, each greater than the one before it, also when the clock is set back.
pub struct Ids {
    clock: Box<dyn Clock>,
    chance: Box<dyn Chance>,
    last_ms_and_counter: Mutex<(u64, u16)>,
}

/// The counter has 12 bits: after that many ids in one millisecond the next one is borrowed.
const COUNTER_MAX: u16 = 0x0fff;

impl Ids {
    /// A source of ids that takes time and chance from `clock` and `chance`.
    pub fn new(clock: impl Clock + 'static, chance: impl Chance + 'static) -> Self {
        Self { clock: Box::new(clock), chance: Box::new(chance), last_ms_and_counter: Mutex::new((0, 0)) }
    }

    /// The next id: UUIDv7 with a counter in its 12 upper random bits (RFC 9562 6.2, method 1).
    ///
    /// # Errors
    /// [`ChanceError`] when there is no randomness for its lower 62 bits.
    pub fn next<T>(&self) -> Result<Id<T>, ChanceError> {
        let mut bytes = [0_u8; 16];
        self.chance.fill(&mut bytes)?;
        let now_ms = u64::try_from(self.clock.now().get() / 1_000).unwrap_or(0);
        let (ms, counter) = {
            let mut last = self.last_ms_and_counter.lock().map_err(|_| ChanceError)?;
            *last = match *last {
                (ms, counter) if ms >= now_ms && counter < COUNTER_MAX => (ms, counter + 1),
                (ms, _) if ms >= now_ms => (ms + 1, 0),
                _ => (now_ms, 0),
            };
            *last
        };
        bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&(0x7000 | counter).to_be_bytes());
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Ok(Id::from_uuid(Uuid::from_bytes(bytes)))
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ManualClock, SeededChance};

    #[test]
    fn ids_rise_even_when_the_clock_falls_and_the_counter_overflows() {
        let clock = ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap());
        let ids = Ids::new(clock.clone(), SeededChance::new(1));
        let mut last: Id<User> = ids.next().unwrap();
        for round in 0..10_000 {
            if round == 5_000 {
                clock.set("2020-01-01T00:00:00Z".parse().unwrap());
            }
            let next = ids.next().unwrap();
            assert!(next > last, "round {round}");
            assert_eq!(next.uuid().get_version_num(), 7);
            last = next;
        }
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let ids = Ids::new(ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap()), SeededChance::new(1));
        let id: Id<Object> = ids.next().unwrap();
        assert_eq!(id.to_string().parse::<Id<Object>>().unwrap(), id);
        assert!("inte ett id".parse::<Id<Object>>().is_err());
    }
}
