//! `GET /liggare/sok`: from what somebody has in hand (a place, an id) to its page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::ledger::find as field;
use super::words;
use crate::app::App;
use crate::web::components::{Errors, Field};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What is looked for.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    id: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<div class="page narrow"><p class="crumb"><a href="/liggare">Liggare</a> / Leta</p><h1>Leta upp i liggaren</h1>{{ errors }}
<form class="form" action="/liggare/sok" method="get" role="search">{{ field }}<p><button class="btn primary" type="submit">Leta</button></p></form></div>"#
)]
struct FindPage {
    errors: Errors,
    field: Field,
}

/// `GET /liggare/sok`.
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let text = asked.id.trim();
    let reader = app.store.read(me.actor()).await?;
    if let Some(address) = address(&reader, text).await? {
        return Ok(Redirect::to(&address).into_response());
    }
    // A long text is no id, and not worth writing back.
    let shown: String = text.chars().take(60).collect();
    let mut field = field(&shown);
    let mut status = StatusCode::OK;
    if !text.is_empty() {
        let said = "Det finns inget sådant i liggaren hos dina myndigheter. Kontrollera talet eller id:t.";
        (field.error, status) = (Some(said.to_owned()), StatusCode::NOT_FOUND);
    }
    let page = FindPage { errors: Errors::of([&field]), field };
    Ok(frame.render_as(status, Nav::Ledger, "Leta upp i liggaren", &page))
}

/// Where it is shown: an act's own page, or the proof of an item.
async fn address(reader: &Reader, text: &str) -> Result<Option<String>, StoreError> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    if let Ok(index) = digits.parse::<u64>() {
        return Ok(reader.act_at(index).await?.as_ref().map(words::address));
    }
    let Ok(id) = Uuid::try_parse(text) else { return Ok(None) };
    if let Some(act) = reader.act(id).await? {
        return Ok(Some(words::address(&act)));
    }
    let is_kept = reader.object(Id::from_uuid(id)).await?.is_some() || !reader.versions(id).await?.is_empty();
    Ok(is_kept.then(|| format!("/handlingar/{id}/bevis")))
}
