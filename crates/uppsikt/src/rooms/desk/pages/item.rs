//! `GET /bevakning/{item}`: the queue with the chosen item beside it, and the panel to decide in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;
use uuid::Uuid;

use super::queue::{QueueQuery, just_decided};
use super::{judge, opened};
use crate::app::App;
use crate::explain::told;
use crate::rooms::account::Account;
use crate::rooms::capture::{self, CapturedItem, Presence};
use crate::rooms::desk::form::DecisionForm;
use crate::rooms::desk::lane::{Filter, Lane, Waiting};
use crate::rooms::desk::panel::{self, Asked, Panel};
use crate::rooms::desk::reach;
use crate::rooms::desk::record::{self, Record};
use crate::rooms::desk::told::{self as decisions, Told};
use crate::rooms::moderation;
use crate::web::components::{Empty, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "rooms/desk/pages/item.html")]
struct ItemPage {
    lane: Lane,
    is_item: bool,
    empty: Empty,
    record: Record,
    decisions: Vec<Told>,
    panel: Panel,
    decided: Option<Told>,
    undone: bool,
    next: Option<Uuid>,
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
pub(crate) async fn item(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Fault> {
    let id = super::id(&item)?;
    let form = DecisionForm { class: query.class.clone().unwrap_or_default(), ..DecisionForm::default() };
    show(&app, &frame, signed_in.actor(), id, &query, Filled::Choosing(form, Vec::new())).await
}

/// What the panel is to show.
pub(super) enum Filled {
    /// The form as it stands, with what is wrong in it.
    Choosing(DecisionForm, Vec<(&'static str, String)>),
    /// What would follow.
    Proposed(Panel),
}

/// The page, with the panel as far as it has come.
pub(super) async fn show(
    app: &App,
    frame: &Frame,
    actor: &Actor,
    id: Uuid,
    query: &QueueQuery,
    filled: Filled,
) -> Result<Response, Fault> {
    let at = app.store.now();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let Chosen { item, account } = chosen(&mut reader, actor, id).await?;
    opened::note(app, actor, id).await?;
    let waiting = Waiting::of(app, actor).await.map_err(told)?;
    let page = query.page.map(|page| page.saturating_sub(1));
    let lane = waiting.lane((app, actor), Some(id), page, &Filter::default()).await.map_err(told)?;
    let record = record::read(&mut reader, (actor, at.get()), &account, &item).await.map_err(told)?;
    let about = decisions::about(&mut reader, id, at.get()).await.map_err(told)?;
    let is_wrong = matches!(&filled, Filled::Choosing(_, wrong) if !wrong.is_empty());
    let panel = match filled {
        Filled::Proposed(panel) => panel,
        Filled::Choosing(form, wrong) => {
            let abilities = judge::abilities(app, &account);
            let queued = moderation::queued(&mut reader, id).await.map_err(told)?;
            let version = record.versions.first().map_or(0, |version| version.number);
            let asked = Asked {
                item: &item,
                version,
                queued: queued.as_ref(),
                abilities: abilities.as_ref(),
                now: at,
            };
            panel_for(&mut reader, actor, &asked, &about, &form, wrong).await?
        }
    };
    let decided = just_decided((app, actor), query.decision, at.get()).await?;
    let title = format!("{} från {}", record.kind, record.author);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ItemPage {
        lane,
        is_item: true,
        empty: super::queue::empty(),
        record,
        decisions: about,
        panel,
        decided,
        undone: query.angrat.is_some(),
        next: waiting.after(id),
    };
    Ok(frame.render_as(status, Nav::Queue, &title, &page))
}

async fn panel_for(
    reader: &mut Reader,
    actor: &Actor,
    asked: &Asked<'_>,
    about: &[Told],
    form: &DecisionForm,
    wrong: Vec<(&'static str, String)>,
) -> Result<Panel, Fault> {
    if !moderation::may_judge(actor, asked.item.authority) {
        return Ok(Panel::Reads);
    }
    let under_way = moderation::decisions_about(reader, asked.item.id).await.map_err(told)?;
    let under_way = under_way.into_iter().find(|decision| decision.state.is_under_way());
    if let Some(told) = under_way.and_then(|decision| about.iter().find(|told| told.id == decision.id)) {
        return Ok(Panel::UnderWay(Box::new(told.clone())));
    }
    Ok(panel::choose(reader, asked, about, form, wrong).await?)
}

/// Whether what is kept of the item's newest content is sealed.
pub(super) async fn is_sealed(reader: &mut Reader, item: Uuid) -> Result<bool, Fault> {
    let Some((_, versions)) = capture::versions(reader, item).await.map_err(told)? else { return Ok(false) };
    let newest = versions.into_iter().rev().find(|version| version.presence != Presence::Gone);
    let Some(newest) = newest else { return Ok(false) };
    let object = reader.object(newest.object).await.map_err(told)?;
    Ok(object.is_some_and(|object| object.leaf_index.is_some()))
}
