//! What WordPress writes, and the item that it means.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use uppsikt_kernel::Micros;
use url::Url;

use crate::cut::understand;
use crate::html::{media_in, to_text};
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::QuarantineReason;

#[derive(Deserialize)]
struct Rendered {
    rendered: String,
    raw: Option<String>,
}

/// A post or a page.
#[derive(Deserialize)]
struct Post {
    id: u64,
    date_gmt: String,
    modified_gmt: String,
    title: Rendered,
    content: Rendered,
    author: u64,
    link: String,
    status: String,
    #[serde(default, rename = "_embedded")]
    embedded: Embedded,
}

#[derive(Deserialize, Default)]
struct Embedded {
    #[serde(default)]
    author: Vec<EmbeddedAuthor>,
    #[serde(default, rename = "wp:featuredmedia")]
    featured: Vec<Featured>,
}

/// The picture that stands for a post, or the refusal to show it, which has no address.
#[derive(Deserialize)]
struct Featured {
    source_url: Option<String>,
    alt_text: Option<String>,
    mime_type: Option<String>,
}

/// An author, or the refusal to show one, which has no name.
#[derive(Deserialize)]
struct EmbeddedAuthor {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Comment {
    id: u64,
    post: u64,
    parent: u64,
    author: u64,
    author_name: String,
    date_gmt: String,
    content: Rendered,
    link: String,
    status: String,
    #[serde(default, rename = "_links")]
    links: Links,
}

#[derive(Deserialize, Default)]
struct Links {
    #[serde(default)]
    up: Vec<Up>,
}

#[derive(Deserialize)]
struct Up {
    post_type: Option<String>,
}

/// The item that the bytes of one element mean; `own` are the authority's users.
pub(super) fn item(kind: ItemKind, own: &BTreeSet<u64>, element: &[u8]) -> Result<Item, QuarantineReason> {
    match kind {
        ItemKind::Post | ItemKind::Page => post(kind, understand(element)?),
        ItemKind::Comment => comment(own, understand(element)?),
        ItemKind::Message => Err(QuarantineReason::Shape { line: 0, column: 0 }),
    }
}

/// The id in the bytes of one element, also when the rest cannot be understood.
pub(super) fn id(element: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Identified {
        id: u64,
    }
    // Broken text elsewhere in the element does not hide its id.
    serde_json::from_str::<Identified>(&String::from_utf8_lossy(element)).ok().map(|element| element.id)
}

/// The state in the bytes of one element, also when the rest cannot be understood.
pub(super) fn state(element: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Stated {
        status: String,
    }
    serde_json::from_str::<Stated>(&String::from_utf8_lossy(element)).ok().map(|element| element.status)
}

/// Whether everybody sees an item in this state.
pub(super) fn is_shown(kind: ItemKind, state: &str) -> bool {
    match kind {
        ItemKind::Post | ItemKind::Page => state == "publish",
        ItemKind::Comment => state == "approved",
        ItemKind::Message => false,
    }
}

fn post(kind: ItemKind, post: Post) -> Result<Item, QuarantineReason> {
    let published_at = time(&post.date_gmt)?;
    let (title, body) = (to_text(&post.title.rendered), to_text(&post.content.rendered));
    let parts: Vec<&str> =
        [title.as_str(), body.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let media = media(post.embedded.featured, &post.content.rendered, &post.link);
    Ok(Item {
        native_id: post.id.to_string(),
        kind,
        parent: None,
        author_name: post.embedded.author.into_iter().find_map(|author| author.name),
        author_native_id: numbered(post.author),
        text: parts.join("\n\n"),
        title: Some(title),
        html: post.content.rendered,
        source: post.content.raw,
        published_at,
        // WordPress fills the time of change in from the start, and for changes that nobody sees.
        edited_at: time(&post.modified_gmt).ok().filter(|edited_at| *edited_at > published_at),
        permalink: Some(post.link),
        // Only the authority publishes on its own site.
        own: true,
        is_shown: is_shown(kind, &post.status),
        state: post.status,
        media,
        language: None,
        revision: None,
    })
}

fn comment(own: &BTreeSet<u64>, comment: Comment) -> Result<Item, QuarantineReason> {
    let on_page = comment.links.up.iter().any(|up| up.post_type.as_deref() == Some("page"));
    let parent = match comment.parent {
        0 => NativeRef {
            kind: if on_page { ItemKind::Page } else { ItemKind::Post },
            id: comment.post.to_string(),
        },
        answered => NativeRef { kind: ItemKind::Comment, id: answered.to_string() },
    };
    Ok(Item {
        native_id: comment.id.to_string(),
        kind: ItemKind::Comment,
        parent: Some(parent),
        author_name: Some(to_text(&comment.author_name)).filter(|name| !name.is_empty()),
        author_native_id: numbered(comment.author),
        title: None,
        text: to_text(&comment.content.rendered),
        media: media(Vec::new(), &comment.content.rendered, &comment.link),
        html: comment.content.rendered,
        source: comment.content.raw,
        published_at: time(&comment.date_gmt)?,
        edited_at: None,
        permalink: Some(comment.link),
        own: own.contains(&comment.author),
        is_shown: is_shown(ItemKind::Comment, &comment.status),
        state: comment.status,
        language: None,
        revision: None,
    })
}

/// The picture that stands for the item, then what its body shows, each once.
///
/// Addresses are made whole by the item's own, so that kept bytes give the same ones anywhere.
fn media(featured: Vec<Featured>, html: &str, link: &str) -> Vec<Media> {
    let base = Url::parse(link).ok();
    let whole = |source: &str| {
        let url = base.as_ref().map_or_else(|| Url::parse(source), |base| base.join(source)).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.to_string())
    };
    let featured = featured.into_iter().filter_map(|picture| {
        // WordPress has no picture without alt text, only an empty one.
        let alt = picture.alt_text.filter(|alt| !alt.is_empty());
        Some(Media { source: whole(&picture.source_url?)?, alt, media_type: picture.mime_type })
    });
    let shown = media_in(html)
        .into_iter()
        .filter_map(|shown| Some(Media { source: whole(&shown.source)?, alt: shown.alt, media_type: None }));
    let (mut all, mut places) = (Vec::<Media>::new(), BTreeMap::new());
    for media in featured.chain(shown) {
        let place = *places.entry(media.source.clone()).or_insert(all.len());
        match all.get_mut(place) {
            Some(known) => known.alt = known.alt.take().or(media.alt),
            None => all.push(media),
        }
    }
    all
}

/// A user's id; 0 stands for nobody.
fn numbered(user: u64) -> Option<String> {
    (user != 0).then(|| user.to_string())
}

/// A time in UTC, which WordPress writes without saying so.
fn time(text: &str) -> Result<Micros, QuarantineReason> {
    let civil: DateTime = text.parse().map_err(|_| QuarantineReason::Time)?;
    let at = TimeZone::UTC.to_timestamp(civil).map_err(|_| QuarantineReason::Time)?;
    Ok(at.into())
}
