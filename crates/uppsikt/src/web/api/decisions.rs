//! `/api/v1/decisions`: what persons have decided. There is no way here to decide: a person does.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use uppsikt_guideline::Ground;
use uppsikt_store::{Reader, StoreError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{instant, json, next};
use super::noted::{self, Given};
use super::query::{self, Asked};
use super::token::Calling;
use crate::app::App;
use crate::explain::told;
use crate::rooms::capture;
use crate::rooms::integration::ReadKind;
use crate::rooms::moderation::{self, Decision, DecisionState, StepRow};
use crate::rooms::registry;
use crate::web::Fault;

/// Which decisions are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DecisionQuery {
    /// About this item only.
    #[param(value_type = Option<String>, format = "uuid")]
    item: Option<Uuid>,
    /// In this state only.
    #[param(pattern = "^(waiting|running|done|back|stuck|withdrawn)$")]
    state: Option<String>,
    /// How many at most; a page may hold fewer and still not be the last.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    cursor: Option<Uuid>,
}

/// A decision; what the person wrote for its own file is not given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DecisionLine {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
    /// The item that it is about.
    #[schema(value_type = String, format = "uuid")]
    pub item_id: Uuid,
    /// The version that was judged.
    pub version: i32,
    /// The account that shows the item.
    #[schema(value_type = String, format = "uuid")]
    pub account_id: Uuid,
    /// Whose it is.
    #[schema(value_type = String, format = "uuid")]
    pub authority_id: Uuid,
    /// What was decided, for example `keep`, `hide` or `remove`.
    pub measure: String,
    /// What the person says that the item is.
    pub class: String,
    /// Why: a section of law or a statement of the guideline; null for what is kept.
    pub ground: Option<String>,
    /// The guideline that it was made under; null where the law stood alone.
    pub profile: Option<String>,
    /// Where it is in its life: `waiting`, `running`, `done`, `back`, `stuck` or `withdrawn`.
    pub state: String,
    /// When the person decided.
    #[schema(format = DateTime)]
    pub decided_at: String,
    /// When its steps begin; until then it can be taken back.
    #[schema(format = DateTime)]
    pub acts_at: String,
    /// When it ended.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl DecisionLine {
    fn of(decision: &Decision) -> Self {
        Self {
            id: decision.id,
            item_id: decision.item,
            version: decision.version,
            account_id: decision.account.uuid(),
            authority_id: decision.authority.uuid(),
            measure: decision.measure.code().to_owned(),
            class: decision.class.code().to_owned(),
            ground: decision.ground.as_ref().map(Ground::code),
            profile: decision.profile.clone(),
            state: decision.state.code().to_owned(),
            decided_at: instant(decision.decided_at),
            acts_at: instant(decision.acts_at),
            ended_at: decision.ended_at.map(instant),
        }
    }
}

/// A page of decisions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DecisionList {
    /// Newest first.
    pub data: Vec<DecisionLine>,
    /// The cursor of the next page; null after the last.
    pub next: Option<String>,
}

/// A step of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepBody {
    /// Its place, from 1.
    pub number: i32,
    /// What it is, for example `seal` or `register`.
    pub step: String,
    /// How far it has come: `waiting`, `started`, `done`, `by-hand`, `failed` or `unknown`.
    pub state: String,
    /// When it was done.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl StepBody {
    fn of(step: &StepRow) -> Self {
        Self {
            number: step.number,
            step: step.step.code().to_owned(),
            state: step.state.code().to_owned(),
            ended_at: step.ended_at.map(instant),
        }
    }
}

/// A decision with its steps.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DecisionBody {
    /// What was decided.
    #[serde(flatten)]
    pub line: DecisionLine,
    /// What follows from it, in order.
    pub steps: Vec<StepBody>,
}

/// Those of the decisions whose item the token may read.
async fn open(
    reader: &mut Reader,
    calling: &Calling,
    decisions: Vec<Decision>,
) -> Result<Vec<Decision>, StoreError> {
    let mut ids: Vec<Uuid> = decisions.iter().map(|decision| decision.item).collect();
    ids.sort_unstable();
    ids.dedup();
    let items = capture::items(reader, &ids).await?;
    let open = registry::open_to(reader, calling.actor(), &items).await?;
    Ok(decisions.into_iter().filter(|decision| open.contains_key(&decision.item)).collect())
}

/// What persons have decided, newest first.
///
/// Decisions about items that the token may not read are left out.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "decisions", params(DecisionQuery),
    responses((status = 200, description = "A page of decisions", body = DecisionList)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    calling: Calling,
    Asked(asked): Asked<DecisionQuery>,
) -> Result<Response, Fault> {
    let limit = query::limit(asked.limit)?;
    let state = asked.state.as_deref().map(|code| code.parse::<DecisionState>());
    let state = state.transpose().map_err(|()| query::unclear("state har ett värde som det inte kan ha."))?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let page = moderation::page_of(&mut reader, (asked.item, state), asked.cursor, limit);
    let page = page.await.map_err(told)?;
    let next = next(page.last().map(|last| last.id), page.len(), limit);
    let open = open(&mut reader, &calling, page).await.map_err(told)?;
    drop(reader);
    let given = noted::list(open.iter().map(|decision| decision.authority));
    noted::note(&app, &calling, ReadKind::Decision, given).await?;
    json(&DecisionList { data: open.iter().map(DecisionLine::of).collect(), next })
}

/// One decision with what follows from it.
#[utoipa::path(get, path = "/api/v1/decisions/{id}", tag = "decisions",
    params(("id" = String, Path, format = "uuid", description = "The decision")),
    responses((status = 200, description = "The decision", body = DecisionBody)))]
pub(super) async fn one(
    State(app): State<Arc<App>>,
    calling: Calling,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = query::id(&id)?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let found = moderation::decision(&mut reader, id).await.map_err(told)?;
    let (decision, steps) = found.ok_or_else(query::not_here)?;
    let decision = open(&mut reader, &calling, vec![decision]).await.map_err(told)?.pop();
    let decision = decision.ok_or_else(query::not_here)?;
    drop(reader);
    let given = Given::from([(decision.authority, vec![id])]);
    noted::note(&app, &calling, ReadKind::Decision, given).await?;
    let steps = steps.iter().map(StepBody::of).collect();
    json(&DecisionBody { line: DecisionLine::of(&decision), steps })
}
