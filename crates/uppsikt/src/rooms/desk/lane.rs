//! The queue as a list: what waits for a person, most urgent first.

use std::collections::{HashMap, HashSet};

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::{reach, words};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::{self, Queued};
use crate::web::components::{Badge, Moment, Pager, PlatformSquare, Tone};

/// Items of the queue that are looked through for a page; more is said as "minst".
pub(super) const LOOK_MAX: u64 = 1_000;
/// Rows on a page.
const ROWS: usize = 30;

/// What waits and may be read, in the order of the queue.
pub(super) struct Waiting {
    all: Vec<(Queued, CapturedItem)>,
    /// Those under a secrecy mark.
    marked: HashSet<Uuid>,
    /// Whether there is more than was looked through.
    pub is_cut: bool,
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
    /// What waits and the actor may read.
    pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Self, StoreError> {
        let queued = moderation::waiting(reader, None, LOOK_MAX).await?;
        let is_cut = queued.len() as u64 == LOOK_MAX;
        let ids: Vec<Uuid> = queued.iter().map(|queued| queued.item).collect();
        let items = capture::items(reader, &ids).await?;
        let open = reach::open_to(reader, actor, &items).await?;
        let mut items: HashMap<Uuid, CapturedItem> = items
            .into_iter()
            .filter(|item| open.contains_key(&item.id))
            .map(|item| (item.id, item))
            .collect();
        let all =
            queued.into_iter().filter_map(|queued| items.remove(&queued.item).map(|item| (queued, item)));
        let marked = open.iter().filter(|(_, is_marked)| **is_marked).map(|(id, _)| *id).collect();
        Ok(Self { all: all.collect(), marked, is_cut })
    }

    /// How many wait of an urgency.
    pub(super) fn count(&self, is_of: impl Fn(i32) -> bool) -> usize {
        self.all.iter().filter(|(queued, _)| is_of(queued.urgency)).count()
    }

    /// The item at the head of the queue.
    pub(super) fn first(&self) -> Option<Uuid> {
        self.all.first().map(|(queued, _)| queued.item)
    }

    /// The item to look at when one has been judged: the one after it, or the head of the queue.
    pub(super) fn after(&self, item: Uuid) -> Option<Uuid> {
        let mut others = self.all.iter().map(|(queued, _)| queued.item).skip_while(|other| *other != item);
        let after = others.nth(1);
        after.or_else(|| self.first().filter(|first| *first != item))
    }

    /// The page of the list that an item stands on, or the page that is asked for.
    pub(super) async fn lane(
        &self,
        reader: &mut Reader,
        now: i64,
        here: Option<Uuid>,
        page: Option<usize>,
    ) -> Result<Lane, StoreError> {
        let place = here.and_then(|here| self.all.iter().position(|(queued, _)| queued.item == here));
        let last = self.all.len().saturating_sub(1) / ROWS;
        let page = page.unwrap_or_else(|| place.unwrap_or(0) / ROWS).min(last);
        let rows = self.rows(reader, now, (page * ROWS, ROWS), here).await?;
        let path = |page: usize| format!("/bevakning?sida={}", page + 1);
        let (from, to) = (page * ROWS + 1, page * ROWS + rows.len());
        let pager = (last > 0).then(|| Pager {
            previous: page.checked_sub(1).map(path),
            shown: format!("{from}–{to} av {}", self.total()),
            next: (page < last).then(|| path(page + 1)),
        });
        Ok(Lane { rows, total: self.total(), pager })
    }

    /// How many wait, in words.
    pub(super) fn total(&self) -> String {
        if self.is_cut { format!("minst {}", self.all.len()) } else { self.all.len().to_string() }
    }

    /// Some rows.
    pub(super) async fn rows(
        &self,
        reader: &mut Reader,
        now: i64,
        (skip, take): (usize, usize),
        here: Option<Uuid>,
    ) -> Result<Vec<Row>, StoreError> {
        let accounts = account::list(reader).await?;
        let accounts: HashMap<Id<Account>, Account> =
            accounts.into_iter().map(|account| (account.id, account)).collect();
        let mut rows = Vec::new();
        for (queued, item) in self.all.iter().skip(skip).take(take) {
            let Some(account) = accounts.get(&queued.account) else { continue };
            let content = capture::last_content(reader, account.platform, item).await?;
            let mut row = row((queued, item), account, content.map(|(_, kept)| kept), now, here);
            if self.marked.contains(&item.id) {
                reach::MARKED.clone_into(&mut row.snippet);
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

fn row(
    (queued, item): (&Queued, &CapturedItem),
    account: &Account,
    kept: Option<uppsikt_platform::Item>,
    now: i64,
    here: Option<Uuid>,
) -> Row {
    let mut seen: Vec<Badge> = queued
        .categories
        .iter()
        .map(|code| {
            Badge::new(if queued.is_urgent() { Tone::Warning } else { Tone::Neutral }, words::class(code))
        })
        .collect();
    if !queued.unread.is_empty() {
        seen.push(Badge::new(Tone::Neutral, "inte helt läst av kontrollen"));
    }
    let (text, author) = kept.map_or_else(|| (String::new(), None), |kept| (kept.text, kept.author_name));
    let kind = words::kind(item.kind);
    let snippet = if text.trim().is_empty() { format!("{kind} utan text") } else { words::snippet(&text) };
    Row {
        item: item.id,
        platform: PlatformSquare { kind: account.platform },
        account: account.name.clone(),
        author: author.unwrap_or_else(|| "okänd".to_owned()),
        urgency: Badge::new(words::tone(queued.urgency), words::sentence(moderation::word(queued.urgency))),
        snippet,
        seen,
        published: Moment::new(queued.published_at, now),
        is_here: here == Some(item.id),
    }
}
