//! The drafts beside the one that is open, oldest first.

use std::collections::HashMap;

use uppsikt_kernel::{Id, Micros};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::words;
use crate::rooms::account;
use crate::rooms::capture;
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
    pub(super) async fn rows(
        &self,
        reader: &mut Reader,
        here: Option<Id<Registration>>,
        now: Micros,
    ) -> Result<Vec<Row>, StoreError> {
        let place = self.all.iter().position(|entry| Some(entry.id) == here).unwrap_or(0);
        let first = (place + ROWS / 2).min(self.all.len()).saturating_sub(ROWS);
        let shown: Vec<&Registration> = self.all.iter().skip(first).take(ROWS).collect();
        let kinds = kinds(reader, &shown).await?;
        Ok(shown.into_iter().map(|entry| row(entry, &kinds, here, now)).collect())
    }
}

/// What sort of record the entries register first, and on which account; nothing of what they say.
async fn kinds(reader: &mut Reader, shown: &[&Registration]) -> Result<HashMap<Uuid, String>, StoreError> {
    let ids: Vec<Uuid> = shown.iter().filter_map(|entry| entry.items.first()).map(|one| one.item).collect();
    let accounts = account::list(reader).await?;
    let items = capture::items(reader, &ids).await?;
    let words = items.into_iter().filter_map(|item| {
        let account = accounts.iter().find(|account| account.id == item.account)?;
        Some((item.id, format!("{} på kontot {}", words::kind(item.kind), account.name)))
    });
    Ok(words.collect())
}

fn row(
    entry: &Registration,
    kinds: &HashMap<Uuid, String>,
    here: Option<Id<Registration>>,
    now: Micros,
) -> Row {
    let mut flags = Vec::new();
    if entry.is_marked() {
        flags.push(Badge::new(Tone::Warning, "Sekretessmarkerad"));
    }
    if entry.objection.is_some() {
        flags.push(Badge::new(Tone::Neutral, "Riktlinjen invänder"));
    }
    let kind = entry.items.first().and_then(|one| kinds.get(&one.item)).cloned();
    let about = words::written_by_person(entry).map(str::to_owned).or(kind);
    Row {
        id: entry.id,
        number: entry.registry_number.clone(),
        waited: words::waited(words::waited_days(entry, now)),
        about: about.unwrap_or_else(|| "Ingen beskrivning än".to_owned()),
        direction: words::direction(entry.direction),
        received: Moment::new(entry.received_at, now.get()),
        flags,
        is_here: here == Some(entry.id),
    }
}
