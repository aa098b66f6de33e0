//! What has happened, as far as an integration may know it.

use std::collections::HashMap;

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use crate::app::App;
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Presence};
use crate::rooms::integration::model::{EventKind, Happened, Webhook};
use crate::rooms::moderation;
use crate::rooms::registry;

/// Rows that are read at a time.
const BATCH_ROWS: u64 = 500;

/// What happened at `from` (in microseconds) or later, of the kinds that the webhook asks for.
pub(super) async fn since(
    app: &App,
    actor: &Actor,
    webhook: &Webhook,
    from: i64,
) -> Result<Vec<Happened>, StoreError> {
    let wants = |kinds: &[EventKind]| kinds.iter().any(|kind| webhook.events.contains(kind));
    let mut reader = app.store.read(actor).await?;
    let mut all = Vec::new();
    if wants(&[EventKind::ItemCaptured, EventKind::ItemChanged, EventKind::ItemGone]) {
        items(&mut reader, actor, from, &mut all).await?;
    }
    if wants(&[EventKind::DecisionMade, EventKind::DecisionDone]) {
        decisions(&mut reader, actor, from, &mut all).await?;
    }
    if wants(&[EventKind::RegistrationReserved, EventKind::RegistrationCompleted]) {
        registrations(&mut reader, from, &mut all).await?;
    }
    all.retain(|event| webhook.events.contains(&event.kind) && event.at >= from);
    all.sort_by_key(|event| (event.at, event.kind));
    Ok(all)
}

/// The first id that can have been made at an instant in microseconds: ids begin with their milliseconds.
fn first_id(at: i64) -> Uuid {
    let millis = u64::try_from(at / 1_000).unwrap_or(0).to_be_bytes();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(millis.iter().skip(2)) {
        *to = *from;
    }
    Uuid::from_bytes(bytes)
}

/// When an id was made, in microseconds.
fn made_at(id: Uuid) -> i64 {
    let millis = id.as_bytes().iter().take(6).fold(0_i64, |sum, byte| (sum << 8) | i64::from(*byte));
    millis * 1_000 + 999
}

async fn items(
    reader: &mut Reader,
    actor: &Actor,
    from: i64,
    all: &mut Vec<Happened>,
) -> Result<(), StoreError> {
    let mut after = first_id(from);
    loop {
        let batch = capture::kept_after(reader, Some(after), BATCH_ROWS).await?;
        let Some((last, ..)) = batch.last() else { return Ok(()) };
        after = *last;
        let open = open(reader, actor, batch.iter().map(|(_, item, _)| *item).collect()).await?;
        for (id, item, version) in &batch {
            if let Some(item) = open.get(item) {
                all.push(of_version(*id, item, version));
            }
        }
        if (batch.len() as u64) < BATCH_ROWS {
            return Ok(());
        }
    }
}

/// Those of the items that the actor may read, by id.
async fn open(
    reader: &mut Reader,
    actor: &Actor,
    mut ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, CapturedItem>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let items = capture::items(reader, &ids).await?;
    let open = registry::open_to(reader, actor, &items).await?;
    Ok(items.into_iter().filter(|item| open.contains_key(&item.id)).map(|item| (item.id, item)).collect())
}

fn of_version(id: Uuid, item: &CapturedItem, version: &CapturedVersion) -> Happened {
    let kind = match version.presence {
        Presence::Gone => EventKind::ItemGone,
        _ if version.number == 1 => EventKind::ItemCaptured,
        _ => EventKind::ItemChanged,
    };
    Happened {
        kind,
        authority: item.authority,
        subject: item.id,
        version: Some(version.number),
        at: made_at(id),
    }
}

async fn decisions(
    reader: &mut Reader,
    actor: &Actor,
    from: i64,
    all: &mut Vec<Happened>,
) -> Result<(), StoreError> {
    let (mut after, mut done_after) = (first_id(from), (from - 1, Uuid::max()));
    loop {
        let made = moderation::made_after(reader, after, BATCH_ROWS).await?;
        let done = moderation::done_after(reader, done_after, BATCH_ROWS).await?;
        after = made.last().map_or(after, |last| last.id);
        done_after = done.last().map_or(done_after, |last| (last.ended_at.unwrap_or(from), last.id));
        let about = made.iter().chain(&done).map(|decision| decision.item).collect();
        let open = open(reader, actor, about).await?;
        let made_events = made.iter().map(|one| (EventKind::DecisionMade, one, one.decided_at));
        let ended = |one: &moderation::Decision| one.ended_at.unwrap_or(one.decided_at);
        let done_events = done.iter().map(|one| (EventKind::DecisionDone, one, ended(one)));
        for (kind, one, at) in made_events.chain(done_events) {
            if open.contains_key(&one.item) {
                let (authority, subject) = (one.authority, one.id);
                all.push(Happened { kind, authority, subject, version: None, at });
            }
        }
        if ((made.len().max(done.len())) as u64) < BATCH_ROWS {
            return Ok(());
        }
    }
}

/// That a number is taken, and when its entry is completed, the register itself tells everybody.
async fn registrations(reader: &mut Reader, from: i64, all: &mut Vec<Happened>) -> Result<(), StoreError> {
    let (mut after, mut completed_after) = (first_id(from), (from - 1, Uuid::max()));
    loop {
        let reserved = registry::reserved_after(reader, after, BATCH_ROWS).await?;
        let completed = registry::completed_after(reader, completed_after, BATCH_ROWS).await?;
        after = reserved.last().map_or(after, |last| last.id.uuid());
        let completed_at = |entry: &registry::Registration| match entry.state {
            registry::RegistrationState::Completed { at } => at,
            _ => entry.reserved_at,
        };
        completed_after =
            completed.last().map_or(completed_after, |last| (completed_at(last), last.id.uuid()));
        let reserved_events =
            reserved.iter().map(|entry| (EventKind::RegistrationReserved, entry, entry.reserved_at));
        let completed_events =
            completed.iter().map(|entry| (EventKind::RegistrationCompleted, entry, completed_at(entry)));
        for (kind, entry, at) in reserved_events.chain(completed_events) {
            let (authority, subject) = (entry.authority, entry.id.uuid());
            all.push(Happened { kind, authority, subject, version: None, at });
        }
        if ((reserved.len().max(completed.len())) as u64) < BATCH_ROWS {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_their_time() {
        let at = 1_795_000_000_123_456;
        let first = first_id(at);
        assert!(first <= Uuid::from_u128(u128::from_be_bytes(*first.as_bytes()) | 0x7fff));
        assert_eq!(made_at(first), 1_795_000_000_123_999);
    }
}
