//! `GET /handlingar/{id}`: one record for always.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uppsikt_kernel::{Actor, Id};
use uppsikt_platform::Way;
use uppsikt_store::Reader;
use uuid::Uuid;

use super::item::{Chosen, chosen};
use super::opened;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::capture;
use crate::rooms::desk::diff::Change;
use crate::rooms::desk::events::{self, Event};
use crate::rooms::desk::kept::{self, Noted, VersionShown};
use crate::rooms::desk::readers::{self, ReadBy};
use crate::rooms::desk::record::{self, Picture};
use crate::rooms::desk::told::{self as decisions, AnswerTold, Told};
use crate::rooms::desk::words;
use crate::rooms::evidence;
use crate::rooms::moderation;
use crate::rooms::registry;
use crate::web::components::{Moment, PlatformSquare, Table, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// A decision, and what the person who wrote was told.
struct Decided {
    told: Told,
    notice: Option<String>,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/handling.html")]
struct HandlingPage {
    id: Uuid,
    title: String,
    /// The account, where it was captured.
    account: Option<(PlatformSquare, String, Uuid)>,
    direction: &'static str,
    first_seen: Option<Moment>,
    waits: bool,
    /// Whether the person may register it, and nobody has.
    can_register: bool,
    /// Whether the person may say how it looks now: nobody reads it there but people.
    can_observe: bool,
    pictures: Vec<Picture>,
    is_veiled: bool,
    events: Vec<Event>,
    versions: Vec<VersionShown>,
    answers: Vec<AnswerTold>,
    /// Who has read it under a secrecy mark; nothing for those who may not see that.
    readers: Option<Vec<ReadBy>>,
    decisions: Vec<Decided>,
    numbers: Vec<Noted>,
    earlier: Vec<Noted>,
    receipts: Table,
}

/// `GET /handlingar/{id}`: by the id of an item, of one of its versions' objects or of a picture in it.
pub(crate) async fn handling(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let (id, actor) = (super::id(&id)?, signed_in.actor());
    let now = app.store.now().get();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let page = match capture::behind(&mut reader, id).await.map_err(told)? {
        Some(item) => {
            let chosen = chosen(&mut reader, actor, item.id).await?;
            // Nobody asks for a second connection while holding one.
            drop(reader);
            opened::note(&app, actor, item.id).await?;
            let mut reader = app.store.read(actor).await.map_err(told)?;
            captured(&mut reader, actor, chosen, now).await?
        }
        None => recorded(&mut reader, id, now).await?,
    };
    Ok(frame.render(Nav::None, &page.title, &page))
}

/// What was captured from a platform.
async fn captured(
    reader: &mut Reader,
    actor: &Actor,
    Chosen { item, account }: Chosen,
    now: i64,
) -> Result<HandlingPage, Fault> {
    let id = item.id;
    let proved = evidence::proved_versions(reader, id).await?;
    let versions = kept::versions(reader, now, &account, &item).await.map_err(told)?;
    let queued = moderation::queued(reader, id).await.map_err(told)?;
    let about = decisions::about(reader, id, now).await.map_err(told)?;
    let answers = decisions::answers(reader, id, now).await.map_err(told)?;
    let events = events::of(reader, id, (&about, &answers), now).await.map_err(told)?;
    let (pictures, is_veiled) = record::pictures_of(reader, &account, &item).await.map_err(told)?;
    let numbers = kept::numbers(reader, id).await.map_err(told)?;
    let readers = if readers::may_see(actor, item.authority) {
        Some(readers::of(reader, id, now).await.map_err(told)?)
    } else {
        None
    };
    let mut all = Vec::new();
    for told_of in about {
        let notice = moderation::notice(reader, actor, told_of.id).await.map_err(told)?;
        all.push(Decided { told: told_of, notice });
    }
    let author = versions.iter().find_map(|version| version.author.clone());
    Ok(HandlingPage {
        id,
        title: format!("{} från {}", words::kind(item.kind), author.as_deref().unwrap_or("okänd")),
        account: Some((PlatformSquare { kind: account.platform }, account.name.clone(), account.id.uuid())),
        direction: if item.own == Some(true) { "Upprättad handling" } else { "Inkommen handling" },
        first_seen: Some(Moment::new(item.first_seen_at, now)),
        waits: queued.is_some_and(|queued| queued.state == moderation::QueueState::Open),
        can_observe: account.platform.way() == Way::ByHand
            && capture::may_observe(actor, item.authority, item.kind).is_ok(),
        can_register: numbers.is_empty()
            && registry::may_reserve(actor, item.authority, registry::CauseKind::ByHand).is_ok(),
        pictures,
        is_veiled,
        events,
        versions,
        answers,
        readers,
        decisions: all,
        numbers,
        earlier: kept::earlier(reader, actor, &item).await.map_err(told)?,
        receipts: kept::receipts(id, &proved, now),
    })
}

/// What somebody has handed in, or what belongs to something else: its receipts only.
async fn recorded(reader: &mut Reader, id: Uuid, now: i64) -> Result<HandlingPage, Fault> {
    let object = match reader.object(Id::from_uuid(id)).await.map_err(told)? {
        Some(object) => Some(object),
        None => reader.versions(id).await.map_err(told)?.pop(),
    };
    let object = object.ok_or_else(Fault::not_found)?;
    if object.media_type == registry::PROTECTED_MEDIA_TYPE {
        return Err(Explanation::new(
            Exit::NotAllowed,
            "Det är en skyddad beskrivning i diariet, och varje läsning av den antecknas.",
            "Öppna den från diariet.",
        )
        .into());
    }
    let proved = evidence::proved_versions(reader, id).await?;
    Ok(HandlingPage {
        id: object.item,
        title: "Sparad handling".to_owned(),
        account: None,
        direction: "",
        first_seen: None,
        waits: false,
        can_register: false,
        can_observe: false,
        pictures: Vec::new(),
        is_veiled: false,
        events: Vec::new(),
        versions: Vec::new(),
        answers: Vec::new(),
        readers: None,
        decisions: Vec::new(),
        numbers: Vec::new(),
        earlier: Vec::new(),
        receipts: kept::receipts(id, &proved, now),
    })
}
