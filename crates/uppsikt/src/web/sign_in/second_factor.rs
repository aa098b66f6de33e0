//! The app that shows codes, and the recovery codes.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::door::After;
use super::flow;
use super::form::{FormPage, Hidden, fault, go, line};
use super::next;
use crate::app::App;
use crate::explain::Explain as _;
use crate::rooms::people::{QrPicture, SharedSecret, SignInError, Visitor, qr_picture};
use crate::web::components::Field;
use crate::web::session::{self, HalfSignedIn, SignedIn};
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "web/sign_in/connect_app.html")]
struct ConnectPage {
    wrong: Option<(String, String)>,
    is_first: bool,
    action: &'static str,
    picture: Option<QrPicture>,
    secret: String,
    /// In groups of four, as one types it.
    grouped: String,
    code: Field,
    next: String,
}

impl ConnectPage {
    fn new(visitor: &Visitor, secret: &SharedSecret, is_first: bool, next: String) -> Self {
        let text = secret.text();
        let mut grouped = String::new();
        for (number, letter) in text.chars().enumerate() {
            if number > 0 && number % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(letter);
        }
        Self {
            wrong: None,
            is_first,
            action: if is_first { "/logga-in/app" } else { "/jag/app" },
            picture: qr_picture(&secret.address(&visitor.login, &visitor.organisation)),
            secret: text.to_owned(),
            grouped,
            code: line("code", "text", "Koden som appen visar", "one-time-code"),
            next,
        }
    }

    fn show(&self, frame: &Frame, status: StatusCode) -> Response {
        frame.render_as(status, Nav::None, "Koppla en app", self)
    }
}

#[derive(Template)]
#[template(path = "web/sign_in/recovery_codes.html")]
struct CodesPage {
    codes: Vec<String>,
    next: String,
}

fn show_codes(frame: &Frame, codes: Vec<String>, next: String, cookie: Option<HeaderValue>) -> Response {
    let mut response = frame.render(Nav::None, "Dina reservkoder", &CodesPage { codes, next });
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn fresh(app: &App) -> Result<SharedSecret, Fault> {
    SharedSecret::new(app.gate.chance()).map_err(|error| fault(error.into()))
}

/// The code that the app shows, and the secret that it was shown.
#[derive(Deserialize)]
pub(super) struct ConnectForm {
    secret: Hidden,
    code: String,
    #[serde(default, rename = "nasta")]
    next: String,
}

async fn connect_any(
    app: &App,
    frame: &Frame,
    headers: &HeaderMap,
    visitor: &Visitor,
    form: ConnectForm,
    is_first: bool,
) -> Response {
    let next = if is_first { next::local(&form.next) } else { "/jag".to_owned() };
    match flow::connect_app(app, visitor, &form.secret.0, &form.code).await {
        Ok(connected) => {
            let cookie = connected.token.and_then(|token| session::cookie(headers, &token));
            show_codes(frame, connected.recovery_codes, next, cookie)
        }
        Err(error @ SignInError::WrongCode) => {
            // The same picture again: it has been read by the app already.
            let secret = SharedSecret::parse(&form.secret.0).map_or_else(|| fresh(app), Ok);
            let told = error.explain();
            match secret {
                Ok(secret) => {
                    let mut page = ConnectPage::new(visitor, &secret, is_first, next);
                    page.wrong = Some((told.happened, told.next));
                    page.show(frame, StatusCode::UNPROCESSABLE_ENTITY)
                }
                Err(fault) => fault.into_response(),
            }
        }
        Err(error) => fault(error).into_response(),
    }
}

pub(super) async fn show_first(
    State(app): State<Arc<App>>,
    frame: Frame,
    extensions: Extensions,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let next = after.next();
    match extensions.get::<HalfSignedIn>() {
        Some(half) if half.visitor.has_second_factor => Ok(go(&next::with("/logga-in/kod", &next), None)),
        Some(half) => {
            Ok(ConnectPage::new(&half.visitor, &fresh(&app)?, true, next).show(&frame, StatusCode::OK))
        }
        None => Ok(go(&next::with("/logga-in", &next), None)),
    }
}

pub(super) async fn connect_first(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    half: HalfSignedIn,
    Form(form): Form<ConnectForm>,
) -> Response {
    connect_any(&app, &frame, &headers, &half.visitor, form, true).await
}

pub(super) async fn show(State(app): State<Arc<App>>, frame: Frame, me: SignedIn) -> Result<Response, Fault> {
    if me.visitor.has_second_factor {
        return Ok(go("/jag", None));
    }
    Ok(ConnectPage::new(&me.visitor, &fresh(&app)?, false, "/jag".to_owned()).show(&frame, StatusCode::OK))
}

pub(super) async fn connect(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    me: SignedIn,
    Form(form): Form<ConnectForm>,
) -> Response {
    connect_any(&app, &frame, &headers, &me.visitor, form, false).await
}

/// The person's own password, before something of importance.
#[derive(Deserialize)]
pub(super) struct PasswordForm {
    password: Hidden,
}

fn disconnect_page() -> FormPage {
    FormPage {
        title: "Koppla bort appen",
        lead: "Appen och reservkoderna slutar gälla. Måste alla hos er ha en app får du koppla en ny nästa gång du loggar in.".to_owned(),
        action: "/jag/app/koppla-bort".to_owned(),
        fields: vec![line("password", "password", "Ditt lösenord", "current-password")],
        button: "Koppla bort appen",
        back: Some("/jag"),
        ..FormPage::default()
    }
}

pub(super) async fn show_disconnect(frame: Frame) -> Response {
    disconnect_page().show(&frame)
}

pub(super) async fn disconnect(
    State(app): State<Arc<App>>,
    frame: Frame,
    (headers, extensions): (HeaderMap, Extensions),
    me: SignedIn,
    Form(form): Form<PasswordForm>,
) -> Response {
    let address = session::network(&extensions, &headers);
    let mut done = flow::confirm(&app, &me.visitor, form.password.0, address).await;
    if done.is_ok() {
        done = flow::disconnect_app(&app, &me.visitor).await;
    }
    match done {
        Ok(()) => go("/jag?klart=bortkopplad", None),
        Err(error) => disconnect_page().show_again(&frame, error),
    }
}

fn renew_page() -> FormPage {
    FormPage {
        title: "Nya reservkoder",
        lead: "Du får tio nya koder. De gamla slutar gälla.".to_owned(),
        action: "/jag/koder".to_owned(),
        fields: vec![line("password", "password", "Ditt lösenord", "current-password")],
        button: "Visa nya koder",
        back: Some("/jag"),
        ..FormPage::default()
    }
}

pub(super) async fn show_renew(frame: Frame) -> Response {
    renew_page().show(&frame)
}

pub(super) async fn renew(
    State(app): State<Arc<App>>,
    frame: Frame,
    (headers, extensions): (HeaderMap, Extensions),
    me: SignedIn,
    Form(form): Form<PasswordForm>,
) -> Response {
    let address = session::network(&extensions, &headers);
    let codes = match flow::confirm(&app, &me.visitor, form.password.0, address).await {
        Ok(()) => flow::renew_recovery_codes(&app, &me.visitor).await,
        Err(error) => Err(error),
    };
    match codes {
        Ok(codes) => show_codes(&frame, codes, "/jag".to_owned(), None),
        Err(error) => renew_page().show_again(&frame, error),
    }
}
