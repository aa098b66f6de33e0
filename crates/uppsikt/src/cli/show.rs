//! `uppsikt show`: the latest items, or one item with its versions and proofs.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use uppsikt_kernel::{Actor, Id};
use uppsikt_platform::ItemKind;
use uppsikt_store::{ObjectInfo, Reader, StoreError};
use uuid::Uuid;

use super::answer::Answer;
use super::command::Command;
use super::time::swedish;
use super::{earlier, pictures};
use crate::app::App;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Presence};
use crate::rooms::evidence::{self, EvidenceError, ProvedVersion};
use crate::rooms::registry::{self, RegistryError};

/// Which item.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// Handlingens id; utelämnat visas de senaste
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Skriv handlingens bilder, omgjorda till PNG, i den här mappen
    #[arg(long, value_name = "MAPP", requires = "id")]
    pub pictures: Option<PathBuf>,
}

impl ShowArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        let pictures = self.pictures.map(|path| super::absolute(&path)).transpose()?;
        Ok(Command::Show { id: self.id, pictures })
    }
}

/// Items in the list of the latest.
const LATEST_MAX: u64 = 20;
/// Characters of a text in a list.
const SNIPPET_CHARS: usize = 70;

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    id: Option<&str>,
    pictures: Option<&Path>,
) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    match id {
        None => latest(&mut reader, actor).await.map_err(told),
        Some(text) => {
            let id = parse(text)?;
            readable(&mut reader, actor, id).await?;
            if is_marked(&mut reader, actor, id).await.map_err(told)? {
                // That somebody opens it stands in the log before it is shown; nothing is held meanwhile.
                drop(reader);
                note_opening(app, actor, id).await?;
                reader = app.store.read(actor).await.map_err(told)?;
            }
            let mut answer = one(&mut reader, id).await.map_err(told)?;
            let item = capture::behind(&mut reader, id).await.map_err(told)?;
            if let Some(item) = &item {
                let (lines, json) = earlier::lines(&mut reader, actor, item).await.map_err(told)?;
                answer.text.extend(lines.iter().flat_map(|line| ["\n\n", line.as_str()]));
                answer.json["earlier"] = json;
            }
            if let Some(folder) = pictures {
                let item = item.map_or(id, |item| item.id);
                let (lines, rows) = pictures::write(&mut reader, item, folder).await?;
                answer.text.extend(lines.iter().flat_map(|line| ["\n", line.as_str()]));
                answer.json["pictures"] = rows.into();
            }
            Ok(answer)
        }
    }
}

/// Whether what is opened is under a secrecy mark.
async fn is_marked(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<bool, StoreError> {
    let Some(item) = capture::behind(reader, id).await? else { return Ok(false) };
    Ok(registry::open_to(reader, actor, std::slice::from_ref(&item)).await?.get(&item.id) == Some(&true))
}

async fn note_opening(app: &App, actor: &Actor, id: Uuid) -> Result<(), Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let item = capture::behind(&mut reader, id).await.map_err(told)?.map_or(id, |item| item.id);
    drop(reader);
    app.store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move { registry::note_opening(tx, item).await })
        })
        .await
        .map_err(told)?;
    Ok(())
}

pub(super) fn parse(text: &str) -> Result<Uuid, Explanation> {
    Uuid::try_parse(text).map_err(|_| EvidenceError::NotAnId(text.to_owned()).explain())
}

pub(super) const fn kind_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "Inlägg",
        ItemKind::Page => "Sida",
        ItemKind::Comment => "Kommentar",
        ItemKind::Message => "Meddelande",
    }
}

