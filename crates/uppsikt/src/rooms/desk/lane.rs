//! The queue as a list: what waits for a person, most urgent first.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::filter::Filter;
use super::{reach, words};
use crate::app::App;
use crate::derived::Derived;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::{self, Queued};
use crate::web::components::{Badge, Moment, Pager, PlatformSquare, Tone};

/// Items of the queue that are looked through for a page; more is said as "minst".
pub(super) const LOOK_MAX: u64 = 1_000;
/// Rows on a page.
const ROWS: usize = 30;

/// Lists that are kept at the same time: one for each person who looks.
const LISTS_KEPT: usize = 64;

/// The lists of those who are looking, for as long as nothing changes.
#[derive(Debug)]
pub struct Lanes(Derived<Uuid, Waiting>);

impl Default for Lanes {
    fn default() -> Self {
        Self(Derived::new(LISTS_KEPT))
    }
}

/// What waits and may be read, in the order of the queue.
pub(super) struct Waiting {
    all: Vec<Entry>,
    /// Whether there is more than was looked through.
    pub is_cut: bool,
    /// The accounts of what waits, by name.
    pub accounts: Vec<(Uuid, String)>,
    /// The classes that the control has seen in it, as codes.
    pub classes: Vec<String>,
}

/// An item that waits.
struct Entry {
    queued: Queued,
    item: CapturedItem,
    /// Whether it is under a secrecy mark.
    is_marked: bool,
    /// What its row says, once the row has been asked for; `None` where its account is not within reach.
    written: OnceLock<Option<Written>>,
}

/// What a row says that has to be read from what is sealed.
#[derive(Clone)]
pub(super) struct Written {
    pub platform: PlatformSquare,
    pub account: String,
    pub author: String,
    pub snippet: String,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub item: Uuid,
    pub platform: PlatformSquare,
    pub account: String,
    pub author: String,
    /// How soon, in a word.
    pub urgency: Badge,
    pub snippet: String,
    /// What the control saw, as classes; what it could not read.
    pub seen: Vec<Badge>,
    pub published: Moment,
    pub is_here: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lane {
    pub rows: Vec<Row>,
    /// How many wait, in words.
    pub total: String,
    pub pager: Option<Pager>,
}

impl Waiting {
    /// What waits and the actor may read, as the store is now.
    pub(super) async fn of(app: &App, actor: &Actor) -> Result<Arc<Self>, StoreError> {
        let (revision, key) = (app.store.revision(), actor.user.uuid());
        if let Some(kept) = app.lanes.0.get(revision, &key) {
            return Ok(kept);
        }
        let mut reader = app.store.read(actor).await?;
        let waiting = Self::read(&mut reader, actor).await?;
        Ok(app.lanes.0.put(revision, key, waiting))
    }

    /// What waits and the actor may read, as the reader sees it.
    pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Self, StoreError> {
        let queued = moderation::waiting(reader, None, LOOK_MAX).await?;
        let is_cut = queued.len() as u64 == LOOK_MAX;
        let ids: Vec<Uuid> = queued.iter().map(|queued| queued.item).collect();
        let items = capture::items(reader, &ids).await?;
        let open = reach::open_to(reader, actor, &items).await?;
        let mut items: HashMap<Uuid, CapturedItem> = items.into_iter().map(|item| (item.id, item)).collect();
        let entry = |queued: Queued| {
            let (item, is_marked) = (items.remove(&queued.item)?, *open.get(&queued.item)?);
            Some(Entry { queued, item, is_marked, written: OnceLock::new() })
        };
        let all: Vec<Entry> = queued.into_iter().filter_map(entry).collect();
        let accounts = account::list(reader).await?.into_iter();
        let waits = |account: &Account| all.iter().any(|entry| entry.queued.account == account.id);
        let accounts = accounts.filter(waits).map(|account| (account.id.uuid(), account.name)).collect();
        let mut classes: Vec<String> =
            all.iter().flat_map(|entry| &entry.queued.categories).cloned().collect();
        classes.sort_unstable();
        classes.dedup();
        Ok(Self { all, is_cut, accounts, classes })
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many wait of an urgency.
    pub(super) fn count(&self, is_of: impl Fn(i32) -> bool) -> usize {
        self.all.iter().filter(|entry| is_of(entry.queued.urgency)).count()
    }

    /// The item to look at when one has been judged: the one after it among what the filter admits, or the head.
    pub(super) fn after_in(&self, item: Uuid, filter: &Filter) -> Option<Uuid> {
        let all = || self.all.iter().filter(|entry| filter.admits(&entry.queued)).map(|entry| entry.item.id);
        let after = all().skip_while(|other| *other != item).nth(1);
        after.or_else(|| all().next().filter(|first| *first != item))
    }

    /// What waits and the filter admits, in the order of the queue.
    pub(super) fn items<'w>(
        &'w self,
        filter: &'w Filter,
    ) -> impl Iterator<Item = (&'w Queued, &'w CapturedItem)> {
        self.all.iter().filter(|entry| filter.admits(&entry.queued)).map(|entry| (&entry.queued, &entry.item))
    }

