//! `uppsikt register`: reserves a diary number for something that is kept.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Actor, Authority, Id, Micros};
use uppsikt_store::{ObjectInfo, Reader};

use super::answer::Answer;
use super::command::Command;
use super::registry::{self, described, unknown_word};
use super::show::parse;
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::capture::{self, Presence};
use crate::rooms::evidence::EvidenceError;
use crate::rooms::registry::{
    self as room, CauseKind, Direction, NewReservation, RegisteredItem, RegistryError,
};

/// What to register.
#[derive(Args)]
pub(super) struct RegisterArguments {
    /// Handlingens id, eller id för en viss version
    #[arg(value_name = "ID")]
    id: String,
    /// Diarieserie, till exempel KS
    #[arg(long, value_name = "SERIE")]
    series: Option<String>,
    /// Riktning: inkommen, upprättad eller utgående
    #[arg(long, value_name = "RIKTNING")]
    direction: Option<String>,
    /// Vad handlingen rör, så som vem som helst får läsa det
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Fil med en skyddad beskrivning: text, eller JSON med description och counterpart
    #[arg(long, value_name = "FIL")]
    protected_file: Option<PathBuf>,
    /// Ärende som handlingen hör till (får anges flera gånger)
    #[arg(long = "case", value_name = "NR")]
    cases: Vec<String>,
    /// Sekretessmarkera, med bestämmelsen: "26 kap. 1 § OSL"
    #[arg(long, value_name = "BESTÄMMELSE")]
    secrecy: Option<String>,
}

/// What to register, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct RegisterRequest {
    id: String,
    series: Option<String>,
    direction: Option<String>,
    description: Option<String>,
    protected_file: Option<PathBuf>,
    cases: Vec<String>,
    secrecy: Option<String>,
}

// What a person writes may be protected: neither form of the command tells anything of it.
impl fmt::Debug for RegisterArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterArguments").field("id", &self.id).finish_non_exhaustive()
    }
}
impl fmt::Debug for RegisterRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterRequest").field("id", &self.id).finish_non_exhaustive()
    }
}

impl RegisterArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Register(RegisterRequest {
            id: self.id,
            series: self.series,
            direction: self.direction,
            description: self.description,
            protected_file: self.protected_file.map(|path| super::absolute(&path)).transpose()?,
            cases: self.cases,
            secrecy: self.secrecy,
        }))
    }
}

/// What is known of the thing that is to be registered.
struct Thing {
    authority: Id<Authority>,
    item: RegisteredItem,
    direction: Direction,
    received_at: Micros,
}

pub(super) async fn run(app: &App, actor: &Actor, request: RegisterRequest) -> Result<Answer, Explanation> {
    let id = parse(&request.id)?;
    let direction = match request.direction.as_deref() {
        Some(word) => Some(
            Direction::named(word)
                .ok_or_else(|| unknown_word(word, "Riktningar: inkommen, upprättad, utgående."))?,
        ),
        None => None,
    };
    let description = described(request.description, request.protected_file.as_deref())?;
    let thing = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        thing(&mut reader, id).await.map_err(told)?
    };
    // The version that is registered is the cause: asked for again, it has its number already.
    let cause = (CauseKind::ByHand, thing.item.object.uuid());
    let new = NewReservation {
        series: request.series,
        items: vec![thing.item],
        secrecy: request.secrecy,
        description,
        cases: request.cases,
        ..NewReservation::new(thing.authority, cause, direction.unwrap_or(thing.direction), thing.received_at)
    };
    let (entry, is_new) = app
        .store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move {
                room::may_reserve(tx.actor(), new.authority, new.cause_kind)?;
                // Registered already, by this command or under a decision: that is its number.
                let known = room::by_item(tx, thing.item.item).await?;
                if let Some(known) = known.into_iter().find(|entry| entry.items.contains(&thing.item)) {
                    return Ok((known, false));
                }
                Ok((room::reserve(tx, new).await?, true))
            })
        })
        .await
        .map_err(told)?;
    let text = if is_new {
        format!("{} är reserverat. Registratorn gör posten färdig.", entry.registry_number)
    } else {
        format!("Handlingen har redan ett diarienummer: {} ({}).", entry.registry_number, entry.state.stage())
    };
    let mut json = registry::json(&entry);
    json["new"] = is_new.into();
    Ok(Answer::new(text, json))
}

/// The version that is meant: the one of that id, or the last that an item with that id has shown.
async fn thing(reader: &mut Reader, id: uuid::Uuid) -> Result<Thing, EvidenceError> {
    let object = reader.object(Id::from_uuid(id)).await?;
    let item = object.as_ref().map_or(id, |object| object.item);
    let captured = capture::versions(reader, item).await?;
    let info: ObjectInfo = match (object, &captured) {
        (Some(object), _) => object,
        (None, Some((_, versions))) => {
            let shown = versions.iter().rev().find(|version| version.presence != Presence::Gone);
            let version = shown.or(versions.last()).ok_or(EvidenceError::NotFound)?;
            reader.object(version.object).await?.ok_or(EvidenceError::NotFound)?
        }
        (None, None) => reader.versions(item).await?.pop().ok_or(EvidenceError::NotFound)?,
    };
    let facts = captured.as_ref().and_then(|(item, versions)| {
        Some((item, versions.iter().find(|version| version.object == info.id)?))
    });
    let (direction, at) = match facts {
        // What is published is received, or drawn up, when it is published (tryckfrihetsförordningen 2 kap. 9, 10 §§).
        Some((item, version)) => {
            let is_own = is_own(reader, item, version.object, &info).await?;
            let direction = if is_own { Direction::DrawnUp } else { Direction::Received };
            (direction, version.published_at.unwrap_or(version.captured_at))
        }
        None => (Direction::Received, info.recorded_at),
    };
    let bad = || uppsikt_store::StoreError::BadRow {
        table: "capture_version",
        row: info.id.to_string(),
        column: "published_at",
    };
    Ok(Thing {
        authority: info.authority,
        item: RegisteredItem { item: info.item, version: info.version, object: info.id },
        direction,
        received_at: Micros::new(at).map_err(|_| bad())?,
    })
}

/// Whether the authority has written it itself, as far as what is kept says so.
async fn is_own(
    reader: &mut Reader,
    item: &capture::CapturedItem,
    object: Id<uppsikt_kernel::Object>,
    info: &ObjectInfo,
) -> Result<bool, EvidenceError> {
    let Some(account) = crate::rooms::account::by_id(reader, item.account).await? else { return Ok(false) };
    // What cannot be opened or understood is registered all the same; the registrar corrects the direction.
    let Ok(content) = reader.content(object).await else { return Ok(false) };
    let kept = capture::kept_item(account.platform, item.kind, &info.media_type, &content);
    Ok(kept.is_some_and(|kept| kept.own))
}
