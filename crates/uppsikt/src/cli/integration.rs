//! `uppsikt integration`: which other systems are let in, their tokens, and what they are told.

mod webhook;

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, Id, Role};
use uuid::Uuid;

pub use webhook::WebhookRequest;
use webhook::WebhookVerb;

use super::answer::Answer;
use super::command::{self, Command};
use super::time::swedish;
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::integration::{self, Integration, IntegrationError, NewIntegration, TokenRow};

/// What can be done with integrations.
#[derive(Debug, Subcommand)]
pub(super) enum IntegrationVerb {
    /// Släpp in ett annat system; det kommer in först när det har fått en nyckel
    Add {
        /// Vad ni kallar systemet
        #[arg(value_name = "NAMN")]
        name: String,
        /// Vad den gör: auditor läser, registrar diarieför också (utelämnat: auditor)
        #[arg(long = "role", value_name = "ROLL")]
        roles: Vec<String>,
        /// Myndighet som den läser (får anges flera gånger)
        #[arg(long = "authority", value_name = "NAMN")]
        authorities: Vec<String>,
    },
    /// Lista integrationerna och deras nycklar
    List,
    /// Skapa en nyckel; den visas en gång
    Token {
        /// Integrationens namn
        #[arg(value_name = "NAMN")]
        name: String,
        /// Dagar som nyckeln gäller, högst 400
        #[arg(long, value_name = "ANTAL", default_value_t = 365, hide_default_value = true)]
        days: u16,
    },
    /// Återkalla en nyckel
    Revoke {
        /// Nyckelns id, ur uppsikt integration list
        #[arg(value_name = "ID")]
        token: Uuid,
    },
    /// Avsluta en integration: nycklar och aviseringar slutar gälla direkt
    End {
        /// Integrationens namn
        #[arg(value_name = "NAMN")]
        name: String,
    },
    /// Aviseringar: låt systemet få veta när något har hänt
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Webhook(WebhookVerb),
}

/// What is asked, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntegrationRequest {
    /// Lets a system in.
    Add {
        /// What people call it.
        name: String,
        /// Codes of roles.
        roles: Vec<String>,
        /// Names of authorities; the actor's only one when empty.
        authorities: Vec<String>,
    },
    /// Lists them.
    List,
    /// Issues a token.
    Token {
        /// The integration's name.
        name: String,
        /// How long it is good.
        days: u16,
    },
    /// Revokes a token.
    Revoke(Uuid),
    /// Ends one.
    End(String),
    /// Asks about webhooks.
    Webhook(WebhookRequest),
}

