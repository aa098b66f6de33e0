//! `GET` and `POST /drift/integrationer`: which systems are let in, and one more.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::{Actor, Role};

use super::parts::{self, Chosen, Sent};
use crate::app::App;
use crate::explain::told;
use crate::rooms::integration::model::{IntegrationError, NewIntegration};
use crate::rooms::integration::{actions, store};
use crate::rooms::people;
use crate::web::components::{Cell, Downloads, Empty, Moment, Table};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "rooms/integration/pages/list.html")]
struct ListPage {
    wrong: Option<(String, String)>,
    empty: Option<Empty>,
    table: Table,
    links: Downloads,
    name: String,
    registers: bool,
    authorities: Vec<Chosen>,
}

async fn page(app: &App, actor: &Actor, sent: &Sent) -> Result<ListPage, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let mut rows = Vec::new();
    for integration in store::list(&mut reader).await.map_err(told)? {
        let sees = |authority| actor.has_in(Role::Administrator, authority);
        if !integration.authorities.iter().any(|authority| sees(*authority)) {
            continue;
        }
        let tokens = store::tokens(&mut reader, integration.id).await.map_err(told)?;
        let used = tokens.iter().filter_map(|token| token.used_at).max();
        let used = used.map_or_else(|| Cell::text("aldrig"), |at| Cell::part(&Moment::new(at, now)));
        rows.push(vec![
            Cell::link(format!("/drift/integrationer/{}", integration.id), &integration.name),
            Cell::part(&parts::state(&integration)),
            Cell::text(parts::roles(&integration)),
            Cell::text(parts::authorities(&mut reader, &integration).await.map_err(told)?),
            Cell::Number(tokens.iter().filter(|token| token.is_good(now)).count().to_string()),
            used,
        ]);
    }
    let chosen = sent.authorities();
    let mine = people::authorities(&mut reader).await.map_err(told)?;
    let mine: Vec<_> = mine.into_iter().filter(|row| actor.has_in(Role::Administrator, row.id)).collect();
    let is_only = mine.len() == 1;
    let authorities = mine.into_iter().map(|authority| {
        let is_chosen = is_only || chosen.contains(&authority.id);
        Chosen { authority, is_chosen }
    });
    let head = ["Namn", "Läge", "Vad den gör", "Myndigheter", "Nycklar som gäller", "Senast använd"];
    let table = Table {
        caption: "System som är eller har varit insläppta".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows,
    };
    Ok(ListPage {
        wrong: None,
        empty: table.rows.is_empty().then(|| Empty {
            said: "Inget annat system är insläppt.".to_owned(),
            next: Some("Lägg till ett om ett diariesystem, ett e-arkiv eller ett statistikverktyg ska läsa det som Uppsikt har sparat.".to_owned()),
            link: None,
        }),
        links: Download::at("/drift/integrationer").links(&sheet(&table)),
        table,
        name: sent.one("name").to_owned(),
        registers: sent.one("role") == Role::Registrar.code(),
        authorities: authorities.collect(),
    })
}

/// Names of systems and dates: nothing that anybody wrote.
const fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("integrationer", table)
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    let page = page(&app, me.actor(), &Sent::default()).await?;
    if let Some(file) = download.file(&app, &me, &sheet(&page.table)).await? {
        return Ok(file);
    }
    Ok(frame.render(Nav::Operation, "Integrationer", &page))
}

pub(super) async fn add(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    body: Bytes,
) -> Result<Response, Fault> {
    let sent = Sent::of(&body);
    let roles = match sent.one("role") {
        code if code == Role::Registrar.code() => vec![Role::Auditor, Role::Registrar],
        _ => vec![Role::Auditor],
    };
    let authorities: BTreeSet<_> = sent.authorities();
    let new = NewIntegration {
        name: sent.one("name").to_owned(),
        roles,
        authorities: authorities.into_iter().collect(),
    };
    let added = app
        .store
        .write::<_, IntegrationError, _>(me.actor(), move |tx| {
            Box::pin(async move { actions::add(tx, new).await })
        })
        .await;
    match added {
        Ok(added) => Ok(Redirect::to(&format!("/drift/integrationer/{}", added.id)).into_response()),
        Err(error) => {
            let wrong = super::wrong(error)?;
            let page = ListPage { wrong: Some(wrong), ..page(&app, me.actor(), &sent).await? };
            Ok(frame.render_as(StatusCode::UNPROCESSABLE_ENTITY, Nav::Operation, "Integrationer", &page))
        }
    }
}
