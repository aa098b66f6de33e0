//! What has been decided: what is under way or waits for a person, and what is done. Who decided what, when, on which
//! ground, and how it stands.

use std::collections::HashMap;

use uppsikt_kernel::{Actor, Id, User};
use uppsikt_store::{Reader, StoreError};

use super::{cut, said};
use crate::app::App;
use crate::rooms::desk::lane_wait::{Found, Work};
use crate::rooms::desk::listing::Tab;
use crate::rooms::desk::{lane_done, lane_wait, told, words};
use crate::rooms::moderation::{self, StepState};
use crate::web::Fault;
use crate::web::components::{Cell, Moment, PlatformSquare};
use crate::web::export::ROWS_MAX;

const HEAD: [&str; 8] =
    ["Konto", "Plattform", "Beslut", "Bedömning", "Grund", "Beslutat av", "Beslutat", "Läge"];
const TAIL: [&str; 3] = ["Av", "Text", "Sida i Uppsikt"];

/// What is done has been done at a time; of what is not, something is left.
pub(super) fn head(tab: Tab) -> impl Iterator<Item = &'static str> {
    let between = if tab == Tab::Done { "Klart" } else { "Återstår" };
    HEAD.into_iter().chain([between]).chain(TAIL)
}

pub(super) async fn rows(app: &App, actor: &Actor, tab: Tab) -> Result<Vec<Vec<Cell>>, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await?;
    let look_max = ROWS_MAX as u64;
    let (found, is_cut) = match tab {
        Tab::Done => lane_done::found(&mut reader, actor, look_max).await?,
        _ => lane_wait::found(&mut reader, actor, look_max).await?,
    };
    if is_cut {
        return Err(cut());
    }
    let accounts = super::accounts(&mut reader).await?;
    let mut names = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for one in found {
        let Some(account) = accounts.get(&one.item.account) else { continue };
        let said = said(&mut reader, account, (&one.item, one.is_marked)).await?;
        let mut row =
            vec![Cell::text(account.name.clone()), Cell::part(&PlatformSquare { kind: account.platform })];
        row.extend(what(&one.work));
        row.push(Cell::text(name(&mut reader, &mut names, by(&one.work)).await?));
        row.push(Cell::part(&Moment::new(one.work.at(), now)));
        row.push(Cell::text(one.work.state().word));
        row.push(match tab {
            Tab::Done => ended(&one.work, now),
            _ => Cell::text(left(&mut reader, &one).await?),
        });
        row.extend([said.author, said.text].map(Cell::Text));
        row.push(Cell::text(format!("{}/{}", tab.path(), one.item.id)));
        rows.push(row);
    }
    Ok(rows)
}

/// What was decided, as what it was judged, and why.
fn what(work: &Work) -> [Cell; 3] {
    match work {
        Work::Decision(decision) => [
            Cell::text(words::sentence(decision.measure.swedish())),
            Cell::text(decision.class.swedish()),
            Cell::text(decision.ground.as_ref().map(told::ground).unwrap_or_default()),
        ],
        Work::Answer(answer) => [Cell::text(told::way(answer.way)), Cell::text(""), Cell::text("")],
    }
}

const fn by(work: &Work) -> Id<User> {
    match work {
        Work::Decision(decision) => decision.decided_by,
        Work::Answer(answer) => answer.answered_by,
    }
}

/// The name of whoever it was; each is asked for once.
async fn name(
    reader: &mut Reader,
    known: &mut HashMap<Id<User>, String>,
    id: Id<User>,
) -> Result<String, StoreError> {
    if let Some(name) = known.get(&id) {
        return Ok(name.clone());
    }
    let name = told::user(reader, id).await?;
    known.insert(id, name.clone());
    Ok(name)
}

fn ended(work: &Work, now: i64) -> Cell {
    let at = match work {
        Work::Decision(decision) => decision.ended_at,
        Work::Answer(answer) => answer.ended_at,
    };
    at.map_or_else(|| Cell::text(""), |at| Cell::part(&Moment::new(at, now)))
}

/// What is left to do, and how far it has come.
async fn left(reader: &mut Reader, found: &Found) -> Result<String, StoreError> {
    let decision = match &found.work {
        Work::Decision(decision) => decision,
        Work::Answer(answer) => return Ok(answer.said.clone().unwrap_or_default()),
    };
    let steps = moderation::decision(reader, decision.id).await?.map(|(_, steps)| steps).unwrap_or_default();
    let left = steps.iter().filter(|step| step.state != StepState::Done);
    let told = left.map(|step| format!("{}: {}", words::sentence(step.step.swedish()), step.state));
    Ok(told.collect::<Vec<_>>().join("; "))
}
