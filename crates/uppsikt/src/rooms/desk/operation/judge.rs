//! Everything that waits to be judged, with the filters on screen.

use std::collections::HashMap;

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::Reader;
use uuid::Uuid;

use super::{Said, said};
use crate::app::App;
use crate::rooms::account::Account;
use crate::rooms::desk::filter::Filter;
use crate::rooms::desk::listing::within_reach;
use crate::rooms::desk::words;
use crate::rooms::moderation::{self, Queued};
use crate::web::Fault;
use crate::web::components::{Cell, Moment, PlatformSquare};
use crate::web::export::{ROWS_MAX, too_long};

pub(super) const HEAD: [&str; 8] =
    ["Konto", "Plattform", "Publicerat", "Hur bråttom", "Kontrollen såg", "Av", "Text", "Sida i Uppsikt"];

pub(super) async fn rows(app: &App, actor: &Actor, filter: &Filter) -> Result<Vec<Vec<Cell>>, Fault> {
    let mut reader = app.store.read(actor).await?;
    let mut waiting = moderation::waiting(&mut reader, None, ROWS_MAX as u64 + 1).await?;
    waiting.retain(|queued| filter.admits(queued));
    if waiting.len() > ROWS_MAX {
        return Err(too_long(waiting.len(), ROWS_MAX));
    }
    let now = app.store.now().get();
    let accounts = super::accounts(&mut reader).await?;
    read(&mut reader, actor, (&waiting, &accounts), now).await
}

async fn read(
    reader: &mut Reader,
    actor: &Actor,
    (waiting, accounts): (&[Queued], &HashMap<Id<Account>, Account>),
    now: i64,
) -> Result<Vec<Vec<Cell>>, Fault> {
    let ids: Vec<Uuid> = waiting.iter().map(|queued| queued.item).collect();
    let known = within_reach(reader, actor, &ids).await?;
    let mut rows = Vec::with_capacity(waiting.len());
    for queued in waiting {
        let (Some((item, is_marked)), Some(account)) =
            (known.get(&queued.item), accounts.get(&queued.account))
        else {
            continue;
        };
        rows.push(row(queued, account, said(reader, account, (item, *is_marked)).await?, now));
    }
    Ok(rows)
}

fn row(queued: &Queued, account: &Account, said: Said, now: i64) -> Vec<Cell> {
    let seen: Vec<String> = queued.categories.iter().map(|code| words::class(code)).collect();
    vec![
        Cell::text(account.name.clone()),
        Cell::part(&PlatformSquare { kind: account.platform }),
        Cell::part(&Moment::new(queued.published_at, now)),
        Cell::text(words::sentence(moderation::word(queued.urgency))),
        Cell::text(seen.join(", ")),
        Cell::text(said.author),
        Cell::text(said.text),
        Cell::text(format!("/bevakning/{}", queued.item)),
    ]
}
