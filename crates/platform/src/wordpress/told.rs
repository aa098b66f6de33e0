//! What WordPress tells of an item's state, before a change and in answer to one.

use serde::Deserialize;

use crate::item::ItemKind;

/// The few fields that say how an item stands; any may be absent.
#[derive(Deserialize, Default)]
pub(super) struct Told {
    pub(super) id: Option<u64>,
    pub(super) status: Option<String>,
    pub(super) comment_status: Option<String>,
    pub(super) deleted: Option<bool>,
    pub(super) link: Option<String>,
    /// For a comment: what it hangs on.
    pub(super) post: Option<u64>,
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

impl Told {
    /// The post or page that a comment hangs on; none where it is of another type.
    pub(super) fn thread(&self) -> Option<(ItemKind, u64)> {
        let kind = match self.links.up.iter().find_map(|up| up.post_type.as_deref()) {
            Some("post") | None => ItemKind::Post,
            Some("page") => ItemKind::Page,
            Some(_) => return None,
        };
        self.post.filter(|post| *post != 0).map(|post| (kind, post))
    }

    /// Whether this is the answer to a change into `state`.
    pub(super) fn has_state(&self, state: &str) -> bool {
        self.status.as_deref() == Some(state)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.comment_status.as_deref() == Some("closed")
    }
}
