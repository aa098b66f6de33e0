//! The index follows the log: what is new is put in, what has been disposed of leaves its files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Actor, Id, Object, Organisation};
use uppsikt_ledger::Entry;
use uppsikt_store::search::Writer;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::document::{Batch, Numbers};
use super::model::{Progress, SearchError};
use crate::app::App;
use crate::rooms::account;
use crate::rooms::capture;
use crate::rooms::moderation;
use crate::rooms::registry;

/// Raised whenever documents are made otherwise than before; the index is then filled from the beginning.
const MAKER: u32 = 1;
/// Documents between two commits: what a killed process does again.
const COMMIT_DOCUMENTS: usize = 5_000;
/// Items that are read together.
const ITEMS: usize = 500;

/// How far the index has come, as it stands in its commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Watermark {
    maker: u32,
    /// For each organisation the place in its log that comes next.
    next: BTreeMap<Uuid, u64>,
}

impl Watermark {
    fn none() -> Self {
        Self { maker: MAKER, next: BTreeMap::new() }
    }

    fn read(text: Option<String>) -> Option<Self> {
        let mark: Self = serde_json::from_str(&text?).ok()?;
        (mark.maker == MAKER).then_some(mark)
    }

    fn text(&self) -> Result<String, SearchError> {
        let failed = |_| uppsikt_store::search::SearchError::TaskEnded;
        Ok(serde_json::to_string(self).map_err(failed)?)
    }

    fn place(&self, organisation: Id<Organisation>) -> u64 {
        self.next.get(&organisation.uuid()).copied().unwrap_or(0)
    }
}

/// How far the index has come in the actor's log.
///
/// # Errors
/// [`SearchError`].
pub async fn progress(app: &App, reader: &mut Reader, actor: &Actor) -> Result<Progress, SearchError> {
    let index = app.store.search().await?;
    let sealed = reader.log_size().await?;
    let mark = Watermark::read(index.watermark()?).unwrap_or_else(Watermark::none);
    // Behind by a restored backup: what is in the index belongs to what is no more.
    let reached = Some(mark.place(actor.organisation)).filter(|place| *place <= sealed).unwrap_or(0);
    Ok(Progress { reached, sealed, is_anew: index.was_unusable().is_some() && reached < sealed })
}

/// Puts in what has been sealed since; gives how many items were put in. `told` hears how far it has come.
///
/// # Errors
/// [`SearchError`]; what was put in until the last commit stays.
pub async fn catch_up(
    app: &App,
    actor: &Actor,
    mut told: impl FnMut(Progress) + Send,
) -> Result<u64, SearchError> {
    let mut items = 0;
    loop {
        let mut reader = app.store.read(actor).await?;
        let before = progress(app, &mut reader, actor).await?;
        drop(reader);
        if before.is_complete() {
            return Ok(items);
        }
        told(before);
        items += pass(app, actor).await?;
    }
}

/// Makes the index anew from the beginning of the log.
///
/// # Errors
/// [`SearchError`].
pub async fn rebuild(
    app: &App,
    actor: &Actor,
    told: impl FnMut(Progress) + Send,
) -> Result<u64, SearchError> {
    let index = app.store.search().await?;
    let writer = index.writer().await?;
    writer.clear()?;
    let (writer, _) = writer.commit(&Watermark::none().text()?).await?.sweep().await?;
    writer.finish().await?;
    catch_up(app, actor, told).await
}

/// As much as is put in while nobody else may write the index: a disposal never waits for all of a long way.
async fn pass(app: &App, actor: &Actor) -> Result<u64, SearchError> {
    let index = app.store.search().await?;
    let writer = index.writer().await?;
    // Read only now: what was disposed of while we waited for our turn is seen as disposed of.
    let mut reader = app.store.read(actor).await?;
    let sealed = reader.log_size().await?;
    let known = Watermark::read(index.watermark()?).filter(|mark| mark.place(actor.organisation) <= sealed);
    let is_known = known.is_some();
    let mut mark = known.unwrap_or_else(Watermark::none);
    if !is_known {
        writer.clear()?;
    }
    let mut place = mark.place(actor.organisation);
    let (mut items, mut disposed) = (BTreeSet::new(), false);
    while items.len() < COMMIT_DOCUMENTS {
        let entries = reader.entries_from(place).await?;
        if entries.is_empty() {
            break;
        }
        place += entries.len() as u64;
        disposed |= entries.iter().any(|entry| !entry.disposed.is_empty());
        items.extend(about(&mut reader, &entries).await?);
    }
    let items: Vec<Uuid> = items.into_iter().collect();
    let put = put(&mut reader, &writer, actor, &items).await?;
    drop(reader);
    mark.next.insert(actor.organisation.uuid(), place);
    let mut writer = writer.commit(&mark.text()?).await?;
    if disposed || !is_known {
        (writer, _) = writer.sweep().await?;
    }
    writer.finish().await?;
    Ok(put)
}

/// The captured items that entries are about.
async fn about(reader: &mut Reader, entries: &[Entry]) -> Result<Vec<Uuid>, StoreError> {
    let mut items: Vec<Uuid> =
        entries.iter().flat_map(|entry| &entry.objects).map(|object| object.item).collect();
    let disposed: Vec<Id<Object>> = entries.iter().flat_map(|entry| entry.disposed.iter().copied()).collect();
    for object in disposed {
        items.extend(reader.object(object).await?.map(|info| info.item));
    }
    let rows: Vec<(String, Uuid)> =
        entries.iter().flat_map(|entry| &entry.rows).map(|row| (row.table.clone(), row.id)).collect();
    items.extend(registry::touched(reader, &rows).await?);
    items.extend(moderation::touched(reader, &rows).await?);
    Ok(items)
}

/// Puts the items among `ids` into the index, each in the place of what was there; what is no item is passed over.
async fn put(reader: &mut Reader, writer: &Writer, actor: &Actor, ids: &[Uuid]) -> Result<u64, SearchError> {
    let accounts = account::list(reader).await?;
    let mut accounts: HashMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
    let mut count = 0;
    for ids in ids.chunks(ITEMS) {
        let items = capture::items(reader, ids).await?;
        for item in &items {
            // An account that has been closed is in no list, and what it showed is kept.
            if !accounts.contains_key(&item.account)
                && let Some(account) = account::by_id(reader, item.account).await?
            {
                accounts.insert(account.id, account);
            }
        }
        let known: Vec<Uuid> = items.iter().map(|item| item.id).collect();
        let numbers = Numbers::of(reader, &known).await?;
        let batch = Batch { items, accounts, numbers };
        for document in batch.documents(reader).await? {
            debug_assert_eq!(document.organisation, actor.organisation);
            writer.put(&document)?;
            count += 1;
        }
        accounts = batch.accounts;
    }
    Ok(count)
}