    /// The page of the list that an item stands on, or the page that is asked for.
    pub(super) async fn lane(
        &self,
        (app, actor): (&App, &Actor),
        here: Option<Uuid>,
        page: Option<usize>,
        filter: &Filter,
    ) -> Result<Lane, StoreError> {
        let all: Vec<&Entry> = self.all.iter().filter(|entry| filter.admits(&entry.queued)).collect();
        let place = here.and_then(|here| all.iter().position(|entry| entry.item.id == here));
        let last = all.len().saturating_sub(1) / ROWS;
        let page = page.unwrap_or_else(|| place.unwrap_or(0) / ROWS).min(last);
        let some = all.get(page * ROWS..).unwrap_or_default();
        let rows = rows((app, actor), some.get(..ROWS).unwrap_or(some), here).await?;
        let path = |page: usize| format!("/bevakning?sida={}{}", page + 1, filter.query());
        let (from, to) = (page * ROWS + 1, page * ROWS + rows.len());
        let total = if self.is_cut { format!("minst {}", all.len()) } else { all.len().to_string() };
        let pager = (last > 0).then(|| Pager {
            previous: page.checked_sub(1).map(path),
            shown: format!("{from}–{to} av {total}"),
            next: (page < last).then(|| path(page + 1)),
        });
        Ok(Lane { rows, total, pager })
    }

    /// How many wait, in words.
    pub(super) fn total(&self) -> String {
        if self.is_cut { format!("minst {}", self.all.len()) } else { self.all.len().to_string() }
    }

    /// The first rows.
    pub(super) async fn first_rows(
        &self,
        whom: (&App, &Actor),
        count: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let some: Vec<&Entry> = self.all.iter().take(count).collect();
        rows(whom, &some, None).await
    }
}

/// The rows of some items; what has been read once is not read again.
async fn rows(
    (app, actor): (&App, &Actor),
    entries: &[&Entry],
    here: Option<Uuid>,
) -> Result<Vec<Row>, StoreError> {
    if entries.iter().any(|entry| entry.written.get().is_none()) {
        let mut reader = app.store.read(actor).await?;
        let accounts = account::list(&mut reader).await?;
        let accounts: HashMap<Id<Account>, Account> =
            accounts.into_iter().map(|account| (account.id, account)).collect();
        for entry in entries.iter().filter(|entry| entry.written.get().is_none()) {
            let written = match accounts.get(&entry.queued.account) {
                Some(account) => Some(written(&mut reader, (&entry.item, entry.is_marked), account).await?),
                None => None,
            };
            // Two who read it at the same time read the same.
            let _ = entry.written.set(written);
        }
    }
    let now = app.store.now().get();
    Ok(entries.iter().filter_map(|entry| row(entry, now, here)).collect())
}

/// What the row of an item says.
pub(super) async fn written(
    reader: &mut Reader,
    (item, is_marked): (&CapturedItem, bool),
    account: &Account,
) -> Result<Written, StoreError> {
    let content = capture::last_content(reader, account.platform, item).await?;
    let kept = content.map(|(_, kept)| kept);
    let (text, author) = kept.map_or_else(|| (String::new(), None), |kept| (kept.text, kept.author_name));
    let snippet = if is_marked {
        reach::MARKED.to_owned()
    } else if text.trim().is_empty() {
        format!("{} utan text", words::kind(item.kind))
    } else {
        words::snippet(&text)
    };
    Ok(Written {
        platform: PlatformSquare { kind: account.platform },
        account: account.name.clone(),
        author: author.unwrap_or_else(|| "okänd".to_owned()),
        snippet,
    })
}

fn row(entry: &Entry, now: i64, here: Option<Uuid>) -> Option<Row> {
    let written = entry.written.get()?.clone()?;
    let queued = &entry.queued;
    let tone = if queued.is_urgent() { Tone::Warning } else { Tone::Neutral };
    let mut seen: Vec<Badge> =
        queued.categories.iter().map(|code| Badge::new(tone, words::class(code))).collect();
    if !queued.unread.is_empty() {
        seen.push(Badge::new(Tone::Neutral, "inte helt läst av kontrollen"));
    }
    Some(Row {
        item: entry.item.id,
        platform: written.platform,
        account: written.account,
        author: written.author,
        urgency: Badge::new(words::tone(queued.urgency), words::sentence(moderation::word(queued.urgency))),
        snippet: written.snippet,
        seen,
        published: Moment::new(queued.published_at, now),
        is_here: here == Some(entry.item.id),
    })
}
