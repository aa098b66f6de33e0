//! What an entry registers, as the registrar reads it beside the form.

use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::words;
use crate::rooms::account;
use crate::rooms::capture::{self, CapturedItem, CausedBy, Presence};
use crate::rooms::registry::{self, RegisteredItem, Registration};
use crate::web::components::{Badge, Moment, PlatformSquare, Tone};

/// Items of an entry whose text is shown; a conversation that was broken off may have hundreds.
const SHOWN_MAX: usize = 10;

/// A record that an entry registers.
pub(super) struct Record {
    pub item: Uuid,
    pub title: String,
    pub version: i32,
    pub platform: Option<PlatformSquare>,
    pub account: String,
    /// Whom the authority has to do with: who wrote it.
    pub author: Option<String>,
    pub published: Option<Moment>,
    /// Where it is now, unless it is shown.
    pub state: Option<Badge>,
    /// Whether it was we who took it away or hid it, and what that is called.
    pub ours: Option<&'static str>,
    pub language: Option<String>,
    pub lines: Vec<String>,
    /// Why there is no text.
    pub closed: Option<&'static str>,
}

impl Record {
    fn closed(item: RegisteredItem, title: &str, closed: &'static str) -> Self {
        Self {
            item: item.item,
            title: title.to_owned(),
            version: item.version,
            platform: None,
            account: String::new(),
            author: None,
            published: None,
            state: None,
            ours: None,
            language: None,
            lines: Vec::new(),
            closed: Some(closed),
        }
    }
}

/// What the entry registers, and how many more there are. `is_noted` says that this opening stands in the log.
pub(super) async fn records(
    reader: &mut Reader,
    actor: &Actor,
    entry: &Registration,
    (is_noted, now): (bool, i64),
) -> Result<(Vec<Record>, usize), StoreError> {
    let few: Vec<RegisteredItem> = entry.items.iter().take(SHOWN_MAX).copied().collect();
    let ids: Vec<Uuid> = few.iter().map(|item| item.item).collect();
    let items = capture::items(reader, &ids).await?;
    let open = registry::open_to(reader, actor, &items).await?;
    let mut all = Vec::new();
    for one in few {
        let Some(item) = items.iter().find(|item| item.id == one.item) else {
            all.push(Record::closed(
                one,
                "Sparad handling",
                "Den har inget inslag på en plattform som kan visas här. Kvittot visas på handlingens sida.",
            ));
            continue;
        };
        all.push(match open.get(&item.id) {
            None => Record::closed(one, words::kind(item.kind), "Handlingen får bara läsas av andra än du."),
            Some(true) if !is_noted => Record::closed(
                one,
                words::kind(item.kind),
                "Sekretessmarkerad. Öppna handlingen för att läsa; det antecknas vem som läser.",
            ),
            Some(_) => record(reader, one, item, now).await?,
        });
    }
    Ok((all, entry.items.len().saturating_sub(SHOWN_MAX)))
}

async fn record(
    reader: &mut Reader,
    one: RegisteredItem,
    item: &CapturedItem,
    now: i64,
) -> Result<Record, StoreError> {
    let account = account::by_id(reader, Id::from_uuid(item.account.uuid())).await?;
    let versions = capture::versions(reader, item.id).await?.map(|(_, all)| all).unwrap_or_default();
    let version = versions.iter().find(|version| version.number == one.version);
    let kept = match (&account, version) {
        (Some(account), Some(version)) => capture::content(reader, account.platform, item, version).await?,
        _ => None,
    };
    let last = versions.last().filter(|last| last.presence != Presence::Shown);
    let is_ours = last.is_some_and(|last| last.caused_by == Some(CausedBy::Us));
    let author = kept.as_ref().and_then(|kept| kept.author_name.clone());
    let published = version.and_then(|version| version.published_at).unwrap_or(item.first_seen_at);
    let lines: Vec<String> = kept.iter().flat_map(|kept| kept.text.lines().map(str::to_owned)).collect();
    let is_empty = lines.iter().all(|line| line.trim().is_empty());
    Ok(Record {
        item: item.id,
        title: format!("{} av {}", words::kind(item.kind), author.as_deref().unwrap_or("okänd")),
        version: one.version,
        platform: account.as_ref().map(|account| PlatformSquare { kind: account.platform }),
        account: account.map(|account| account.name).unwrap_or_default(),
        author: author.filter(|_| item.own != Some(true)),
        published: Some(Moment::new(published, now)),
        state: last.map(|last| {
            let by = last.caused_by.map_or_else(String::new, |by| format!(" {by}"));
            let what =
                if last.presence == Presence::Gone { "Försvunnen" } else { "Visas inte för besökare" };
            Badge::new(Tone::Warning, format!("{what}{by}"))
        }),
        ours: last.filter(|_| is_ours).map(|last| {
            if last.presence == Presence::Gone { "borttagen av myndigheten" } else { "dold av myndigheten" }
        }),
        language: kept.and_then(|kept| kept.language),
        closed: is_empty.then_some("Versionen har ingen text, eller har gallrats."),
        lines,
    })
}
