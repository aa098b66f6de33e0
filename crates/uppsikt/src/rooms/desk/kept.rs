//! Everything that is kept of an item: its versions and what changed, its receipts, its numbers.

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::diff::{self, Change, Piece};
use crate::rooms::account::Account;
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Origin, Presence};
use crate::rooms::evidence::ProvedVersion;
use crate::rooms::moderation;
use crate::rooms::registry::{self, Stage};
use crate::web::components::{Badge, Cell, Moment, Table, Tone, spaced};

/// A version, with what changed since the one before.
pub(super) struct VersionShown {
    pub number: i32,
    pub presence: Badge,
    /// When it was read, and by whom it disappeared, in a sentence.
    pub about: String,
    pub author: Option<String>,
    /// Lines of pieces; empty where the version has no content.
    pub lines: Vec<Vec<Piece>>,
    /// Whether the text differs from the version before.
    pub has_changed: bool,
    pub language: Option<String>,
}

/// The versions, newest first.
pub(super) async fn versions(
    reader: &mut Reader,
    now: i64,
    account: &Account,
    item: &CapturedItem,
) -> Result<Vec<VersionShown>, StoreError> {
    let all = capture::versions(reader, item.id).await?.map(|(_, versions)| versions).unwrap_or_default();
    let mut before: Option<String> = None;
    let mut shown = Vec::new();
    for version in &all {
        let content = capture::content(reader, account.platform, item, version).await?;
        let text = content.as_ref().map(|kept| kept.text.clone());
        let pieces = match (&before, &text) {
            (Some(before), Some(text)) => diff::diff(before, text),
            (None, Some(text)) => diff::diff(text, text),
            _ => Vec::new(),
        };
        shown.push(VersionShown {
            number: version.number,
            presence: presence(version.presence),
            about: about(version, now),
            author: content.as_ref().and_then(|kept| kept.author_name.clone()),
            has_changed: pieces.iter().any(|piece| piece.change != Change::Kept),
            lines: lines(pieces),
            language: content.and_then(|kept| kept.language),
        });
        before = text.or(before);
    }
    shown.reverse();
    Ok(shown)
}

fn presence(presence: Presence) -> Badge {
    let tone = if presence == Presence::Shown { Tone::Fine } else { Tone::Warning };
    Badge::new(tone, super::words::sentence(&presence.to_string()))
}

fn about(version: &CapturedVersion, now: i64) -> String {
    let at = |at: i64| Moment::new(at, now).words().to_owned();
    let how = match version.origin {
        Origin::Read => "Hämtad",
        Origin::Import => "Inläst ur fil",
        Origin::Hand => "Registrerad för hand",
    };
    let mut words = format!("{how} {}", at(version.captured_at));
    if version.presence == Presence::Gone {
        words += &version.last_seen_at.map_or_else(
            || ", okänt när den senast sågs".to_owned(),
            |seen| format!(", sågs senast {}", at(seen)),
        );
    } else if let Some(published) = version.published_at {
        words += &format!(", publicerad {}", at(published));
    }
    if let Some(by) = version.caused_by {
        let what = if version.presence == Presence::Gone { "borttagen" } else { "undanhållen" };
        words += &format!(", {what} {by}");
    }
    words + "."
}

/// Pieces by lines, so that a page can break them.
fn lines(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Vec::new()];
    for piece in pieces {
        for (at, part) in piece.text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(Piece { change: piece.change, text: part.to_owned() });
            }
        }
    }
    lines
}

