//! Bevakning as a file: everything that waits to be judged, with the filters on screen.
//!
//! Contributions, never persons: the file tells what the control has seen, so it does not name who wrote. What is under
//! a secrecy mark stands in it as on screen, without its words.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::filter::Filter;
use super::{reach, words};
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::{self, Queued};
use crate::web::Fault;
use crate::web::components::{Cell, Downloads, Moment, PlatformSquare, Table};
use crate::web::export::{Download, ROWS_MAX, Sheet, too_long};
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;

/// Every route of these files.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/bevakning/tabell", Who::SignedIn, get(queue_file))]
}

/// Items that are asked for at the same time; the room of captures takes no more.
const ITEMS_AT_A_TIME: usize = 2_000;

const HEAD: [&str; 8] =
    ["Konto", "Plattform", "Publicerat", "Hur bråttom", "Kontrollen såg", "Av", "Text", "Sida i Uppsikt"];

/// The filters of Bevakning, as they stand in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
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
}

fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("bevakning", table)
        .with_content()
        .with_codes(&["konto", "sett", "grad"])
        .with_persons(&["Av"])
        .with_classes(&["Kontrollen såg"], &["sett"])
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    Table { caption: "Väntar på bedömning".to_owned(), head: HEAD.map(str::to_owned).to_vec(), rows }
}

/// The links that stand under the queue, with its filter.
pub(super) fn links(filter: &Filter) -> Downloads {
    let query = filter.query();
    Download::with("/bevakning/tabell", query.trim_start_matches('&')).links(&sheet(&table(Vec::new())))
}

/// `GET /bevakning/tabell?format=…`: the file; without a format to the queue itself.
async fn queue_file(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Query(asked): Query<Asked>,
    download: Download,
) -> Result<Response, Fault> {
    if !download.is_file() {
        return Ok(Redirect::to("/bevakning").into_response());
    }
    let mut reader = app.store.read(me.actor()).await?;
    let mut waiting = moderation::waiting(&mut reader, None, ROWS_MAX as u64 + 1).await?;
    let filter = asked.filter();
    waiting.retain(|queued| filter.admits(queued));
    if waiting.len() > ROWS_MAX {
        return Err(too_long(waiting.len(), ROWS_MAX));
    }
    let rows = rows(&mut reader, me.actor(), &waiting, app.store.now().get()).await?;
    drop(reader);
    let table = table(rows);
    let file = download.file(&app, &me, &sheet(&table)).await?;
    Ok(file.unwrap_or_else(|| Redirect::to("/bevakning").into_response()))
}

async fn rows(
    reader: &mut Reader,
    actor: &Actor,
    waiting: &[Queued],
    now: i64,
) -> Result<Vec<Vec<Cell>>, StoreError> {
    let accounts = account::list(reader).await?;
    let accounts: HashMap<Id<Account>, Account> =
        accounts.into_iter().map(|account| (account.id, account)).collect();
    let mut rows = Vec::with_capacity(waiting.len());
    for some in waiting.chunks(ITEMS_AT_A_TIME) {
        let ids: Vec<Uuid> = some.iter().map(|queued| queued.item).collect();
        let items = capture::items(reader, &ids).await?;
        let open = reach::open_to(reader, actor, &items).await?;
        let items: HashMap<Uuid, CapturedItem> = items.into_iter().map(|item| (item.id, item)).collect();
        for queued in some {
            let (Some(item), Some(is_marked)) = (items.get(&queued.item), open.get(&queued.item)) else {
                continue;
            };
            let Some(account) = accounts.get(&queued.account) else { continue };
            let content = match is_marked {
                true => None,
                false => capture::last_content(reader, account.platform, item).await?,
            };
            let (text, author) =
                content.map_or_else(|| (String::new(), None), |(_, kept)| (kept.text, kept.author_name));
            let text = if *is_marked { reach::MARKED.to_owned() } else { text };
            rows.push(row(queued, account, (text, author), now));
        }
    }
    Ok(rows)
}

fn row(queued: &Queued, account: &Account, (text, author): (String, Option<String>), now: i64) -> Vec<Cell> {
    let seen: Vec<String> = queued.categories.iter().map(|code| words::class(code)).collect();
    vec![
        Cell::text(account.name.clone()),
        Cell::part(&PlatformSquare { kind: account.platform }),
        Cell::part(&Moment::new(queued.published_at, now)),
        Cell::text(words::sentence(moderation::word(queued.urgency))),
        Cell::text(seen.join(", ")),
        Cell::text(author.unwrap_or_default()),
        Cell::text(text),
        Cell::text(format!("/bevakning/{}", queued.item)),
    ]
}
