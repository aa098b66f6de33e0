//! The list that stands on the left of every page of Bevakning: its tabs, its filter, its rows.

use uppsikt_kernel::Actor;
use uuid::Uuid;

use super::live::LivePart;
use super::query::QueueQuery;
use super::visitor;
use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::JUDGES;
use crate::rooms::desk::lane::{Lane, Waiting};
use crate::rooms::desk::listing::{Listing, Tab};
use crate::rooms::desk::operation;
use crate::rooms::desk::panel::Choice;
use crate::rooms::desk::words;
use crate::rooms::moderation;
use crate::web::Fault;
use crate::web::components::{Downloads, Empty};

/// A tab over the list.
pub(super) struct TabLink {
    pub word: &'static str,
    pub path: &'static str,
    /// How many there are; nothing where that is not known without looking through them.
    pub count: Option<String>,
    pub is_here: bool,
}

/// What can be chosen in the filter.
pub(super) struct Choices {
    pub is_on: bool,
    pub accounts: Vec<Choice>,
    pub classes: Vec<Choice>,
    pub urgencies: Vec<Choice>,
}

/// The list.
pub(super) struct Listed {
    pub tabs: Vec<TabLink>,
    pub lead: String,
    pub lane: Lane,
    /// Under which path its items stand.
    pub path: &'static str,
    /// The filter as it stands in the address, with its question mark.
    pub address: String,
    pub choices: Option<Choices>,
    pub empty: Empty,
    /// Whether an item stands beside it.
    pub is_item: bool,
    /// Whether its items can be chosen and judged together.
    pub is_judged: bool,
    /// What happens while one looks.
    pub live: LivePart,
    /// The list as a file.
    pub links: Option<Downloads>,
}

/// Whether somebody judges anywhere, and so may choose several to judge together.
fn judges(actor: &Actor) -> bool {
    let held = || actor.roles_in.values().chain([&actor.roles]);
    JUDGES.iter().any(|role| held().any(|roles| roles.contains(role)))
}

/// Reads the list of a tab.
pub(super) async fn listed(
    (app, actor): (&App, &Actor),
    tab: Tab,
    here: Option<Uuid>,
    query: &QueueQuery,
) -> Result<Listed, Fault> {
    let page = query.page();
    let filter = query.filter();
    let waiting = Waiting::of(app, actor).await.map_err(told)?;
    let (lane, lead, choices) = if tab == Tab::Judge {
        let lane = waiting.lane((app, actor), here, page, &filter).await.map_err(told)?;
        let lead = format!("{} väntar på bedömning, det mest brådskande först.", lane.total);
        (lane, lead, Some(choices(&waiting, query)))
    } else {
        let listing = Listing::of(app, actor, tab).await?;
        let now = app.store.now().get();
        let mut reader = app.store.read(actor).await.map_err(told)?;
        let lane = listing.lane(&mut reader, now, tab.path(), (here, page)).await.map_err(told)?;
        let lead = lead(tab, &listing, now);
        (lane, lead, None)
    };
    let is_bare = tab == Tab::Judge && lane.rows.is_empty() && !filter.is_on();
    let address = if tab == Tab::Judge { filter.address() } else { String::new() };
    let live = LivePart::read((app, actor), format!("{}{address}", tab.path())).await.map_err(told)?;
    Ok(Listed {
        is_judged: tab == Tab::Judge && judges(actor),
        links: (!lane.rows.is_empty()).then(|| operation::links(tab, &filter)),
        live,
        tabs: tabs((app, actor), tab, &waiting).await?,
        lead,
        lane,
        path: tab.path(),
        address,
        choices,
        empty: visitor::offered((app, actor), empty(tab, filter.is_on()), is_bare).await.map_err(told)?,
        is_item: here.is_some(),
    })
}

fn lead(tab: Tab, listing: &Listing, now: i64) -> String {
    let total = listing.total();
    match (tab, listing.late(now)) {
        (Tab::Answer, 0) => format!("{total} att besvara, det som ska besvaras först överst."),
        (Tab::Answer, late) => format!("{total} att besvara, varav {late} försenade."),
        (Tab::Wait, _) => {
            format!("{total} beslut och svar som inte är klara. Det som väntar på dig står först.")
        }
        _ => format!("{total} beslut, det senaste först."),
    }
}

/// The tabs with their counts.
async fn tabs((app, actor): (&App, &Actor), here: Tab, waiting: &Waiting) -> Result<Vec<TabLink>, Fault> {
    // Where nothing can be kept between two pages, only the list that is looked at is read.
    let is_kept = app.store.revision().is_some();
    let mut tabs = Vec::new();
    for tab in Tab::ALL {
        let count = match tab {
            Tab::Judge => Some(waiting.total()),
            Tab::Answer | Tab::Wait if is_kept || tab == here => {
                Some(Listing::of(app, actor, tab).await?.total())
            }
            Tab::Answer | Tab::Wait | Tab::Done => None,
        };
        tabs.push(TabLink { word: tab.word(), path: tab.path(), count, is_here: tab == here });
    }
    Ok(tabs)
}

fn choices(waiting: &Waiting, query: &QueueQuery) -> Choices {
    let filter = query.filter();
    let choice = |code: String, word: String, is_chosen: bool| Choice { code, word, is_chosen };
    let accounts = waiting.accounts.iter();
    let urgencies = [0, 1, 2, 3, 9];
    Choices {
        is_on: filter.is_on(),
        accounts: accounts
            .map(|(id, name)| choice(id.to_string(), name.clone(), filter.account == Some(*id)))
            .collect(),
        classes: waiting
            .classes
            .iter()
            .map(|code| {
                let word = words::sentence(&words::class(code));
                choice(code.clone(), word, filter.class.as_ref() == Some(code))
            })
            .collect(),
        urgencies: urgencies
            .into_iter()
            .map(|urgency| {
                let word = words::sentence(moderation::word(urgency));
                choice(urgency.to_string(), word, filter.urgency == Some(urgency))
            })
            .collect(),
    }
}

/// What stands where a list has nothing in it.
pub(super) fn empty(tab: Tab, is_filtered: bool) -> Empty {
    let (said, next) = match tab {
        Tab::Judge if is_filtered => ("Inget som väntar stämmer med urvalet.", None),
        Tab::Judge => ("Allt är bedömt.", Some("Det som hämtas härnäst visas här.")),
        Tab::Answer => {
            ("Allt är besvarat.", Some("Frågor och annat som riktlinjen vill ha besvarat visas här."))
        }
        Tab::Wait => (
            "Inget väntar.",
            Some("Här står beslut och svar som håller på att utföras, och det som du ska göra för hand."),
        ),
        Tab::Done => (
            "Inget är beslutat ännu.",
            Some("Här står det som ni har beslutat, också det som fick stå kvar."),
        ),
    };
    let link = is_filtered.then(|| (Tab::Judge.path().to_owned(), "Visa allt".to_owned()));
    Empty { said: said.to_owned(), next: next.map(str::to_owned), link }
}
