//! One thing that a platform shows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::Micros;

/// What sort of contribution an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A post (inlägg).
    Post,
    /// A page that stands outside the stream of posts.
    Page,
    /// A comment on another item.
    Comment,
    /// A direct message, not for everybody.
    Message,
}

/// A text names no kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no kind of item")]
pub struct UnknownItemKind;

impl ItemKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Post, Self::Page, Self::Comment, Self::Message];

    /// The stable code, as in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Page => "page",
            Self::Comment => "comment",
            Self::Message => "message",
        }
    }
}

impl FromStr for ItemKind {
    type Err = UnknownItemKind;

    fn from_str(code: &str) -> Result<Self, UnknownItemKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(UnknownItemKind)
    }
}

/// An item as the platform names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NativeRef {
    /// What sort of item it is.
    pub kind: ItemKind,
    /// The platform's own id, unique within the account and kind.
    pub id: String,
}

/// One contribution as a platform shows it at one moment.
///
/// Its debug form tells which item it is and nothing of what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// The platform's own id.
    pub native_id: String,
    /// What sort of contribution it is.
    pub kind: ItemKind,
    /// What it answers; for a comment on a comment, that comment.
    pub parent: Option<NativeRef>,
    /// The name that the platform shows for who wrote it.
    pub author_name: Option<String>,
    /// The platform's id for who wrote it; none for somebody without an account.
    pub author_native_id: Option<String>,
    /// The title, where the platform has such.
    pub title: Option<String>,
    /// What it says in plain text: the title, where there is one, and the body, in paragraphs.
    pub text: String,
    /// The body as the platform shows it.
    pub html: String,
    /// The body as it was written, where the platform lets its account see that.
    pub source: Option<String>,
    /// When it was published, as the platform states it.
    pub published_at: Micros,
    /// When it was last changed, where the platform states that and it differs.
    pub edited_at: Option<Micros>,
    /// Its own address.
    pub permalink: Option<String>,
    /// Whether it is the authority's own contribution.
    pub own: bool,
    /// The platform's own word for its state, such as `approved` or `hold`.
    pub state: String,
    /// Whether visitors see it; for a message, whether its receiver does.
    pub is_shown: bool,
    /// Pictures, films and sound, in the order in which they are shown.
    pub media: Vec<Media>,
    /// The language that whoever wrote it has stated, as a BCP 47 tag.
    pub language: Option<String>,
    /// The platform's own proof of exactly this version, such as a CID; none where there is no such.
    pub revision: Option<String>,
}

/// A picture, film or sound that belongs to an item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Where its bytes are fetched: an absolute address, or the platform's own name for it.
    pub source: String,
    /// The text that stands for it (alt text); none where none was written.
    pub alt: Option<String>,
    /// Its media type, where the platform states it.
    pub media_type: Option<String>,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").field("media_type", &self.media_type).finish_non_exhaustive()
    }
}

/// First byte of every content key; a new reckoning of what counts takes the next number.
const CONTENT_KEY_FORMAT: u8 = 1;

impl Item {
    /// The item as the platform names it.
    #[must_use]
    pub fn native_ref(&self) -> NativeRef {
        NativeRef { kind: self.kind, id: self.native_id.clone() }
    }

