//! Putting slices together into pages of a size that can be kept at once.

use bytes::Bytes;

use crate::item::Item;
use crate::page::{Cursor, QuarantineReason, Quarantined, ReadItem, ReadPage};

/// Items on a page: as many as are kept in one transaction without holding others up.
pub(super) const PAGE_ITEMS_MAX: usize = 500;

/// Bytes of a page beyond which no item is added: pages are held in memory and sealed whole.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Pages in the making; bytes are only ever added at the end, so that ranges stand in order.
#[derive(Debug)]
pub(super) struct Pages {
    media_type: &'static str,
    request: String,
    done: Vec<ReadPage>,
    bytes: Vec<u8>,
    items: Vec<ReadItem>,
    quarantined: Vec<Quarantined>,
    count: u64,
}

impl Pages {
    /// No pages yet; `request` names the source, without secrets.
    pub(super) const fn new(media_type: &'static str, request: String) -> Self {
        Self {
            media_type,
            request,
            done: Vec::new(),
            bytes: Vec::new(),
            items: Vec::new(),
            quarantined: Vec::new(),
            count: 0,
        }
    }

    /// Adds bytes that belong to no item.
    pub(super) fn between(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds the bytes of something that was to be an item.
    pub(super) fn push(
        &mut self,
        slice: &[u8],
        read: Result<Item, QuarantineReason>,
        native_id: Option<String>,
    ) {
        if self.items.len() + self.quarantined.len() >= PAGE_ITEMS_MAX || self.bytes.len() >= PAGE_BYTES_MAX {
            self.turn();
        }
        let range = self.bytes.len()..self.bytes.len() + slice.len();
        self.bytes.extend_from_slice(slice);
        match read {
            Ok(item) => {
                self.count += 1;
                self.items.push(ReadItem { range, item });
            }
            Err(reason) => self.quarantined.push(Quarantined { range, native_id, reason }),
        }
    }

    fn turn(&mut self) {
        let number = self.done.len() + 1;
        self.done.push(ReadPage {
            bytes: Bytes::from(std::mem::take(&mut self.bytes)),
            media_type: self.media_type,
            request: format!("{}#{number}", self.request),
            items: std::mem::take(&mut self.items),
            quarantined: std::mem::take(&mut self.quarantined),
            next: Some(Cursor::new((number + 1).to_string())),
            total: None,
        });
    }

    /// The pages, which know how many items there are; the last one has no next.
    pub(super) fn finish(mut self) -> Vec<ReadPage> {
        if !(self.items.is_empty() && self.quarantined.is_empty()) {
            self.turn();
        }
        for page in &mut self.done {
            page.total = Some(self.count);
        }
        if let Some(last) = self.done.last_mut() {
            last.next = None;
        }
        self.done
    }
}
