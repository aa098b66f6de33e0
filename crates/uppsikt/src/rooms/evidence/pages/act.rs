//! `GET /liggare/poster/{act}`: one entry of the log, and the path that proves that it stands there.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_ledger::Entry;
use uppsikt_store::{ActInfo, Reader, StoreError};
use uuid::Uuid;

use super::words;
use crate::app::App;
use crate::rooms::evidence::{Drawing, EvidenceError, ProofPath};
use crate::rooms::people;
use crate::web::components::{Cell, Facts, Moment, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav, who};

#[derive(Template)]
#[template(path = "rooms/evidence/pages/act.html")]
struct ActPage {
    title: String,
    facts: Facts,
    /// The path; `None` while the entry waits to be sealed.
    drawing: Option<Drawing>,
    /// Why there is none, where the log does not hold.
    broken: Option<String>,
    /// The entry's bytes, for those who may see who acted.
    entry: Option<String>,
}

/// `GET /liggare/poster/{act}`: by the act's id or its place in the log.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(act): Path<String>,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(me.actor()).await?;
    let act = found(&reader, &act).await?;
    let bytes = reader.act_entry(&act).await?;
    let entry = Entry::parse(&bytes).ok();
    let (mut drawing, mut broken) = (None, None);
    if act.leaf_index.is_some() {
        match path(&reader, &act, &bytes).await {
            Ok(path) => drawing = Some(path.drawing()),
            Err(EvidenceError::Proof(what) | EvidenceError::Store(StoreError::LogDamaged(what))) => {
                broken = Some(what);
            }
            Err(error) => return Err(error.into()),
        }
    }
    let sees_who = may_see_who(me.actor(), act.authority);
    let page = ActPage {
        title: words::act(&act.code),
        facts: facts(&mut reader, &act, entry.as_ref(), sees_who, now).await?,
        drawing,
        broken,
        entry: sees_who.then(|| String::from_utf8_lossy(&bytes).into_owned()),
    };
    Ok(frame.render(Nav::Ledger, &page.title, &page))
}

async fn path(reader: &Reader, act: &ActInfo, entry: &[u8]) -> Result<ProofPath, EvidenceError> {
    let proof = reader.prove_entry(act).await?;
    ProofPath::check(entry, &proof, &reader.log().await?.keys)
}

async fn found(reader: &Reader, text: &str) -> Result<ActInfo, Fault> {
    let act = match (text.parse::<u64>(), Uuid::try_parse(text)) {
        (Ok(index), _) => reader.act_at(index).await?,
        (_, Ok(id)) => reader.act(id).await?,
        _ => None,
    };
    act.ok_or_else(Fault::not_found)
}

/// Whether the actor may see who did something: those who look after the ledger and after who has read what.
///
/// The log of readers is itself protected (offentlighets- och sekretesslagen 5 kap. 1 § does not make it a register for
/// everybody); decisions show who made them on their own pages.
fn may_see_who(actor: &Actor, authority: Option<Id<Authority>>) -> bool {
    let roles = [Role::Auditor, Role::DataProtectionOfficer, Role::Administrator];
    roles.iter().any(|role| match authority {
        Some(authority) => actor.has_in(*role, authority),
        None => actor.roles.contains(role),
    })
}

async fn facts(
    reader: &mut Reader,
    act: &ActInfo,
    entry: Option<&Entry>,
    sees_who: bool,
    now: i64,
) -> Result<Facts, Fault> {
    let mut facts = Facts::default().with("Gjordes", Cell::part(&Moment::new(act.recorded_at, now)));
    let place = match act.leaf_index {
        Some(index) => Cell::Number(index.to_string()),
        None => Cell::text("Sparad. Säkras inom några sekunder."),
    };
    facts = facts.with("Plats i liggaren", place);
    let authority = match act.authority {
        Some(id) => {
            let all = people::authorities(reader).await?;
            all.into_iter().find(|row| row.id == id).map(|row| row.name).unwrap_or_default()
        }
        None => "Hela organisationen".to_owned(),
    };
    facts = facts.with("Myndighet", Cell::text(authority));
    if let Some(entry) = entry {
        let by = if sees_who {
            who::name_of(reader, entry.actor).await?.unwrap_or_else(|| "Uppsikt självt".to_owned())
        } else {
            "Visas för administratör, dataskyddsombud och revisor".to_owned()
        };
        facts = facts.with("Av", Cell::text(by));
        for object in &entry.objects {
            let words = format!("Version {} av en handling", object.version);
            facts = facts.with("Säkrade", Cell::link(format!("/handlingar/{}/bevis", object.id), words));
        }
        if !entry.rows.is_empty() {
            facts = facts.with("Skrev", Cell::text(rows(entry.rows.len())));
        }
        if !entry.disposed.is_empty() {
            let words = format!("{} objekt, med nyckel och salt", entry.disposed.len());
            facts = facts.with("Förstörde", Cell::text(words));
        }
    }
    facts = facts.with("Kod", Cell::Number(act.code.clone()));
    Ok(facts.with("Id", Cell::Number(act.id.to_string())))
}

fn rows(count: usize) -> String {
    if count == 1 { "1 rad i databasen".to_owned() } else { format!("{count} rader i databasen") }
}
