//! `GET /liggare`: the newest checkpoint, what waits, and the way to everything that stands in the log.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_ledger::SignedCheckpoint;
use uppsikt_store::{ActInfo, KeptCheckpoint, LogInfo, Reader, StoreError};

use super::state::{self, State as Ledger};
use super::words;
use crate::app::App;
use crate::web::components::{
    Badge, Cell, Downloads, Field, FieldKind, Filed, Moment, Pager, Table, Tone, icon, spaced,
};
use crate::web::export::{Download, ROWS_MAX, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Checkpoints on a page.
const CHECKPOINTS: usize = 20;
/// Of the latest acts, those that are listed.
const ACTS: u64 = 15;
/// And those of a file. The log grows with everything that is captured, so that a file of all of it would soon be
/// refused; the checkpoints are its whole.
const ACTS_IN_FILE: u64 = 10_000;

/// Which checkpoints.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    /// Only those over fewer entries than this.
    #[serde(default, rename = "under")]
    below: Option<u64>,
}

/// The newest checkpoint.
struct Newest {
    value: String,
    groups: String,
    size: u64,
    covers: String,
    signed: Moment,
}

#[derive(Template)]
#[template(path = "rooms/evidence/pages/ledger.html")]
struct LedgerPage {
    newest: Option<Newest>,
    broken: Option<String>,
    /// What is recorded and not yet sealed, in a sentence.
    waiting: String,
    origin: String,
    keys: Vec<String>,
    find: Field,
    acts: Filed,
    checkpoints: Table,
    downloads: Downloads,
    pager: Option<Pager>,
}

/// `GET /liggare`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let reader = app.store.read(me.actor()).await?;
    let (info, broken) = match state::state(&reader).await? {
        Ledger::Whole(info) => (Some(info), None),
        Ledger::Begun => (None, None),
        Ledger::Broken(what) => (None, Some(what)),
    };
    let (below, rows) = if download.is_file() { (None, ROWS_MAX) } else { (asked.below, CHECKPOINTS) };
    let kept = reader.checkpoints(below, rows as u64 + 1).await?;
    let newest = newest(&reader, info.as_ref(), now).await?;
    let acts_max = if download.is_file() { ACTS_IN_FILE } else { ACTS };
    let acts = acts(&reader.acts(None, acts_max).await?, now);
    drop(reader);
    let checkpoints = checkpoints(&kept, rows, now);
    // Who was shown which values is of no interest: they are there for everybody to keep.
    let sheet = Sheet::new("kontrollvarden", &checkpoints);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let downloads = download.links(&sheet);
    let acts_sheet = Sheet::new("liggare", &acts);
    if let Some(file) = download.file(&app, &me, &acts_sheet).await? {
        return Ok(file);
    }
    let page = LedgerPage {
        newest,
        broken,
        waiting: waiting(info.as_ref()),
        origin: info.as_ref().map(|info| info.origin.clone()).unwrap_or_default(),
        keys: info.iter().flat_map(|info| &info.keys).map(ToString::to_string).collect(),
        find: find(""),
        acts: download.filed(&acts_sheet),
        pager: pager(&kept, asked.below),
        checkpoints,
        downloads,
    };
    Ok(frame.render(Nav::Ledger, "Liggare", &page))
}

/// The field in which a receipt, an act or an item is looked for.
pub(super) fn find(value: &str) -> Field {
    let hint =
        "En plats i liggaren (ett tal), eller id för en post, en handling eller ett kvitto.".to_owned();
    let field = Field::new("id", FieldKind::Line("search"), "Leta upp i liggaren");
    Field { value: value.to_owned(), hint: Some(hint), ..field }
}

async fn newest(reader: &Reader, info: Option<&LogInfo>, now: i64) -> Result<Option<Newest>, StoreError> {
    let Some(checkpoint) = info.and_then(|info| info.checkpoint.as_ref()) else { return Ok(None) };
    let checkpoint = checkpoint.checkpoint();
    let kept = reader.checkpoint_at(checkpoint.size()).await?;
    Ok(kept.map(|kept| Newest {
        value: checkpoint.root().to_base64(),
        groups: words::groups(checkpoint.root()),
        size: kept.size,
        covers: words::entries(kept.size),
        signed: Moment::new(kept.signed_at, now),
    }))
}

fn waiting(info: Option<&LogInfo>) -> String {
    match info.map_or(0, |info| info.waiting) {
        0 => "Allt som är sparat är också säkrat.".to_owned(),
        1 => "1 post är sparad och väntar på att säkras. Det sker inom några sekunder.".to_owned(),
        more => format!("{more} poster är sparade och väntar på att säkras. Det sker inom några sekunder."),
    }
}

/// The latest acts: what was done, never what it was about.
fn acts(all: &[ActInfo], now: i64) -> Table {
    let row = |act: &ActInfo| {
        let place = match act.leaf_index {
            Some(index) => Cell::part(&Badge::new(Tone::Sealed, format!("plats {}", spaced(index)))),
            None => Cell::part(&Badge::new(Tone::Neutral, "sparad, väntar")),
        };
        let what = Cell::link(words::address(act), words::act(&act.code));
        vec![what, Cell::part(&Moment::new(act.recorded_at, now)), place]
    };
    Table {
        caption: "Det senaste som gjorts hos dina myndigheter".to_owned(),
        head: ["Vad som gjordes", "När", "I liggaren"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    }
}

fn checkpoints(kept: &[KeptCheckpoint], shown: usize, now: i64) -> Table {
    let row = |(at, one): (usize, &KeptCheckpoint)| {
        let root = SignedCheckpoint::parse(&one.note);
        let root = root
            .map_or_else(|_| "går inte att läsa".to_owned(), |signed| signed.checkpoint().root().to_base64());
        let before = kept.get(at + 1).map_or(0, |before| before.size);
        let grown = one.size.saturating_sub(before);
        vec![
            Cell::part(&Moment::new(one.signed_at, now)),
            Cell::Number(one.size.to_string()),
            Cell::Number(if kept.get(at + 1).is_some() || before == 0 {
                format!("+{grown}")
            } else {
                String::new()
            }),
            Cell::Number(root),
            Cell::link(format!("/liggare/kontrollvarden/{}", one.size), "Spara"),
        ]
    };
    Table {
        caption: "Kontrollvärden, de senaste först".to_owned(),
        head: ["Signerat", "Poster", "Nya", "Kontrollvärde", "Signerad text"].map(str::to_owned).to_vec(),
        rows: kept.iter().enumerate().take(shown).map(row).collect(),
    }
}

fn pager(kept: &[KeptCheckpoint], below: Option<u64>) -> Option<Pager> {
    let is_more = kept.len() > CHECKPOINTS;
    let last = kept.iter().take(CHECKPOINTS).next_back()?;
    (is_more || below.is_some()).then(|| Pager {
        previous: below.map(|_| "/liggare#kontrollvarden".to_owned()),
        shown: if is_more {
            format!("till och med {}", words::entries(last.size))
        } else {
            "de äldsta".to_owned()
        },
        next: is_more.then(|| format!("/liggare?under={}#kontrollvarden", last.size)),
    })
}
