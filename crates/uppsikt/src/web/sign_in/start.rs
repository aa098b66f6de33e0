//! `/start`: the beginning of an empty installation, for whoever can read what the server printed.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use uppsikt_kernel::{Organisation, Role};

use super::flow;
use super::form::{FormPage, Hidden, go, line, new_password};
use crate::app::App;
use crate::rooms::people::{self, NewOrganisation, NewUser, SignInError};
use crate::web::components::{Field, FieldKind};
use crate::web::{Fault, Frame};

/// What a new installation needs to know.
#[derive(Default, Deserialize)]
pub(super) struct StartForm {
    code: String,
    organisation: String,
    authorities: String,
    name: String,
    login: String,
    #[serde(rename = "nytt")]
    new: Hidden,
}

fn page(form: &StartForm) -> FormPage {
    let value = |field: Field, value: &str| Field { value: value.to_owned(), ..field };
    let hint = |field: Field, hint: &str| Field { hint: Some(hint.to_owned()), ..field };
    let authorities = Field::new("authorities", FieldKind::Lines, "Myndigheter");
    FormPage {
        title: "Sätt upp Uppsikt",
        lead: "Här finns inget än. Ange vem Uppsikt är till för och vem som är dess första administratör."
            .to_owned(),
        action: "/start".to_owned(),
        fields: vec![
            hint(
                value(line("code", "text", "Engångskod", "off"), &form.code),
                "Koden står där servern startades. Den visar att det är du som sköter servern.",
            ),
            hint(
                value(line("organisation", "text", "Organisation", "organization"), &form.organisation),
                "Till exempel Lindholms kommun.",
            ),
            hint(
                value(authorities, &form.authorities),
                "En på varje rad: varje nämnd och bolag är en myndighet för sig.",
            ),
            value(line("name", "text", "Administratörens namn", "name"), &form.name),
            hint(
                value(line("login", "text", "Administratörens användarnamn", "username"), &form.login),
                "Små bokstäver a–z, siffror, punkt och bindestreck.",
            ),
            new_password(),
        ],
        button: "Sätt upp Uppsikt",
        ..FormPage::default()
    }
}

pub(super) async fn show(State(app): State<Arc<App>>, frame: Frame) -> Response {
    if app.gate.can_start() {
        page(&StartForm::default()).show(&frame)
    } else {
        Fault::not_found().into_response()
    }
}

pub(super) async fn begin(
    State(app): State<Arc<App>>,
    frame: Frame,
    Form(form): Form<StartForm>,
) -> Response {
    if !app.gate.can_start() {
        return Fault::not_found().into_response();
    }
    match make(&app, &form).await {
        Ok(()) => go("/logga-in?klart=start", None),
        Err(SignInError::Start) => {
            let mut page = page(&form);
            if let Some(code) = page.fields.first_mut() {
                code.error = Some("Koden stämmer inte.".to_owned());
            }
            frame.render_as(
                axum::http::StatusCode::UNPROCESSABLE_ENTITY,
                crate::web::Nav::None,
                page.title,
                &page,
            )
        }
        Err(error) => page(&form).show_again(&frame, error),
    }
}

async fn make(app: &App, form: &StartForm) -> Result<(), SignInError> {
    if !app.gate.is_start_code(&form.code) {
        return Err(SignInError::Start);
    }
    let new = NewOrganisation {
        name: form.organisation.clone(),
        // A name that no other log has.
        origin: format!("uppsikt/{}", app.store.new_id::<Organisation>()?),
        authorities: form
            .authorities
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        admin: NewUser {
            login: form.login.clone(),
            name: form.name.clone(),
            roles: BTreeSet::from([Role::Administrator]),
        },
    };
    people::check(&new)?;
    // Without an authority nobody would have a role, and nobody could add one.
    if new.authorities.is_empty() {
        return Err(people::PeopleError::Name.into());
    }
    people::check_password(&form.new.0, &form.login, &form.name).map_err(SignInError::Password)?;
    let hash = app.gate.hash(form.new.0.clone()).await?;
    let beginning = people::plan(&app.store, &new)?;
    // Last, and once: of two who send the form at the same time one begins.
    if !app.gate.take_start(&form.code) || !app.store.organisations().await?.is_empty() {
        return Err(SignInError::Start);
    }
    app.store.begin_log(beginning.organisation, &beginning.origin).await?;
    let actor = beginning.actor.clone();
    flow::does(app, &actor, move |tx| {
        Box::pin(async move {
            people::begin(tx, beginning).await?;
            people::set_password(tx, hash, None).await
        })
    })
    .await
}
