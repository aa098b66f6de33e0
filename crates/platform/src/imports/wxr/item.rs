//! From fields to the item that they mean.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uppsikt_kernel::Micros;

use super::fields::Fields;
use super::scan::Scanned;
use crate::html::media_in;
use crate::imports::{TEXT_BYTES_MAX, is_id, plausible};
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::QuarantineReason;
use crate::to_text;

const SHAPE: QuarantineReason = QuarantineReason::Shape { line: 0, column: 0 };

/// What the rest of the file says: its users and its pictures.
#[derive(Default)]
pub(super) struct Site {
    /// By login: id and shown name.
    users: HashMap<String, (String, String)>,
    /// By id; what hangs on a post is found by the post's id.
    pictures: BTreeMap<String, Picture>,
    hanging: HashMap<String, Vec<String>>,
}

struct Picture {
    address: String,
    alt: Option<String>,
}

impl Site {
    pub(super) fn new(text: &str, scanned: &Scanned, heads: &[Result<Fields, QuarantineReason>]) -> Self {
        let mut site = Self::default();
        for range in &scanned.users {
            let Ok(user) = Fields::read(&text[range.clone()]) else { continue };
            if let (Some(login), Some(id)) = (user.get("wp:author_login"), user.get("wp:author_id")) {
                let name = user.get("wp:author_display_name").unwrap_or(login);
                site.users.insert(login.to_owned(), (id.to_owned(), name.to_owned()));
            }
        }
        for head in heads.iter().flatten() {
            site.picture(head);
        }
        site
    }

    fn picture(&mut self, head: &Fields) {
        if head.get("wp:post_type") != Some("attachment") {
            return;
        }
        let (Some(id), Some(address)) = (post_id(head), head.get("wp:attachment_url")) else { return };
        let alt = head.meta("_wp_attachment_image_alt").map(str::to_owned);
        if let Some(parent) = head.get("wp:post_parent").filter(|parent| *parent != "0") {
            self.hanging.entry(parent.to_owned()).or_default().push(id.clone());
        }
        self.pictures.insert(id, Picture { address: address.to_owned(), alt });
    }

    /// The featured picture, those in the body, and those that only hang on the post; each once.
    fn media(&self, post: &Fields, body: &str) -> Vec<Media> {
        let known = |id: &str| {
            let picture = self.pictures.get(id)?;
            Some(Media { source: picture.address.clone(), alt: picture.alt.clone(), media_type: None })
        };
        let mut media: Vec<Media> = post.meta("_thumbnail_id").and_then(known).into_iter().collect();
        media.extend(shown_in(body));
        let hanging = post_id(post).and_then(|id| self.hanging.get(&id));
        media.extend(hanging.into_iter().flatten().filter_map(|id| known(id)));
        let mut seen = std::collections::HashSet::new();
        media.retain(|one| seen.insert(one.source.clone()));
        media
    }
}

/// Everything that a body shows by its address.
fn shown_in(html: &str) -> impl Iterator<Item = Media> {
    media_in(html).into_iter().map(|shown| Media { source: shown.source, alt: shown.alt, media_type: None })
}

/// Which kind a post's type is; none for what is no contribution, such as a menu.
pub(super) fn kind(post: &Fields) -> Option<ItemKind> {
    match post.get("wp:post_type") {
        Some("post") => Some(ItemKind::Post),
        Some("page") => Some(ItemKind::Page),
        _ => None,
    }
}

/// Whether the file says which kind it is; what it says of the state stands before that.
pub(super) fn kind_is_told(post: &Fields) -> bool {
    post.get("wp:post_type").is_some()
}

/// Whether a post has been shown: what is published, only for some, or binned after it was published.
pub(super) fn is_record(post: &Fields) -> bool {
    let was_published =
        post.meta("_wp_trash_meta_status").is_none_or(|before| matches!(before, "publish" | "private"));
    kind(post).is_some()
        && match post.get("wp:status") {
            Some("publish" | "private") => true,
            Some("trash") => was_published,
            // Without a state nobody can tell: it is quarantined rather than left out.
            None => true,
            Some(_) => false,
        }
}

/// Whether a comment is one, and no pingback.
pub(super) fn is_comment(comment: &Fields) -> bool {
    matches!(comment.get("wp:comment_type"), None | Some("comment"))
}

/// A post's id.
pub(super) fn post_id(post: &Fields) -> Option<String> {
    number(post, "wp:post_id")
}

/// A comment's id.
pub(super) fn comment_id(comment: &Fields) -> Option<String> {
    number(comment, "wp:comment_id")
}

