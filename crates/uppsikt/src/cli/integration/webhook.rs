//! `uppsikt integration webhook`: add, list, end.

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use super::{must_administer, named};
use crate::app::App;
use crate::cli::answer::Answer;
use crate::cli::time::swedish;
use crate::explain::{Explanation, told};
use crate::rooms::integration::{self, EventKind, IntegrationError, NewWebhook, Webhook};

/// Deliveries that are listed of each webhook.
const DELIVERIES_SHOWN: u64 = 10;

/// What can be done with webhooks.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum WebhookVerb {
    /// Lägg till en adress som får veta vad som händer
    Add {
        /// Integrationens namn
        #[arg(value_name = "NAMN")]
        name: String,
        /// Adressen, till exempel https://diarium.example/uppsikt
        #[arg(long, value_name = "ADRESS")]
        url: String,
        /// Händelse, till exempel item.captured (får anges flera gånger; utelämnat: alla)
        #[arg(long = "event", value_name = "HÄNDELSE")]
        events: Vec<String>,
    },
    /// Lista adresserna och de senaste aviseringarna
    List,
    /// Sluta avisera en adress
    End {
        /// Aviseringens id, ur uppsikt integration webhook list
        #[arg(value_name = "ID")]
        webhook: Uuid,
    },
}

/// What is asked about webhooks, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebhookRequest {
    /// Adds one.
    Add {
        /// The integration's name.
        name: String,
        /// Where it is told.
        url: String,
        /// Codes of events.
        events: Vec<String>,
    },
    /// Lists them.
    List,
    /// Ends one.
    End(Uuid),
}

impl WebhookVerb {
    pub(super) fn into_request(self) -> WebhookRequest {
        match self {
            Self::Add { name, url, events } => WebhookRequest::Add { name, url, events },
            Self::List => WebhookRequest::List,
            Self::End { webhook } => WebhookRequest::End(webhook),
        }
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: WebhookRequest) -> Result<Answer, Explanation> {
    match request {
        WebhookRequest::Add { name, url, events } => add(app, actor, &name, url, &events).await,
        WebhookRequest::List => list(app, actor).await,
        WebhookRequest::End(webhook) => {
            app.store
                .write::<_, IntegrationError, _>(actor, move |tx| {
                    Box::pin(integration::end_webhook(tx, webhook))
                })
                .await
                .map_err(told)?;
            Ok(Answer::new("Adressen aviseras inte längre.", json!({"ended": webhook})))
        }
    }
}

async fn add(
    app: &App,
    actor: &Actor,
    name: &str,
    url: String,
    events: &[String],
) -> Result<Answer, Explanation> {
    let id = named(app, actor, name).await?.id;
    let events: Result<Vec<EventKind>, ()> = events.iter().map(|code| code.parse()).collect();
    let events = events.map_err(|()| told(IntegrationError::Event))?;
    let secret = integration::new_webhook_secret(app.gate.chance());
    let secret = secret.map_err(|error| told(IntegrationError::from(error)))?;
    let new = NewWebhook { id: app.store.new_id::<Webhook>().map_err(told)?.uuid(), url, events };
    // Before the row: nothing may be sent unsigned. A secret that no row names opens nothing.
    app.store.put_secret(new.id, &secret).map_err(told)?;
    let added = app
        .store
        .write::<_, IntegrationError, _>(actor, move |tx| {
            Box::pin(async move { integration::add_webhook(tx, id, new).await })
        })
        .await
        .map_err(told)?;
    let text = format!(
        "{} får veta vad som händer från nu.\nNyckeln som aviseringarna undertecknas med visas bara nu:\n{}",
        added.url, *secret
    );
    Ok(Answer::new(text, json!({"id": added.id, "url": added.url, "secret": *secret})))
}

async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    must_administer(actor)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for known in integration::list(&mut reader).await.map_err(told)? {
        if !integration::may_administer(actor, &known) {
            continue;
        }
        for webhook in integration::webhooks(&mut reader, Some(known.id)).await.map_err(told)? {
            let is_open = webhook.ended_at.is_none() && known.ended_at.is_none();
            let state = if is_open { "öppen" } else { "avslutad" };
            lines.push(format!("{}  {}  {state}  {}", webhook.id, known.name, webhook.url));
            let mut deliveries = Vec::new();
            for one in
                integration::deliveries(&mut reader, webhook.id, DELIVERIES_SHOWN).await.map_err(told)?
            {
                let answer = one.answer.as_deref().unwrap_or("–");
                let (at, event, state) = (swedish(one.happened_at), one.event.code(), one.state.code());
                lines.push(format!("  {at}  {event}  {state}  försök {}  {answer}", one.attempts));
                deliveries.push(json!({
                    "id": one.id, "event": event, "subject": one.subject, "state": state,
                    "attempts": one.attempts, "answer": one.answer,
                }));
            }
            let events: Vec<&str> = webhook.events.iter().map(|event| event.code()).collect();
            all.push(json!({
                "id": webhook.id, "integration": known.name, "url": webhook.url, "events": events,
                "is_open": is_open, "deliveries": deliveries,
            }));
        }
    }
    if lines.is_empty() {
        lines.push("Ingen adress aviseras.".to_owned());
    }
    Ok(Answer::new(lines.join("\n"), json!({"webhooks": all})))
}
