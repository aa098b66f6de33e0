//! The lists of Bevakning beside the queue: what is to be answered, what waits, what is done.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::lane::{Lane, Row, Written, written};
use super::{clock, reach};
use super::{lane_answer, lane_done, lane_wait};
use crate::app::App;
use crate::derived::Derived;
use crate::explain::{Explanation, told};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::web::components::{Badge, Moment, Pager};

/// Rows on a page.
const ROWS: usize = 30;
/// Lists that are kept at the same time: three for each person who looks.
const LISTS_KEPT: usize = 192;

/// Which list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tab {
    /// What nobody has judged.
    Judge,
    /// What is to be answered.
    Answer,
    /// What is under way, or waits for a person.
    Wait,
    /// What has been decided and done.
    Done,
}

impl Tab {
    /// In the order in which work goes on.
    pub(super) const ALL: [Self; 4] = [Self::Judge, Self::Answer, Self::Wait, Self::Done];

    /// Its page; that of an item in it stands below.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Judge => "/bevakning",
            Self::Answer => "/bevakning/besvara",
            Self::Wait => "/bevakning/vantar",
            Self::Done => "/bevakning/klart",
        }
    }

    /// The word on the tab.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Judge => "Bedöm",
            Self::Answer => "Besvara",
            Self::Wait => "Väntar",
            Self::Done => "Klart",
        }
    }
}

/// The lists of those who are looking, for as long as nothing changes.
#[derive(Debug)]
pub struct Listings(Derived<(Uuid, Tab), Listing>);

impl Default for Listings {
    fn default() -> Self {
        Self(Derived::new(LISTS_KEPT))
    }
}

/// What stands where the queue has its urgency.
#[derive(Debug, Clone)]
pub(super) enum Says {
    /// How it stands.
    State(Badge),
    /// When it is to be answered, in microseconds; `None` where nothing says so.
    Due(Option<i64>),
}

/// An item of a list.
pub(super) struct About {
    pub item: CapturedItem,
    pub is_marked: bool,
    pub says: Says,
    pub badges: Vec<Badge>,
    /// The time that the row tells, in microseconds.
    pub at: i64,
    /// What its row says, once it has been asked for.
    pub written: OnceLock<Option<Written>>,
}

/// A list in its order.
pub(super) struct Listing {
    pub all: Vec<About>,
    /// Whether there is more than was looked through.
    pub is_cut: bool,
}

impl Listing {
    /// What the actor may read of a list, as the store is now.
    pub(super) async fn of(app: &App, actor: &Actor, tab: Tab) -> Result<Arc<Self>, Explanation> {
        let (revision, key) = (app.store.revision(), (actor.user.uuid(), tab));
        if let Some(kept) = app.listings.0.get(revision, &key) {
            return Ok(kept);
        }
        let mut reader = app.store.read(actor).await.map_err(told)?;
        let listing = match tab {
            Tab::Answer => lane_answer::read(&mut reader, actor, app.store.now()).await.map_err(told)?,
            Tab::Wait => lane_wait::read(&mut reader, actor).await.map_err(told)?,
            Tab::Judge | Tab::Done => lane_done::read(&mut reader, actor).await.map_err(told)?,
        };
        Ok(app.listings.0.put(revision, key, listing))
    }

    /// How many, in words.
    pub(super) fn total(&self) -> String {
        if self.is_cut { format!("minst {}", self.all.len()) } else { self.all.len().to_string() }
    }

    /// The item at its head.
    pub(super) fn first(&self) -> Option<Uuid> {
        self.all.first().map(|about| about.item.id)
    }

    /// The item after another, or the head of the list.
    pub(super) fn after(&self, item: Uuid) -> Option<Uuid> {
        let ids = || self.all.iter().map(|about| about.item.id);
        let after = ids().skip_while(|other| *other != item).nth(1);
        after.or_else(|| ids().next().filter(|first| *first != item))
    }

    /// How many have a time that has run out.
    pub(super) fn late(&self, now: i64) -> usize {
        self.all.iter().filter(|about| matches!(about.says, Says::Due(Some(due)) if due < now)).count()
    }

    /// The page that an item stands on, or the page that is asked for.
    pub(super) async fn lane(
        &self,
        reader: &mut Reader,
        now: i64,
        path: &str,
        (here, page): (Option<Uuid>, Option<usize>),
    ) -> Result<Lane, StoreError> {
        let place = here.and_then(|here| self.all.iter().position(|about| about.item.id == here));
        let last = self.all.len().saturating_sub(1) / ROWS;
        let page = page.unwrap_or_else(|| place.unwrap_or(0) / ROWS).min(last);
        let some = self.all.get(page * ROWS..).unwrap_or_default();
        let some = some.get(..ROWS).unwrap_or(some);
        let rows = rows(reader, now, some, here).await?;
        let path = |page: usize| format!("{path}?sida={}", page + 1);
        let (from, to) = (page * ROWS + 1, page * ROWS + rows.len());
        let pager = (last > 0).then(|| Pager {
            previous: page.checked_sub(1).map(path),
            shown: format!("{from}–{to} av {}", self.total()),
            next: (page < last).then(|| path(page + 1)),
        });
        Ok(Lane { rows, total: self.total(), pager })
    }
}

/// Items that are asked for at the same time; the room of captures takes no more.
const ITEMS_AT_A_TIME: usize = 2_000;

/// Those of the items that the actor may read, by id, each with whether it is under a secrecy mark.
pub(super) async fn within_reach(
    reader: &mut Reader,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, (CapturedItem, bool)>, StoreError> {
    let mut known = HashMap::new();
    for some in ids.chunks(ITEMS_AT_A_TIME) {
        let items = capture::items(reader, some).await?;
        let open = reach::open_to(reader, actor, &items).await?;
        let marked = |item: CapturedItem| open.get(&item.id).map(|is_marked| (item.id, (item, *is_marked)));
        known.extend(items.into_iter().filter_map(marked));
    }
    Ok(known)
}

/// The rows of some items; what has been read once is not read again.
async fn rows(
    reader: &mut Reader,
    now: i64,
    some: &[About],
    here: Option<Uuid>,
) -> Result<Vec<Row>, StoreError> {
    if some.iter().any(|about| about.written.get().is_none()) {
        let accounts = account::list(reader).await?;
        let accounts: HashMap<Id<Account>, Account> =
            accounts.into_iter().map(|account| (account.id, account)).collect();
        for about in some.iter().filter(|about| about.written.get().is_none()) {
            let written = match accounts.get(&about.item.account) {
                Some(account) => Some(written(reader, (&about.item, about.is_marked), account).await?),
                None => None,
            };
            // Two who read it at the same time read the same.
            let _ = about.written.set(written);
        }
    }
    Ok(some.iter().filter_map(|about| about.row(now, here)).collect())
}

impl About {
    fn row(&self, now: i64, here: Option<Uuid>) -> Option<Row> {
        let written = self.written.get()?.clone()?;
        Some(Row {
            item: self.item.id,
            platform: written.platform,
            account: written.account,
            author: written.author,
            urgency: match &self.says {
                Says::State(badge) => badge.clone(),
                Says::Due(due) => clock::badge(*due, now),
            },
            snippet: written.snippet,
            seen: self.badges.clone(),
            published: Moment::new(self.at, now),
            is_here: here == Some(self.item.id),
        })
    }
}
