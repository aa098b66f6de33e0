//! The lists of Bevakning as files: each tab whole, what waits to be judged with the filters on screen.
//!
//! Contributions, never persons: a file that tells what the control has seen, or what somebody has judged, does not
//! name who wrote. What is under a secrecy mark stands in it as on screen, without its words.

mod answer;
mod decided;
mod judge;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_store::{Reader, StoreError};

use super::filter::Filter;
use super::listing::Tab;
use super::reach;
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::web::Fault;
use crate::web::components::{Cell, Downloads, Table};
use crate::web::export::{Download, ROWS_MAX, Sheet};
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;

const PATH: &str = "/bevakning/tabell";

/// Every route of these files.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/bevakning/tabell", Who::SignedIn, get(file))]
}

/// Which list, and the filters of Bevakning as they stand in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    #[serde(rename = "tabell")]
    list: String,
    #[serde(rename = "konto")]
    account: String,
    #[serde(rename = "sett")]
    seen: String,
    #[serde(rename = "grad")]
    urgency: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            account: self.account.parse().ok(),
            class: Some(self.seen.clone()).filter(|class| !class.is_empty()),
            urgency: self.urgency.parse().ok(),
        }
    }

    fn tab(&self) -> Tab {
        Tab::ALL.into_iter().find(|tab| name(*tab) == self.list).unwrap_or(Tab::Judge)
    }
}

/// What the list is called in the address, in the file's name and in the log.
const fn name(tab: Tab) -> &'static str {
    match tab {
        Tab::Judge => "bevakning",
        Tab::Answer => "besvara",
        Tab::Wait => "vantar",
        Tab::Done => "klart",
    }
}

fn sheet(tab: Tab, table: &Table) -> Sheet<'_> {
    let sheet = Sheet::new(name(tab), table).with_content().with_persons(&["Av"]);
    match tab {
        Tab::Judge => {
            sheet.with_codes(&["konto", "sett", "grad"]).with_classes(&["Kontrollen såg"], &["sett"])
        }
        Tab::Answer => sheet,
        Tab::Wait | Tab::Done => sheet.with_classes(&["Bedömning"], &[]),
    }
}

fn table(tab: Tab, rows: Vec<Vec<Cell>>) -> Table {
    let (caption, head): (&str, Vec<&str>) = match tab {
        Tab::Judge => ("Väntar på bedömning", judge::HEAD.to_vec()),
        Tab::Answer => ("Att besvara", answer::HEAD.to_vec()),
        Tab::Wait => ("Beslut och svar som inte är klara", decided::head(tab).collect()),
        Tab::Done => ("Beslut som är klara", decided::head(tab).collect()),
    };
    Table { caption: caption.to_owned(), head: head.into_iter().map(str::to_owned).collect(), rows }
}

/// The links that stand under a list, with its filter.
pub(super) fn links(tab: Tab, filter: &Filter) -> Downloads {
    let query = if tab == Tab::Judge { filter.query() } else { String::new() };
    Download::with(PATH, query.trim_start_matches('&')).links(&sheet(tab, &table(tab, Vec::new())))
}

/// `GET /bevakning/tabell?tabell=…&format=…`: the file; without a format to the list itself.
async fn file(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Query(asked): Query<Asked>,
    download: Download,
) -> Result<Response, Fault> {
    let tab = asked.tab();
    let back = || Redirect::to(tab.path()).into_response();
    if !download.is_file() {
        return Ok(back());
    }
    let rows = match tab {
        Tab::Judge => judge::rows(&app, me.actor(), &asked.filter()).await?,
        Tab::Answer => answer::rows(&app, me.actor()).await?,
        Tab::Wait | Tab::Done => decided::rows(&app, me.actor(), tab).await?,
    };
    let table = table(tab, rows);
    Ok(download.file(&app, &me, &sheet(tab, &table)).await?.unwrap_or_else(back))
}

async fn accounts(reader: &mut Reader) -> Result<HashMap<Id<Account>, Account>, StoreError> {
    let all = account::list(reader).await?.into_iter();
    Ok(all.map(|account| (account.id, account)).collect())
}

/// What an item says and who wrote it.
struct Said {
    author: String,
    text: String,
}

/// What the item says; of what is under a secrecy mark neither words nor author.
async fn said(
    reader: &mut Reader,
    account: &Account,
    (item, is_marked): (&CapturedItem, bool),
) -> Result<Said, StoreError> {
    if is_marked {
        return Ok(Said { author: String::new(), text: reach::MARKED.to_owned() });
    }
    let content = capture::last_content(reader, account.platform, item).await?;
    let (text, author) = content.map_or_else(Default::default, |(_, kept)| (kept.text, kept.author_name));
    Ok(Said { author: author.unwrap_or_default(), text })
}

/// The refusal where there is more to look through than a file has rows.
fn cut() -> Fault {
    let happened = format!(
        "Det finns fler än {ROWS_MAX} beslut att gå igenom, och filen har högst så många rader. Ingen fil har gjorts."
    );
    let next = "Sök fram en kortare tid på sidan Sök, och ta ut träffarna där.";
    Fault::new(StatusCode::UNPROCESSABLE_ENTITY, Explanation::new(Exit::Usage, happened, next))
}
