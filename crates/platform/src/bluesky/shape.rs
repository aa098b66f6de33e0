//! What Bluesky writes, and the item that it means.
//!
//! A post comes in four dresses: as a record of a repository (`value`), and as a view of the
//! AppView (`record` and `author`) in a list of posts, a thread or a notification. Each gives
//! the same item: only what stands in the record, and the name of whoever else wrote it, is
//! taken from it. Our own posts have no name: a record of our own repository does not carry it.
//!
//! Kept bytes are read again by somebody who does not know who we are. Where the bytes alone
//! leave that open, the media type of the page tells.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::uri::{AtUri, is_of};
use crate::cut::understand;
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::{JSON, QuarantineReason};

/// The state of every post that can be read at all.
const SHOWN: &str = "shown";
/// How a picture or film is named in [`Media::source`]: a path at the server that holds it.
pub(super) const BLOB_PATH: &str = "/xrpc/com.atproto.sync.getBlob";

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dress {
    /// Records of our own repository, or views of what others wrote.
    Plain,
    /// Views within a thread that we began.
    OwnThread,
    /// A record of somebody else's repository.
    OthersRecord,
}

impl Dress {
    /// The media type of such a page.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Plain => JSON,
            Self::OwnThread => "application/json; thread=own",
            Self::OthersRecord => "application/json; record=other",
        }
    }

    fn of(media_type: &str) -> Self {
        let all = [Self::OwnThread, Self::OthersRecord];
        all.into_iter().find(|dress| dress.media_type() == media_type).unwrap_or(Self::Plain)
    }
}

#[derive(Deserialize)]
struct Element {
    uri: String,
    cid: String,
    author: Option<Author>,
    #[serde(alias = "value")]
    record: Record,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Author {
    handle: String,
    #[serde(default)]
    display_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    text: String,
    created_at: String,
    reply: Option<Reply>,
    #[serde(default)]
    langs: Vec<String>,
    embed: Option<Value>,
}

impl Author {
    fn name(self) -> String {
        if self.display_name.trim().is_empty() { self.handle } else { self.display_name }
    }
}

/// What a reply answers.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reply {
    pub(super) root: Strong,
    pub(super) parent: Strong,
}

/// A record in one exact version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Strong {
    pub(super) uri: String,
    pub(super) cid: String,
}

/// What the bytes of an element name, also when the rest cannot be understood.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Named {
    pub(super) uri: String,
    pub(super) cid: String,
    #[serde(default, rename = "replyCount")]
    pub(super) reply_count: u64,
    #[serde(default, alias = "value")]
    record: NamedRecord,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct NamedRecord {
    reply: Option<Reply>,
}

impl Named {
    /// Reads names; broken text elsewhere in the element does not hide them.
    pub(super) fn read(element: &[u8]) -> Option<Self> {
        serde_json::from_str(&String::from_utf8_lossy(element)).ok()
    }

    /// What this answers.
    pub(super) const fn reply(&self) -> Option<&Reply> {
        self.record.reply.as_ref()
    }

    /// The beginning of the thread: what this answers in the end, or this.
    pub(super) fn root(&self) -> Strong {
        let this = || Strong { uri: self.uri.clone(), cid: self.cid.clone() };
        self.reply().map_or_else(this, |reply| reply.root.clone())
    }
}

/// The id in the bytes of one element.
pub(super) fn id(element: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Identified {
        uri: String,
    }
    let element: Identified = serde_json::from_str(&String::from_utf8_lossy(element)).ok()?;
    Some(element.uri)
}

/// The item that the bytes of one element mean to the account with this DID.
pub(super) fn item(did: &str, element: &[u8]) -> Result<Item, QuarantineReason> {
    let element: Element = understand(element)?;
    let own = is_of(&element.uri, did);
    // What others write to us is a comment, also where it begins a thread of theirs.
    let kind = if own && element.record.reply.is_none() { ItemKind::Post } else { ItemKind::Comment };
    read(element, kind, did, own)
}

