//! What is known before a pass, and what each thing that is read means against it.

use std::collections::{HashMap, HashSet};

use uppsikt_kernel::Id;
use uppsikt_platform::{ItemKind, NativeRef, ReadPage};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::model::{CapturedItem, CapturedVersion, Origin, Presence};
use super::store::{self, PAGE_ROWS};
use crate::rooms::account::Account;

/// An item with its last version.
#[derive(Debug, Clone)]
pub(super) struct KnownItem {
    pub item: CapturedItem,
    pub last: CapturedVersion,
}

/// Everything that is known of an account before a pass.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    by_native: HashMap<(ItemKind, String), KnownItem>,
    seen: HashSet<Uuid>,
    /// Items whose disappearance somebody has announced: it is our own doing.
    expected: HashSet<Uuid>,
    /// Items of which nothing may be kept: only whether they are shown is noted.
    barred: HashSet<Uuid>,
}

/// What a thing that was read is, against what is known.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// Never seen before.
    New,
    /// As it was.
    Same,
    /// Read before in the same pass: pages overlap on purpose.
    Again,
    /// Its content, or whether it is shown, has changed.
    Changed(Box<KnownItem>),
}

impl Known {
    /// Reads the account's items with their last versions.
    pub(super) async fn load(reader: &mut Reader, account: &Account) -> Result<Self, StoreError> {
        let mut last: HashMap<Uuid, CapturedVersion> = HashMap::new();
        let mut after = None;
        loop {
            let page = store::versions_of_account(reader, account.id, after).await?;
            after = page.last().map(|(id, ..)| *id);
            let is_last = (page.len() as u64) < PAGE_ROWS;
            for (_, item, version) in page {
                match last.get(&item) {
                    Some(known) if known.number > version.number => {}
                    _ => drop(last.insert(item, version)),
                }
            }
            if is_last {
                break;
            }
        }
        let mut known = Self::default();
        known.announced(reader, account.id).await?;
        let mut after = None;
        loop {
            let page = store::items(reader, account.id, after).await?;
            after = page.last().map(|item| item.id);
            let is_last = (page.len() as u64) < PAGE_ROWS;
            for item in page {
                if let Some(last) = last.remove(&item.id) {
                    known.by_native.insert((item.kind, item.native_id.clone()), KnownItem { item, last });
                }
            }
            if is_last {
                break;
            }
        }
        Ok(known)
    }

    /// Reads one item with its last version; `None` when there is none within reach.
    pub(super) async fn load_one(reader: &mut Reader, item: Uuid) -> Result<Option<Self>, StoreError> {
        let Some(item) = store::item_by_id(reader, item).await? else { return Ok(None) };
        let mut known = Self::default();
        known.announced(reader, item.account).await?;
        if let Some(last) = store::versions(reader, item.id).await?.pop() {
            known.by_native.insert((item.kind, item.native_id.clone()), KnownItem { item, last });
        }
        Ok(Some(known))
    }

    async fn announced(&mut self, reader: &mut Reader, account: Id<Account>) -> Result<(), StoreError> {
        self.expected.extend(store::expected(reader, account).await?.iter().map(|row| row.item_id));
        self.barred.extend(store::barred(reader, account).await?.iter().map(|row| row.item_id));
        Ok(())
    }

    /// Whether nothing of the item may be kept.
    pub(super) fn is_barred(&self, item: Uuid) -> bool {
        self.barred.contains(&item)
    }

    /// Whether the item's disappearance is our own doing.
    pub(super) fn is_expected(&self, item: Uuid) -> bool {
        self.expected.contains(&item)
    }

    /// Every item that is known.
    pub(super) fn all(&self) -> impl Iterator<Item = &KnownItem> {
        self.by_native.values()
    }

    /// The item, where only one is known.
    pub(super) fn only(&self) -> Option<KnownItem> {
        self.by_native.values().next().cloned()
    }