/// Ids are numbers, written as the interface writes them; 0 stands for nothing.
fn number(fields: &Fields, name: &str) -> Option<String> {
    let number: u64 = fields.get(name)?.trim().parse().ok()?;
    (number != 0).then(|| number.to_string())
}

pub(super) fn post(post: &Fields, site: &Site) -> Result<Item, QuarantineReason> {
    let (kind, native_id) = (kind(post).ok_or(SHAPE)?, post_id(post).ok_or(SHAPE)?);
    let state = post.get("wp:status").ok_or(SHAPE)?;
    let published_at = time(post, "wp:post_date_gmt")?;
    let written = post.get("content:encoded").unwrap_or_default();
    let html = with_breaks(written);
    let (title, body) = (to_text(post.get("title").unwrap_or_default()), to_text(&html));
    let parts: Vec<&str> =
        [title.as_str(), body.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let login = post.get("dc:creator");
    let user = login.and_then(|login| site.users.get(login));
    Ok(Item {
        native_id,
        kind,
        parent: None,
        author_name: user.map(|(_, name)| name.clone()).or_else(|| login.map(str::to_owned)),
        author_native_id: user.map(|(id, _)| id.clone()),
        text: checked(parts.join("\n\n"))?,
        title: Some(title),
        media: site.media(post, &html),
        html,
        source: Some(written.to_owned()),
        published_at,
        edited_at: time(post, "wp:post_modified_gmt").ok().filter(|edited_at| *edited_at > published_at),
        permalink: post.get("link").map(str::to_owned),
        // Only the authority publishes on its own site.
        own: true,
        is_shown: state == "publish",
        state: state.to_owned(),
        language: None,
        revision: None,
    })
}

/// A comment; `post` is what it hangs on, known only while the whole file is read.
pub(super) fn comment(
    comment: &Fields,
    site: &Site,
    post: Option<&Fields>,
) -> Result<Item, QuarantineReason> {
    let native_id = comment_id(comment).ok_or(SHAPE)?;
    let state = match comment.get("wp:comment_approved").ok_or(SHAPE)? {
        "1" => "approved",
        "0" => "hold",
        other => other,
    };
    let parent = match number(comment, "wp:comment_parent") {
        Some(id) => Some(NativeRef { kind: ItemKind::Comment, id }),
        None => post.and_then(|post| Some(NativeRef { kind: kind(post)?, id: post_id(post)? })),
    };
    let user = number(comment, "wp:comment_user_id");
    let written = comment.get("wp:comment_content").unwrap_or_default();
    let html = with_breaks(written);
    let address = post.and_then(|post| post.get("link"));
    Ok(Item {
        parent,
        kind: ItemKind::Comment,
        author_name: comment.get("wp:comment_author").map(to_text).filter(|name| !name.is_empty()),
        own: user.as_ref().is_some_and(|user| site.users.values().any(|(id, _)| id == user)),
        author_native_id: user,
        title: None,
        text: checked(to_text(&html))?,
        media: shown_in(&html).collect(),
        html,
        source: Some(written.to_owned()),
        published_at: time(comment, "wp:comment_date_gmt")?,
        edited_at: None,
        permalink: address.map(|address| format!("{address}#comment-{native_id}")),
        is_shown: state == "approved",
        state: state.to_owned(),
        language: None,
        revision: None,
        native_id,
    })
}

fn checked(text: String) -> Result<String, QuarantineReason> {
    if text.len() > TEXT_BYTES_MAX { Err(QuarantineReason::TooLong) } else { Ok(text) }
}

/// A time in UTC, which WordPress writes without saying so.
fn time(fields: &Fields, name: &str) -> Result<Micros, QuarantineReason> {
    let text = fields.get(name).filter(|text| is_id(text)).ok_or(QuarantineReason::Time)?;
    let civil: DateTime = text.trim().parse().map_err(|_| QuarantineReason::Time)?;
    let at = TimeZone::UTC.to_timestamp(civil).map_err(|_| QuarantineReason::Time)?;
    plausible(at)
}

/// What was written, with the paragraphs that WordPress makes of empty lines where no tag says them.
fn with_breaks(written: &str) -> String {
    if written.contains("<p") || written.contains("<!-- wp:") || !written.contains('\n') {
        return written.to_owned();
    }
    let written = written.replace("\r\n", "\n");
    let paragraphs: Vec<String> = written
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| format!("<p>{}</p>", paragraph.trim().replace('\n', "<br />\n")))
        .collect();
    paragraphs.join("\n")
}
