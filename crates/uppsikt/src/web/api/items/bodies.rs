//! An item and its versions, as they are told.

use serde::Serialize;
use uppsikt_platform::Item;
use uppsikt_store::ObjectInfo;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rooms::capture::{CapturedItem, CapturedVersion, CausedBy, Origin};
use crate::rooms::registry::Registration;
use crate::web::api::answer::instant;

/// An item without its words.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct ItemLine {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
    /// `post`, `page`, `comment` or `message`.
    pub kind: String,
    /// The account that showed it.
    #[schema(value_type = String, format = "uuid")]
    pub account_id: Uuid,
    /// Whose it is.
    #[schema(value_type = String, format = "uuid")]
    pub authority_id: Uuid,
    /// Whether the authority wrote it itself; null where that is not known.
    pub own: Option<bool>,
    /// When it was first seen.
    #[schema(format = DateTime)]
    pub first_seen_at: String,
    /// The number of its newest version: 1, 2, 3 …
    pub version: i32,
    /// What the platform did with it when it was last read: `shown`, `withheld` or `gone`.
    pub presence: String,
    /// Whether it is under a secrecy mark.
    pub marked: bool,
}

impl ItemLine {
    pub(super) fn of(item: &CapturedItem, last: &CapturedVersion, is_marked: bool) -> Self {
        Self {
            id: item.id,
            kind: item.kind.code().to_owned(),
            account_id: item.account.uuid(),
            authority_id: item.authority.uuid(),
            own: item.own,
            first_seen_at: instant(item.first_seen_at),
            version: last.number,
            presence: last.presence.code().to_owned(),
            marked: is_marked,
        }
    }
}

/// A page of items.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct ItemList {
    /// Newest first.
    pub data: Vec<ItemLine>,
    /// The cursor of the next page; null after the last.
    pub next: Option<String>,
}

/// A picture, film or sound.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct MediaBody {
    /// The text that describes it, where whoever posted it has written one.
    pub alt: Option<String>,
    /// What sort of file it is, where the platform says.
    pub media_type: Option<String>,
}

/// An item with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct ItemBody {
    /// What it is.
    #[serde(flatten)]
    pub line: ItemLine,
    /// The version whose words these are; null where nothing of it is kept, or its content has been disposed of.
    pub text_version: Option<i32>,
    /// The name that the platform shows for who wrote it.
    pub author_name: Option<String>,
    /// The title, where the platform has such.
    pub title: Option<String>,
    /// What it says, in plain text. Strangers have written it: show it as text.
    pub text: Option<String>,
    /// The language that whoever wrote it has stated.
    pub language: Option<String>,
    /// When the platform says that it was published.
    #[schema(format = DateTime)]
    pub published_at: Option<String>,
    /// Its own address on the platform.
    pub permalink: Option<String>,
    /// Pictures, films and sound.
    pub media: Vec<MediaBody>,
    /// The numbers under which it is registered.
    pub registry_numbers: Vec<String>,
}

impl ItemBody {
    pub(super) fn of(
        line: ItemLine,
        kept: Option<(CapturedVersion, Item)>,
        entries: &[Registration],
    ) -> Self {
        let (version, kept) = kept.unzip();
        let media = kept.as_ref().map(|kept| kept.media.as_slice()).unwrap_or_default();
        let media =
            media.iter().map(|one| MediaBody { alt: one.alt.clone(), media_type: one.media_type.clone() });
        Self {
            line,
            text_version: version.map(|version| version.number),
            media: media.collect(),
            published_at: kept.as_ref().map(|kept| instant(kept.published_at.get())),
            author_name: kept.as_ref().and_then(|kept| kept.author_name.clone()),
            title: kept.as_ref().and_then(|kept| kept.title.clone()),
            language: kept.as_ref().and_then(|kept| kept.language.clone()),
            permalink: kept.as_ref().and_then(|kept| kept.permalink.clone()),
            text: kept.map(|kept| kept.text),
            registry_numbers: entries.iter().map(|entry| entry.registry_number.clone()).collect(),
        }
    }
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct VersionBody {
    /// 1, 2, 3 …
    pub number: i32,
    /// What the platform did with it: `shown`, `withheld` or `gone`.
    pub presence: String,
    /// Of what is withheld or gone, by whom: `author`, `us`, `platform` or `unknown`.
    pub caused_by: Option<String>,
    /// How it came here: `read`, `import` or `hand`.
    pub origin: String,
    /// When it was read.
    #[schema(format = DateTime)]
    pub captured_at: String,
    /// When the platform says that it was published.
    #[schema(format = DateTime)]
    pub published_at: Option<String>,
    /// Of what is gone: when it was last seen.
    #[schema(format = DateTime)]
    pub last_seen_at: Option<String>,
    /// The sealed object that holds its exact bytes.
    #[schema(value_type = String, format = "uuid")]
    pub object_id: Uuid,
    /// Its place in the log; null while it is not sealed.
    pub leaf_index: Option<i64>,
    /// The name that the platform showed for who wrote it.
    pub author_name: Option<String>,
    /// What it says, in plain text; null for what is gone or has been disposed of.
    pub text: Option<String>,
}

impl VersionBody {
    pub(super) fn of(version: &CapturedVersion, kept: Option<Item>, object: Option<&ObjectInfo>) -> Self {
        Self {
            number: version.number,
            presence: version.presence.code().to_owned(),
            caused_by: version.caused_by.map(CausedBy::code).map(str::to_owned),
            origin: origin(version.origin).to_owned(),
            captured_at: instant(version.captured_at),
            published_at: version.published_at.map(instant),
            last_seen_at: version.last_seen_at.map(instant),
            object_id: version.object.uuid(),
            leaf_index: object.and_then(|object| object.leaf_index),
            author_name: kept.as_ref().and_then(|kept| kept.author_name.clone()),
            text: kept.map(|kept| kept.text),
        }
    }
}

fn origin(origin: Origin) -> &'static str {
    origin.code().unwrap_or("read")
}

/// The versions of an item.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct VersionList {
    /// Oldest first.
    pub data: Vec<VersionBody>,
}
