//! Sealed objects: content that lives once, each under a key of its own.

mod container;
mod open;
mod stage;
mod stream;

use uppsikt_kernel::{Id, Object};
use uuid::Uuid;

use crate::keys::RetentionClass;

pub use container::{Container, Part, Skeleton, SkeletonError};
pub use stage::StagedObject;
pub(crate) use open::{Opening, open_body};
pub(crate) use stage::Body;

/// What is said about content when it is sealed.
#[derive(Debug, Clone)]
pub struct NewObject {
    /// What the content is a version of.
    pub item: Uuid,
    /// 1, 2, 3 … within the item.
    pub version: i32,
    /// The retention class whose key wraps the object's key.
    pub class: RetentionClass,
    /// For example `application/json`.
    pub media_type: String,
}

/// What may be told about an object without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// The object.
    pub id: Id<Object>,
    /// What it is a version of.
    pub item: Uuid,
    /// Which version.
    pub version: i32,
    /// When the act that sealed it was recorded, in microseconds.
    pub recorded_at: i64,
    /// Its place in the log; `None` while it is recorded but not yet sealed.
    pub leaf_index: Option<i64>,
    /// Its media type.
    pub media_type: String,
    /// Bytes of content.
    pub content_bytes: i64,
    /// When it was disposed of, in microseconds.
    pub disposed_at: Option<i64>,
}
