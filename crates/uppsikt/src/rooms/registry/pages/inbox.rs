//! `GET /diarium`: what waits to be registered, and where to begin.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::ages::Ages;
use super::lane::{Row, Waiting};
use super::words::{LATE_DAYS, waited_days};
use crate::app::App;
use crate::rooms::registry::{self, Registration, Stage};
use crate::web::components::{Empty, Tone, icon};
use crate::web::export::Download;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What has just been done.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    /// The entry that was completed or declined.
    #[serde(default, rename = "klar")]
    pub done: Option<Uuid>,
    /// What was done to the entry that is shown.
    #[serde(default, rename = "gjort")]
    pub what: Option<String>,
}

#[derive(Template)]
#[template(path = "rooms/registry/pages/inbox.html")]
struct InboxPage {
    rows: Vec<Row>,
    total: String,
    late: usize,
    oldest: Option<Id<Registration>>,
    ages: Ages,
    empty: Empty,
}

/// `GET /diarium`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Query(done): Query<Done>,
    download: Download,
) -> Result<Response, Fault> {
    let now = app.store.now();
    let mut reader = app.store.read(me.actor()).await?;
    let waiting = Waiting::read(&mut reader).await?;
    let ages = Ages::of(&waiting.all, now);
    if let Some(file) = download.file(&app, &me, &ages.sheet()).await? {
        return Ok(file);
    }
    let frame = with_notice(frame, &mut reader, &done).await?;
    let page = InboxPage {
        rows: waiting.rows(&mut reader, None, now).await?,
        total: waiting.total(),
        late: waiting.all.iter().filter(|entry| waited_days(entry, now) >= LATE_DAYS).count(),
        oldest: waiting.all.first().map(|entry| entry.id),
        ages,
        empty: Empty {
            said: "Inget att registrera.".to_owned(),
            next: Some(
                "Nya utkast visas här när någon har beslutat om ett inslag, eller begärt ett nummer."
                    .to_owned(),
            ),
            link: Some(("/diarium/poster".to_owned(), "Se det som är diariefört".to_owned())),
        },
    };
    Ok(frame.render(Nav::Registry, "Diarieföring", &page))
}

/// Says above the page what has just been done, as the entry stands now.
pub(super) async fn with_notice(frame: Frame, reader: &mut Reader, done: &Done) -> Result<Frame, StoreError> {
    let entry = match done.done {
        Some(id) => registry::entry(reader, Id::from_uuid(id)).await?,
        None => None,
    };
    let said = entry.and_then(|entry| match entry.state.stage() {
        Stage::Completed => Some(format!("{} är diarieförd.", entry.registry_number)),
        Stage::Declined => Some(format!(
            "{} är avböjd. Numret står kvar, och inget kommer tillbaka på plattformen.",
            entry.registry_number
        )),
        Stage::Reserved => None,
    });
    let said = said.or_else(|| {
        let words = match done.what.as_deref()? {
            "beskriven" => "Beskrivningen är sparad.",
            "kopplad" => "Posten är kopplad till ärendet.",
            "markerad" => "Posten är sekretessmarkerad. Vem som öppnar den antecknas.",
            "havd" => "Sekretessmarkeringen är hävd.",
            "reserverad" => "Numret är reserverat.",
            _ => return None,
        };
        Some(words.to_owned())
    });
    Ok(match said {
        Some(said) => frame.with_notice(Tone::Fine, said),
        None => frame,
    })
}
