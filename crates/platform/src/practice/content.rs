//! What the file holds, and what is answered from it.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde::Deserialize;
use uppsikt_kernel::Micros;

use super::act::Deed;
use crate::error::PlatformError;
use crate::imports::NDJSON_ITEM;
use crate::imports::ndjson::{AccountLine, Head, ItemState, Kinds, Understood, understood};
use crate::item::{Item, ItemKind, NativeRef};
use crate::page::{Cursor, GoneBy, OneAnswer, QuarantineReason, Quarantined, ReadItem, ReadPage};
use crate::platform::Census;

/// Most items on a page, as a real platform has it.
pub(super) const PAGE_ITEMS_MAX: usize = 100;

/// Bytes of a page beyond which no item is added.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What the file holds.
#[derive(Default)]
pub(super) struct Content {
    /// Every line, without its line break.
    pub(super) lines: Vec<Bytes>,
    pub(super) account: Option<AccountLine>,
    /// By id, kind and (for what cannot be understood) line.
    items: BTreeMap<Key, Kept>,
    pub(super) deeds: Vec<Deed>,
    /// Ids, or names where there is no id, of those who may no longer write.
    pub(super) blocked: BTreeSet<String>,
    /// Threads in which nobody may write.
    pub(super) closed: BTreeSet<NativeRef>,
    /// What those who wrote it have taken away.
    withdrawn: BTreeSet<NativeRef>,
}

/// Where an item stands among the others: id order.
type Key = (String, Option<ItemKind>, usize);

/// An item with its line.
pub(super) struct Kept {
    pub(super) line: usize,
    pub(super) read: Result<Item, QuarantineReason>,
    /// The account's id, as the line names it.
    pub(super) account: String,
}

impl Content {
    /// Reads the file; lines that no account of ours has are kept and not shown.
    pub(super) fn read(bytes: &[u8], account: Option<&str>) -> Self {
        let mut content = Self::default();
        let mut found: Vec<(usize, Result<Understood, QuarantineReason>, Head)> = Vec::new();
        let file = Bytes::copy_from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        for line in file.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
        {
            let at = content.lines.len();
            content.lines.push(file.slice_ref(line));
            let head = Head::read(line);
            let is_ours = match (account, head.what.as_deref()) {
                (Some(account), Some("account")) => head.id.as_deref() == Some(account),
                (Some(account), _) => head.account.as_deref().is_none_or(|named| named == account),
                (None, _) => true,
            };
            match head.what.as_deref() {
                _ if !is_ours => {}
                Some("item") | None => found.push((at, understood(line), head)),
                _ => content.aside(line),
            }
        }
        content.take(found);
        content
    }

    /// Takes in a line that is no item; one that cannot be understood says nothing here.
    fn aside(&mut self, line: &[u8]) {
        match serde_json::from_slice(line) {
            Ok(Aside::Deed(deed)) => self.deeds.push(deed),
            Ok(Aside::Blocked { author_id, author }) => self.blocked.extend(author_id.or(author)),
            Ok(Aside::Closed { kind, id }) => drop(self.closed.insert(NativeRef { kind, id })),
            Ok(Aside::Withdrawn { kind, id }) => drop(self.withdrawn.insert(NativeRef { kind, id })),
            Err(_) => {
                if let Ok(account) = serde_json::from_slice::<AccountLine>(line) {
                    self.account.get_or_insert(account);
                }
            }
        }
    }

    fn take(&mut self, found: Vec<(usize, Result<Understood, QuarantineReason>, Head)>) {
        let known = found.iter().filter_map(|(_, read, _)| Some(read.as_ref().ok()?.item.native_ref()));
        let kinds = Kinds::of(known);
        for (line, read, head) in found {
            let (key, kept) = match read {
                Ok(mut understood) => {
                    kinds.settle(&mut understood);
                    let Understood { item, account, .. } = understood;
                    let key = (item.native_id.clone(), Some(item.kind), 0);
                    (key, Kept { line, read: Ok(item), account })
                }
                Err(reason) => {
                    let account = head.account.unwrap_or_default();
                    ((head.id.unwrap_or_default(), None, line), Kept { line, read: Err(reason), account })
                }
            };
            // Of two with one id the first counts, as when the file is brought in.
            self.items.entry(key).or_insert(kept);
        }
    }

    /// The item with an id.
    pub(super) fn find(&self, kind: ItemKind, native_id: &str) -> Option<&Kept> {
        self.items.get(&(native_id.to_owned(), Some(kind), 0))
    }

    /// A page in id order, from behind a cursor.
    pub(super) fn page(&self, cursor: Option<&Cursor>, per_page: usize) -> Result<ReadPage, PlatformError> {
        let after: Option<Key> = cursor
            .map(|cursor| serde_json::from_str(cursor.as_str()).map_err(|_| PlatformError::Cursor))
            .transpose()?;
        let start = after.as_ref().map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        let mut listed =
            self.items.range((start, std::ops::Bound::Unbounded)).filter(|(_, kept)| kept.is_listed());
        let (mut kept, mut bytes, mut last) = (Vec::new(), 0, None);
        while kept.len() < per_page && bytes < PAGE_BYTES_MAX {
            let Some((key, one)) = listed.next() else { break };
            bytes += self.lines.get(one.line).map_or(0, Bytes::len);
            kept.push((key, one));
            last = Some(key);
        }
        let next = listed.next().and(last).and_then(|last| serde_json::to_string(last).ok()).map(Cursor::new);
        let mut page = self.page_of("/practice/items", &kept);
        page.next = next;
        page.total = u64::try_from(self.items.values().filter(|kept| kept.is_listed()).count()).ok();
        Ok(page)
    }

