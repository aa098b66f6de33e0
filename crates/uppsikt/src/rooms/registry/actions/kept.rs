//! Searching what is kept: the order that stands in the place of registration.
//!
//! Source: offentlighets- och sekretesslagen 5 kap. 1 § (records that are not secret need not be registered while
//! they are kept so that it can be seen without difficulty whether they have been received or drawn up).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id};
use uppsikt_platform::ItemKind;
use uppsikt_store::{Reader, StoreError, Tx};
use uuid::Uuid;

use super::read::may_read_protected;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Presence};
use crate::rooms::registry::model::{Registration, RegistryError};
use crate::rooms::registry::store;

const REGISTRY_SEARCH_MADE: ActCode = ActCode::new("registry-search-made");

/// Items that one search looks through, newest first; more take an index.
const ITEMS_MAX: u64 = 50_000;
/// How often a search says how far it has come.
const PROGRESS_ITEMS: u64 = 1_000;
/// Characters of text on each side of what was found.
const AROUND_CHARS: usize = 40;

/// What is searched for.
#[derive(Clone)]
pub struct KeptQuery {
    /// The text, whatever its case.
    pub text: String,
    /// In this account only.
    pub account: Option<Id<Account>>,
    /// Published at this instant or later, in microseconds.
    pub from_at: Option<i64>,
    /// Published before this instant, in microseconds.
    pub until_at: Option<i64>,
    /// Items that are given at most.
    pub limit: usize,
}

impl std::fmt::Debug for KeptQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptQuery").field("account", &self.account).finish_non_exhaustive()
    }
}

/// An item that was found.
#[derive(Clone)]
pub struct KeptHit {
    /// The item.
    pub item: Uuid,
    /// Post, page, comment …
    pub kind: ItemKind,
    /// The account that showed it.
    pub account: Id<Account>,
    /// The newest of its versions that has the text.
    pub version: i32,
    /// What the platform did with the item when it was last read.
    pub presence: Presence,
    /// When that version was published, in microseconds; when it was captured where nobody says.
    pub published_at: i64,
    /// The numbers under which it is registered.
    pub registry_numbers: Vec<String>,
    /// The text around what was found; `None` under a secrecy mark, where it is read by its number.
    pub snippet: Option<String>,
}

impl std::fmt::Debug for KeptHit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptHit")
            .field("item", &self.item)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// What a search found, and how far it came.
#[derive(Debug, Clone, Default)]
pub struct KeptSearch {
    /// The items, newest first.
    pub hits: Vec<KeptHit>,
    /// Items that were looked through.
    pub items: u64,
    /// Versions that were opened.
    pub versions: u64,
    /// Items that the actor may not read (under a secrecy mark, or messages), and that were not looked through.
    pub not_allowed: u64,
    /// Versions that have been disposed of.
    pub disposed: u64,
    /// Versions that could not be opened or understood.
    pub unreadable: u64,
    /// When the oldest item that was looked through was first seen, in microseconds.
    pub oldest_at: Option<i64>,
    /// Whether everything that the accounts have shown was looked through.
    pub is_complete: bool,
}

/// Records that the actor searches what is kept; what is searched for stands nowhere.
///
/// # Errors
/// [`RegistryError::Store`].
pub async fn note_search(tx: &mut Tx, authority: Option<Id<Authority>>) -> Result<(), RegistryError> {
    let authorities: Vec<Option<Id<Authority>>> = match (authority, &tx.actor().authorities) {
        (None, Authorities::Only(all)) => all.iter().copied().map(Some).collect(),
        (one, _) => vec![one],
    };
    for authority in authorities {
        tx.act(REGISTRY_SEARCH_MADE, authority)?.finish().await?;
    }
    Ok(())
}

/// Looks through what the accounts within reach have shown, every version of it, for a text or an author.
///
/// It opens what is kept, so it needs no index and misses nothing that can be opened. `told` hears how far it has
/// come.
///
/// # Errors
/// [`StoreError`] when the database does not answer; single versions that do not open are counted.
pub async fn search_kept(
    reader: &mut Reader,
    actor: &Actor,
    query: &KeptQuery,
    mut told: impl FnMut(u64) + Send,
) -> Result<KeptSearch, StoreError> {
    let needle = flat(&query.text).to_lowercase();
    let mut items = capture::latest(reader, ITEMS_MAX).await?;
    let mut search = KeptSearch { is_complete: (items.len() as u64) < ITEMS_MAX, ..KeptSearch::default() };
    items.retain(|item| query.account.is_none_or(|account| account == item.account));
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let registered = store::by_items(reader, &ids).await?;
    let imported = store::imported_by_items(reader, &ids).await?;
    let mut accounts: HashMap<Uuid, Option<Account>> = HashMap::new();
    for item in &items {
        if search.hits.len() == query.limit {
            search.is_complete = false;
            break;
        }
        let entries = registered.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        let earlier = imported.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        let is_marked = entries.iter().any(Registration::is_marked)
            || earlier.iter().any(|imported| imported.secrecy.is_some());
        let is_open = !is_marked || may_read_protected(actor, item.authority);
        if !is_open || !capture::may_read(actor, item.authority, item.kind) {
            search.not_allowed += 1;
            continue;
        }
        if let Entry::Vacant(unknown) = accounts.entry(item.account.uuid()) {
            unknown.insert(account::by_id(reader, item.account).await?);
        }
        let Some(Some(account)) = accounts.get(&item.account.uuid()) else { continue };
        search.items += 1;
        search.oldest_at = Some(item.first_seen_at);
        if search.items.is_multiple_of(PROGRESS_ITEMS) {
            told(search.items);
        }
        if let Some(mut hit) = in_item(reader, (account, item), (query, &needle), &mut search).await? {
            let numbers = entries.iter().map(|entry| &entry.registry_number);
            let numbers = numbers.chain(earlier.iter().map(|imported| &imported.registry_number));
            hit.registry_numbers = numbers.cloned().collect();
            hit.snippet = hit.snippet.filter(|_| !is_marked);
            search.hits.push(hit);
        }
    }
    Ok(search)
}

