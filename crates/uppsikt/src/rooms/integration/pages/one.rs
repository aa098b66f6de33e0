//! `/drift/integrationer/{id}`: one integration, its tokens, and what it is told.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_kernel::{Actor, Id, Role};
use uppsikt_store::{Reader, StoreError, Tx};
use uuid::Uuid;

use super::parts::{self, Sent};
use super::tables::{self, TokenLine};
use crate::app::App;
use crate::explain::told;
use crate::rooms::integration::model::{
    EventKind, Integration, IntegrationError, NewWebhook, Webhook, token_text,
};
use crate::rooms::integration::{actions, store};
use crate::web::components::{Badge, Cell, Downloads, Facts, Filed, Moment, Tone};
use crate::web::export::{Download, ROWS_MAX};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Days that a token is good for, where nothing else is asked for.
const DAYS_DEFAULT: u16 = 365;

struct WebhookLine {
    id: Uuid,
    url: String,
    events: String,
    state: Badge,
    is_open: bool,
    deliveries: Option<Filed>,
}

/// What is shown once: what it is, and the secret.
type Shown = (&'static str, String);

#[derive(Template)]
#[template(path = "rooms/integration/pages/one.html")]
struct OnePage {
    id: Id<Integration>,
    name: String,
    facts: Facts,
    wrong: Option<(String, String)>,
    shown: Option<Shown>,
    can_change: bool,
    days: u16,
    tokens: Vec<TokenLine>,
    token_links: Downloads,
    webhooks: Vec<WebhookLine>,
    url: String,
    events: [EventKind; 7],
}

async fn page(app: &App, actor: &Actor, id: Id<Integration>, sent: &Sent) -> Result<OnePage, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let integration = store::by_id(&mut reader, id).await.map_err(told)?.ok_or_else(Fault::not_found)?;
    let sees = |authority| actor.has_in(Role::Administrator, authority);
    if !integration.authorities.iter().any(|authority| sees(*authority)) {
        return Err(Fault::not_found());
    }
    let tokens = store::tokens(&mut reader, id).await.map_err(told)?;
    let tokens: Vec<TokenLine> = tokens.iter().map(|token| TokenLine::of(token, &integration, now)).collect();
    let mut webhooks = Vec::new();
    for webhook in store::webhooks(&mut reader, Some(id)).await.map_err(told)? {
        webhooks.push(line(&mut reader, webhook, now).await.map_err(told)?);
    }
    let facts = Facts::default()
        .with("Läge", Cell::part(&parts::state(&integration)))
        .with("Vad den gör", Cell::text(parts::roles(&integration)))
        .with("Myndigheter", Cell::text(parts::authorities(&mut reader, &integration).await.map_err(told)?))
        .with("Tillagd", Cell::part(&Moment::new(integration.created_at, now)));
    Ok(OnePage {
        id,
        facts,
        wrong: None,
        shown: None,
        can_change: integration.ended_at.is_none() && actions::may_administer(actor, &integration),
        name: integration.name,
        days: DAYS_DEFAULT,
        token_links: tables::tokens_links(id, &tokens),
        tokens,
        webhooks,
        url: sent.one("url").to_owned(),
        events: EventKind::ALL,
    })
}

async fn line(reader: &mut Reader, webhook: Webhook, now: i64) -> Result<WebhookLine, StoreError> {
    let is_open = webhook.ended_at.is_none();
    let badge = if is_open { (Tone::Fine, "öppen") } else { (Tone::Neutral, "avslutad") };
    Ok(WebhookLine {
        id: webhook.id,
        events: told_of(&webhook.events),
        state: Badge::new(badge.0, badge.1),
        is_open,
        deliveries: tables::shown(reader, &webhook, now).await?,
        url: webhook.url,
    })
}

/// What it is told of, in words.
fn told_of(events: &[EventKind]) -> String {
    if events.len() == EventKind::ALL.len() {
        return "allt som aviseras".to_owned();
    }
    let each = events.iter().map(|event| event.swedish()).collect::<Vec<_>>();
    format!("att {}", each.join(", att "))
}

fn render(frame: &Frame, status: StatusCode, page: &OnePage) -> Response {
    frame.render_as(status, Nav::Operation, &format!("Integration: {}", page.name), page)
}

/// Which webhook's deliveries are asked for as a file.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default, rename = "avisering")]
    webhook: Option<Uuid>,
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    download: Download,
) -> Result<Response, Fault> {
    let page = page(&app, me.actor(), super::id(&id)?, &Sent::default()).await?;
    if download.is_file()
        && let Some(file) = file(&app, &me, &page, (&download, &asked)).await?
    {
        return Ok(file);
    }
    Ok(render(&frame, StatusCode::OK, &page))
}