    /// All items whose disappearance is our own doing.
    pub(super) fn expected(&self) -> HashSet<Uuid> {
        self.expected.clone()
    }

    /// The item that the platform names so.
    pub(super) fn named(&self, native: &NativeRef) -> Option<&KnownItem> {
        self.by_native.get(&(native.kind, native.id.clone()))
    }

    /// What each item of a page means; marks them as seen.
    pub(super) async fn meanings(
        &mut self,
        reader: &Reader,
        page: &ReadPage,
    ) -> Result<Vec<Meaning>, StoreError> {
        // What is shown but cannot be understood has not disappeared.
        for bad in page.quarantined.iter().filter_map(|bad| bad.native_id.as_ref()) {
            for kind in ItemKind::ALL {
                if let Some(known) = self.by_native.get(&(kind, bad.clone())) {
                    self.seen.insert(known.item.id);
                }
            }
        }
        let mut meanings = Vec::with_capacity(page.items.len());
        let mut new = HashSet::new();
        for read in &page.items {
            let native = (read.item.kind, read.item.native_id.clone());
            let Some(known) = self.by_native.get(&native) else {
                let first = new.insert(native);
                meanings.push(if first { Meaning::New } else { Meaning::Again });
                continue;
            };
            if self.barred.contains(&known.item.id) {
                // One that is not shown counts as missing: the answer about it is kept, and nothing of it.
                if read.item.is_shown {
                    self.seen.insert(known.item.id);
                }
                meanings.push(Meaning::Again);
                continue;
            }
            if !self.seen.insert(known.item.id) {
                meanings.push(Meaning::Again);
                continue;
            }
            // Until its content has been compared.
            meanings.push(Meaning::Changed(Box::new(known.clone())));
        }
        compare(reader, page, &mut meanings).await?;
        Ok(meanings)
    }

    /// Takes in what has just been kept.
    pub(super) fn kept(&mut self, known: KnownItem) {
        self.seen.insert(known.item.id);
        self.by_native.insert((known.item.kind, known.item.native_id.clone()), known);
    }

    /// Items that were there and have not been read in this pass, oldest first; what a person registered by hand has
    /// no name that the platform knows, and is not asked for.
    pub(super) fn missing(&self) -> Vec<KnownItem> {
        let mut missing: Vec<KnownItem> = self
            .by_native
            .values()
            .filter(|known| known.last.presence != Presence::Gone && !self.seen.contains(&known.item.id))
            .filter(|known| known.last.origin != Origin::Hand)
            .cloned()
            .collect();
        missing.sort_by_key(|known| known.item.id);
        missing
    }
}

/// Whether a version has this content; what has been disposed of cannot be compared any more.
pub(super) async fn has_content(
    reader: &Reader,
    version: &CapturedVersion,
    key: &[u8],
) -> Result<bool, StoreError> {
    match reader.has_fingerprint(version.object, &version.fingerprint, key).await {
        // The version was disposed of; the item is still shown as it was or not, and nothing new is kept for that.
        Err(StoreError::Disposed) => Ok(true),
        other => other,
    }
}

/// Finds out which items of a page are as they were, with one question for all of them.
async fn compare(reader: &Reader, page: &ReadPage, meanings: &mut [Meaning]) -> Result<(), StoreError> {
    let mut places = Vec::new();
    let mut asked = Vec::new();
    for (place, (meaning, read)) in meanings.iter().zip(&page.items).enumerate() {
        match meaning {
            Meaning::Changed(known) if known.last.presence == Presence::of(&read.item) => {
                places.push(place);
                asked.push((known.last.object, known.last.fingerprint.as_slice(), read.item.content_key()));
            }
            _ => {}
        }
    }
    let have = reader.have_fingerprints(&asked).await?;
    drop(asked);
    for (place, has) in places.into_iter().zip(have) {
        // The version was disposed of; the item is still shown as it was or not, and nothing new is kept for that.
        if has != Some(false) {
            meanings[place] = Meaning::Same;
        }
    }
    Ok(())
}
