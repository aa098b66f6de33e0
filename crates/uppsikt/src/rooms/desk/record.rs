//! One item as a person reads it before judging: its text with marks, its versions, and what stands around it.

use uppsikt_kernel::Actor;
use uppsikt_platform::Item;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::marks::{self, Segment};
use super::{reach, words};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem, CapturedVersion, Presence};
use crate::rooms::moderation;
use crate::rooms::people;
use crate::web::components::{Badge, Moment, PlatformSquare, Tone};

/// Contributions of a thread that are shown before and after the item.
const AROUND: usize = 5;

/// Where the control has seen one of these, nobody meets the pictures unprepared.
const VEILED: [&str; 8] = [
    "child-sexual-abuse-image",
    "threat",
    "unlawful-privacy-intrusion",
    "incitement",
    "agitation-against-group",
    "unlawful-depiction-of-violence",
    "public-provocation-to-terrorist-crime",
    "pornography",
];

/// An item in words.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub id: Uuid,
    pub kind: &'static str,
    pub author: String,
    pub platform: PlatformSquare,
    pub account: String,
    pub account_id: Uuid,
    pub authority: String,
    /// Why nothing new is read of the account, where that is so.
    pub pause: Option<String>,
    pub direction: &'static str,
    pub published: Moment,
    pub state: Option<Badge>,
    pub permalink: Option<String>,
    pub language: Option<String>,
    pub lines: Vec<Vec<Segment>>,
    pub is_empty: bool,
    pub pictures: Vec<Picture>,
    /// Whether pictures are blurred until somebody asks for them.
    pub is_veiled: bool,
    /// Whether the platform has it no more.
    pub is_gone: bool,
    pub versions: Vec<Version>,
    pub findings: Vec<Seen>,
    pub unread: Vec<&'static str>,
    pub rule_set: &'static str,
    /// How many versions are sealed, in a sentence.
    pub sealed: String,
    pub thread: Vec<Around>,
    /// How many contributions of the thread are not shown, in a sentence.
    pub thread_rest: Option<String>,
}

/// A picture, film or sound of it.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// Its number among what is kept, where it is a picture that we can show.
    pub shown: Option<usize>,
    /// The text that stands for it.
    pub alt: String,
    /// What is said of it beside it.
    pub words: String,
}

/// A version of it.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub number: i32,
}

/// Something that the automatic control saw.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub number: usize,
    pub class: String,
    pub explanation: String,
    pub urgency: Badge,
    pub sources: String,
}

/// A contribution around it.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub item: Uuid,
    pub author: String,
    pub published: Moment,
    pub text: String,
    pub is_own: bool,
    pub is_here: bool,
}

/// Reads an item; the actor is one who may read it.
pub(super) async fn read(
    reader: &mut Reader,
    (actor, now): (&Actor, i64),
    account: &Account,
    item: &CapturedItem,
) -> Result<Record, StoreError> {
    let versions =
        capture::versions(reader, item.id).await?.map(|(_, versions)| versions).unwrap_or_default();
    let content = capture::last_content(reader, account.platform, item).await?;
    let pictures = pictures(reader, item.id, content.as_ref()).await?;
    let content = content.map(|(_, kept)| kept);
    let screening = content.as_ref().map(moderation::screened);
    let findings = screening.as_ref().map(|screening| screening.findings.as_slice()).unwrap_or_default();
    let text = content.as_ref().map_or("", |kept| kept.text.as_str());
    let (thread, thread_rest) = thread(reader, (actor, now), account, item).await?;
    let objects = reader.versions(item.id).await?;
    let sealed = objects.iter().filter(|object| object.leaf_index.is_some()).count();
    let published_at = versions.iter().find_map(|version| version.published_at).unwrap_or(item.first_seen_at);
    let authorities = people::authorities(reader).await?;
    Ok(Record {
        id: item.id,
        kind: words::kind(item.kind),
        author: author(content.as_ref()),
        platform: PlatformSquare { kind: account.platform },
        account: account.name.clone(),
        account_id: account.id.uuid(),
        authority: authorities
            .into_iter()
            .find(|row| row.id == item.authority)
            .map(|row| row.name)
            .unwrap_or_default(),
        pause: account.paused.as_ref().map(|pause| pause_words(&pause.why, pause.at, now)),
        direction: if item.own == Some(true) { "Upprättad handling" } else { "Inkommen handling" },
        published: Moment::new(published_at, now),
        state: state(versions.last(), now),
        permalink: content.as_ref().and_then(|kept| kept.permalink.clone()).filter(|link| is_web(link)),
        language: content.as_ref().and_then(|kept| kept.language.clone()),
        lines: marks::lines(text, findings),
        is_empty: text.trim().is_empty(),
        pictures,
        is_veiled: is_veiled(findings),
        is_gone: versions.last().is_some_and(|last| last.presence == Presence::Gone),
        versions: versions.iter().rev().map(|version| Version { number: version.number }).collect(),
        findings: findings.iter().enumerate().map(seen).collect(),
        unread: screening
            .iter()
            .flat_map(|screening| &screening.unread)
            .map(|unread| unread.explanation)
            .collect(),
        rule_set: screening.as_ref().map_or("", |screening| screening.rule_set_version),
        sealed: sealed_words(sealed, objects.len()),
        thread,
        thread_rest,
    })
}

