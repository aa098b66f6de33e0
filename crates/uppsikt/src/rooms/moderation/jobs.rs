//! What happens without anybody asking: the control reads what is new, and decisions are carried out.

use std::collections::HashMap;

use uppsikt_kernel::{Actor, Id};
use uppsikt_screening::RuleSet;
use uppsikt_store::{Reader, Source as _, StoreError};
use uuid::Uuid;

use super::carry_out::carry_out;
use super::model::ModerationError;
use super::queue::{self, QueueState, Queued};
use super::store::{self, progress, queue as queue_table};
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, CausedBy, Presence};

/// Versions that are read and noted at a time.
const BATCH_ROWS: u64 = 500;

/// The control goes back this far: on PostgreSQL an older id may be committed after a newer one, and a program that
/// starts with its clock set back makes older ids at first; the store lets it fall behind by two minutes.
const OVERLAP_MICROS: i64 = 150_000_000;

/// Reads every version that the control has not read; gives how many it has read.
///
/// # Errors
/// [`ModerationError::Store`].
pub async fn screen_new(app: &App, actor: &Actor) -> Result<u64, ModerationError> {
    let mut control = Control { app, rules: RuleSet::standard(), accounts: HashMap::new() };
    let reached = store::position(&mut app.store.read(actor).await?).await?;
    let (mut after, mut read) = (reached.map(|last| before(last, OVERLAP_MICROS)), 0);
    loop {
        let mut reader = app.store.read(actor).await?;
        let batch = capture::kept_after(&mut reader, after, BATCH_ROWS).await?;
        let Some((last, ..)) = batch.last() else { return Ok(read) };
        let last = *last;
        let rows = control.read(&mut reader, &batch).await?;
        drop(reader);
        read += rows.len() as u64;
        // Whoever goes over the overlap again mostly finds nothing: a file is not synced every other second for that.
        if !rows.is_empty() || Some(last) > reached {
            note(app, actor, rows, reached.map_or(last, |reached| reached.max(last))).await?;
        }
        after = Some(last);
        if (batch.len() as u64) < BATCH_ROWS {
            return Ok(read);
        }
    }
}

/// Notes what was seen, and how far the control has come.
async fn note(app: &App, actor: &Actor, rows: Vec<Queued>, position: Uuid) -> Result<(), StoreError> {
    app.store
        .write(actor, move |tx| {
            Box::pin(async move {
                let organisation_id = tx.scope().organisation().uuid();
                for row in rows {
                    tx.put::<queue_table::Entity>(row.to_row(organisation_id)).await?;
                }
                tx.put::<progress::Entity>(progress::Model { organisation_id, id: organisation_id, position })
                    .await
            })
        })
        .await
}

/// The automatic control during one call.
struct Control<'a> {
    app: &'a App,
    rules: RuleSet,
    /// The accounts whose items have been met.
    accounts: HashMap<Id<Account>, Account>,
}

impl Control<'_> {
    /// What is new to the queue of a batch of versions, each with its id and its item's.
    async fn read(
        &mut self,
        reader: &mut Reader,
        batch: &[(Uuid, Uuid, CapturedVersion)],
    ) -> Result<Vec<Queued>, ModerationError> {
        let ids: Vec<Uuid> = batch.iter().map(|(_, item, _)| *item).collect();
        let known = store::queued_of(reader, &ids).await?;
        let is_new = |id: &Uuid, number| known.get(id).is_none_or(|known| known.version < number);
        let new = batch.iter().filter(|(_, id, version)| is_new(id, version.number));
        let new: Vec<(Uuid, &CapturedVersion)> = new.map(|(_, id, version)| (*id, version)).collect();
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = new.iter().map(|(id, _)| *id).collect();
        let items = capture::items(reader, &ids).await?;
        let items: HashMap<Uuid, CapturedItem> = items.into_iter().map(|item| (item.id, item)).collect();
        if items.values().any(|item| !self.accounts.contains_key(&item.account)) {
            let accounts = account::list(reader).await?;
            self.accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        }
        let judged = store::judged(reader, &ids).await?;
        let mut rows: HashMap<Uuid, Queued> = HashMap::new();
        for (id, version) in new {
            let Some(item) = items.get(&id) else { continue };
            let Some(account) = self.accounts.get(&item.account) else { continue };
            let earlier = rows.remove(&id).or_else(|| known.get(&id).cloned());
            if let Some(urgent) = earlier.filter(|row| still_urgent(row, version)) {
                rows.insert(id, Queued { version: version.number, ..urgent });
                continue;
            }
            let Some(row) = look(self.app, reader, &self.rules, account, item, version).await? else {
                continue;
            };
            // Made anew after a restore, the queue must not ask again about what a person has judged.
            let state = match judged.get(&id) {
                Some(number) if *number >= row.version => QueueState::Judged,
                _ => row.state,
            };
            rows.insert(id, Queued { state, ..row });
        }
        Ok(rows.into_values().collect())
    }
}

