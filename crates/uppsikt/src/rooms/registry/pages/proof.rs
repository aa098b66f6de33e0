//! `GET /handlingar/{id}/bevis`: that a record is what was sealed, with the path to the signed checkpoint.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::{Actor, Id};
use uppsikt_ledger::Sealed;
use uppsikt_store::{ObjectInfo, Reader, StoreError};
use uuid::Uuid;

use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::capture;
use crate::rooms::evidence::{Drawing, EvidenceError, ProofPath};
use crate::rooms::registry::{self, PROTECTED_MEDIA_TYPE};
use crate::web::components::{Badge, Cell, Facts, Moment, Table, Tone, icon, spaced};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Which version.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    version: Option<i32>,
}

/// The beginning of the types of what belongs to something else: decisions' notes, notices, skeletons.
const INNER_TYPES: &str = "application/x-uppsikt-";

/// What one version's proof says.
struct Proved {
    drawing: Drawing,
    facts: Facts,
}

#[derive(Template)]
#[template(path = "rooms/registry/pages/proof.html")]
struct ProofPage {
    id: Uuid,
    title: String,
    proved: Option<Proved>,
    broken: Option<String>,
    /// Why there is nothing to draw.
    without: &'static str,
    versions: Table,
    can_take: bool,
    origin: String,
    key: String,
}

/// What is proved: the item, and its versions within reach.
pub(super) struct Evidence {
    pub item: Uuid,
    pub versions: Vec<ObjectInfo>,
}

/// The item that an id stands for, if the actor may read it.
pub(super) async fn evidence(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<Evidence, Fault> {
    let captured = capture::behind(reader, id).await?;
    let object = reader.object(Id::from_uuid(id)).await?;
    let item = object.as_ref().map_or(id, |object| object.item);
    // An id of a picture's leads to the picture's own receipts, and is read by who may read what it stands in.
    if let Some(captured) = &captured {
        registry::readable(reader, actor, captured).await??;
    } else if registry::is_closed_to(reader, actor, item).await? {
        return Err(Fault::not_found());
    }
    let versions = reader.versions(item).await?;
    if versions.is_empty() {
        return Err(Fault::not_found());
    }
    if versions.iter().any(|version| version.media_type == PROTECTED_MEDIA_TYPE) {
        let happened = "Det är en skyddad beskrivning i diariet, och varje läsning av den antecknas.";
        return Err(Explanation::new(Exit::NotAllowed, happened, "Öppna den från diariet.").into());
    }
    // What was thought about a record is for those who judge and register.
    let is_inner = |version: &ObjectInfo| version.media_type.starts_with(INNER_TYPES);
    let may = |version: &ObjectInfo| registry::may_read_protected(actor, version.authority);
    if captured.is_none() && versions.iter().any(|version| is_inner(version) && !may(version)) {
        return Err(Fault::not_found());
    }
    Ok(Evidence { item, versions })
}

/// `GET /handlingar/{id}/bevis`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (id, now) = (super::id(&id)?, app.store.now().get());
    let mut reader = app.store.read(me.actor()).await?;
    let Evidence { item, versions } = evidence(&mut reader, me.actor(), id).await?;
    let is_asked = |one: &&ObjectInfo| match asked.version {
        Some(number) => one.version == number,
        None => one.id.uuid() == id,
    };
    let newest = || versions.iter().rev().find(|one| one.disposed_at.is_none());
    let chosen = versions.iter().find(is_asked).or_else(newest).or(versions.last());
    let chosen = chosen.ok_or_else(Fault::not_found)?;
    let info = reader.log().await?;
    let (proved, broken) = match proved(&reader, chosen, now).await {
        Ok(proved) => (proved, None),
        Err(EvidenceError::Proof(what)) => (None, Some(what)),
        Err(error) => return Err(error.into()),
    };
    let page = ProofPage {
        id: item,
        title: title(chosen, proved.is_some(), now),
        broken,
        without: without(chosen),
        can_take: versions.iter().any(|version| version.disposed_at.is_none()),
        versions: table(item, &versions, chosen, now),
        proved,
        origin: info.origin,
        key: info.keys.last().map(ToString::to_string).unwrap_or_default(),
    };
    Ok(frame.render(Nav::Ledger, &page.title, &page))
}

