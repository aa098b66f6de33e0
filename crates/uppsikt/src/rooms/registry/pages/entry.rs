//! `GET /diarium/{id}`: one entry. A draft stands beside its list and its form; another entry on a page of its own.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use uppsikt_kernel::{Id, Role};
use uppsikt_store::Reader;

use super::history::{Event, history};
use super::inbox::{Done, with_notice};
use super::lane::{Row, Waiting};
use super::panel::{Filled, Panel, panel};
use super::record::{Record, records};
use super::{authority_name, words};
use crate::app::App;
use crate::rooms::registry::{self, Protected, Registration, RegistryError, Stage};
use crate::web::components::{Badge, Cell, Facts, Moment, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// A secrecy mark, as it stands or stood.
struct Mark {
    provision: String,
    about: String,
    stands: bool,
}

#[derive(Template)]
#[template(path = "rooms/registry/pages/entry.html")]
struct EntryPage {
    is_draft: bool,
    rows: Vec<Row>,
    total: String,
    id: Id<Registration>,
    number: String,
    state: Badge,
    facts: Facts,
    /// What the guideline objects to, and the statement that says so.
    objection: Option<(String, String)>,
    authority: String,
    marks: Vec<Mark>,
    /// What only some may read, once it has been opened.
    protected: Option<Protected>,
    reason: Option<String>,
    /// Whether there is something to open, for this person.
    can_open: bool,
    records: Vec<Record>,
    rest: usize,
    history: Vec<Event>,
    panel: Panel,
    can_lift: bool,
}

/// What only some may read of an entry.
#[derive(Default)]
pub(super) struct Opened {
    protected: Option<Protected>,
    reason: Option<String>,
    is_noted: bool,
}

/// `GET /diarium/{id}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let id = super::entry_id(&id)?;
    let frame = with_notice(frame, &mut app.store.read(me.actor()).await?, &done).await?;
    page(&app, &frame, &me, id, (false, Filled::default())).await
}

/// `POST /diarium/{id}/las`: the same page with what is protected; that it was opened stands in the log.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    page(&app, &frame, &me, super::entry_id(&id)?, (true, Filled::default())).await
}

/// The page, with a form as far as it has come. What is marked is opened by looking at it, and noted first.
pub(super) async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    id: Id<Registration>,
    (opens, filled): (bool, Filled),
) -> Result<Response, Fault> {
    let entry = found(&mut app.store.read(me.actor()).await?, id).await?;
    let may = registry::may_read_protected(me.actor(), entry.authority);
    if entry.is_marked() && !may {
        return Err(RegistryError::NotAllowed("en registrator, ansvarig chef eller redaktör").into());
    }
    let opened = if entry.is_marked() || opens { opened(app, me, id).await? } else { Opened::default() };
    let status = if filled.wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut reader = app.store.read(me.actor()).await?;
    let page = whole(app, &mut reader, me, entry, opened, &filled).await?;
    Ok(frame.render_as(status, Nav::Registry, &page.number, &page))
}

pub(super) async fn found(reader: &mut Reader, id: Id<Registration>) -> Result<Registration, Fault> {
    registry::entry(reader, id).await?.ok_or_else(Fault::not_found)
}

/// Notes the opening, and then opens.
async fn opened(app: &App, me: &SignedIn, id: Id<Registration>) -> Result<Opened, RegistryError> {
    let (_, permit) = app
        .store
        .write::<_, RegistryError, _>(me.actor(), move |tx| {
            Box::pin(async move { registry::note_protected_read(tx, id).await })
        })
        .await?;
    let reader = app.store.read(me.actor()).await?;
    Ok(Opened {
        protected: registry::protected(&reader, &permit).await?,
        reason: registry::decline_reason(&reader, &permit).await?,
        is_noted: true,
    })
}

async fn whole(
    app: &App,
    reader: &mut Reader,
    me: &SignedIn,
    entry: Registration,
    opened: Opened,
    filled: &Filled,
) -> Result<EntryPage, Fault> {
    let (at, actor) = (app.store.now(), me.actor());
    let now = at.get();
    let (records, rest) = records(reader, actor, &entry, (opened.is_noted, now)).await?;
    let panel = panel(actor, &entry, &records, opened.protected.as_ref(), filled);
    let is_draft = entry.state.stage() == Stage::Reserved;
    let waiting = if is_draft { Waiting::read(reader).await? } else { Waiting { all: Vec::new() } };
    let has_more = entry.protected.is_some() || entry.state.stage() == Stage::Declined;
    Ok(EntryPage {
        is_draft,
        rows: waiting.rows(reader, Some(entry.id), at).await?,
        total: waiting.total(),
        id: entry.id,
        number: entry.registry_number.clone(),
        state: words::state(&entry),
        facts: facts(me, &entry, now),
        objection: entry
            .objection
            .as_ref()
            .map(|objection| (words::objection(&objection.code), objection.statement.clone())),
        authority: entry.authority.to_string(),
        marks: marks(&entry, now),
        can_open: has_more && !opened.is_noted && registry::may_read_protected(actor, entry.authority),
        can_lift: actor.has_in(Role::Registrar, entry.authority),
        protected: opened.protected,
        reason: opened.reason,
        history: history(reader, &entry, now).await?,
        records,
        rest,
        panel,
    })
}

fn facts(me: &SignedIn, entry: &Registration, now: i64) -> Facts {
    let mut facts = Facts::default()
        .with(
            "Rör",
            Cell::text(entry.public_description.clone().unwrap_or_else(|| "Ingen beskrivning än".to_owned())),
        )
        .with("Riktning", Cell::text(words::direction(entry.direction)))
        .with(words::received(entry.direction), Cell::part(&Moment::new(entry.received_at, now)))
        .with("Serie", Cell::Number(format!("{}, {}", entry.series, entry.year)))
        .with("Myndighet", Cell::text(authority_name(me, entry.authority)))
        .with("Orsak", Cell::text(words::cause(entry.cause_kind)));
    if let Some(duty) = &entry.duty {
        facts = facts.with("Diarieförs enligt", Cell::text(duty.clone()));
    }
    if !entry.cases.is_empty() {
        facts = facts.with("Ärenden", Cell::Number(entry.cases.join(", ")));
    }
    facts
}

fn marks(entry: &Registration, now: i64) -> Vec<Mark> {
    let mark = |mark: &registry::SecrecyMark| Mark {
        provision: mark.provision.clone(),
        about: match mark.lifted_at {
            None => format!("{}, {}", mark.marked_on, mark.marked_by),
            Some(at) => {
                format!("{}, {}, hävd {}", mark.marked_on, mark.marked_by, Moment::new(at, now).words())
            }
        },
        stands: mark.lifted_at.is_none(),
    };
    entry.secrecy.iter().map(mark).collect()
}