/// The newest version of one item that has the text.
async fn in_item(
    reader: &mut Reader,
    (account, item): (&Account, &CapturedItem),
    (query, needle): (&KeptQuery, &str),
    search: &mut KeptSearch,
) -> Result<Option<KeptHit>, StoreError> {
    let Some((_, versions)) = capture::versions(reader, item.id).await? else { return Ok(None) };
    let Some(presence) = versions.last().map(|version| version.presence) else { return Ok(None) };
    for version in versions.iter().rev() {
        let at = version.published_at.unwrap_or(version.captured_at);
        let inside =
            query.from_at.is_none_or(|from| from <= at) && query.until_at.is_none_or(|until| at < until);
        if !inside {
            continue;
        }
        let Some(snippet) = in_version(reader, (account, item, version), needle, search).await? else {
            continue;
        };
        return Ok(Some(KeptHit {
            item: item.id,
            kind: item.kind,
            account: item.account,
            version: version.number,
            presence,
            published_at: at,
            registry_numbers: Vec::new(),
            snippet: Some(snippet),
        }));
    }
    Ok(None)
}

async fn in_version(
    reader: &Reader,
    (account, item, version): (&Account, &CapturedItem, &CapturedVersion),
    needle: &str,
    search: &mut KeptSearch,
) -> Result<Option<String>, StoreError> {
    let content = match reader.content(version.object).await {
        Ok(content) => content,
        Err(StoreError::Disposed) => {
            search.disposed += 1;
            return Ok(None);
        }
        Err(StoreError::ObjectDamaged(_) | StoreError::KeyMissing(_) | StoreError::KeyDamaged(_)) => {
            search.unreadable += 1;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    search.versions += 1;
    let Some(kept) = capture::kept_item(account.platform, item.kind, &version.media_type, &content) else {
        // What is said of a disappearance is no text that the platform has shown.
        search.unreadable += u64::from(version.presence == Presence::Shown);
        return Ok(None);
    };
    let author = kept.author_name.unwrap_or_default();
    let is_author = author.to_lowercase().contains(needle);
    let text = flat(&kept.text);
    Ok(around(&text, needle).or_else(|| is_author.then(|| text.chars().take(2 * AROUND_CHARS).collect())))
}

/// A text on one line: what is searched for may stand across two.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text around the first place where `needle`, in lower case, stands.
fn around(text: &str, needle: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let found = lower.find(needle)?;
    // Lower case may have other lengths than the text has, in bytes and even in letters: near enough for a snippet.
    let before = lower.get(..found).map_or(0, |before| before.chars().count());
    let first = before.saturating_sub(AROUND_CHARS);
    let length = before - first + needle.chars().count() + AROUND_CHARS;
    let part: String = text.chars().skip(first).take(length).collect();
    let (cut_before, cut_after) = (first > 0, text.chars().count() > first + length);
    let mark = |cut: bool| if cut { "…" } else { "" };
    Some(format!("{}{part}{}", mark(cut_before), mark(cut_after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_what_was_found() {
        assert_eq!(around("Snön röjs inte på Ängsgatan.", "ängs").unwrap(), "Snön röjs inte på Ängsgatan.");
        assert_eq!(around(&flat("Snön\n  röjs inte"), "snön röjs").unwrap(), "Snön röjs inte");
        assert_eq!(around("Snön röjs inte", "sommar"), None);
        let long = format!("{} SNÖ {}", "a ".repeat(100), "b ".repeat(100));
        let told = around(&long, "snö").unwrap();
        assert!(told.starts_with('…') && told.ends_with('…') && told.contains(" SNÖ "), "{told}");
        assert!(told.chars().count() < 100);
        assert_eq!(around("İİİİİİİİ", "i̇").map(|told| told.is_empty()), Some(false));
    }
}
