//! One attempt to tell one event: signed, through the one door out.

use std::time::Duration;

use uppsikt_net::{Auth, Client, HostRule, Method, NetError, Policy, Request};
use url::Url;

use crate::app::App;
use crate::rooms::integration::model::{
    ATTEMPTS_MAX, Delivery, DeliveryState, IntegrationError, Webhook, payload, signature, wait_micros,
};

/// A receiver that works says yes at once, and does its own work afterwards.
const TIMEOUT_SECONDS: u64 = 10;
/// What a receiver answers is not read; so much of it is taken in.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// The receiver says that it is gone for good.
const GONE: u16 = 410;

/// Sends a delivery once; gives it as it stands after that.
///
/// # Errors
/// [`IntegrationError::Store`] when the key store does not answer.
pub(super) async fn once(
    app: &App,
    webhook: &Webhook,
    delivery: &Delivery,
) -> Result<Delivery, IntegrationError> {
    let now = app.store.now();
    let secret = app.store.secret(webhook.id)?;
    let seconds = now.get() / 1_000_000;
    let body = payload(delivery);
    let signed = secret.and_then(|secret| signature(&secret, &delivery.id.to_string(), seconds, &body));
    let outcome = match signed {
        None => Err("nyckeln för underskriften saknas".to_owned()),
        Some(signed) => post(app, webhook, delivery, (seconds, &signed), body).await,
    };
    let attempts = delivery.attempts + 1;
    let sent = Delivery { attempts, tried_at: Some(now.get()), ..delivery.clone() };
    Ok(match outcome {
        Ok(status) if (200..300).contains(&status) => {
            Delivery { state: DeliveryState::Delivered, answer: Some(status.to_string()), ..sent }
        }
        outcome => {
            let is_gone = outcome == Ok(GONE);
            let answer = Some(outcome.map_or_else(|why| why, |status| status.to_string()));
            let is_dead = is_gone || attempts >= ATTEMPTS_MAX;
            let state = if is_dead { DeliveryState::Dead } else { DeliveryState::Waiting };
            Delivery { state, answer, next_at: now.get() + wait_micros(attempts), ..sent }
        }
    })
}

async fn post(
    app: &App,
    webhook: &Webhook,
    delivery: &Delivery,
    (seconds, signed): (i64, &str),
    body: String,
) -> Result<u16, String> {
    let url = Url::parse(&webhook.url).map_err(|_| "adressen går inte att läsa".to_owned())?;
    let client = client(app, &url).map_err(|error| words(&error).to_owned())?;
    let auth = Auth::None;
    let request = Request::new(Method::Post, url, &auth)
        .header("webhook-id", delivery.id.to_string())
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", signed)
        .json(body);
    client.send(request).await.map(|answer| answer.status).map_err(|error| words(&error).to_owned())
}

/// A client for this address alone; one in one's own network only where the settings name it.
fn client(app: &App, url: &Url) -> Result<Client, NetError> {
    let is_internal = app
        .config
        .internal_receivers()
        .iter()
        .any(|named| Url::parse(named).is_ok_and(|named| named.origin() == url.origin()));
    let rule = if is_internal { HostRule::private } else { HostRule::public };
    let mut policy = Policy::new(vec![rule(url.as_str())?]);
    policy.timeout = Duration::from_secs(TIMEOUT_SECONDS);
    policy.body_bytes_max = ANSWER_BYTES_MAX;
    Client::new(policy)
}

/// What kept it from being sent, for the page; never the address.
const fn words(error: &NetError) -> &'static str {
    match error {
        NetError::Rule { .. } | NetError::NotAllowed { .. } | NetError::PrivateAddress { .. } => {
            "adressen får inte anropas: den saknar https eller ligger i det egna nätet utan att stå i inställningarna"
        }
        NetError::Connect { .. } => "mottagaren gick inte att nå",
        NetError::TimedOut { .. } => "mottagaren svarade inte i tid",
        NetError::Redirect { .. } | NetError::TooManyRedirects { .. } => {
            "mottagaren hänvisade till en annan adress"
        }
        NetError::TooLarge { .. } => "mottagaren svarade med för mycket",
        _ => "anropet gick inte att göra",
    }
}
