//! What was found as a file: all hits, with the words and filters of the page.
//!
//! Words can select as surely as a class does, so a file that was searched for by words, or by where contributions
//! stand, names nobody.

use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;
use uppsikt_store::search::Month;

use super::asked::Asked;
use super::chart::Chart;
use super::noted;
use crate::app::App;
use crate::explain::told;
use crate::rooms::account;
use crate::rooms::capture::Presence;
use crate::rooms::search::explained::kind_word;
use crate::rooms::search::{self, Hit, SearchRequest};
use crate::web::Fault;
use crate::web::components::{Cell, Downloads, Moment, PlatformSquare, Table};
use crate::web::export::{Download, Sheet, too_long};
use crate::web::session::SignedIn;

/// Hits of a file: each is opened for it, and a page has half a minute.
const HITS_MAX: usize = 10_000;
/// Hits that are asked for at the same time.
const HITS_AT_A_TIME: usize = 1_000;

const HEAD: [&str; 9] =
    ["Slag", "Riktning", "Konto", "Plattform", "Publicerat", "Läge på plattformen", "Av", "Utdrag", "Nummer"];

/// Filters whose values are codes or days.
const CODES: &[&str] = &["konto", "riktning", "slag", "lage", "fran", "till", "ordning"];

fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("sok", table)
        .with_content()
        .with_codes(CODES)
        .with_persons(&["Av"])
        .with_classes(&[], &["q", "lage"])
}

const TIMES: &str = "sok-over-tid";

/// How many were found when: numbers only, but of what was searched for.
const fn times_sheet(table: &Table) -> Sheet<'_> {
    Sheet::new(TIMES, table).with_content().with_codes(CODES)
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let head = HEAD.iter().map(|word| (*word).to_owned()).chain([ADDRESS.to_owned()]).collect();
    Table { caption: "Träffar".to_owned(), head, rows }
}

const ADDRESS: &str = "Sida i Uppsikt";

/// The search on screen, from its beginning.
fn asked_anew(asked: &Asked) -> Download {
    let path = asked.path(0);
    let query = path.split_once('?').map_or("", |(_, query)| query);
    Download::with("/sok", query)
}

/// The links that stand under the hits.
pub(super) fn links(asked: &Asked) -> Downloads {
    asked_anew(asked).links(&sheet(&table(Vec::new())))
}

/// The picture of when, with links to its figures.
pub(super) fn chart(asked: &Asked, months: &[(Month, u64)]) -> Option<Chart> {
    let chart = Chart::of(months)?;
    let links = asked_anew(asked).links(&times_sheet(&chart.table));
    Some(chart.with_links(links))
}

/// The file; without anything to search for, the page.
pub(super) async fn file(
    app: &App,
    me: &SignedIn,
    asked: &Asked,
    download: &Download,
) -> Result<Response, Fault> {
    let actor = me.actor();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    drop(reader);
    let read = asked.read(&accounts);
    let back = || Redirect::to(&asked.path(0)).into_response();
    if read.request.is_empty() || !read.wrong.is_empty() {
        return Ok(back());
    }
    let account = accounts.iter().find(|account| Some(account.id) == read.request.account);
    noted::note(app, actor, account.map(|account| account.authority), false).await.map_err(told)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    if download.asks_for(TIMES) {
        let request = SearchRequest { skip: 0, take: 1, ..read.request };
        let found = search::search(app, &mut reader, actor, &request).await.map_err(told)?;
        drop(reader);
        let Some(chart) = Chart::of(&found.months) else { return Ok(back()) };
        return Ok(download.file(app, me, &times_sheet(&chart.table)).await?.unwrap_or_else(back));
    }
    let table = table(rows(app, &mut reader, actor, read.request).await?);
    drop(reader);
    Ok(download.file(app, me, &sheet(&table)).await?.unwrap_or_else(back))
}

async fn rows(
    app: &App,
    reader: &mut Reader,
    actor: &Actor,
    request: SearchRequest,
) -> Result<Vec<Vec<Cell>>, Fault> {
    let now = app.store.now().get();
    let (mut rows, mut skip) = (Vec::new(), 0);
    loop {
        let request = SearchRequest { skip, take: HITS_AT_A_TIME, ..request.clone() };
        let found = search::search(app, reader, actor, &request).await.map_err(told)?;
        let total = usize::try_from(found.total).unwrap_or(usize::MAX);
        if total > HITS_MAX {
            return Err(too_long(total, HITS_MAX));
        }
        rows.extend(found.hits.iter().map(|hit| row(hit, now)));
        skip += HITS_AT_A_TIME;
        if skip >= total {
            return Ok(rows);
        }
    }
}

fn row(hit: &Hit, now: i64) -> Vec<Cell> {
    let presence = match hit.presence {
        Presence::Shown => "Visas",
        Presence::Withheld => "Dold på plattformen",
        Presence::Gone => "Visas inte längre",
    };
    let text = match &hit.snippet {
        Some(snippet) => snippet.pieces.iter().map(|(text, _)| text.as_str()).collect(),
        None => "Sekretessmarkerad. Öppna för att läsa; det antecknas vem som läser.".to_owned(),
    };
    vec![
        Cell::text(kind_word(hit.kind)),
        Cell::text(hit.side.word()),
        Cell::text(hit.account.name.clone()),
        Cell::part(&PlatformSquare { kind: hit.account.platform }),
        Cell::part(&Moment::new(hit.published_at, now)),
        Cell::text(presence),
        Cell::text(hit.author.clone().unwrap_or_default()),
        Cell::text(text),
        Cell::text(hit.numbers.join(", ")),
        Cell::text(format!("/handlingar/{}", hit.item)),
    ]
}