/// Whether an urgent item that somebody else has taken away still waits: a threat is judged, and what is under
/// secrecy is registered, also when it is shown no longer.
fn still_urgent(known: &Queued, version: &CapturedVersion) -> bool {
    let by_others = version.caused_by.is_some_and(|by| by != CausedBy::Us);
    known.state == QueueState::Open && known.is_urgent() && version.presence != Presence::Shown && by_others
}

/// An id as old as `id` less so many microseconds; ids begin with their time.
fn before(id: Uuid, micros: i64) -> Uuid {
    let mut bytes = *id.as_bytes();
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&bytes[..6]);
    let earlier = u64::from_be_bytes(millis).saturating_sub(u64::try_from(micros / 1_000).unwrap_or(0));
    bytes[..6].copy_from_slice(&earlier.to_be_bytes()[2..]);
    bytes[6..].fill(0);
    Uuid::from_bytes(bytes)
}

/// What one version is to the queue; nothing for what we wrote ourselves.
async fn look(
    app: &App,
    reader: &uppsikt_store::Reader,
    rules: &RuleSet,
    account: &account::Account,
    item: &CapturedItem,
    version: &CapturedVersion,
) -> Result<Option<Queued>, ModerationError> {
    if item.own == Some(true) {
        return Ok(None);
    }
    let published_at = version.published_at.unwrap_or(item.first_seen_at);
    let blank = Queued {
        item: item.id,
        authority: item.authority,
        account: item.account,
        version: version.number,
        state: QueueState::Gone,
        urgency: 9,
        rules: Vec::new(),
        categories: Vec::new(),
        unread: Vec::new(),
        rule_set: String::new(),
        published_at,
        screened_at: app.store.now().get(),
    };
    let Some(content) = capture::content(reader, account.platform, item, version).await? else {
        return Ok(Some(blank));
    };
    if content.own {
        return Ok(None);
    }
    let screening = queue::read(&content, rules);
    let state = match version.presence {
        _ if !account.watches(published_at) => QueueState::Earlier,
        // What we put away ourselves has been judged; what waits for approval has not.
        Presence::Withheld if version.caused_by.is_some() => QueueState::Gone,
        _ => QueueState::Open,
    };
    Ok(Some(Queued {
        state,
        urgency: queue::urgency(&screening),
        rules: queue::codes(screening.findings.iter().map(|finding| finding.rule.as_str())),
        categories: queue::codes(screening.findings.iter().map(|finding| finding.category.as_str())),
        unread: queue::codes(screening.unread.iter().map(|unread| queue::unread_code(unread.reason))),
        rule_set: screening.rule_set_version.to_owned(),
        ..blank
    }))
}

/// Carries out every decision whose time has come; gives how many came to an end, in whichever way.
///
/// # Errors
/// [`ModerationError::Store`]; what goes wrong with one decision keeps no other waiting.
pub async fn carry_out_due(app: &App, actor: &Actor) -> Result<u64, ModerationError> {
    let due = {
        let mut reader = app.store.read(actor).await?;
        store::due(&mut reader, app.store.now().get()).await?
    };
    let mut ended = 0;
    for decision in due {
        match carry_out(app, actor, decision.id, &mut |_| {}).await {
            Ok(state) if !state.is_under_way() => ended += 1,
            Ok(_) | Err(ModerationError::Busy) => {}
            Err(error) => {
                tracing::error!(decision = %decision.id, %error, "a decision could not be carried out; it is tried again");
            }
        }
    }
    Ok(ended)
}