/// Refuses what fewer may read than the rest: direct messages, and what is under a secrecy mark.
pub(super) async fn readable(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<(), Explanation> {
    let secret = || {
        Explanation::new(
            Exit::NotAllowed,
            "Handlingen är sekretessmarkerad. Den läses av registrator, chef och redaktör.",
            "Be någon av dem, eller begär ut den: då prövas sekretessen.",
        )
    };
    if let Some(object) = object_behind(reader, id).await.map_err(told)?
        && object.media_type == registry::PROTECTED_MEDIA_TYPE
    {
        return Err(Explanation::new(
            Exit::NotAllowed,
            "Det är en skyddad beskrivning i diariet, och varje läsning av den antecknas.",
            "Läs den med: uppsikt registry show NUMMER",
        ));
    }
    let item = capture::behind(reader, id).await.map_err(told)?.map_or(id, |item| item.id);
    if registry::is_closed_to(reader, actor, item).await.map_err(told)? {
        return Err(secret());
    }
    match capture::behind(reader, id).await.map_err(told)? {
        Some(item) if !capture::may_read(actor, item.authority, item.kind) => Err(Explanation::new(
            Exit::NotAllowed,
            "Direktmeddelanden läses bara av redaktör, chef, registrator och dataskyddsombud.",
            "Be någon av dem om du behöver meddelandet.",
        )),
        _ => Ok(()),
    }
}

/// The object with this id, or the newest of the item with this id.
async fn object_behind(reader: &Reader, id: Uuid) -> Result<Option<ObjectInfo>, StoreError> {
    match reader.object(Id::from_uuid(id)).await? {
        Some(object) => Ok(Some(object)),
        None => Ok(reader.versions(id).await?.pop()),
    }
}

async fn latest(reader: &mut Reader, actor: &Actor) -> Result<Answer, EvidenceError> {
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for item in capture::latest(reader, LATEST_MAX).await? {
        if !capture::may_read(actor, item.authority, item.kind)
            || registry::is_closed_to(reader, actor, item.id).await?
        {
            continue;
        }
        let Some((_, versions)) = capture::versions(reader, item.id).await? else { continue };
        let account = account::by_id(reader, item.account).await?;
        let (Some(last), Some(account)) = (versions.last(), account) else { continue };
        let text = last_text(reader, &account, &item, &versions).await?;
        let word = kind_word(item.kind);
        lines.push(format!(
            "{}  {word}, {}, version {}: {}",
            item.id,
            last.presence,
            last.number,
            snippet(&text)
        ));
        rows.push(json!({"item": item.id, "kind": item.kind.code(), "presence": last.presence, "versions": versions.len()}));
    }
    for object in reader.latest_objects(LATEST_MAX).await? {
        if object.version == 1
            && capture::versions(reader, object.item).await?.is_none()
            && !is_inner(&object.media_type)
            && capture::behind(reader, object.item).await?.is_none()
        {
            lines.push(format!(
                "{}  {}, {} byte, sparad {}",
                object.item,
                object.media_type,
                object.content_bytes,
                swedish(object.recorded_at)
            ));
            rows.push(json!({"item": object.item, "media_type": object.media_type}));
        }
    }
    if lines.is_empty() {
        lines.push(
            "Det finns inga handlingar ännu. Hämta med: uppsikt capture, eller spara med: uppsikt record FIL"
                .to_owned(),
        );
    }
    Ok(Answer::new(lines.join("\n"), json!({"items": rows})))
}

/// What belongs to something else and is found through it: skeletons, notes, notices, protected descriptions.
fn is_inner(media_type: &str) -> bool {
    media_type.starts_with("application/x-uppsikt-") || media_type == registry::PROTECTED_MEDIA_TYPE
}

/// The last version that has a text.
async fn last_text(
    reader: &Reader,
    account: &Account,
    item: &CapturedItem,
    versions: &[CapturedVersion],
) -> Result<String, EvidenceError> {
    for version in versions.iter().rev() {
        // What was disposed of has no text any more; an earlier version may still have one.
        let Ok(content) = reader.content(version.object).await else { continue };
        if let Some(kept) = capture::kept_item(account.platform, item.kind, &version.media_type, &content) {
            return Ok(kept.text);
        }
    }
    Ok(String::new())
}

pub(super) fn snippet(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SNIPPET_CHARS {
        return format!("”{line}”");
    }
    format!("”{}…”", line.chars().take(SNIPPET_CHARS).collect::<String>())
}

async fn one(reader: &mut Reader, id: Uuid) -> Result<Answer, EvidenceError> {
    let proved = evidence::proved_versions(reader, id).await?;
    let item = proved.first().map_or(id, |version| version.info.item);
    let captured = capture::versions(reader, item).await?;
    let account = match &captured {
        Some((item, _)) => account::by_id(reader, item.account).await?,
        None => None,
    };
    let mut lines = vec![match (&captured, &account) {
        (Some((item, _)), Some(account)) => {
            format!(
                "{} på kontot {} ({})\nid {}",
                kind_word(item.kind),
                account.name,
                account.platform,
                item.id
            )
        }
        _ => format!("Sparad handling\nid {item}"),
    }];
    let mut rows = Vec::new();
    for version in &proved {
        let facts = captured.as_ref().and_then(|(item, versions)| {
            Some((item, versions.iter().find(|v| v.object == version.info.id)?))
        });
        lines.push(describe(version, facts, account.as_ref()));
        rows.push(row(version, facts, account.as_ref()));
    }
    Ok(Answer::new(lines.join("\n\n"), json!({"item": item, "versions": rows})))
}

type Facts<'a> = Option<(&'a CapturedItem, &'a CapturedVersion)>;

fn describe(version: &ProvedVersion, facts: Facts<'_>, account: Option<&Account>) -> String {
    let mut out = format!("Version {}", version.info.version);
    if let Some((_, captured)) = facts {
        out += &format!(": {}\n  hämtad {}", captured.presence, swedish(captured.captured_at));
        if let (Some(at), true) = (captured.published_at, captured.presence != Presence::Gone) {
            out += &format!(", publicerad {}", swedish(at));
        }
        if captured.presence == Presence::Gone {
            out += &captured.last_seen_at.map_or_else(
                || ", okänt när den senast sågs".to_owned(),
                |at| format!(", sågs senast {}", swedish(at)),
            );
        }
        if let Some(by) = captured.caused_by {
            let how = if captured.presence == Presence::Gone { "borttagen" } else { "undanhållen" };
            out += &format!(", {how} {by}");
        }
        if let (Presence::Gone, Some(revision)) = (captured.presence, revision(version, facts, account)) {
            out += &format!("\n  plattformen kallade den sista versionen {revision}");
        }
    } else {
        out += &format!("\n  sparad {}", swedish(version.info.recorded_at));
    }
    out += &match (version.info.leaf_index, version.checkpoint_size) {
        (Some(index), Some(size)) => {
            format!("\n  säkrad: plats {index} i liggaren, bevisad mot kontrollvärdet över {size} poster")
        }
        _ if version.info.disposed_at.is_some() => "\n  gallrad: innehållet finns inte kvar".to_owned(),
        _ => "\n  sparad men ännu inte säkrad".to_owned(),
    };
    if let Some(text) = text_of(version, facts, account) {
        for line in text.lines() {
            out += &format!("\n  | {line}");
        }
    }
    out
}

fn text_of(version: &ProvedVersion, facts: Facts<'_>, account: Option<&Account>) -> Option<String> {
    let content = version.content.as_ref()?;
    if let (Some((item, captured)), Some(account)) = (facts, account) {
        if captured.presence == Presence::Gone {
            return None;
        }
        let kept = capture::kept_item(account.platform, item.kind, &captured.media_type, content)?;
        let author = kept.author_name.map_or_else(String::new, |name| format!("{name}: "));
        return Some(format!("{author}{}", kept.text));
    }
    let is_text =
        version.info.media_type.starts_with("text/") || version.info.media_type == "application/json";
    let text = String::from_utf8(content.clone()).ok().filter(|text| is_text && text.len() <= 4_000)?;
    Some(text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// The platform's own name of a version, such as a CID; of the last one that was there, where there is none any more.
fn revision(version: &ProvedVersion, facts: Facts<'_>, account: Option<&Account>) -> Option<String> {
    let (content, (item, captured)) = (version.content.as_ref()?, facts?);
    if let Ok(gone) = serde_json::from_slice::<capture::Disappearance>(content) {
        return gone.revision;
    }
    capture::kept_item(account?.platform, item.kind, &captured.media_type, content)?.revision
}

fn row(version: &ProvedVersion, facts: Facts<'_>, account: Option<&Account>) -> Value {
    json!({
        "version": version.info.version,
        "object": version.info.id,
        "recorded_at": version.info.recorded_at,
        "index": version.info.leaf_index,
        "checkpoint_size": version.checkpoint_size,
        "presence": facts.map(|(_, captured)| captured.presence),
        "captured_at": facts.map(|(_, captured)| captured.captured_at),
        "published_at": facts.and_then(|(_, captured)| captured.published_at),
        "last_seen_at": facts.and_then(|(_, captured)| captured.last_seen_at),
        "caused_by": facts.and_then(|(_, captured)| captured.caused_by),
        "revision": revision(version, facts, account),
    })
}