    /// Canonical bytes of exactly what counts as content: two observations with the same key
    /// are the same version.
    ///
    /// What was written counts where we see it, and the shown text always; markup that a site
    /// puts around it counts only where we do not see what was written. The platform's own
    /// time of change does not count: it moves without anybody having changed a word.
    #[must_use]
    pub fn content_key(&self) -> Vec<u8> {
        let mut key = vec![CONTENT_KEY_FORMAT];
        let body = self.source.as_ref().map_or(("shown", &self.html), |source| ("written", source));
        let published_at = self.published_at.get().to_string();
        put(&mut key, Some(body.0));
        put(&mut key, Some(body.1));
        put(&mut key, Some(&self.text));
        put(&mut key, self.title.as_deref());
        put(&mut key, self.author_name.as_deref());
        put(&mut key, self.author_native_id.as_deref());
        put(&mut key, Some(&self.state));
        put(&mut key, self.parent.as_ref().map(|parent| parent.kind.code()));
        put(&mut key, self.parent.as_ref().map(|parent| parent.id.as_str()));
        put(&mut key, Some(&published_at));
        put(&mut key, self.permalink.as_deref());
        // Only where there are such: keys of items without them are as they were before these were known.
        for media in &self.media {
            put(&mut key, Some("media"));
            put(&mut key, Some(&media.source));
            put(&mut key, media.alt.as_deref());
        }
        if let Some(revision) = &self.revision {
            put(&mut key, Some("revision"));
            put(&mut key, Some(revision));
        }
        key
    }
}

/// Appends a field so that no two lists of fields give the same bytes.
fn put(key: &mut Vec<u8>, field: Option<&str>) {
    match field {
        None => key.push(0),
        Some(text) => {
            key.push(1);
            key.extend_from_slice(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            key.extend_from_slice(text.as_bytes());
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("kind", &self.kind)
            .field("native_id", &self.native_id)
            .field("state", &self.state)
            .field("text_bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item {
            native_id: "7".into(),
            kind: ItemKind::Comment,
            parent: Some(NativeRef { kind: ItemKind::Post, id: "4".into() }),
            author_name: Some("Åsa".into()),
            author_native_id: None,
            title: None,
            text: "Hur länge?".into(),
            html: "<p>Hur länge?</p>".into(),
            source: Some("Hur länge?".into()),
            published_at: Micros::new(1_000_000).unwrap(),
            edited_at: None,
            permalink: Some("https://www.lindholm.example/a#c7".into()),
            own: false,
            state: "approved".into(),
            is_shown: true,
            media: Vec::new(),
            language: None,
            revision: None,
        }
    }

    #[test]
    fn every_part_of_the_content_changes_the_key() {
        let changes: [fn(&mut Item); 12] = [
            |item| item.parent = None,
            |item| item.parent = Some(NativeRef { kind: ItemKind::Comment, id: "4".into() }),
            |item| item.author_name = None,
            |item| item.author_native_id = Some(String::new()),
            |item| item.text.push('!'),
            |item| item.source = None,
            |item| item.source = Some("Hur  länge?".into()),
            |item| item.published_at = Micros::new(2_000_000).unwrap(),
            |item| item.permalink = None,
            |item| item.state = "hold".into(),
            |item| item.media.push(Media { source: "a.png".into(), alt: None, media_type: None }),
            |item| item.revision = Some("bafy".into()),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = item();
            change(&mut changed);
            assert_ne!(changed.content_key(), item().content_key(), "change {number}");
        }
    }

    #[test]
    fn noise_leaves_the_key_alone() {
        let mut noisy = item();
        noisy.edited_at = Some(Micros::new(5).unwrap());
        noisy.html = "<p class=\"lazy\">Hur länge?</p>".into();
        noisy.own = true;
        assert_eq!(noisy.content_key(), item().content_key());
        let (mut shown, mut other) = (item(), item());
        (shown.source, other.source) = (None, None);
        other.html.push(' ');
        assert_ne!(
            shown.content_key(),
            other.content_key(),
            "what was written is not seen, so markup counts"
        );
    }

    #[test]
    fn neighbouring_fields_do_not_run_together() {
        let (mut left, mut right) = (item(), item());
        (left.author_name, left.author_native_id) = (Some("ab".into()), Some("c".into()));
        (right.author_name, right.author_native_id) = (Some("a".into()), Some("bc".into()));
        assert_ne!(left.content_key(), right.content_key());
    }

    #[test]
    fn debug_texts_hold_no_content() {
        let text = format!("{:?}", item());
        assert!(!text.contains("länge") && !text.contains("Åsa") && text.contains("\"7\""), "{text}");
    }
}