/// The receipts: where in the log each version stands, and which checkpoint covers it.
pub(super) fn receipts(id: Uuid, proved: &[ProvedVersion], now: i64) -> Table {
    let row = |version: &ProvedVersion| {
        let state = match (version.info.leaf_index, version.checkpoint_size) {
            _ if version.info.disposed_at.is_some() => Badge::new(Tone::Neutral, "gallrad"),
            (Some(_), Some(_)) => Badge::new(Tone::Sealed, "säkrad"),
            _ => Badge::new(Tone::Neutral, "sparad, inte säkrad ännu"),
        };
        let or_none = |number: Option<String>| Cell::Number(number.unwrap_or_else(|| "–".to_owned()));
        vec![
            Cell::link(
                format!("/handlingar/{id}/bevis?version={}", version.info.version),
                format!("Version {}", version.info.version),
            ),
            Cell::part(&state),
            Cell::part(&Moment::new(version.info.recorded_at, now)),
            or_none(version.info.leaf_index.map(|index| index.to_string())),
            or_none(version.checkpoint_size.map(|size| format!("{} poster", spaced(size)))),
            Cell::Number(format!("{} byte", version.info.content_bytes)),
        ]
    };
    let head = ["Version", "Läge", "Sparad", "Plats i liggaren", "Bevisad mot kontrollvärde över", "Storlek"];
    Table {
        caption: "Kvitton".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: proved.iter().rev().map(row).collect(),
    }
}

/// A number in the diary, or a decision, from here or from before.
pub(super) struct Noted {
    pub what: String,
    /// Its page, where it has one.
    pub link: Option<String>,
    pub state: Badge,
    pub about: String,
}

/// The numbers under which the item is registered.
pub(super) async fn numbers(reader: &mut Reader, item: Uuid) -> Result<Vec<Noted>, StoreError> {
    let mut all = Vec::new();
    for entry in registry::by_item(reader, item).await? {
        let state = match entry.state.stage() {
            Stage::Reserved => Badge::new(Tone::Warning, "Reserverat, väntar på registratorn"),
            Stage::Completed => Badge::new(Tone::Fine, "Registrerat"),
            Stage::Declined => Badge::new(Tone::Neutral, "Ska inte diarieföras"),
        };
        let mut about = entry.public_description.clone().unwrap_or_default();
        for mark in entry.secrecy.iter().filter(|mark| mark.lifted_at.is_none()) {
            about += &format!(" Sekretessmarkering {}: {}.", mark.marked_on, mark.provision);
        }
        all.push(Noted {
            what: entry.registry_number.clone(),
            link: Some(format!("/diarium/{}", entry.id)),
            state,
            about: about.trim().to_owned(),
        });
    }
    for known in registry::imported_by_items(reader, &[item]).await?.remove(&item).unwrap_or_default() {
        let mut about = known.public_description.clone().unwrap_or_default();
        if let Some(mark) = &known.secrecy {
            about += &format!(" Sekretessmarkering {}: {}.", mark.marked_on, mark.provision);
        }
        let state = Badge::new(Tone::Neutral, format!("Tidigare diarium, {}", known.registered_on));
        all.push(Noted {
            what: known.registry_number.clone(),
            link: None,
            state,
            about: about.trim().to_owned(),
        });
    }
    Ok(all)
}

/// What was decided before Uppsikt; what was thought about it is for those who judge and register.
pub(super) async fn earlier(
    reader: &mut Reader,
    actor: &Actor,
    item: &CapturedItem,
) -> Result<Vec<Noted>, StoreError> {
    let is_open = registry::may_read_protected(actor, item.authority);
    let mut all = Vec::new();
    for known in moderation::imported_about(reader, item.id).await? {
        let mut about = String::new();
        if let Some(note) = moderation::imported_note(reader, &known).await? {
            about += &note.by.as_deref().map_or_else(String::new, |by| format!("{by}. "));
            about += &format!("Grund: {}", note.ground);
            if let Some(text) = note.note.as_deref().filter(|_| is_open) {
                about += &format!(". {text}");
            }
        }
        let what = super::words::sentence(&known.measure.to_string());
        all.push(Noted {
            what,
            link: None,
            state: Badge::new(Tone::Neutral, known.decided_on.clone()),
            about,
        });
    }
    Ok(all)
}