    /// What became of one item.
    pub(super) fn one(&self, kind: ItemKind, native_id: &str) -> OneAnswer {
        let exact = self.items.get_key_value(&(native_id.to_owned(), Some(kind), 0));
        // A line that cannot be understood may be this item: that is no disappearance.
        let broken = || self.items.iter().find(|(key, kept)| key.0 == native_id && kept.read.is_err());
        let Some(found) = exact.or_else(broken) else {
            let by_author = self.withdrawn.contains(&NativeRef { kind, id: native_id.to_owned() });
            let by = if by_author { GoneBy::Author } else { GoneBy::Unknown };
            return OneAnswer::Gone { status: 404, by };
        };
        let state = found.1.read.as_ref().map(|item| item.state.clone()).unwrap_or_default();
        let is_shown = found.1.read.as_ref().map_or(true, |item| item.is_shown);
        let page = self.page_of("/practice/item", &[found]);
        match is_shown {
            true => OneAnswer::Shown(page),
            false if state == ItemState::Removed.code() => {
                OneAnswer::Gone { status: 410, by: GoneBy::Unknown }
            }
            false => OneAnswer::Withheld { status: state, page: Some(page) },
        }
    }

    /// The item at an address, with the answers to it.
    pub(super) fn by_address(&self, address: &str) -> Result<ReadPage, PlatformError> {
        let at =
            |kept: &Kept| kept.read.as_ref().is_ok_and(|item| item.permalink.as_deref() == Some(address));
        let root = self.items.iter().find(|(_, kept)| at(kept) && kept.is_listed());
        let Some((root_key, root)) = root else {
            let request = "/practice/address".to_owned();
            return Err(PlatformError::Failed { request, status: 404, retry_after: None });
        };
        let root_ref = root.read.as_ref().ok().map(Item::native_ref);
        let answers = self.items.iter().filter(|(_, kept)| {
            let thread = kept.read.as_ref().ok().map(|item| self.thread(item));
            thread.is_some_and(|thread| thread[1..].iter().any(|above| Some(above) == root_ref.as_ref()))
        });
        let mut kept = vec![(root_key, root)];
        kept.extend(answers.filter(|(_, kept)| kept.is_listed()));
        Ok(self.page_of("/practice/address", &kept))
    }

    /// An item and what it answers, upwards to the thread's beginning.
    pub(super) fn thread(&self, item: &Item) -> Vec<NativeRef> {
        let mut thread = vec![item.native_ref()];
        let mut above = item.parent.clone();
        // Two that answer each other would never end.
        while let Some(parent) = above.filter(|parent| !thread.contains(parent)) {
            let kept = self.find(parent.kind, &parent.id);
            above = kept.and_then(|kept| kept.read.as_ref().ok()).and_then(|item| item.parent.clone());
            thread.push(parent);
        }
        thread
    }

    /// How many there are of each kind and state.
    pub(super) fn census(&self, from: Micros, until: Micros) -> Vec<Census> {
        let mut counts: BTreeMap<(ItemKind, &str), u64> = BTreeMap::new();
        let items =
            self.items.values().filter(|kept| kept.is_listed()).filter_map(|kept| kept.read.as_ref().ok());
        for item in items.filter(|item| (from..until).contains(&item.published_at)) {
            *counts.entry((item.kind, item.state.as_str())).or_default() += 1;
        }
        let census = |((kind, state), total): ((ItemKind, &str), u64)| Census {
            kind,
            state: Some(state.to_owned()),
            total: Some(total),
            refused: None,
        };
        counts.into_iter().map(census).collect()
    }

    fn page_of(&self, request: &str, kept: &[(&Key, &Kept)]) -> ReadPage {
        let (mut bytes, mut items, mut quarantined) = (Vec::new(), Vec::new(), Vec::new());
        for (key, kept) in kept {
            let line = self.lines.get(kept.line).map(Bytes::as_ref).unwrap_or_default();
            let range = bytes.len()..bytes.len() + line.len();
            bytes.extend_from_slice(line);
            bytes.push(b'\n');
            match &kept.read {
                Ok(item) => items.push(ReadItem { range, item: item.clone() }),
                Err(reason) => {
                    let native_id = Some(key.0.clone()).filter(|id| !id.is_empty());
                    quarantined.push(Quarantined { range, native_id, reason: *reason });
                }
            }
        }
        ReadPage {
            bytes: bytes.into(),
            media_type: NDJSON_ITEM,
            request: request.to_owned(),
            items,
            quarantined,
            next: None,
            total: None,
        }
    }
}

impl Kept {
    /// Whether a list has it: what is removed is not there, what is hidden is, to the account.
    fn is_listed(&self) -> bool {
        self.read.as_ref().map_or(true, |item| item.state != ItemState::Removed.code())
    }
}

/// The practice platform's own lines.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Aside {
    Deed(Deed),
    Blocked { author_id: Option<String>, author: Option<String> },
    Closed { kind: ItemKind, id: String },
    Withdrawn { kind: ItemKind, id: String },
}
