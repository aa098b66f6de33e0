//! `/logga-in`: the password, then the code; and the way out.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::{Extensions, HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::flow::{self, Typed};
use super::form::{FormPage, Hidden, fault, go, line};
use super::next;
use crate::app::App;
use crate::rooms::people::{self, SignInError, Stage, Token};
use crate::web::components::Tone;
use crate::web::session::{self, HalfSignedIn, SignedIn};
use crate::web::{Fault, Frame};

/// Where to go afterwards, and what has just been done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    #[serde(rename = "nasta")]
    next: String,
    #[serde(rename = "klart")]
    done: String,
}

impl After {
    pub(super) fn next(&self) -> String {
        next::local(&self.next)
    }

    /// What has just been done, in a word of the address.
    pub(super) fn done(&self) -> &str {
        &self.done
    }
}

fn page(login: &str, next: String) -> FormPage {
    let mut user = line("login", "text", "Användarnamn", "username");
    login.clone_into(&mut user.value);
    FormPage {
        title: "Logga in",
        action: "/logga-in".to_owned(),
        hidden: vec![("nasta", next)],
        fields: vec![user, line("password", "password", "Lösenord", "current-password")],
        button: "Logga in",
        below: "Har du glömt lösenordet, eller inte fått något än? En administratör hos er kan ge dig en länk där du väljer ett nytt.",
        ..FormPage::default()
    }
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    extensions: Extensions,
    Query(after): Query<After>,
) -> Response {
    if extensions.get::<SignedIn>().is_some() {
        return go(&after.next(), None);
    }
    if app.gate.can_start() {
        return go("/start", None);
    }
    let frame = match after.done() {
        "losenord" => frame.with_notice(Tone::Fine, "Lösenordet är sparat. Logga in med det."),
        "start" => frame.with_notice(Tone::Fine, "Uppsikt är uppsatt. Logga in som administratör."),
        "ut" => frame.with_notice(Tone::Fine, "Du är utloggad."),
        _ => frame,
    };
    page("", after.next()).show(&frame)
}

/// What is typed at the door.
#[derive(Deserialize)]
pub(super) struct DoorForm {
    login: String,
    password: Hidden,
    #[serde(default, rename = "nasta")]
    next: String,
}

pub(super) async fn enter(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    extensions: Extensions,
    Form(form): Form<DoorForm>,
) -> Response {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let typed = Typed {
        login: form.login.clone(),
        password: form.password.0,
        address: session::network(&extensions, &headers),
        device: people::device(agent),
    };
    let next = next::local(&form.next);
    let token = match flow::enter(&app, typed).await {
        Ok(token) => token,
        Err(error) => return page(&form.login, next).show_again(&frame, error),
    };
    // Whoever signs in anew in the same browser leaves the session from before.
    if let Some(signed_in) = extensions.get::<SignedIn>()
        && let Err(error) = flow::leave(&app, signed_in.actor().organisation, &signed_in.token).await
    {
        return fault(error).into_response();
    }
    match onward(&app, &token, &next).await {
        Ok(to) => go(&to, session::cookie(&headers, &token)),
        Err(error) => fault(error).into_response(),
    }
}

/// To the second factor where there is one, or has to be; else to the page that was asked for.
async fn onward(app: &App, token: &Token, next: &str) -> Result<String, SignInError> {
    let visitor = people::visitor(&app.store, token).await?.ok_or(SignInError::Ended)?;
    Ok(match (visitor.session.stage, visitor.has_second_factor) {
        (Stage::Full, _) => next.to_owned(),
        (Stage::Password, true) => next::with("/logga-in/kod", next),
        (Stage::Password, false) => next::with("/logga-in/app", next),
    })
}

fn code_page(next: String) -> FormPage {
    let code = line("code", "text", "Engångskod", "one-time-code");
    FormPage {
        title: "Skriv koden",
        lead: "Öppna appen i telefonen och skriv de sex siffror som den visar för Uppsikt.".to_owned(),
        action: "/logga-in/kod".to_owned(),
        hidden: vec![("nasta", next)],
        fields: vec![code],
        button: "Fortsätt",
        below: "Är telefonen borta? Skriv en av dina reservkoder i stället. Har du ingen kvar behöver du en ny inbjudan av en administratör.",
        back: Some("/logga-in"),
        ..FormPage::default()
    }
}

pub(super) async fn show_code(frame: Frame, extensions: Extensions, Query(after): Query<After>) -> Response {
    match extensions.get::<HalfSignedIn>() {
        Some(_) => code_page(after.next()).show(&frame),
        None => go(&next::with("/logga-in", &after.next()), None),
    }
}

/// A code of the app or a recovery code.
#[derive(Deserialize)]
pub(super) struct CodeForm {
    code: String,
    #[serde(default, rename = "nasta")]
    next: String,
}

pub(super) async fn give_code(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    half: HalfSignedIn,
    Form(form): Form<CodeForm>,
) -> Response {
    let next = next::local(&form.next);
    match flow::give_code(&app, &half.visitor, &half.token, &form.code).await {
        Ok(token) => go(&next, session::cookie(&headers, &token)),
        Err(error) => code_page(next).show_again(&frame, error),
    }
}

pub(super) async fn leave(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Fault> {
    if let Some(signed_in) = extensions.get::<SignedIn>() {
        flow::leave(&app, signed_in.actor().organisation, &signed_in.token).await.map_err(fault)?;
    }
    Ok(go("/logga-in?klart=ut", session::no_cookie(&headers)))
}
