//! A line that is an item: what it means, and how it is written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::Micros;

use crate::cut::understand;
use crate::imports::{TEXT_BYTES_MAX, is_id, plausible};
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::QuarantineReason;

/// Longest line, in bytes: the longest text with its JSON escapes, and what stands around it.
pub const LINE_BYTES_MAX: usize = 2_000_000;

const SHAPE: QuarantineReason = QuarantineReason::Shape { line: 0, column: 0 };

/// What a platform did with an item when it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    /// Everybody sees it.
    #[default]
    Shown,
    /// It is hidden and can be shown again.
    Hidden,
    /// It is marked as spam.
    Spam,
    /// It lies in the bin.
    Trash,
    /// It has been removed; only the line tells that it was there.
    Removed,
}

impl ItemState {
    /// The word that stands in the file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Hidden => "hidden",
            Self::Spam => "spam",
            Self::Trash => "trash",
            Self::Removed => "removed",
        }
    }
}

/// An item that is to be written as a line.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemLine {
    /// The account's id within the file.
    pub account: String,
    /// The item's id, unique within the account and kind.
    pub id: String,
    /// What sort of contribution it is.
    pub kind: ItemKind,
    /// What it answers.
    pub parent: Option<NativeRef>,
    /// The name shown for who wrote it.
    pub author: Option<String>,
    /// The platform's id for who wrote it.
    pub author_id: Option<String>,
    /// Whether it is the authority's own.
    pub own: bool,
    /// The title, where there is one.
    pub title: Option<String>,
    /// The body in plain text.
    pub text: String,
    /// When it was published; between 1990 and 2099, or it is quarantined when read.
    pub published_at: Micros,
    /// When it was last changed, where that is known.
    pub edited_at: Option<Micros>,
    /// What the platform does with it.
    pub state: ItemState,
    /// Its address.
    pub address: Option<String>,
    /// The language that it states, as a BCP 47 tag.
    pub language: Option<String>,
    /// Pictures, films and sound; `source` is a file's name relative to the file of lines.
    pub media: Vec<Media>,
}

impl std::fmt::Debug for ItemLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, state) = (self.kind, self.state);
        f.debug_struct("ItemLine").field("kind", &kind).field("state", &state).finish_non_exhaustive()
    }
}

/// A line as it stands in a file, in the order in which it is written.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(rename = "type")]
    what: ItemType,
    account: String,
    id: String,
    kind: ItemKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent_kind: Option<ItemKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author_id: Option<String>,
    #[serde(default)]
    own: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    text: String,
    published_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited_at: Option<String>,
    #[serde(default)]
    state: ItemState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    media: Vec<MediaLine>,
}

#[derive(Serialize, Deserialize)]
enum ItemType {
    #[serde(rename = "item")]
    Item,
}

#[derive(Serialize, Deserialize)]
struct MediaLine {
    file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
}

/// An item, and whether the kind of what it answers is only a guess.
pub(crate) struct Understood {
    pub(crate) item: Item,
    pub(crate) account: String,
    pub(crate) guessed_parent: bool,
}

/// The item that one line means.
///
/// Where the line does not say what kind its parent is, a post is taken for it (for a message,
/// a message); [`read`](super::read) looks it up among the other lines instead.
///
/// # Errors
/// [`QuarantineReason`].
pub fn parse_item(bytes: &[u8]) -> Result<Item, QuarantineReason> {
    understood(bytes).map(|understood| understood.item)
}

pub(crate) fn understood(bytes: &[u8]) -> Result<Understood, QuarantineReason> {
    if bytes.len() > LINE_BYTES_MAX {
        return Err(QuarantineReason::TooLong);
    }
    let line: Line = understand(bytes)?;
    if line.text.len() + line.title.as_ref().map_or(0, String::len) > TEXT_BYTES_MAX {
        return Err(QuarantineReason::TooLong);
    }
    let ids = [Some(&line.account), Some(&line.id), line.parent.as_ref()];
    if !ids.into_iter().flatten().all(|id| is_id(id)) {
        return Err(SHAPE);
    }
    let guessed_parent = line.parent.is_some() && line.parent_kind.is_none();
    let kind = line.parent_kind.unwrap_or(match line.kind {
        ItemKind::Message => ItemKind::Message,
        _ => ItemKind::Post,
    });
    let parts: Vec<&str> = [line.title.as_deref(), Some(&line.text)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let item = Item {
        kind: line.kind,
        parent: line.parent.map(|id| NativeRef { kind, id }),
        author_name: line.author,
        author_native_id: line.author_id,
        text: parts.join("\n\n"),
        title: line.title,
        html: escaped(&line.text),
        source: Some(line.text),
        published_at: time(&line.published_at)?,
        edited_at: line.edited_at.as_deref().map(time).transpose()?,
        permalink: line.address,
        own: line.own,
        state: line.state.code().to_owned(),
        is_shown: line.state == ItemState::Shown,
        media: line.media.into_iter().map(media).collect(),
        language: line.language,
        revision: None,
        native_id: line.id,
    };
    Ok(Understood { item, account: line.account, guessed_parent })
}

/// Writes an item as one line, without the line break.
#[must_use]
pub fn item_line(item: &ItemLine) -> String {
    let line = Line {
        what: ItemType::Item,
        account: item.account.clone(),
        id: item.id.clone(),
        kind: item.kind,
        parent: item.parent.as_ref().map(|parent| parent.id.clone()),
        parent_kind: item.parent.as_ref().map(|parent| parent.kind),
        author: item.author.clone(),
        author_id: item.author_id.clone(),
        own: item.own,
        title: item.title.clone(),
        text: item.text.clone(),
        published_at: item.published_at.to_string(),
        edited_at: item.edited_at.map(|at| at.to_string()),
        state: item.state,
        address: item.address.clone(),
        language: item.language.clone(),
        media: item.media.iter().cloned().map(media_line).collect(),
    };
    // Writing these fields cannot fail; an empty object would be quarantined and seen.
    serde_json::to_string(&line).unwrap_or_else(|_| "{}".to_owned())
}

fn media(line: MediaLine) -> Media {
    Media { source: line.file, alt: line.alt, media_type: line.media_type }
}

fn media_line(media: Media) -> MediaLine {
    MediaLine { file: media.source, alt: media.alt, media_type: media.media_type }
}

/// A time with its offset from UTC: without one an hour would be anybody's guess.
fn time(text: &str) -> Result<Micros, QuarantineReason> {
    let at: Timestamp = text.parse().map_err(|_| QuarantineReason::Time)?;
    plausible(at)
}

/// Plain text as HTML that shows the same.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>\n"),
            other => html.push(other),
        }
    }
    html
}
