//! What of an item is searched, made from what is kept of it now.

use std::collections::HashMap;

use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uppsikt_store::search::Document;
use uppsikt_store::{Reader, Source as _, StoreError};
use uuid::Uuid;

use super::model::{Side, State};
use crate::rooms::account::Account;
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, CausedBy, Presence};
use crate::rooms::moderation::{self, DecisionState};
use crate::rooms::registry::{self, Imported, Registration};

/// Keywords of a document.
pub(super) const ACCOUNT: &str = "account";
pub(super) const KIND: &str = "kind";
pub(super) const SIDE: &str = "side";
pub(super) const STATE: &str = "state";
pub(super) const NUMBER: &str = "number";
/// The authority whose secrecy mark the item is under.
pub(super) const MARKED: &str = "marked";
/// The authority whose direct message it is.
pub(super) const MESSAGE: &str = "message";

/// A number of the diary or of a case, however it is spelt.
pub(super) fn number(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The numbers of items.
pub(super) struct Numbers {
    pub entries: HashMap<Uuid, Vec<Registration>>,
    pub earlier: HashMap<Uuid, Vec<Imported>>,
}

impl Numbers {
    pub async fn of(reader: &mut Reader, items: &[Uuid]) -> Result<Self, StoreError> {
        Ok(Self {
            entries: registry::by_items(reader, items).await?,
            earlier: registry::imported_by_items(reader, items).await?,
        })
    }

    /// Diary and case numbers of an item, each once.
    pub fn all(&self, item: Uuid) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for entry in self.entries.get(&item).into_iter().flatten() {
            all.push(entry.registry_number.clone());
            all.extend(entry.cases.iter().cloned());
        }
        let earlier = self.earlier.get(&item).into_iter().flatten();
        all.extend(earlier.map(|known| known.registry_number.clone()));
        let mut seen = std::collections::HashSet::new();
        all.retain(|one| seen.insert(one.clone()));
        all
    }

    fn marks(&self, item: Uuid) -> Vec<String> {
        let entries = self.entries.get(&item).into_iter().flatten().filter(|entry| entry.is_marked());
        let earlier = self.earlier.get(&item).into_iter().flatten().filter(|known| known.secrecy.is_some());
        entries
            .map(|entry| entry.authority)
            .chain(earlier.map(|known| known.authority))
            .map(|id| id.to_string())
            .collect()
    }
}

/// Items that are made into documents, with their accounts and numbers.
pub(super) struct Batch {
    pub items: Vec<CapturedItem>,
    pub accounts: HashMap<Id<Account>, Account>,
    pub numbers: Numbers,
}

impl Batch {
    /// The documents of a batch.
    pub async fn documents(&self, reader: &mut Reader) -> Result<Vec<Document>, StoreError> {
        let mut documents = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let Some(account) = self.accounts.get(&item.account) else { continue };
            documents.push(self.document(reader, account, item).await?);
        }
        Ok(documents)
    }

    async fn document(
        &self,
        reader: &mut Reader,
        account: &Account,
        item: &CapturedItem,
    ) -> Result<Document, StoreError> {
        let versions =
            capture::versions(reader, item.id).await?.map(|(_, versions)| versions).unwrap_or_default();
        let (mut texts, mut authors): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut own = item.own;
        for version in &versions {
            let Some(kept) = content(reader, account, item, version).await? else { continue };
            own = own.or(Some(kept.own));
            let alts = kept.media.iter().filter_map(|media| media.alt.clone());
            for text in std::iter::once(kept.text.clone()).chain(alts).filter(|text| !text.trim().is_empty())
            {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            authors.extend(kept.author_name.filter(|name| !authors.contains(name)));
        }
        let side = if own == Some(true) { Side::Dispatched } else { Side::Received };
        let at = versions.iter().find_map(|version| version.published_at).unwrap_or(item.first_seen_at);
        let mut keys = vec![
            (ACCOUNT, item.account.to_string()),
            (KIND, item.kind.code().to_owned()),
            (SIDE, side.code().to_owned()),
        ];
        if item.kind == ItemKind::Message {
            keys.push((MESSAGE, item.authority.to_string()));
        }
        keys.extend(self.numbers.marks(item.id).into_iter().map(|authority| (MARKED, authority)));
        let numbers = self.numbers.all(item.id);
        keys.extend(numbers.iter().map(|one| (NUMBER, number(one))));
        let judged = judged(reader, item.id).await?;
        let watched = account.watches(at);
        let states = states(&versions, side, judged, watched);
        keys.extend(states.into_iter().map(|state| (STATE, state.code().to_owned())));
        texts.extend(authors);
        texts.extend(numbers);
        let organisation = reader.scope().organisation();
        Ok(Document { id: item.id, organisation, authority: item.authority, at, texts, keys })
    }
}

/// What a version says. What cannot be opened is not searched; verification tells of it.
pub(super) async fn content(
    reader: &Reader,
    account: &Account,
    item: &CapturedItem,
    version: &CapturedVersion,
) -> Result<Option<uppsikt_platform::Item>, StoreError> {
    match capture::content(reader, account.platform, item, version).await {
        Err(StoreError::ObjectDamaged(_) | StoreError::KeyMissing(_) | StoreError::KeyDamaged(_)) => Ok(None),
        other => other,
    }
}

/// The newest version that a decision stands about; those from before the program stand about all.
async fn judged(reader: &mut Reader, item: Uuid) -> Result<Option<i32>, StoreError> {
    let stands = |state| !matches!(state, DecisionState::Back | DecisionState::Withdrawn);
    let decisions = moderation::decisions_about(reader, item).await?;
    let newest =
        decisions.iter().filter(|decision| stands(decision.state)).map(|decision| decision.version).max();
    if newest.is_some() {
        return Ok(newest);
    }
    let earlier = moderation::imported_about(reader, item).await?;
    Ok((!earlier.is_empty()).then_some(i32::MAX))
}

/// Where an item stands; in several ways at once, or in none (our own contributions, what came before the watch).
fn states(versions: &[CapturedVersion], side: Side, judged: Option<i32>, watched: bool) -> Vec<State> {
    let mut states = Vec::new();
    let Some(last) = versions.last() else { return states };
    let by_us = last.caused_by == Some(CausedBy::Us);
    if judged.is_some() {
        states.push(State::Decided);
    }
    if last.presence != Presence::Shown && by_us {
        states.push(State::Removed);
    }
    // Withheld by nobody in particular is what waits for approval: it is there.
    let is_there =
        last.presence == Presence::Shown || (last.presence == Presence::Withheld && last.caused_by.is_none());
    if !is_there && !by_us {
        states.push(State::Gone);
    }
    let newest = versions
        .iter()
        .rev()
        .find(|version| version.presence != Presence::Gone)
        .map(|version| version.number);
    let is_judged = judged.is_some_and(|judged| newest.is_none_or(|newest| judged >= newest));
    if is_there && side == Side::Received && watched && !is_judged {
        states.push(State::Waiting);
    }
    states
}