fn title(chosen: &ObjectInfo, is_proved: bool, now: i64) -> String {
    if is_proved {
        format!("Handlingen är oförändrad sedan {}", Moment::new(chosen.recorded_at, now).words())
    } else {
        "Bevis för handlingen".to_owned()
    }
}

fn without(chosen: &ObjectInfo) -> &'static str {
    if chosen.disposed_at.is_some() {
        "Versionen är gallrad: innehåll, nyckel och salt är förstörda. Att den fanns står kvar i liggaren."
    } else {
        "Versionen är sparad och säkras inom några sekunder. Därefter finns det en bevisväg att visa."
    }
}

/// The proof of one version, checked now; `None` where it is not sealed or has been disposed of.
async fn proved(reader: &Reader, chosen: &ObjectInfo, now: i64) -> Result<Option<Proved>, EvidenceError> {
    let proof = match reader.prove(chosen.id).await {
        Ok(proof) => proof,
        Err(StoreError::NotSealed | StoreError::Disposed) => return Ok(None),
        Err(StoreError::LogDamaged(what)) => return Err(EvidenceError::Proof(what)),
        Err(error) => return Err(error.into()),
    };
    let keys = reader.log().await?.keys;
    let path = ProofPath::check(&proof.entry, &proof.proof, &keys)?;
    let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, chosen.id)
        .map_err(|error| EvidenceError::Proof(error.to_string()))?;
    if !sealed.opens(&proof.salt, &proof.content) {
        return Err(EvidenceError::Proof("innehållet är inte det som säkrades".to_owned()));
    }
    let mut facts = Facts::default()
        .with("Version", Cell::Number(chosen.version.to_string()))
        .with("Sparad", Cell::part(&Moment::new(chosen.recorded_at, now)))
        .with("Storlek", Cell::Number(format!("{} byte", chosen.content_bytes)))
        .with("Plats i liggaren", Cell::Number(path.index.to_string()))
        .with("Kontrollvärdet täcker", Cell::Number(format!("{} poster", spaced(path.checkpoint.size()))))
        .with("Kontrollvärde", Cell::Number(path.checkpoint.root().to_base64()));
    if let Some(act) = reader.act_behind(chosen.id).await? {
        facts =
            facts.with("Post", Cell::link(format!("/liggare/poster/{}", act.id), "Visa posten i liggaren"));
    }
    Ok(Some(Proved { drawing: path.drawing(), facts }))
}

fn table(item: Uuid, versions: &[ObjectInfo], chosen: &ObjectInfo, now: i64) -> Table {
    let row = |version: &ObjectInfo| {
        let state = match version.leaf_index {
            _ if version.disposed_at.is_some() => Badge::new(Tone::Neutral, "gallrad"),
            Some(index) => {
                Badge::new(Tone::Sealed, format!("säkrad på plats {}", spaced(index.unsigned_abs())))
            }
            None => Badge::new(Tone::Neutral, "sparad, inte säkrad ännu"),
        };
        let name = format!("Version {}", version.version);
        let name = if version.id == chosen.id {
            Cell::text(format!("{name} (visas)"))
        } else {
            Cell::link(format!("/handlingar/{item}/bevis?version={}", version.version), name)
        };
        vec![name, Cell::part(&Moment::new(version.recorded_at, now)), Cell::part(&state)]
    };
    Table {
        caption: "Versioner".to_owned(),
        head: ["Version", "Sparad", "Läge"].map(str::to_owned).to_vec(),
        rows: versions.iter().rev().map(row).collect(),
    }
}
