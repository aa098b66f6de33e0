//! `GET /api/v1/accounts`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{instant, json};
use super::query::Asked;
use super::token::Calling;
use crate::app::App;
use crate::explain::told;
use crate::rooms::{account, people};
use crate::web::Fault;

/// An account on a platform.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountBody {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The platform's code, for example `wordpress`.
    pub platform: String,
    /// The platform's address for it.
    pub address: String,
    /// Whose it is.
    #[schema(value_type = String, format = "uuid")]
    pub authority_id: Uuid,
    /// The name of that authority.
    pub authority: String,
    /// When it was added.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Since when nothing new is read; null while it is.
    #[schema(format = DateTime)]
    pub paused_at: Option<String>,
}

/// The accounts within reach.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountList {
    /// By name.
    pub data: Vec<AccountBody>,
}

/// Nothing can be asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// The open accounts of the authorities that the integration sees.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts",
    responses((status = 200, description = "The accounts", body = AccountList)))]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    calling: Calling,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Fault> {
    let mut reader = app.store.read(calling.actor()).await.map_err(told)?;
    let authorities = people::authorities(&mut reader).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let body = |account: account::Account| {
        let name = authorities.iter().find(|row| row.id == account.authority);
        AccountBody {
            id: account.id.uuid(),
            name: account.name,
            platform: account.platform.code().to_owned(),
            address: account.address,
            authority_id: account.authority.uuid(),
            authority: name.map(|row| row.name.clone()).unwrap_or_default(),
            created_at: instant(account.created_at),
            paused_at: account.paused.map(|pause| instant(pause.at)),
        }
    };
    json(&AccountList { data: accounts.into_iter().map(body).collect() })
}
