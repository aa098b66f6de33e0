//! The chosen items as rows, and others that are like one of them.

use std::collections::{HashMap, HashSet};

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::desk::lane::Waiting;
use crate::rooms::desk::pages::judge;
use crate::rooms::desk::{reach, words};
use crate::rooms::moderation::{self, AbilitiesOf, Queued};
use crate::web::components::{Badge, Moment, PlatformSquare, Tone};

/// A chosen item.
pub(super) struct Line {
    pub item: Uuid,
    /// As the form writes it.
    pub code: String,
    pub platform: PlatformSquare,
    pub account: String,
    pub author: String,
    pub snippet: String,
    pub seen: Vec<Badge>,
    pub published: Moment,
    pub queued: Option<Queued>,
    pub account_id: Id<Account>,
}

/// Those of the items that the actor may read, in the given order, with the accounts that show them.
pub(super) async fn lines(
    reader: &mut Reader,
    actor: &Actor,
    now: i64,
    ids: &[Uuid],
) -> Result<Vec<Line>, StoreError> {
    let items = capture::items(reader, ids).await?;
    let open = reach::open_to(reader, actor, &items).await?;
    let accounts = account::list(reader).await?;
    let accounts: HashMap<Id<Account>, Account> =
        accounts.into_iter().map(|account| (account.id, account)).collect();
    let items: HashMap<Uuid, CapturedItem> = items.into_iter().map(|item| (item.id, item)).collect();
    let mut lines = Vec::new();
    let mut seen = HashSet::new();
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        let (Some(item), Some(is_marked)) = (items.get(id), open.get(id)) else { continue };
        let Some(account) = accounts.get(&item.account) else { continue };
        lines.push(line(reader, now, item, account, *is_marked).await?);
    }
    Ok(lines)
}

async fn line(
    reader: &mut Reader,
    now: i64,
    item: &CapturedItem,
    account: &Account,
    is_marked: bool,
) -> Result<Line, StoreError> {
    let version = capture::last_version(reader, item.id).await?;
    let decided = moderation::decisions_about(reader, item.id).await?.len();
    let queued = moderation::queued(reader, item.id).await?;
    let kept = capture::last_content(reader, account.platform, item).await?.map(|(_, kept)| kept);
    let (text, author) = kept.map_or_else(|| (String::new(), None), |kept| (kept.text, kept.author_name));
    let snippet = if is_marked {
        reach::MARKED.to_owned()
    } else if text.trim().is_empty() {
        format!("{} utan text", words::kind(item.kind))
    } else {
        words::snippet(&text)
    };
    let categories = queued.iter().flat_map(|queued| &queued.categories);
    let published_at = version.as_ref().and_then(|version| version.published_at);
    Ok(Line {
        item: item.id,
        code: super::form::code(item.id, version.map_or(0, |version| version.number), decided),
        platform: PlatformSquare { kind: account.platform },
        account: account.name.clone(),
        author: author.unwrap_or_else(|| "okänd".to_owned()),
        snippet,
        seen: categories.map(|code| Badge::new(Tone::Neutral, words::class(code))).collect(),
        published: Moment::new(published_at.unwrap_or(item.first_seen_at), now),
        queued,
        account_id: account.id,
    })
}

/// What each account's platform is able to do.
pub(super) async fn abilities(
    app: &App,
    reader: &mut Reader,
    lines: &[Line],
) -> Result<AbilitiesOf, StoreError> {
    let wanted: HashSet<Id<Account>> = lines.iter().map(|line| line.account_id).collect();
    let accounts = account::list(reader).await?;
    let told = accounts.iter().filter(|account| wanted.contains(&account.id));
    Ok(told.filter_map(|account| Some((account.id.uuid(), judge::abilities(app, account)?))).collect())
}

/// What items can have in common: code and words.
pub(super) const LIKES: [(&str, &str); 4] = [
    ("text", "Samma text"),
    ("klass", "Samma iakttagelse"),
    ("trad", "Samma tråd"),
    ("konto", "Samma konto"),
];

/// What waits and is like an item, the item itself first.
pub(super) async fn like(
    app: &App,
    actor: &Actor,
    (item, what): (Uuid, &str),
) -> Result<Vec<Uuid>, StoreError> {
    let waiting = Waiting::of(app, actor).await?;
    let filter = Default::default();
    let mut reader = app.store.read(actor).await?;
    let reader = &mut reader;
    let Some((queued, first)) = waiting.items(&filter).find(|(_, other)| other.id == item) else {
        return Ok(vec![item]);
    };
    let others = waiting.items(&filter).filter(|(_, other)| other.authority == first.authority);
    let mut all = vec![item];
    match what {
        "konto" => {
            all.extend(others.filter(|(_, other)| other.account == first.account).map(|(_, other)| other.id));
        }
        "klass" => {
            let has = |other: &Queued| other.categories.iter().any(|seen| queued.categories.contains(seen));
            all.extend(others.filter(|(other, _)| has(other)).map(|(_, other)| other.id));
        }
        "trad" => {
            let thread: HashSet<Uuid> =
                capture::thread(reader, first).await?.into_iter().map(|other| other.id).collect();
            all.extend(others.filter(|(_, other)| thread.contains(&other.id)).map(|(_, other)| other.id));
        }
        "text" => {
            let accounts = account::list(reader).await?;
            let wanted = text(reader, &accounts, first).await?;
            for (_, other) in others {
                if wanted.is_some() && text(reader, &accounts, other).await? == wanted {
                    all.push(other.id);
                }
            }
        }
        _ => {}
    }
    let mut seen = HashSet::new();
    all.retain(|id| seen.insert(*id));
    Ok(all)
}

/// What an item says, without regard to case and spaces; `None` where it says nothing.
async fn text(
    reader: &mut Reader,
    accounts: &[Account],
    item: &CapturedItem,
) -> Result<Option<String>, StoreError> {
    let Some(account) = accounts.iter().find(|account| account.id == item.account) else { return Ok(None) };
    let content = capture::last_content(reader, account.platform, item).await?;
    let words = content.map(|(_, kept)| kept.text.to_lowercase());
    let words = words.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(words.filter(|text| !text.is_empty()))
}