fn author(content: Option<&Item>) -> String {
    content.and_then(|kept| kept.author_name.clone()).unwrap_or_else(|| "okänd".to_owned())
}

/// A stranger's address is a link only where it leads to a web page.
fn is_web(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// The pictures of an item, and whether they are blurred until somebody asks for them.
pub(super) async fn pictures_of(
    reader: &mut Reader,
    account: &Account,
    item: &CapturedItem,
) -> Result<(Vec<Picture>, bool), StoreError> {
    let content = capture::last_content(reader, account.platform, item).await?;
    let screening = content.as_ref().map(|(_, kept)| moderation::screened(kept));
    let findings = screening.as_ref().map(|screening| screening.findings.as_slice()).unwrap_or_default();
    Ok((pictures(reader, item.id, content.as_ref()).await?, is_veiled(findings)))
}

fn is_veiled(findings: &[uppsikt_screening::Finding]) -> bool {
    findings.iter().any(|finding| VEILED.contains(&finding.category.as_str()))
}

/// What the newest content shows, each with what is kept of it; what is disposed of is not there to be shown.
async fn pictures(
    reader: &mut Reader,
    item: Uuid,
    content: Option<&(CapturedVersion, Item)>,
) -> Result<Vec<Picture>, StoreError> {
    let Some((version, kept)) = content else { return Ok(Vec::new()) };
    if kept.media.is_empty() {
        return Ok(Vec::new());
    }
    let known = capture::media_of(reader, item).await?;
    let mut all = Vec::new();
    for (place, media) in kept.media.iter().enumerate() {
        let at = known.iter().rposition(|row| {
            row.version <= version.number && usize::try_from(row.position).is_ok_and(|at| at == place)
        });
        let object = at.and_then(|at| known.get(at)).and_then(|row| row.object);
        let info = match object {
            Some(object) => reader.object(object).await?.filter(|info| info.disposed_at.is_none()),
            None => None,
        };
        let is_picture = media.media_type.as_deref().is_none_or(|kind| kind.starts_with("image/"));
        let shown = at.filter(|_| is_picture && info.is_some()).map(|at| at + 1);
        all.push(picture(media, is_picture, shown));
    }
    Ok(all)
}

fn picture(media: &uppsikt_platform::Media, is_picture: bool, shown: Option<usize>) -> Picture {
    let alt = media.alt.clone().filter(|alt| !alt.trim().is_empty());
    let words = match (&alt, is_picture, shown) {
        (Some(alt), _, Some(_)) => format!("Bildbeskrivning: {alt}"),
        (None, _, Some(_)) => "Bild utan beskrivning.".to_owned(),
        (Some(alt), true, None) => format!("Bilden finns inte sparad. Bildbeskrivning: {alt}"),
        (None, true, None) => "Bilden finns inte sparad, och den har ingen beskrivning.".to_owned(),
        (Some(alt), false, None) => format!("Film, ljud eller fil: {alt}"),
        (None, false, None) => "Film, ljud eller fil utan beskrivning.".to_owned(),
    };
    Picture { shown, alt: alt.unwrap_or_else(|| "Bild utan beskrivning".to_owned()), words }
}

/// Why nothing new is read, and since when.
pub(super) fn pause_words(why: &str, at: i64, now: i64) -> String {
    let since = Moment::new(at, now);
    match why {
        "import" => "Kontot är inläst ur en fil och hämtas inte.".to_owned(),
        "permission" => {
            format!("Kontot hämtas inte sedan {}: plattformen ger inte Uppsikt behörighet.", since.words())
        }
        code => match account::PAUSE_REASONS.iter().find(|(reason, _)| *reason == code) {
            Some((_, words)) => format!("Hämtningen är pausad sedan {}: {words}.", since.words()),
            None => {
                format!("Kontot hämtas inte sedan {}: plattformen godtar inte lösenordet.", since.words())
            }
        },
    }
}

/// What is to be known of where the item is now; nothing where it is shown.
fn state(last: Option<&CapturedVersion>, now: i64) -> Option<Badge> {
    let last = last.filter(|last| last.presence != Presence::Shown)?;
    let by = last.caused_by.map_or_else(String::new, |by| format!(" {by}"));
    let words = match last.presence {
        Presence::Gone => format!("Försvunnen{by}, {}", Moment::new(last.captured_at, now).words()),
        _ => format!("Visas inte för besökare{by}"),
    };
    Some(Badge::new(Tone::Warning, words))
}

fn seen((at, finding): (usize, &uppsikt_screening::Finding)) -> Seen {
    let tone = match finding.urgency {
        uppsikt_screening::Urgency::Acute => Tone::Danger,
        uppsikt_screening::Urgency::Soon => Tone::Warning,
        _ => Tone::Neutral,
    };
    Seen {
        number: at + 1,
        class: words::sentence(&words::class(finding.category.as_str())),
        explanation: finding.explanation.clone(),
        urgency: Badge::new(tone, words::sentence(finding.urgency.swedish())),
        sources: finding.source.join(", "),
    }
}

fn sealed_words(sealed: usize, all: usize) -> String {
    let versions =
        |count: usize| if count == 1 { "en version".to_owned() } else { format!("{count} versioner") };
    match all - sealed {
        0 => format!("Säkrad: {}", versions(all)),
        left if left == all => "Sparad. Säkras inom någon minut.".to_owned(),
        left => {
            format!("Säkrad: {}. Ytterligare {} säkras inom någon minut.", versions(sealed), versions(left))
        }
    }
}

/// What stands around the item in its thread, in its order; what the actor may not read is counted only.
async fn thread(
    reader: &mut Reader,
    (actor, now): (&Actor, i64),
    account: &Account,
    item: &CapturedItem,
) -> Result<(Vec<Around>, Option<String>), StoreError> {
    let all = capture::thread(reader, item).await?;
    let open = reach::open_to(reader, actor, &all).await?;
    let here = all.iter().position(|other| other.id == item.id).unwrap_or(0);
    let near = |at: usize| at == 0 || at.abs_diff(here) <= AROUND;
    let shown: Vec<&CapturedItem> = all
        .iter()
        .enumerate()
        .filter(|(at, other)| near(*at) && open.contains_key(&other.id))
        .map(|(_, other)| other)
        .collect();
    let mut rows = Vec::new();
    for other in shown {
        let content = capture::last_content(reader, account.platform, other).await?;
        let published_at =
            content.as_ref().and_then(|(version, _)| version.published_at).unwrap_or(other.first_seen_at);
        let kept = content.map(|(_, kept)| kept);
        rows.push(Around {
            item: other.id,
            author: author(kept.as_ref()),
            published: Moment::new(published_at, now),
            text: match kept {
                Some(_) if open.get(&other.id) == Some(&true) => reach::MARKED.to_owned(),
                Some(kept) => kept.text,
                None => "Innehållet finns inte kvar.".to_owned(),
            },
            is_own: other.own == Some(true),
            is_here: other.id == item.id,
        });
    }
    let rest = all.len() - rows.len();
    Ok((rows, (rest > 0).then(|| format!("Tråden har ytterligare {rest} inlägg och kommentarer."))))
}