impl IntegrationVerb {
    pub(super) fn into_command(self) -> Command {
        Command::Integration(match self {
            Self::Add { name, roles, authorities } => IntegrationRequest::Add { name, roles, authorities },
            Self::List => IntegrationRequest::List,
            Self::Token { name, days } => IntegrationRequest::Token { name, days },
            Self::Revoke { token } => IntegrationRequest::Revoke(token),
            Self::End { name } => IntegrationRequest::End(name),
            Self::Webhook(verb) => IntegrationRequest::Webhook(verb.into_request()),
        })
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    request: IntegrationRequest,
) -> Result<Answer, Explanation> {
    match request {
        IntegrationRequest::Add { name, roles, authorities } => {
            add(app, actor, name, &roles, &authorities).await
        }
        IntegrationRequest::List => list(app, actor).await,
        IntegrationRequest::Token { name, days } => token(app, actor, &name, days).await,
        IntegrationRequest::Revoke(token) => {
            app.store
                .write::<_, IntegrationError, _>(actor, move |tx| {
                    Box::pin(integration::revoke_token(tx, token))
                })
                .await
                .map_err(told)?;
            Ok(Answer::new("Nyckeln är återkallad.", json!({"revoked": token})))
        }
        IntegrationRequest::End(name) => {
            let id = named(app, actor, &name).await?.id;
            app.store
                .write::<_, IntegrationError, _>(actor, move |tx| Box::pin(integration::end(tx, id)))
                .await
                .map_err(told)?;
            let text = format!("Integrationen {name} är avslutad. Dess nycklar gäller inte längre.");
            Ok(Answer::new(text, json!({"ended": id})))
        }
        IntegrationRequest::Webhook(request) => webhook::run(app, actor, request).await,
    }
}

/// The open integration of this name that the actor looks after.
async fn named(app: &App, actor: &Actor, name: &str) -> Result<Integration, Explanation> {
    must_administer(actor)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = integration::by_name(&mut reader, name).await.map_err(told)?;
    let found = found.filter(|found| integration::may_administer(actor, found));
    found.ok_or_else(|| told(IntegrationError::NotFound))
}

fn must_administer(actor: &Actor) -> Result<(), Explanation> {
    if actor.roles.contains(&Role::Administrator) {
        Ok(())
    } else {
        Err(told(IntegrationError::NotAdministrator))
    }
}

async fn add(
    app: &App,
    actor: &Actor,
    name: String,
    roles: &[String],
    authorities: &[String],
) -> Result<Answer, Explanation> {
    let roles: Option<Vec<Role>> = roles.iter().map(|code| integration::role_of(code)).collect();
    let roles = roles.ok_or_else(|| told(IntegrationError::Role))?;
    let mut ids = Vec::new();
    for authority in authorities {
        ids.push(command::authority(app, actor, Some(authority)).await?);
    }
    if ids.is_empty() {
        ids.push(command::authority(app, actor, None).await?);
    }
    let new = NewIntegration { name, roles, authorities: ids };
    let added = app
        .store
        .write::<_, IntegrationError, _>(actor, move |tx| {
            Box::pin(async move { integration::add(tx, new).await })
        })
        .await
        .map_err(told)?;
    let text = format!(
        "Integrationen {0} är tillagd. Ge den en nyckel med: uppsikt integration token {0}",
        added.name
    );
    Ok(Answer::new(text, json!({"id": added.id, "name": added.name})))
}

async fn token(app: &App, actor: &Actor, name: &str, days: u16) -> Result<Answer, Explanation> {
    let id = named(app, actor, name).await?.id;
    let gate = std::sync::Arc::clone(&app.gate);
    let issued = app
        .store
        .write::<_, IntegrationError, _>(actor, move |tx| {
            Box::pin(async move { integration::issue_token(tx, gate.chance(), id, days).await })
        })
        .await
        .map_err(told)?;
    let secret = integration::token_text(&issued);
    let text = format!("Nyckeln till {name} visas bara nu:\n{}", *secret);
    Ok(Answer::new(text, json!({"id": issued.id, "token": *secret, "days": days})))
}

async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    must_administer(actor)?;
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for known in integration::list(&mut reader).await.map_err(told)? {
        let is_seen = |id: &Id<_>| actor.has_in(Role::Administrator, *id);
        if !known.authorities.iter().any(is_seen) {
            continue;
        }
        let roles: Vec<&str> = known.roles.iter().map(|role| role.code()).collect();
        let state = if known.ended_at.is_some() { "avslutad" } else { "öppen" };
        lines.push(format!("{}  {state}  {}", known.name, roles.join(", ")));
        let tokens = integration::tokens(&mut reader, known.id).await.map_err(told)?;
        for token in &tokens {
            lines.push(token_line(token, now));
        }
        let tokens: Vec<_> = tokens.iter().map(|token| token_json(token, now)).collect();
        all.push(json!({
            "id": known.id, "name": known.name, "roles": roles, "authorities": known.authorities,
            "is_open": known.ended_at.is_none(), "tokens": tokens,
        }));
    }
    if lines.is_empty() {
        lines.push("Inget annat system är insläppt.".to_owned());
    }
    Ok(Answer::new(lines.join("\n"), json!({"integrations": all})))
}

fn token_line(token: &TokenRow, now: i64) -> String {
    let state = if token.is_good(now) { "gäller till" } else { "gäller inte, gick ut" };
    let used =
        token.used_at.map_or_else(|| "aldrig använd".to_owned(), |at| format!("använd {}", swedish(at)));
    let revoked = if token.revoked_at.is_some() { ", återkallad" } else { "" };
    format!("  nyckel {}  {state} {}  {used}{revoked}", token.id, swedish(token.expires_at))
}

fn token_json(token: &TokenRow, now: i64) -> serde_json::Value {
    json!({
        "id": token.id, "is_good": token.is_good(now), "created_at": token.created_at,
        "expires_at": token.expires_at, "revoked_at": token.revoked_at, "used_at": token.used_at,
    })
}
