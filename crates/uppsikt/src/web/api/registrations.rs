//! `/api/v1/registrations`: the diary, and how another diary system completes what is reserved.

mod bodies;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::{Id, Role};
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) use bodies::{Completion, RegistrationBody, RegistrationLine, RegistrationList};

use super::answer::{json, next};
use super::noted::{self, Given};
use super::query::{self, Asked};
use super::token::Calling;
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::integration::ReadKind;
use crate::rooms::registry::{self, Description, Filter, Protected, Registration, RegistryError, Stage};
use crate::web::Fault;

/// Which entries are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RegistrationQuery {
    /// In this state only.
    #[param(pattern = "^(reserved|completed|declined)$")]
    state: Option<String>,
    /// Of the series with this code only.
    #[param(pattern = "^[A-ZÅÄÖ-]{1,8}$")]
    series: Option<String>,
    /// Of this year only.
    #[param(minimum = 1900, maximum = 9999)]
    year: Option<i32>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    cursor: Option<Uuid>,
}

impl RegistrationQuery {
    fn filter(&self) -> Result<Filter, Fault> {
        let year_is_good = self.year.is_none_or(|year| (1900..=9999).contains(&year));
        let is_letter = |c: char| c.is_ascii_uppercase() || "ÅÄÖ-".contains(c);
        let series_is_good = self
            .series
            .as_ref()
            .is_none_or(|code| (1..=8).contains(&code.chars().count()) && code.chars().all(is_letter));
        if !year_is_good || !series_is_good {
            return Err(query::unclear("year eller series har ett värde som det inte kan ha."));
        }
        let stage = query::coded::<Stage>("state", self.state.as_deref())?;
        Ok(Filter { stage, series: self.series.clone(), year: self.year, ..Filter::default() })
    }
}

/// The entries of the diary, newest first: what anybody may read of each.
#[utoipa::path(get, path = "/api/v1/registrations", tag = "registrations", params(RegistrationQuery),
    responses((status = 200, description = "A page of entries", body = RegistrationList)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    calling: Calling,
    Asked(asked): Asked<RegistrationQuery>,
) -> Result<Response, Fault> {
    let limit = query::limit(asked.limit)?;
    let filter = asked.filter()?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let before = asked.cursor.map(Id::from_uuid);
    let page = registry::page_of(&mut reader, &filter, before, limit).await.map_err(told)?;
    drop(reader);
    let next = next(page.last().map(|last| last.id.uuid()), page.len(), limit);
    let given = noted::list(page.iter().map(|entry| entry.authority));
    noted::note(&app, &calling, ReadKind::Registration, given).await?;
    json(&RegistrationList { data: page.iter().map(RegistrationLine::of).collect(), next })
}

async fn found(app: &App, calling: &Calling, id: Id<Registration>) -> Result<Registration, Fault> {
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    registry::entry(&mut reader, id).await.map_err(told)?.ok_or_else(query::not_here)
}

/// What a registrar's token may read of an entry besides, after it is noted who reads; nothing for others.
async fn protected(app: &App, calling: &Calling, entry: &Registration) -> Result<Option<Protected>, Fault> {
    if entry.protected.is_none() || !registry::may_read_protected(calling.actor(), entry.authority) {
        return Ok(None);
    }
    let id = entry.id;
    let (_, permit) = app
        .store
        .write::<_, RegistryError, _>(calling.actor(), move |tx| {
            Box::pin(async move { registry::note_protected_read(tx, id).await })
        })
        .await?;
    let reader = app.store.read(calling.actor()).await.map_err(told)?;
    Ok(registry::protected(&reader, &permit).await?)
}

async fn body(app: &App, calling: &Calling, entry: &Registration) -> Result<Response, Fault> {
    let given = Given::from([(entry.authority, vec![entry.id.uuid()])]);
    noted::note(app, calling, ReadKind::Registration, given).await?;
    json(&RegistrationBody::of(entry, protected(app, calling, entry).await?))
}

/// One entry; with a registrar's token also its protected description, and the log has who read it.
#[utoipa::path(get, path = "/api/v1/registrations/{id}", tag = "registrations",
    params(("id" = String, Path, format = "uuid", description = "The entry")),
    responses((status = 200, description = "The entry", body = RegistrationBody)))]
pub(super) async fn one(
    State(app): State<Arc<App>>,
    calling: Calling,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let entry = found(&app, &calling, Id::from_uuid(query::id(&id)?)).await?;
    body(&app, &calling, &entry).await
}

/// Completes a reserved number, with what another diary system knows of it; needs the registrar's role.
///
/// The number of the case over there goes into `cases`. What is completed stays: a second call gives 409.
#[utoipa::path(post, path = "/api/v1/registrations/{id}/complete", tag = "registrations",
    params(("id" = String, Path, format = "uuid", description = "The entry")),
    request_body = Completion,
    responses(
        (status = 200, description = "The entry as it stands in the diary now", body = RegistrationBody),
        (status = 403, description = "The token lacks the registrar's role there"),
        (status = 409, description = "It is completed already"),
        (status = 413, description = "The body is larger than 10 MB"),
        (status = 415, description = "The body is not JSON"),
        (status = 422, description = "What is said of it cannot be kept"),
    ))]
pub(super) async fn complete(
    State(app): State<Arc<App>>,
    calling: Calling,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, Fault> {
    let id = Id::from_uuid(query::id(&id)?);
    let entry = found(&app, &calling, id).await?;
    if !calling.actor().has_in(Role::Registrar, entry.authority) {
        return Err(not_registrar());
    }
    let completion = completion(&headers, &bytes)?;
    let (description, cases) = completion.parts();
    let entry = app
        .store
        .write::<_, RegistryError, _>(calling.actor(), move |tx| {
            Box::pin(async move { registry::complete(tx, id, description, &cases).await })
        })
        .await
        .map_err(refused)?;
    body(&app, &calling, &entry).await
}

fn completion(headers: &HeaderMap, bytes: &[u8]) -> Result<Completion, Fault> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media.split(';').next().map(str::trim) != Some("application/json") {
        let told = Explanation::new(
            Exit::Usage,
            "Det som skickades är inte JSON. Inget har ändrats.",
            "Skicka med Content-Type: application/json.",
        );
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    let read = serde_json::from_slice::<serde_json::Map<_, _>>(bytes)
        // By way of an object: a list of values in order would be read as one too.
        .and_then(|object| serde_json::from_value(serde_json::Value::Object(object)));
    read.map_err(|_| query::unclear("Det som skickades går inte att läsa som JSON av rätt form."))
}

impl Completion {
    fn parts(self) -> (Description, Vec<String>) {
        let protected = self
            .protected
            .map(|given| Protected { description: given.description, counterpart: given.counterpart });
        (Description { public: self.description, protected }, self.cases)
    }
}

fn not_registrar() -> Fault {
    let told = Explanation::new(
        Exit::NotAllowed,
        "Att diarieföra färdigt är registratorns uppgift, och nyckeln har inte den rollen hos myndigheten. Inget har ändrats.",
        "En administratör kan lägga till en integration med rollen registrator.",
    );
    Fault::new(StatusCode::FORBIDDEN, told)
}

/// A program is told by the status what it can do about it.
fn refused(error: RegistryError) -> Fault {
    let status = match &error {
        RegistryError::Completed => StatusCode::CONFLICT,
        RegistryError::NotFound => return query::not_here(),
        RegistryError::NotAllowed(_) => return not_registrar(),
        error if error.explain().exit == Exit::Usage => StatusCode::UNPROCESSABLE_ENTITY,
        _ => return error.into(),
    };
    Fault::new(status, told(error))
}