/// The file of a table on the page, where one is asked for: all tokens, or what one webhook has been told.
async fn file(
    app: &App,
    me: &SignedIn,
    page: &OnePage,
    (download, asked): (&Download, &Asked),
) -> Result<Option<Response>, Fault> {
    let tokens = tables::tokens(&page.tokens);
    if let Some(file) = download.file(app, me, &tables::tokens_sheet(&tokens)).await? {
        return Ok(Some(file));
    }
    // Only among this integration's own: another's is not there.
    let mut wanted = page.webhooks.iter().filter(|line| asked.webhook.is_none_or(|id| id == line.id));
    let Some(line) = wanted.next() else {
        return if asked.webhook.is_some() { Err(Fault::not_found()) } else { Ok(None) };
    };
    let mut reader = app.store.read(me.actor()).await.map_err(told)?;
    let limits = (ROWS_MAX as u64, app.store.now().get());
    let table = tables::deliveries(&mut reader, line.id, &line.url, limits).await.map_err(told)?;
    drop(reader);
    download.file(app, me, &tables::deliveries_sheet(&table)).await
}

/// The page again, with what is shown once or with what went wrong.
async fn again(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    (id, sent): (Id<Integration>, &Sent),
    outcome: Result<Shown, IntegrationError>,
) -> Result<Response, Fault> {
    let (status, shown, wrong) = match outcome {
        Ok(shown) => (StatusCode::OK, Some(shown), None),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, None, Some(super::wrong(error)?)),
    };
    let page = OnePage { shown, wrong, ..page(app, me.actor(), id, sent).await? };
    Ok(render(frame, status, &page))
}

pub(super) async fn issue(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Fault> {
    let (id, sent) = (super::id(&id)?, Sent::of(&body));
    let days = sent.one("days").trim().parse().unwrap_or(0);
    let gate = Arc::clone(&app.gate);
    let issued = app
        .store
        .write::<_, IntegrationError, _>(me.actor(), move |tx| {
            Box::pin(async move { actions::issue_token(tx, gate.chance(), id, days).await })
        })
        .await;
    let shown = issued.map(|token| ("Nyckeln", token_text(&token).to_string()));
    again(&app, &frame, &me, (id, &sent), shown).await
}

pub(super) async fn add_webhook(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Fault> {
    let (id, sent) = (super::id(&id)?, Sent::of(&body));
    let outcome = added(&app, me.actor(), id, &sent).await;
    again(&app, &frame, &me, (id, &sent), outcome).await
}

async fn added(
    app: &App,
    actor: &Actor,
    id: Id<Integration>,
    sent: &Sent,
) -> Result<Shown, IntegrationError> {
    let events: Result<Vec<EventKind>, ()> = sent.all("event").map(str::parse).collect();
    let secret = actions::new_webhook_secret(app.gate.chance())?;
    let new = NewWebhook {
        id: app.store.new_id::<Webhook>()?.uuid(),
        url: sent.one("url").to_owned(),
        events: events.map_err(|()| IntegrationError::Event)?,
    };
    // Before the row: nothing may be sent unsigned. A secret that no row names opens nothing.
    app.store.put_secret(new.id, &secret)?;
    app.store
        .write::<_, IntegrationError, _>(actor, move |tx| {
            Box::pin(async move { actions::add_webhook(tx, id, new).await })
        })
        .await?;
    Ok(("Nyckeln som aviseringarna undertecknas med", secret.to_string()))
}

/// Does something to one of them, and goes back to the page.
async fn change<F>(app: &App, actor: &Actor, id: &str, work: F) -> Result<Response, Fault>
where
    F: for<'t> FnOnce(&'t mut Tx) -> futures_util::future::BoxFuture<'t, Result<(), IntegrationError>>
        + Send
        + 'static,
{
    let id = super::id(id)?;
    app.store.write::<_, IntegrationError, _>(actor, work).await?;
    Ok(Redirect::to(&format!("/drift/integrationer/{id}")).into_response())
}

pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Fault> {
    let token = super::uuid(Sent::of(&body).one("token"))?;
    change(&app, me.actor(), &id, move |tx| Box::pin(actions::revoke_token(tx, token))).await
}

pub(super) async fn end_webhook(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Fault> {
    let webhook = super::uuid(Sent::of(&body).one("webhook"))?;
    change(&app, me.actor(), &id, move |tx| Box::pin(actions::end_webhook(tx, webhook))).await
}

pub(super) async fn end(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let integration = super::id(&id)?;
    change(&app, me.actor(), &id, move |tx| Box::pin(actions::end(tx, integration))).await
}
