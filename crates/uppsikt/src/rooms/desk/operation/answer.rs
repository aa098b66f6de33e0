//! Everything that is to be answered, that which is due first at the head.
//!
//! What each contribution has been classed as is not told, so that the file may name who waits for an answer.

use uppsikt_kernel::Actor;

use super::{cut, said};
use crate::app::App;
use crate::rooms::desk::lane_answer;
use crate::rooms::desk::listing::Tab;
use crate::web::Fault;
use crate::web::components::{Cell, Moment, PlatformSquare};
use crate::web::export::ROWS_MAX;

pub(super) const HEAD: [&str; 7] =
    ["Konto", "Plattform", "Publicerat", "Svara senast", "Av", "Text", "Sida i Uppsikt"];

pub(super) async fn rows(app: &App, actor: &Actor) -> Result<Vec<Vec<Cell>>, Fault> {
    let now = app.store.now();
    let mut reader = app.store.read(actor).await?;
    let (wanted, is_cut) = lane_answer::wanted(&mut reader, actor, now, ROWS_MAX as u64).await?;
    if is_cut {
        return Err(cut());
    }
    let accounts = super::accounts(&mut reader).await?;
    let moment = |at: i64| Cell::part(&Moment::new(at, now.get()));
    let mut rows = Vec::with_capacity(wanted.len());
    for (one, is_marked) in wanted {
        let Some(account) = accounts.get(&one.item.account) else { continue };
        let said = said(&mut reader, account, (&one.item, is_marked)).await?;
        rows.push(vec![
            Cell::text(account.name.clone()),
            Cell::part(&PlatformSquare { kind: account.platform }),
            moment(one.since),
            one.due.map_or_else(|| Cell::text("ingen tid är satt"), moment),
            Cell::text(said.author),
            Cell::text(said.text),
            Cell::text(format!("{}/{}", Tab::Answer.path(), one.item.id)),
        ]);
    }
    Ok(rows)
}
