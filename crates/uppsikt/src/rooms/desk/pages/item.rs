//! `GET /bevakning/{item}` and its like under the other tabs: the list with the chosen item beside it, and the panel.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;
use uuid::Uuid;

use super::claim::{self, ClaimPart};
use super::list::{Listed, listed};
use super::query::{Just, QueueQuery};
use super::queue::{JustDone, just_done};
use super::{answer, judge, opened};
use crate::app::App;
use crate::explain::told;
use crate::rooms::account::Account;
use crate::rooms::capture::{self, CapturedItem, Presence};
use crate::rooms::desk::form::{AnswerForm, DecisionForm};
use crate::rooms::desk::lane::Waiting;
use crate::rooms::desk::listing::{Listing, Tab};
use crate::rooms::desk::panel::{self, Asked, Panel};
use crate::rooms::desk::reach;
use crate::rooms::desk::record::{self, Record};
use crate::rooms::desk::told::{self as decisions, AnswerTold, Told};
use crate::rooms::moderation::{self, DecisionState};
use crate::web::components::icon;
use crate::web::csp::Nonce;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// The page, or the part of it that htmx asks for.
#[derive(Template)]
#[template(path = "rooms/desk/pages/item.html")]
struct ItemPage {
    part: Part,
    title: String,
    /// Read where the list is shown.
    list: Option<Listed>,
    tab: Tab,
    /// The filter as it stands in the address, with its question mark.
    address: String,
    /// The same, as a form keeps it.
    kept: Vec<(&'static str, String)>,
    record: Record,
    decisions: Vec<Told>,
    answers: Vec<AnswerTold>,
    panel: Panel,
    /// Who has it in front of them; where it waits to be judged.
    claim: Option<ClaimPart>,
    done: JustDone,
    next: Option<Uuid>,
    nonce: Nonce,
}

/// What of the page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The page in its layout.
    Whole,
    /// List, item and panel.
    Queue,
    /// Item and panel.
    Detail,
    /// The panel.
    Panel,
}

impl Part {
    fn of(frame: &Frame) -> Self {
        match frame.swaps() {
            Some("queue") => Self::Queue,
            Some("detail") => Self::Detail,
            Some("decide") => Self::Panel,
            _ => Self::Whole,
        }
    }
}

/// An item that the actor may read, with its account.
pub(super) struct Chosen {
    pub item: CapturedItem,
    pub account: Account,
}

/// Finds an item that the actor may read.
pub(super) async fn chosen(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<Chosen, Fault> {
    let item = capture::item(reader, id).await.map_err(told)?.ok_or_else(Fault::not_found)?;
    reach::readable(reader, actor, &item).await.map_err(told)??;
    let account = judge::account_of(reader, &item).await?;
    Ok(Chosen { item, account })
}

/// `GET /bevakning/{item}`.
pub(crate) async fn judge(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    open(&app, &frame, &signed_in, (Tab::Judge, &item), &query).await
}

/// `GET /bevakning/besvara/{item}`.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    open(&app, &frame, &signed_in, (Tab::Answer, &item), &query).await
}

/// `GET /bevakning/vantar/{item}`.
pub(crate) async fn waits(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    open(&app, &frame, &signed_in, (Tab::Wait, &item), &query).await
}

/// `GET /bevakning/klart/{item}`.
pub(crate) async fn done(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    open(&app, &frame, &signed_in, (Tab::Done, &item), &query).await
}

async fn open(
    app: &App,
    frame: &Frame,
    signed_in: &SignedIn,
    (tab, item): (Tab, &str),
    query: &QueueQuery,
) -> Result<Response, Fault> {
    let id = super::id(item)?;
    let form = DecisionForm { class: query.class().to_owned(), ..DecisionForm::default() };
    show(app, frame, signed_in.actor(), (tab, id), query, Filled::Choosing(form, Vec::new())).await
}

