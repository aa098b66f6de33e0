//! Searching as somebody: what that person may not read is not among what is looked through.

use std::collections::HashMap;

use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id};
use uppsikt_platform::{Item, ItemKind};
use uppsikt_store::search::{Ask, Condition};
use uppsikt_store::{Reader, Scope, StoreError, Tx};
use uuid::Uuid;

use super::document::{self, Numbers};
use super::model::{Found, Hit, SearchError, SearchRequest, Side};
use super::snippet::Snippet;
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem, CapturedVersion};
use crate::rooms::people;
use crate::rooms::registry;

const SEARCH_MADE: ActCode = ActCode::new("registry-search-made");

/// Records that the actor searches; what for stands nowhere.
///
/// # Errors
/// [`SearchError`].
pub async fn note(tx: &mut Tx, authority: Option<Id<Authority>>) -> Result<(), SearchError> {
    let authorities: Vec<Option<Id<Authority>>> = match (authority, &tx.actor().authorities) {
        (None, Authorities::Only(all)) => all.iter().copied().map(Some).collect(),
        (one, _) => vec![one],
    };
    for authority in authorities {
        tx.act(SEARCH_MADE, authority)?.finish().await?;
    }
    Ok(())
}

/// What the actor finds. Noted beforehand ([`note`]).
///
/// # Errors
/// [`SearchError`].
pub async fn search(
    app: &App,
    reader: &mut Reader,
    actor: &Actor,
    request: &SearchRequest,
) -> Result<Found, SearchError> {
    let index = app.store.search().await?;
    let question = Ask {
        scope: Scope::of(actor),
        query: request.query.clone(),
        conditions: conditions(reader, actor, request).await?,
        from_at: request.from_at,
        until_at: request.until_at,
        order: request.order,
        skip: request.skip,
        take: request.take,
    };
    let asked = tokio::task::spawn_blocking(move || index.ask(&question)).await;
    let hits = asked.map_err(|_| uppsikt_store::search::SearchError::TaskEnded)??;
    let found = shown(reader, actor, request, &hits.ids).await?;
    Ok(Found { hits: found, total: hits.total, months: hits.months })
}

/// What must hold of every hit: what was asked for, and what the actor may read.
async fn conditions(
    reader: &mut Reader,
    actor: &Actor,
    request: &SearchRequest,
) -> Result<Vec<Condition>, SearchError> {
    let asked = [
        request.account.map(|account| (document::ACCOUNT, account.to_string())),
        request.kind.map(|kind| (document::KIND, kind.code().to_owned())),
        request.side.map(|side| (document::SIDE, side.code().to_owned())),
        request.state.map(|state| (document::STATE, state.code().to_owned())),
        request.number.as_deref().map(|number| (document::NUMBER, document::number(number))),
    ];
    let mut all: Vec<Condition> =
        asked.into_iter().flatten().map(|(name, value)| Condition::Has(name, value)).collect();
    let mut closed = Vec::new();
    for authority in people::authorities(reader).await? {
        let value = authority.id.to_string();
        if !registry::may_read_protected(actor, authority.id) {
            closed.push(Condition::Has(document::MARKED, value.clone()));
        }
        if !capture::may_read(actor, authority.id, ItemKind::Message) {
            closed.push(Condition::Has(document::MESSAGE, value));
        }
    }
    if !closed.is_empty() {
        all.push(Condition::None(closed));
    }
    Ok(all)
}

/// The hits as they are shown, in their order. What has been marked since the index was filled is left out.
async fn shown(
    reader: &mut Reader,
    actor: &Actor,
    request: &SearchRequest,
    ids: &[Uuid],
) -> Result<Vec<Hit>, SearchError> {
    let items = capture::items(reader, ids).await?;
    let open = registry::open_to(reader, actor, &items).await?;
    let numbers = Numbers::of(reader, ids).await?;
    let mut items: HashMap<Uuid, CapturedItem> = items.into_iter().map(|item| (item.id, item)).collect();
    let mut accounts: HashMap<Id<Account>, Account> = HashMap::new();
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        let (Some(item), Some(is_marked)) = (items.remove(id), open.get(id)) else { continue };
        let account = match accounts.get(&item.account) {
            Some(account) => account.clone(),
            None => {
                let Some(account) = account::by_id(reader, item.account).await? else { continue };
                accounts.insert(account.id, account.clone());
                account
            }
        };
        let numbers = numbers.all(item.id);
        hits.extend(hit(reader, request, (account, item), numbers, *is_marked).await?);
    }
    Ok(hits)
}

async fn hit(
    reader: &mut Reader,
    request: &SearchRequest,
    (account, item): (Account, CapturedItem),
    numbers: Vec<String>,
    is_marked: bool,
) -> Result<Option<Hit>, StoreError> {
    let Some((_, versions)) = capture::versions(reader, item.id).await? else { return Ok(None) };
    let Some(last) = versions.last() else { return Ok(None) };
    let best = best(reader, request, &account, &item, &versions).await?;
    let (version, kept, snippet) = best.unwrap_or_else(|| (last.clone(), None, Snippet::default()));
    let own = item.own.or_else(|| kept.as_ref().map(|kept| kept.own));
    Ok(Some(Hit {
        item: item.id,
        kind: item.kind,
        side: if own == Some(true) { Side::Dispatched } else { Side::Received },
        author: kept.and_then(|kept| kept.author_name).filter(|_| !is_marked),
        version: version.number,
        versions: versions.len(),
        presence: last.presence,
        published_at: version.published_at.unwrap_or(version.captured_at),
        numbers,
        is_marked,
        snippet: (!is_marked).then_some(snippet),
        account,
    }))
}

type Best = (CapturedVersion, Option<Item>, Snippet);

/// The newest of the versions that have most of what was asked for.
async fn best(
    reader: &Reader,
    request: &SearchRequest,
    account: &Account,
    item: &CapturedItem,
    versions: &[CapturedVersion],
) -> Result<Option<Best>, StoreError> {
    let mut best: Option<Best> = None;
    for version in versions.iter().rev() {
        let Some(kept) = document::content(reader, account, item, version).await? else { continue };
        let snippet = Snippet::of(&request.query, &kept.text);
        if best.as_ref().is_none_or(|(_, _, known)| snippet.places > known.places) {
            best = Some((version.clone(), Some(kept), snippet));
        }
    }
    Ok(best)
}
