//! What a webhook tells, and where each telling stands.

use std::str::FromStr;

use serde_json::json;
use uppsikt_kernel::{Authority, Digest, Id, Micros};
use uuid::Uuid;

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// An item was captured for the first time.
    ItemCaptured,
    /// An item had changed.
    ItemChanged,
    /// An item was no longer on the platform.
    ItemGone,
    /// A person decided.
    DecisionMade,
    /// All that follows from a decision is done and confirmed.
    DecisionDone,
    /// A diary number was reserved.
    RegistrationReserved,
    /// A registration was completed.
    RegistrationCompleted,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::ItemCaptured,
        Self::ItemChanged,
        Self::ItemGone,
        Self::DecisionMade,
        Self::DecisionDone,
        Self::RegistrationReserved,
        Self::RegistrationCompleted,
    ];

    /// The code, in the database and towards others.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ItemCaptured => "item.captured",
            Self::ItemChanged => "item.changed",
            Self::ItemGone => "item.gone",
            Self::DecisionMade => "decision.made",
            Self::DecisionDone => "decision.done",
            Self::RegistrationReserved => "registration.reserved",
            Self::RegistrationCompleted => "registration.completed",
        }
    }

    /// What it is called on screens.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::ItemCaptured => "ett inslag har hämtats",
            Self::ItemChanged => "ett inslag har ändrats",
            Self::ItemGone => "ett inslag har försvunnit",
            Self::DecisionMade => "ett beslut är fattat",
            Self::DecisionDone => "ett beslut är utfört",
            Self::RegistrationReserved => "ett diarienummer är reserverat",
            Self::RegistrationCompleted => "en post är diarieförd",
        }
    }
}

impl FromStr for EventKind {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// An event, as far as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Happened {
    pub kind: EventKind,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The item, the decision or the entry.
    pub subject: Uuid,
    /// Of an item: which version.
    pub version: Option<i32>,
    /// When, in microseconds.
    pub at: i64,
}

impl Happened {
    /// The id of telling this to a webhook: the same however often the event is met.
    pub fn delivery_id(&self, webhook: Uuid) -> Uuid {
        let name =
            format!("{webhook} {} {} {}", self.kind.code(), self.subject, self.version.unwrap_or_default());
        let digest = Digest::of(name.as_bytes());
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// What is sent: ids and kinds, never content and never names.
pub(in super::super) fn payload(delivery: &Delivery) -> String {
    let at = Micros::new(delivery.happened_at).map(|at| at.to_string()).unwrap_or_default();
    let mut data = json!({"id": delivery.subject, "authority_id": delivery.authority});
    if let (Some(version), Some(data)) = (delivery.version, data.as_object_mut()) {
        data.insert("version".to_owned(), version.into());
    }
    json!({"type": delivery.event.code(), "timestamp": at, "data": data}).to_string()
}

/// Where a telling stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent, or sent again.
    Waiting,
    /// The receiver has taken it.
    Delivered,
    /// It failed as often as it may; nobody tries again.
    Dead,
}

impl DeliveryState {
    const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Dead];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

impl FromStr for DeliveryState {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// One telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, the same in every attempt.
    pub id: Uuid,
    /// The webhook.
    pub webhook: Uuid,
    /// Of what.
    pub event: EventKind,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The item, the decision or the entry.
    pub subject: Uuid,
    /// Of an item: which version.
    pub version: Option<i32>,
    /// When it happened, in microseconds.
    pub happened_at: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i32,
    /// When it is sent next, in microseconds.
    pub next_at: i64,
    /// When it was last sent, in microseconds.
    pub tried_at: Option<i64>,
    /// What came back: a status, or what kept it from being sent.
    pub answer: Option<String>,
}

const SECOND_MICROS: i64 = 1_000_000;
/// The waits after each failure, in seconds: five seconds, five minutes, half an hour, two, five, ten and ten hours.
const WAITS_SECONDS: [i64; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/// How often it is sent before it is given up: a receiver may be down over a night.
pub(in super::super) const ATTEMPTS_MAX: i32 = 8;

/// The wait after so many failures, in microseconds.
pub(in super::super) fn wait_micros(attempts: i32) -> i64 {
    let at = usize::try_from(attempts - 1).unwrap_or(0);
    let seconds = WAITS_SECONDS.get(at).or(WAITS_SECONDS.last()).copied().unwrap_or(0);
    seconds * SECOND_MICROS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_met_twice_is_told_once() {
        let event = |kind, version| Happened {
            kind,
            authority: Id::from_uuid(Uuid::nil()),
            subject: Uuid::from_u128(5),
            version,
            at: 0,
        };
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let captured = event(EventKind::ItemCaptured, Some(1));
        assert_eq!(captured.delivery_id(one), captured.delivery_id(one));
        assert_ne!(captured.delivery_id(one), captured.delivery_id(other));
        assert_ne!(captured.delivery_id(one), event(EventKind::ItemChanged, Some(1)).delivery_id(one));
        assert_ne!(captured.delivery_id(one), event(EventKind::ItemCaptured, Some(2)).delivery_id(one));
    }

    #[test]
    fn codes_read_back_and_waits_grow() {
        for kind in EventKind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert_eq!(wait_micros(1), 5 * SECOND_MICROS);
        assert!((1..ATTEMPTS_MAX).all(|attempt| wait_micros(attempt) <= wait_micros(attempt + 1)));
    }
}
