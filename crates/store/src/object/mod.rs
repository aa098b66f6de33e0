//! Sealed objects: content that lives once, each under a key of its own.

mod container;
mod open;
mod stage;
mod stream;
#[cfg(test)]
mod vectors_tests;

use uppsikt_kernel::{Authority, Id, Object};
use uuid::Uuid;

use crate::keys::RetentionClass;

pub use container::{Container, Part, Skeleton, SkeletonError};
pub(crate) use open::{Opening, open_body, open_secret};
pub(crate) use stage::Body;
pub use stage::StagedObject;

/// A salted fingerprint of what counts as content, for telling an edit from noise.
pub(crate) fn fingerprint(salt: &uppsikt_ledger::Salt, content_key: &[u8]) -> Vec<u8> {
    // The prefix of a row's commitment with a name that no table can have: never the value of another commitment.
    uppsikt_ledger::Commitment::row(salt, "+fingerprint", content_key).digest().as_bytes().to_vec()
}

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
    /// Whose it is.
    pub authority: Id<Authority>,
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
