//! `/handlingar/{id}/diariefor`: a number for a record that nobody has decided about.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::{Actor, Micros};
use uppsikt_store::Reader;
use uuid::Uuid;

use super::form::{EntryForm, wrong};
use crate::app::App;
use crate::rooms::account;
use crate::rooms::capture::{self, CapturedItem, Presence};
use crate::rooms::registry::{
    self, CauseKind, Direction, NewReservation, RegisteredItem, Registration, RegistryError,
};
use crate::web::components::{Errors, Field, FieldKind};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "rooms/registry/pages/reserve.html")]
struct ReservePage {
    item: Uuid,
    title: String,
    errors: Errors,
    fields: Vec<Field>,
}

/// What is to be registered.
struct Thing {
    item: CapturedItem,
    new: NewReservation,
    about: String,
}

/// `GET /handlingar/{id}/diariefor`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let thing = thing(&mut reader, me.actor(), super::id(&id)?, app.store.now()).await?;
    // Registered already, under a decision or by hand: that is its number.
    if let Some(known) = registry::by_item(&mut reader, thing.item.id).await?.pop() {
        return Ok(Redirect::to(&format!("/diarium/{}", known.id)).into_response());
    }
    let form = EntryForm { public: thing.about.clone(), ..EntryForm::default() };
    Ok(page(&frame, &thing, &form, None))
}

/// `POST /handlingar/{id}/diariefor`.
pub(crate) async fn reserve(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let thing = thing(&mut reader, me.actor(), super::id(&id)?, app.store.now()).await?;
    drop(reader);
    let description = match form.description() {
        Ok(description) => description,
        Err(wrong) => return Ok(page(&frame, &thing, &form, Some(wrong))),
    };
    let secrecy = Some(form.provision()).filter(|provision| !provision.is_empty());
    let new = NewReservation { description, cases: form.cases(), secrecy, ..thing.new.clone() };
    let item = thing.item.id;
    let done: Result<Registration, RegistryError> = app
        .store
        .write(me.actor(), move |tx| {
            Box::pin(async move {
                registry::may_reserve(tx.actor(), new.authority, new.cause_kind)?;
                match registry::by_item(tx, item).await?.pop() {
                    Some(known) => Ok(known),
                    None => registry::reserve(tx, new).await,
                }
            })
        })
        .await;
    match done {
        Ok(entry) => Ok(Redirect::to(&format!("/diarium/{}?gjort=reserverad", entry.id)).into_response()),
        Err(error) => match wrong(&error) {
            Some(wrong) => Ok(page(&frame, &thing, &form, Some(wrong))),
            None => Err(error.into()),
        },
    }
}

async fn thing(reader: &mut Reader, actor: &Actor, id: Uuid, now: Micros) -> Result<Thing, Fault> {
    let item = capture::item(reader, id).await?.ok_or_else(Fault::not_found)?;
    registry::readable(reader, actor, &item).await??;
    registry::may_reserve(actor, item.authority, CauseKind::ByHand)?;
    let versions = capture::versions(reader, id).await?.map(|(_, all)| all).unwrap_or_default();
    let shown = versions.iter().rev().find(|version| version.presence != Presence::Gone);
    let version = shown.or(versions.last()).ok_or_else(Fault::not_found)?;
    let account = account::by_id(reader, item.account).await?.ok_or_else(Fault::not_found)?;
    // What is published is received, or drawn up, when it is published (tryckfrihetsförordningen 2 kap. 9, 10 §§).
    let direction = if item.own == Some(true) { Direction::DrawnUp } else { Direction::Received };
    let received_at = Micros::new(version.published_at.unwrap_or(version.captured_at)).unwrap_or(now);
    // The version is the cause: asked for again, it has its number already.
    let cause = (CauseKind::ByHand, version.object.uuid());
    let items = vec![RegisteredItem { item: id, version: version.number, object: version.object }];
    let new = NewReservation { items, ..NewReservation::new(item.authority, cause, direction, received_at) };
    let about = format!("{} på kontot {}", super::words::kind(item.kind), account.name);
    Ok(Thing { item, new, about })
}

fn page(frame: &Frame, thing: &Thing, form: &EntryForm, wrong: Option<(&'static str, String)>) -> Response {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut fields = fields(form);
    if let Some((name, said)) = wrong
        && let Some(field) = fields.iter_mut().find(|field| field.name == name)
    {
        field.error = Some(said);
    }
    let page =
        ReservePage { item: thing.item.id, title: thing.about.clone(), errors: Errors::of(&fields), fields };
    frame.render_as(status, Nav::Registry, "Diarieför", &page)
}

fn fields(form: &EntryForm) -> Vec<Field> {
    let line = |name, label: &str, value: &str, hint: &str, is_required| {
        let field = Field::new(name, FieldKind::Line("text"), label);
        Field { value: value.to_owned(), hint: Some(hint.to_owned()), is_required, ..field }
    };
    vec![
        line(
            "beskrivning",
            "Offentlig beskrivning",
            &form.public,
            "Vem som helst får läsa den. Nämn ingen enskild.",
            true,
        ),
        line("arende", "Ärendets nummer", &form.cases, "Flera skrivs med komma emellan.", false),
        line(
            "bestammelse",
            "Sekretessmarkera enligt",
            &form.provision,
            "Med paragraf, till exempel 26 kap. 1 § OSL. Lämna tomt om inget talar för sekretess.",
            false,
        ),
    ]
}
