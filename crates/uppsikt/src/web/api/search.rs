//! `GET /api/v1/search`: everything that is kept, also what has disappeared since.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::Id;
use uppsikt_store::search::Query;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{instant, json};
use super::query::{self, Asked};
use super::token::Calling;
use crate::app::App;
use crate::explain::told;
use crate::rooms::search::{self, Hit, SearchError, SearchRequest};
use crate::web::Fault;

/// Hits that can be passed over: whoever needs more narrows the question, or reads the list of items.
const SKIP_MAX: u16 = 1_000;

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// The words.
    #[param(min_length = 1, max_length = 200, pattern = "\\S")]
    q: String,
    /// Of this account only.
    #[param(value_type = Option<String>, format = "uuid")]
    account: Option<Uuid>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// How many to pass over.
    #[param(minimum = 0, maximum = 1000)]
    skip: Option<u16>,
}

/// An item that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HitBody {
    /// The item.
    #[schema(value_type = String, format = "uuid")]
    pub item_id: Uuid,
    /// `post`, `page`, `comment` or `message`.
    pub kind: String,
    /// The account that showed it.
    #[schema(value_type = String, format = "uuid")]
    pub account_id: Uuid,
    /// The version that has most of the words.
    pub version: i32,
    /// What the platform did with it when it was last read: `shown`, `withheld` or `gone`.
    pub presence: String,
    /// When that version was published.
    #[schema(format = DateTime)]
    pub published_at: String,
    /// The numbers under which it is registered, and those of its cases.
    pub numbers: Vec<String>,
    /// The text around what was found; null under a secrecy mark.
    pub snippet: Option<String>,
}

impl HitBody {
    fn of(hit: Hit) -> Self {
        let text = |snippet: search::Snippet| snippet.pieces.into_iter().map(|(text, _)| text).collect();
        Self {
            item_id: hit.item,
            kind: hit.kind.code().to_owned(),
            account_id: hit.account.id.uuid(),
            version: hit.version,
            presence: hit.presence.code().to_owned(),
            published_at: instant(hit.published_at),
            numbers: hit.numbers,
            snippet: hit.snippet.map(text),
        }
    }
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchBody {
    /// Newest first.
    pub data: Vec<HitBody>,
    /// How many there are in all.
    pub total: u64,
    /// Whether the index holds everything that is sealed; where it does not, there may be more.
    pub complete: bool,
}

/// Searches what is kept, also what has disappeared since, in the Swedish words' other forms too.
///
/// That somebody has searched is noted; what was searched for stands nowhere.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchQuery),
    responses((status = 200, description = "What was found", body = SearchBody)))]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    calling: Calling,
    Asked(asked): Asked<SearchQuery>,
) -> Result<Response, Fault> {
    let take = usize::try_from(query::limit(asked.limit)?).unwrap_or(1);
    if asked.q.trim().is_empty() || asked.q.chars().count() > 200 {
        return Err(query::unclear("q ska ha 1–200 tecken."));
    }
    let skip = asked.skip.unwrap_or(0);
    if skip > SKIP_MAX {
        return Err(query::unclear("skip ska vara 0–1000."));
    }
    let words = Query::parse(&asked.q).map_err(|_| query::unclear("q har för många delar."))?;
    app.store
        .write::<_, SearchError, _>(calling.actor(), |tx| {
            Box::pin(async move { search::note(tx, None).await })
        })
        .await?;
    let request = SearchRequest {
        query: words,
        account: asked.account.map(Id::from_uuid),
        skip: usize::from(skip),
        take,
        ..SearchRequest::default()
    };
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let progress = search::progress(&app, &mut reader, calling.actor()).await?;
    let found = search::search(&app, &mut reader, calling.actor(), &request).await?;
    json(&SearchBody {
        data: found.hits.into_iter().map(HitBody::of).collect(),
        total: found.total,
        complete: progress.reached == progress.sealed,
    })
}
