//! What is known before a pass, and what each thing that is read means against it.

use std::collections::{HashMap, HashSet};

use uppsikt_platform::{ItemKind, ReadPage};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::model::{CapturedItem, CapturedVersion, Presence};
use super::store;
use crate::rooms::account::Account;

/// An item with its last version.
#[derive(Debug, Clone)]
pub(super) struct KnownItem {
    pub item: CapturedItem,
    pub last: CapturedVersion,
}

/// Everything that is known of an account before a pass.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_native: HashMap<(ItemKind, String), KnownItem>,
    seen: HashSet<Uuid>,
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
    Changed(KnownItem),
}

impl Known {
    /// Reads the account's items with their last versions.
    pub(super) async fn load(reader: &mut Reader, account: &Account) -> Result<Self, StoreError> {
        let mut last: HashMap<Uuid, CapturedVersion> = HashMap::new();
        let mut after = None;
        loop {
            let page = store::versions_of_account(reader, account.id, after).await?;
            let Some((id, ..)) = page.last() else { break };
            after = Some(*id);
            for (_, item, version) in page {
                match last.get(&item) {
                    Some(known) if known.number > version.number => {}
                    _ => drop(last.insert(item, version)),
                }
            }
        }
        let mut known = Self::default();
        let mut after = None;
        loop {
            let page = store::items(reader, account.id, after).await?;
            let Some(item) = page.last() else { break };
            after = Some(item.id);
            for item in page {
                if let Some(last) = last.remove(&item.id) {
                    known.by_native.insert((item.kind, item.native_id.clone()), KnownItem { item, last });
                }
            }
        }
        Ok(known)
    }

    /// What each item of a page means; marks them as seen.
    pub(super) async fn meanings(
        &mut self,
        reader: &Reader,
        page: &ReadPage,
        presence: Presence,
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
            if !self.seen.insert(known.item.id) {
                meanings.push(Meaning::Again);
                continue;
            }
            let same = known.last.presence == presence
                && has_content(reader, &known.last, &read.item.content_key()).await?;
            meanings.push(if same { Meaning::Same } else { Meaning::Changed(known.clone()) });
        }
        Ok(meanings)
    }

    /// Takes in what has just been kept.
    pub(super) fn kept(&mut self, known: KnownItem) {
        self.seen.insert(known.item.id);
        self.by_native.insert((known.item.kind, known.item.native_id.clone()), known);
    }

    /// Items that were there and have not been read in this pass, oldest first.
    pub(super) fn missing(&self) -> Vec<KnownItem> {
        let mut missing: Vec<KnownItem> = self
            .by_native
            .values()
            .filter(|known| known.last.presence != Presence::Gone && !self.seen.contains(&known.item.id))
            .cloned()
            .collect();
        missing.sort_by_key(|known| known.item.id);
        missing
    }
}

/// Whether a version has this content; what has been disposed of cannot be compared any more.
async fn has_content(reader: &Reader, version: &CapturedVersion, key: &[u8]) -> Result<bool, StoreError> {
    match reader.has_fingerprint(version.object, &version.fingerprint, key).await {
        // The version was disposed of; the item is still shown as it was or not, and nothing new is kept for that.
        Err(StoreError::Disposed) => Ok(true),
        other => other,
    }
}
