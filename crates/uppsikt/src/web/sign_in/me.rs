//! `/jag`: a person's own sessions, second factor, password and keys.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::door::After;
use super::flow;
use super::form::{FormPage, Hidden, fault, go, line, new_password};
use super::users::role_words;
use crate::app::App;
use crate::explain::told;
use crate::rooms::people;
use crate::web::components::{Moment, Tone};
use crate::web::session::{self, SignedIn};
use crate::web::{Fault, Frame, Nav};

/// Lines of the protected log that a person sees of their own.
const NOTES_MAX: u64 = 10;

struct SessionLine {
    id: Uuid,
    device: String,
    created: Moment,
    seen: Moment,
    is_this: bool,
}

struct NoteLine {
    words: &'static str,
    at: Moment,
}

#[derive(Template)]
#[template(path = "web/sign_in/me.html")]
struct MePage {
    name: String,
    login: String,
    organisation: String,
    authorities: Vec<(String, String)>,
    has_second_factor: bool,
    is_required: bool,
    codes_left: usize,
    has_letter_keys: bool,
    sessions: Vec<SessionLine>,
    notes: Vec<NoteLine>,
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let frame = match done(&after) {
        Some(words) => frame.with_notice(Tone::Fine, words),
        None => frame,
    };
    let (visitor, now) = (&me.visitor, app.store.now());
    let user = visitor.actor.user;
    let (sessions, notes) = {
        let mut reader = app.store.read(&visitor.actor).await.map_err(told)?;
        let sessions = people::sessions(&mut reader, Some(user), now).await.map_err(told)?;
        (sessions, people::sign_in_notes(&mut reader, user, NOTES_MAX).await.map_err(told)?)
    };
    let moment = |at: uppsikt_kernel::Micros| Moment::new(at.get(), now.get());
    let roles = |id| visitor.actor.roles_in.get(&id).into_iter().flatten().map(|role| role_words(*role));
    let page = MePage {
        name: visitor.name.clone(),
        login: visitor.login.clone(),
        organisation: visitor.organisation.clone(),
        authorities: visitor
            .authorities
            .iter()
            .map(|row| (row.name.clone(), roles(row.id).collect::<Vec<_>>().join(", ")))
            .collect(),
        has_second_factor: visitor.has_second_factor,
        is_required: app.config.is_second_factor_required(),
        codes_left: people::recovery_codes_left(&app.store, &visitor.actor).await.map_err(told)?,
        has_letter_keys: visitor.has_letter_keys,
        sessions: sessions
            .into_iter()
            .map(|row| SessionLine {
                id: row.id,
                created: moment(row.created_at),
                seen: moment(row.seen_at),
                is_this: row.id == visitor.session.id,
                device: row.device,
            })
            .collect(),
        notes: notes
            .into_iter()
            .map(|note| NoteLine { words: note.event.words(), at: moment(note.at) })
            .collect(),
    };
    Ok(frame.render(Nav::None, "Jag", &page))
}

fn done(after: &After) -> Option<&'static str> {
    Some(match after.done() {
        "losenord" => "Lösenordet är bytt. Dina andra inloggningar är avslutade.",
        "bortkopplad" => "Appen är bortkopplad.",
        "avslutad" => "Inloggningen är avslutad.",
        "tangenter" => "Valet är sparat.",
        _ => return None,
    })
}

/// Whether single letters are keys.
#[derive(Deserialize)]
pub(super) struct KeysForm {
    #[serde(default, rename = "bokstaver")]
    letters: String,
}

pub(super) async fn letter_keys(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Form(form): Form<KeysForm>,
) -> Result<Response, Fault> {
    let on = form.letters == "ja";
    flow::does(&app, me.actor(), move |tx| Box::pin(people::prefer_letter_keys(tx, on)))
        .await
        .map_err(fault)?;
    Ok(go("/jag?klart=tangenter", None))
}

pub(super) async fn end_one(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    // Only one's own here, also for an administrator: other people's are ended on their page.
    let user = me.actor().user;
    let mine = {
        let mut reader = app.store.read(me.actor()).await.map_err(told)?;
        people::sessions(&mut reader, Some(user), app.store.now()).await.map_err(told)?
    };
    if !mine.iter().any(|session| session.id == id) {
        return Err(Fault::not_found());
    }
    flow::does(&app, me.actor(), move |tx| Box::pin(people::end_session(tx, id))).await.map_err(fault)?;
    Ok(go("/jag?klart=avslutad", None))
}

pub(super) async fn end_others(State(app): State<Arc<App>>, me: SignedIn) -> Result<Response, Fault> {
    let (user, but) = (me.actor().user, Some(me.visitor.session.id));
    flow::does(&app, me.actor(), move |tx| Box::pin(people::end_sessions(tx, user, but)))
        .await
        .map_err(fault)?;
    Ok(go("/jag?klart=avslutad", None))
}

fn password_page() -> FormPage {
    FormPage {
        title: "Byt lösenord",
        lead: "Dina andra inloggningar avslutas när lösenordet är bytt.".to_owned(),
        action: "/jag/losenord".to_owned(),
        fields: vec![
            line("password", "password", "Lösenordet du har nu", "current-password"),
            new_password(),
        ],
        button: "Byt lösenord",
        back: Some("/jag"),
        ..FormPage::default()
    }
}

pub(super) async fn show_password(frame: Frame) -> Response {
    password_page().show(&frame)
}

/// The password that was, and the one that is to be.
#[derive(Deserialize)]
pub(super) struct ChangeForm {
    password: Hidden,
    #[serde(rename = "nytt")]
    new: Hidden,
}

pub(super) async fn change_password(
    State(app): State<Arc<App>>,
    frame: Frame,
    (headers, extensions): (HeaderMap, Extensions),
    me: SignedIn,
    Form(form): Form<ChangeForm>,
) -> Response {
    let address = session::network(&extensions, &headers);
    let mut done = flow::confirm(&app, &me.visitor, form.password.0, address).await;
    if done.is_ok() {
        done = flow::change_password(&app, &me.visitor, form.new.0).await;
    }
    match done {
        Ok(()) => go("/jag?klart=losenord", None),
        Err(error) => password_page().show_again(&frame, error),
    }
}
