//! The drafts beside the one that is open, oldest first.

use uppsikt_kernel::{Id, Micros};
use uppsikt_store::{Reader, StoreError};

use super::words;
use crate::rooms::registry::{self, Registration};
use crate::web::components::{Badge, Moment, Tone};

/// Drafts that are looked through; more is said as "minst".
const DRAFTS_MAX: u64 = 500;
/// Rows beside a draft.
const ROWS: usize = 40;

/// A draft in the list.
pub(super) struct Row {
    pub id: Id<Registration>,
    pub number: String,
    pub waited: Badge,
    pub about: String,
    pub direction: &'static str,
    pub received: Moment,
    /// That it is marked, or that the guideline objects.
    pub flags: Vec<Badge>,
    pub is_here: bool,
}

/// Everything that waits, within reach.
pub(super) struct Waiting {
    pub all: Vec<Registration>,
}

impl Waiting {
    pub(super) async fn read(reader: &mut Reader) -> Result<Self, StoreError> {
        Ok(Self { all: registry::waiting(reader, DRAFTS_MAX).await? })
    }

    /// How many wait, in words.
    pub(super) fn total(&self) -> String {
        let count = self.all.len();
        if count as u64 == DRAFTS_MAX { format!("minst {count}") } else { count.to_string() }
    }

    /// The draft to look at when one is done: the one after it, or the oldest.
    pub(super) fn after(&self, here: Id<Registration>) -> Option<Id<Registration>> {
        let ids = || self.all.iter().map(|entry| entry.id);
        ids().skip_while(|id| *id != here).nth(1).or_else(|| ids().find(|id| *id != here))
    }

    /// The rows around the one that is open.
    pub(super) fn rows(&self, here: Option<Id<Registration>>, now: Micros) -> Vec<Row> {
        let place = self.all.iter().position(|entry| Some(entry.id) == here).unwrap_or(0);
        let first = (place + ROWS / 2).min(self.all.len()).saturating_sub(ROWS);
        self.all.iter().skip(first).take(ROWS).map(|entry| row(entry, here, now)).collect()
    }
}

fn row(entry: &Registration, here: Option<Id<Registration>>, now: Micros) -> Row {
    let mut flags = Vec::new();
    if entry.is_marked() {
        flags.push(Badge::new(Tone::Warning, "Sekretessmarkerad"));
    }
    if entry.objection.is_some() {
        flags.push(Badge::new(Tone::Neutral, "Riktlinjen invänder"));
    }
    Row {
        id: entry.id,
        number: entry.registry_number.clone(),
        waited: words::waited(words::waited_days(entry, now)),
        about: entry.public_description.clone().unwrap_or_else(|| "Ingen beskrivning än".to_owned()),
        direction: words::direction(entry.direction),
        received: Moment::new(entry.received_at, now.get()),
        flags,
        is_here: here == Some(entry.id),
    }
}
