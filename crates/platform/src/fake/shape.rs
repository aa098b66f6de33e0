//! What the fake platform writes, and the item that it means.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::Micros;

use crate::cut::understand;
use crate::item::{Item, ItemKind, Media, NativeRef};
use crate::page::QuarantineReason;

/// The state of an item that everybody sees.
pub(super) const SHOWN: &str = "shown";

/// An item as the fake keeps and writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FakeItem {
    pub(super) id: u64,
    pub(super) kind: ItemKind,
    pub(super) parent: Option<(ItemKind, u64)>,
    pub(super) author: String,
    pub(super) own: bool,
    pub(super) text: String,
    pub(super) published_seconds: i64,
    pub(super) edited_seconds: Option<i64>,
    pub(super) state: String,
    /// Names of its pictures, with their alt texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pictures: Vec<(String, Option<String>)>,
}

impl FakeItem {
    pub(super) fn is_shown(&self) -> bool {
        self.state == SHOWN
    }

    /// The item as JSON.
    pub(super) fn write(&self) -> String {
        // Writing these fields cannot fail; an empty object would be quarantined and seen.
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// JSON that has the item's id and nothing else right.
    pub(super) fn write_malformed(&self) -> String {
        format!("{{\"id\":{},\"text\":17}}", self.id)
    }

    /// The item dated at the end of the year 9999.
    pub(super) fn write_future(&self) -> String {
        Self { published_seconds: 253_402_300_799, ..self.clone() }.write()
    }

    pub(super) fn read(element: &[u8]) -> Result<Item, QuarantineReason> {
        let item: Self = understand(element)?;
        let time =
            |seconds| Timestamp::from_second(seconds).map(Micros::from).map_err(|_| QuarantineReason::Time);
        Ok(Item {
            native_id: item.id.to_string(),
            kind: item.kind,
            parent: item.parent.map(|(kind, id)| NativeRef { kind, id: id.to_string() }),
            author_name: Some(item.author),
            author_native_id: item.own.then(|| "1".to_owned()),
            title: None,
            html: item.text.clone(),
            text: crate::to_text(&item.text),
            source: None,
            published_at: time(item.published_seconds)?,
            edited_at: item.edited_seconds.map(time).transpose()?,
            permalink: Some(format!("https://www.lindholm.example/items/{}", item.id)),
            own: item.own,
            is_shown: item.state == SHOWN,
            state: item.state,
            media: item.pictures.into_iter().map(picture).collect(),
            language: None,
            revision: None,
        })
    }

    pub(super) fn read_id(element: &[u8]) -> Option<String> {
        #[derive(Deserialize)]
        struct Identified {
            id: u64,
        }
        serde_json::from_slice::<Identified>(element).ok().map(|item| item.id.to_string())
    }
}

fn picture((source, alt): (String, Option<String>)) -> Media {
    Media { source, alt, media_type: Some("image/png".to_owned()) }
}