/// The item that kept bytes mean, where it is not known whose account read them.
pub(super) fn kept(kind: ItemKind, media_type: &str, element: &[u8]) -> Result<Item, QuarantineReason> {
    let element: Element = understand(element)?;
    let repo = |uri: &str| AtUri::parse(uri).map(|uri| uri.repo.to_owned()).unwrap_or_default();
    let author = repo(&element.uri);
    let began = element.record.reply.as_ref().map_or_else(|| author.clone(), |reply| repo(&reply.root.uri));
    let did = match Dress::of(media_type) {
        _ if kind == ItemKind::Post => author,
        Dress::OwnThread => began,
        // Records that are not somebody else's are ours.
        Dress::Plain if element.author.is_none() => author,
        // Others write to us in our threads, or in their own.
        Dress::Plain | Dress::OthersRecord if began != author => began,
        Dress::Plain | Dress::OthersRecord => String::new(),
    };
    read(element, kind, &did, false)
}

fn read(element: Element, kind: ItemKind, did: &str, own: bool) -> Result<Item, QuarantineReason> {
    let unknown = QuarantineReason::Shape { line: 0, column: 0 };
    let uri = AtUri::post(&element.uri).ok_or(unknown)?;
    let record = element.record;
    let published_at: Timestamp = record.created_at.parse().map_err(|_| QuarantineReason::Time)?;
    let others = element.author.filter(|_| uri.repo != did);
    Ok(Item {
        kind,
        parent: record.reply.as_ref().map(|reply| answered(reply, did)),
        author_name: others.map(Author::name),
        author_native_id: Some(uri.repo.to_owned()),
        title: None,
        html: to_html(&record.text),
        source: Some(record.text.clone()),
        text: record.text,
        published_at: published_at.into(),
        edited_at: None,
        permalink: Some(uri.permalink()),
        own,
        state: SHOWN.to_owned(),
        is_shown: true,
        media: record.embed.map(|embed| media(uri.repo, &embed)).unwrap_or_default(),
        language: record.langs.into_iter().next(),
        revision: Some(element.cid),
        native_id: element.uri,
    })
}

/// What a reply answers: a post of ours, or a comment of anybody's.
fn answered(reply: &Reply, did: &str) -> NativeRef {
    let is_post = reply.parent.uri == reply.root.uri && is_of(&reply.root.uri, did);
    let kind = if is_post { ItemKind::Post } else { ItemKind::Comment };
    NativeRef { kind, id: reply.parent.uri.clone() }
}

/// Pictures and film of a post, in the order in which they are shown.
fn media(did: &str, embed: &Value) -> Vec<Media> {
    match embed["$type"].as_str() {
        Some("app.bsky.embed.images") => {
            let images = embed["images"].as_array().map(Vec::as_slice).unwrap_or_default();
            images.iter().filter_map(|image| one(did, &image["image"], &image["alt"])).collect()
        }
        Some("app.bsky.embed.video") => one(did, &embed["video"], &embed["alt"]).into_iter().collect(),
        Some("app.bsky.embed.recordWithMedia") => media(did, &embed["media"]),
        _ => Vec::new(),
    }
}

fn one(did: &str, blob: &Value, alt: &Value) -> Option<Media> {
    // Before 2023 a blob was named by its CID alone.
    let cid = blob["ref"]["$link"].as_str().or_else(|| blob["cid"].as_str())?;
    Some(Media {
        source: format!("{BLOB_PATH}?did={did}&cid={cid}"),
        alt: alt.as_str().filter(|alt| !alt.trim().is_empty()).map(str::to_owned),
        media_type: blob["mimeType"].as_str().map(str::to_owned),
    })
}

/// The text as a page shows it; a post knows no markup.
fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    html.push_str("<p>");
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>"),
            other => html.push(other),
        }
    }
    html.push_str("</p>");
    html
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
