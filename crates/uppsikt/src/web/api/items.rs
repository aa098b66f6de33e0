//! `/api/v1/items`: what the accounts have shown.

mod bodies;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uppsikt_store::Reader;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) use bodies::{ItemBody, ItemLine, ItemList, VersionBody, VersionList};

use super::answer::{json, next};
use super::noted;
use super::query::{self, Asked};
use super::token::Calling;
use crate::app::App;
use crate::explain::told;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::integration::ReadKind;
use crate::rooms::registry;
use crate::web::Fault;

/// Which items are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ItemQuery {
    /// Of this account only.
    #[param(value_type = Option<String>, format = "uuid")]
    account: Option<Uuid>,
    /// Of this kind only.
    #[param(pattern = "^(post|page|comment|message)$")]
    kind: Option<String>,
    /// How many at most; a page may hold fewer and still not be the last.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    cursor: Option<Uuid>,
}

/// What the accounts have shown, newest first: what each is, and none of its words.
///
/// Items that the token may not read (under a secrecy mark, or direct messages) are left out.
#[utoipa::path(get, path = "/api/v1/items", tag = "items", params(ItemQuery),
    responses((status = 200, description = "A page of items", body = ItemList)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    calling: Calling,
    Asked(asked): Asked<ItemQuery>,
) -> Result<Response, Fault> {
    let limit = query::limit(asked.limit)?;
    let kind = query::coded::<ItemKind>("kind", asked.kind.as_deref())?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let narrowed = (asked.account.map(Id::from_uuid), kind);
    let items = capture::page_of(&mut reader, narrowed, asked.cursor, limit).await.map_err(told)?;
    let next = next(items.last().map(|item| item.id), items.len(), limit);
    let open = registry::open_to(&mut reader, calling.actor(), &items).await.map_err(told)?;
    let mut data = Vec::new();
    for item in items.iter().filter(|item| open.contains_key(&item.id)) {
        let is_marked = open.get(&item.id).copied().unwrap_or_default();
        let last = capture::last_version(&mut reader, item.id).await.map_err(told)?;
        data.extend(last.map(|version| ItemLine::of(item, &version, is_marked)));
    }
    drop(reader);
    let whose = items.iter().filter(|item| open.contains_key(&item.id)).map(|item| item.authority);
    noted::note(&app, &calling, ReadKind::Item, noted::list(whose)).await?;
    json(&ItemList { data, next })
}

/// An item that the token may read, with its account.
async fn chosen(reader: &mut Reader, calling: &Calling, id: Uuid) -> Result<(CapturedItem, Account), Fault> {
    let item = capture::item(reader, id).await.map_err(told)?.ok_or_else(query::not_here)?;
    // What may not be read and what does not exist look the same to a program.
    if registry::readable(reader, calling.actor(), &item).await.map_err(told)?.is_err() {
        return Err(query::not_here());
    }
    let account = account::by_id(reader, item.account).await.map_err(told)?;
    Ok((item, account.ok_or_else(query::not_here)?))
}

/// One item with what it says now, or said last.
#[utoipa::path(get, path = "/api/v1/items/{id}", tag = "items",
    params(("id" = String, Path, format = "uuid", description = "The item")),
    responses((status = 200, description = "The item", body = ItemBody)))]
pub(super) async fn one(
    State(app): State<Arc<App>>,
    calling: Calling,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = query::id(&id)?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let (item, account) = chosen(&mut reader, &calling, id).await?;
    // Nobody waits for a second connection while holding the first.
    drop(reader);
    let is_marked = noted::note_item(&app, &calling, item.authority, id).await?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let last = capture::last_version(&mut reader, id).await.map_err(told)?.ok_or_else(query::not_here)?;
    let kept = capture::last_content(&mut reader, account.platform, &item).await.map_err(told)?;
    let mut numbers: HashMap<Uuid, Vec<registry::Registration>> =
        registry::by_items(&mut reader, &[id]).await.map_err(told)?;
    let numbers = numbers.remove(&id).unwrap_or_default();
    json(&ItemBody::of(ItemLine::of(&item, &last, is_marked), kept, &numbers))
}

/// Every version of an item, oldest first, with what each says.
#[utoipa::path(get, path = "/api/v1/items/{id}/versions", tag = "items",
    params(("id" = String, Path, format = "uuid", description = "The item")),
    responses((status = 200, description = "Its versions", body = VersionList)))]
pub(super) async fn versions(
    State(app): State<Arc<App>>,
    calling: Calling,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = query::id(&id)?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let (item, account) = chosen(&mut reader, &calling, id).await?;
    drop(reader);
    noted::note_item(&app, &calling, item.authority, id).await?;
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let (_, all) = capture::versions(&mut reader, id).await.map_err(told)?.ok_or_else(query::not_here)?;
    let mut data = Vec::new();
    for version in &all {
        let kept = capture::content(&reader, account.platform, &item, version).await.map_err(told)?;
        let object = reader.object(version.object).await.map_err(told)?;
        data.push(VersionBody::of(version, kept, object.as_ref()));
    }
    json(&VersionList { data })
}