/// What the panel is to show.
pub(super) enum Filled {
    /// The form as it stands, with what is wrong in it.
    Choosing(DecisionForm, Vec<(&'static str, String)>),
    /// What would follow.
    Proposed(Panel),
    /// The answer as it stands, with what is wrong in it.
    Answering(AnswerForm, Vec<(&'static str, String)>),
    /// What a person attests, with what is wrong in it.
    Attesting(String, Vec<(&'static str, String)>),
}

impl Filled {
    fn is_wrong(&self) -> bool {
        match self {
            Self::Choosing(_, wrong) | Self::Answering(_, wrong) | Self::Attesting(_, wrong) => {
                !wrong.is_empty()
            }
            Self::Proposed(_) => false,
        }
    }
}

/// The page, with the panel as far as it has come.
pub(super) async fn show(
    app: &App,
    frame: &Frame,
    actor: &Actor,
    (tab, id): (Tab, Uuid),
    query: &QueueQuery,
    filled: Filled,
) -> Result<Response, Fault> {
    let at = app.store.now();
    let part = Part::of(frame);
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let chosen = chosen(&mut reader, actor, id).await?;
    // Nobody asks for a second connection while holding one: as many at a time as there are would wait for ever.
    drop(reader);
    opened::note(app, actor, id).await?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let record =
        record::read(&mut reader, (actor, at.get()), &chosen.account, &chosen.item).await.map_err(told)?;
    let about = decisions::about(&mut reader, id, at.get()).await.map_err(told)?;
    let answers = decisions::answers(&mut reader, id, at.get()).await.map_err(told)?;
    let status = if filled.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let known = Known { chosen: &chosen, record: &record, decisions: &about, answers: &answers };
    let panel = panel_for(app, &mut reader, actor, tab, &known, filled).await?;
    drop(reader);
    let claim = match tab {
        Tab::Judge => claim::opened(app, actor, &chosen.item).await?,
        Tab::Answer | Tab::Wait | Tab::Done => None,
    };
    let list = match part {
        Part::Whole | Part::Queue => Some(listed((app, actor), tab, Some(id), query).await?),
        Part::Detail | Part::Panel => None,
    };
    let address = if tab == Tab::Judge { query.filter().address() } else { String::new() };
    let title = format!("{} från {}", record.kind, record.author);
    let page = ItemPage {
        part,
        title: title.clone(),
        list,
        tab,
        address,
        kept: query.filter().pairs(),
        record,
        decisions: about,
        answers,
        panel,
        claim,
        done: just_done((app, actor), query).await?,
        next: next(app, actor, tab, id, query).await?,
        nonce: frame.nonce(),
    };
    match part {
        Part::Whole => Ok(frame.render_as(status, Nav::Queue, &title, &page)),
        Part::Queue => {
            let address = format!("{}/{id}{}", tab.path(), page.address);
            Ok((status, super::pushed(frame.fragment(&page), &address)).into_response())
        }
        Part::Detail | Part::Panel => Ok((status, frame.fragment(&page)).into_response()),
    }
}

/// What is on screen when an item has been dealt with.
pub(super) async fn next(
    app: &App,
    actor: &Actor,
    tab: Tab,
    id: Uuid,
    query: &QueueQuery,
) -> Result<Option<Uuid>, Fault> {
    if tab == Tab::Judge {
        return Ok(Waiting::of(app, actor).await.map_err(told)?.after_in(id, &query.filter()));
    }
    Ok(Listing::of(app, actor, tab).await?.after(id))
}

/// What has been read of the item.
struct Known<'k> {
    chosen: &'k Chosen,
    record: &'k Record,
    decisions: &'k [Told],
    answers: &'k [AnswerTold],
}

async fn panel_for(
    app: &App,
    reader: &mut Reader,
    actor: &Actor,
    tab: Tab,
    known: &Known<'_>,
    filled: Filled,
) -> Result<Panel, Fault> {
    let Chosen { item, account } = known.chosen;
    if !moderation::may_judge(actor, item.authority) {
        return Ok(Panel::Reads);
    }
    let (form, wrong) = match filled {
        Filled::Proposed(panel) => return Ok(panel),
        Filled::Answering(form, wrong) => {
            return Ok(answer::panel(app, reader, (item, account), known.record, form, wrong).await?);
        }
        Filled::Attesting(words, wrong) => {
            let newest = known.decisions.first().ok_or_else(Fault::not_found)?;
            return under_way(reader, actor, account, newest, (words, wrong)).await;
        }
        Filled::Choosing(form, wrong) => (form, wrong),
    };
    let newest = moderation::decisions_about(reader, item.id).await.map_err(told)?.into_iter().next();
    let state = newest.as_ref().map(|decision| decision.state);
    let is_under_way = state.is_some_and(DecisionState::is_under_way);
    if let Some(told) = known.decisions.first()
        && (is_under_way || (tab == Tab::Wait && state == Some(DecisionState::Stuck)))
    {
        return under_way(reader, actor, account, told, (String::new(), Vec::new())).await;
    }
    let answered = known.answers.iter().find(|answer| !answer.is_withdrawn);
    match (tab, answered, known.decisions.first()) {
        (Tab::Answer | Tab::Wait, Some(answer), _) => Ok(Panel::Answered(Box::new(answer.clone()))),
        (Tab::Answer, None, _) => {
            Ok(answer::panel(app, reader, (item, account), known.record, AnswerForm::default(), Vec::new())
                .await?)
        }
        (Tab::Done, _, Some(told)) => Ok(Panel::Decided(Box::new(told.clone()))),
        _ => {
            let abilities = judge::abilities(app, account);
            let queued = moderation::queued(reader, item.id).await.map_err(told)?;
            let version = known.record.versions.first().map_or(0, |version| version.number);
            let asked = Asked {
                item,
                version,
                queued: queued.as_ref(),
                abilities: abilities.as_ref(),
                now: app.store.now(),
            };
            Ok(panel::choose(reader, &asked, known.decisions, &form, wrong).await?)
        }
    }
}

async fn under_way(
    reader: &mut Reader,
    actor: &Actor,
    account: &Account,
    told_of: &Told,
    (words, wrong): (String, Vec<(&'static str, String)>),
) -> Result<Panel, Fault> {
    let hand = decisions::hand(reader, actor, told_of.id, account.platform).await.map_err(told)?;
    Ok(Panel::UnderWay(Box::new(panel::UnderWay { told: told_of.clone(), hand, words, wrong })))
}

/// Whether what is kept of the item's newest content is sealed.
pub(super) async fn is_sealed(reader: &mut Reader, item: Uuid) -> Result<bool, Fault> {
    let Some((_, versions)) = capture::versions(reader, item).await.map_err(told)? else { return Ok(false) };
    let newest = versions.into_iter().rev().find(|version| version.presence != Presence::Gone);
    let Some(newest) = newest else { return Ok(false) };
    let object = reader.object(newest.object).await.map_err(told)?;
    Ok(object.is_some_and(|object| object.leaf_index.is_some()))
}
