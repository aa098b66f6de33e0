//! One entry's bytes, and the item that they mean.

use feed_rs::model::{Entry, Link, MediaObject};
use feed_rs::parser::Builder;
use uppsikt_kernel::Micros;

use crate::imports::{TEXT_BYTES_MAX, is_id, plausible};
use crate::item::{Item, ItemKind, Media};
use crate::page::QuarantineReason;
use crate::to_text;

/// The longest text, which a feed may give twice: as summary and as content.
const ENTRY_BYTES_MAX: usize = 2 * TEXT_BYTES_MAX;

const SHAPE: QuarantineReason = QuarantineReason::Shape { line: 0, column: 0 };

/// What stands around an `<item>`: the names that feeds use, since an entry is read without its feed.
const RSS: [&str; 2] = [
    concat!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\"",
        " xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"",
        " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"",
        " xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\"",
        " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel>"
    ),
    "</channel></rss>",
];

/// What stands around an `<entry>`.
const ATOM: [&str; 2] = [
    concat!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\"",
        " xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
        " xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" xmlns:georss=\"http://www.georss.org/georss\">"
    ),
    "</feed>",
];

/// What stands around an item of JSON Feed.
const JSON: [&str; 2] =
    ["{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"\",\"items\":[", "]}"];

/// Reads one kept entry again.
pub(crate) fn parse_kept(bytes: &[u8]) -> Result<Item, QuarantineReason> {
    // RSS does not say what its text is, and it is HTML; Atom and JSON Feed say when it is plain.
    item(entry(bytes)?, !matches!(std::str::from_utf8(bytes).ok().and_then(local_name), Some("item")))
}

/// The id of an entry, also where the rest of it is no item.
pub(super) fn key(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    entry(text.as_bytes()).ok().map(|entry| entry.id).filter(|id| is_id(id))
}

fn entry(bytes: &[u8]) -> Result<Entry, QuarantineReason> {
    if bytes.len() > ENTRY_BYTES_MAX {
        return Err(QuarantineReason::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| QuarantineReason::NotText)?;
    let around = match local_name(text) {
        Some("item") => RSS,
        Some("entry") => ATOM,
        None if text.starts_with('{') => JSON,
        _ => return Err(SHAPE),
    };
    let whole = [around[0], text, around[1]].concat();
    // The id that the feed gives, else the address; an id made up by us would not be found again.
    let parser = Builder::new()
        .sanitize_content(false)
        .id_generator(|links, _, _| address(links).unwrap_or_default().to_owned())
        .build();
    let feed = parser.parse(whole.as_bytes()).map_err(|_| SHAPE)?;
    feed.entries.into_iter().next().ok_or(SHAPE)
}

fn local_name(text: &str) -> Option<&str> {
    let tag = text.strip_prefix('<')?;
    let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
    tag[..end].rsplit(':').next()
}

fn item(entry: Entry, tells_plain: bool) -> Result<Item, QuarantineReason> {
    let native_id = entry.id.trim().to_owned();
    if !is_id(&native_id) {
        return Err(SHAPE);
    }
    let time = |at: i64| {
        Micros::new(at).map_err(|_| QuarantineReason::Time).and_then(|at| plausible(at.timestamp()))
    };
    let (published, updated) = (entry.published, entry.updated);
    let published_at = time(published.or(updated).ok_or(QuarantineReason::Time)?.timestamp_micros())?;
    let edited_at = updated.and_then(|at| time(at.timestamp_micros()).ok());
    let readable = |media_type: String, content: &str| {
        if tells_plain && media_type.starts_with("text/plain") {
            content.to_owned()
        } else {
            to_text(content)
        }
    };
    let title = entry.title.map(|title| readable(title.content_type.to_string(), &title.content));
    let title = title.filter(|title| !title.is_empty());
    let content = entry.content.and_then(|content| Some((content.content_type.to_string(), content.body?)));
    let summary = || entry.summary.map(|summary| (summary.content_type.to_string(), summary.content));
    let (media_type, html) = content.or_else(summary).unwrap_or_default();
    let body = readable(media_type, &html);
    let parts: Vec<&str> =
        [title.as_deref().unwrap_or_default(), &body].into_iter().filter(|part| !part.is_empty()).collect();
    let text = parts.join("\n\n");
    if text.len() > TEXT_BYTES_MAX {
        return Err(QuarantineReason::TooLong);
    }
    Ok(Item {
        native_id,
        kind: ItemKind::Post,
        parent: None,
        author_name: entry.authors.into_iter().find_map(|author| author.name),
        author_native_id: None,
        title,
        text,
        html,
        source: None,
        published_at,
        edited_at: edited_at.filter(|edited_at| *edited_at > published_at),
        permalink: address(&entry.links).map(str::to_owned),
        // The feed is the authority's channel.
        own: true,
        state: "shown".to_owned(),
        is_shown: true,
        media: entry.media.iter().flat_map(media).collect(),
        language: entry.language,
        revision: None,
    })
}

/// The address at which an entry is read.
fn address(links: &[Link]) -> Option<&str> {
    let alternate = links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    alternate.map(|link| link.href.as_str()).filter(|address| !address.is_empty())
}

fn media(object: &MediaObject) -> impl Iterator<Item = Media> + '_ {
    let alt = object.description.as_ref().or(object.title.as_ref()).map(|text| to_text(&text.content));
    object.content.iter().filter_map(move |content| {
        Some(Media {
            source: content.url.as_ref()?.to_string(),
            alt: alt.clone(),
            media_type: content.content_type.as_ref().map(ToString::to_string),
        })
    })
}
