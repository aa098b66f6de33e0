//! `GET /sok`: everything that the accounts have shown, searched.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;

use super::asked::{Asked, HITS, PAGES_MAX, Read};
use super::chart::Chart;
use super::{file, noted};
use crate::app::App;
use crate::explain::told;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::Presence;
use crate::rooms::search::explained::kind_word;
use crate::rooms::search::{self, Found, Hit, Progress, SearchError};
use crate::web::components::{
    Badge, Downloads, Empty, Errors, Field, FieldKind, Moment, Pager, PlatformSquare, Tone, icon, spaced,
};
use crate::web::export::Download;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Entries of the log that the index may lack without its being said over the hits: what people do all the time, and
/// what it takes in within seconds. Under the hits stands exactly how far it has come.
const BEHIND_ENTRIES: u64 = 50;

/// One hit as it is shown.
struct Row {
    item: String,
    title: String,
    badges: Vec<Badge>,
    /// The text, in pieces that say whether they are what was asked for.
    pieces: Vec<(String, bool)>,
    platform: PlatformSquare,
    account: String,
    published: Moment,
    /// Which version it is, where there are several, and its numbers.
    more: String,
}

/// What was found: the part that changes while one types.
#[derive(Template)]
#[template(path = "rooms/search/pages/hits.html")]
struct HitsPart {
    /// How the search was understood; `None` before there is any.
    explained: Option<String>,
    total: String,
    rows: Vec<Row>,
    chart: Option<Chart>,
    empty: Option<Empty>,
    pager: Option<Pager>,
    links: Option<Downloads>,
    reached: String,
    is_behind: bool,
    is_anew: bool,
}

impl askama::filters::HtmlSafe for HitsPart {}

#[derive(Template)]
#[template(path = "rooms/search/pages/search.html")]
struct SearchPage {
    q: String,
    errors: Errors,
    fields: Vec<Field>,
    is_narrowed: bool,
    hits: HitsPart,
    nonce: String,
}

/// `GET /sok`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    download: Download,
) -> Result<Response, Fault> {
    if download.is_file() {
        return file::file(&app, &me, &asked, &download).await;
    }
    let actor = me.actor();
    // While one types, htmx asks for the hits alone.
    let is_typing = headers.get("hx-request-type").is_some_and(|kind| kind == "partial");
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let read = asked.read(&accounts);
    let hits = hits(&app, reader, actor, (&asked, &read), &accounts, is_typing).await?;
    if is_typing {
        return Ok(frame.fragment(&hits));
    }
    let fields = asked.fields(&accounts, &read.wrong);
    let words =
        Field { error: read.wrong.get("q").cloned(), ..Field::new("q", FieldKind::Line("search"), "Sök") };
    let is_narrowed = fields.iter().any(|field| !field.value.is_empty() && field.name != "ordning");
    let errors = Errors::of(std::iter::once(&words).chain(&fields));
    let status = if read.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SearchPage {
        q: asked.q.clone(),
        errors,
        fields,
        is_narrowed,
        hits,
        nonce: frame.nonce().to_string(),
    };
    Ok(frame.render_as(status, Nav::Search, "Sök", &page))
}

async fn hits(
    app: &App,
    mut reader: Reader,
    actor: &Actor,
    (asked, read): (&Asked, &Read),
    accounts: &[Account],
    is_typing: bool,
) -> Result<HitsPart, Fault> {
    let now = app.store.now().get();
    let progress = match search::progress(app, &mut reader, actor).await {
        Ok(progress) => progress,
        // An index that does not open is told of on the page, not instead of it.
        Err(error @ SearchError::Index(_)) => return Ok(unusable(&error)),
        Err(error) => return Err(told(error).into()),
    };
    let is_asked = !read.request.is_empty() && read.wrong.is_empty();
    if !is_asked {
        return Ok(part(progress, None));
    }
    let account = accounts.iter().find(|account| Some(account.id) == read.request.account);
    if asked.page() == 0 {
        drop(reader);
        noted::note(app, actor, account.map(|account| account.authority), is_typing).await.map_err(told)?;
        reader = app.store.read(actor).await.map_err(told)?;
    }
    let found = match search::search(app, &mut reader, actor, &read.request).await {
        Ok(found) => found,
        Err(error @ SearchError::Index(_)) => return Ok(unusable(&error)),
        Err(error) => return Err(told(error).into()),
    };
    let explained = search::explained(&read.request, account.map(|account| account.name.as_str()));
    let pager = pager(asked, &found);
    let empty = found.hits.is_empty().then(|| nothing(&found, progress));
    let total = match found.total {
        1 => "1 träff".to_owned(),
        total => format!("{} träffar", spaced(total)),
    };
    Ok(HitsPart {
        explained: Some(explained),
        total,
        chart: file::chart(asked, &found.months),
        links: (!found.hits.is_empty()).then(|| file::links(asked)),
        rows: found.hits.into_iter().map(|hit| row(hit, now)).collect(),
        empty,
        pager,
        ..part(progress, None)
    })
}

fn part(progress: Progress, empty: Option<Empty>) -> HitsPart {
    let Progress { reached, sealed, is_anew } = progress;
    HitsPart {
        explained: None,
        total: String::new(),
        rows: Vec::new(),
        chart: None,
        empty,
        pager: None,
        links: None,
        reached: format!("{} av {}", spaced(reached), spaced(sealed)),
        is_behind: sealed.saturating_sub(reached) > BEHIND_ENTRIES,
        is_anew,
    }
}

/// The page while the index cannot be used.
fn unusable(error: &SearchError) -> HitsPart {
    tracing::error!(%error, "the search page has no index");
    let empty = Empty {
        said: "Det går inte att söka just nu: sökregistret är skadat och byggs om.".to_owned(),
        next: Some("Inget som är sparat har gått förlorat. Sök igen om en stund.".to_owned()),
        link: None,
    };
    part(Progress { reached: 0, sealed: 0, is_anew: true }, Some(empty))
}

fn nothing(found: &Found, progress: Progress) -> Empty {
    let next = if found.total > 0 {
        "Det du letar efter finns på en annan sida av listan, eller får inte läsas av dig."
    } else if progress.is_complete() {
        "Pröva färre ord, början av ett ord med stjärna (snö*), eller ta bort något i urvalet. Bilder och motiveringar till beslut söks inte igenom."
    } else {
        "Sökregistret har inte kommit till slutet. Det som saknas kan finnas ändå: sök igen om en stund."
    };
    Empty { said: "Ingenting hittades.".to_owned(), next: Some(next.to_owned()), link: None }
}

fn pager(asked: &Asked, found: &Found) -> Option<Pager> {
    let pages = usize::try_from(found.total).unwrap_or(usize::MAX).div_ceil(HITS).min(PAGES_MAX);
    let page = asked.page();
    if pages <= 1 && page == 0 {
        return None;
    }
    let (from, to) = (page * HITS + 1, page * HITS + found.hits.len());
    Some(Pager {
        previous: page.checked_sub(1).map(|page| asked.path(page)),
        shown: format!("{from}–{to} av {}", spaced(found.total)),
        next: (page + 1 < pages).then(|| asked.path(page + 1)),
    })
}

fn row(hit: Hit, now: i64) -> Row {
    let author = hit.author.clone().unwrap_or_else(|| "okänd".to_owned());
    let title = if hit.is_marked {
        format!("{} under sekretessmarkering", kind_word(hit.kind))
    } else {
        format!("{} från {author}", kind_word(hit.kind))
    };
    let mut badges = Vec::new();
    match hit.presence {
        Presence::Shown => {}
        Presence::Withheld => badges.push(Badge::new(Tone::Neutral, "Dold på plattformen")),
        Presence::Gone => badges.push(Badge::new(Tone::Neutral, "Visas inte längre")),
    }
    if hit.is_marked {
        badges.push(Badge::new(Tone::Warning, "Sekretessmarkerad"));
    }
    let pieces = match hit.snippet {
        Some(snippet) if snippet.pieces.is_empty() => vec![("Utan text.".to_owned(), false)],
        Some(snippet) => snippet.pieces,
        None => vec![("Öppna för att läsa; det antecknas vem som läser.".to_owned(), false)],
    };
    let mut more: Vec<String> = vec![hit.side.word().to_lowercase()];
    if hit.versions > 1 {
        more.push(format!("version {} av {}", hit.version, hit.versions));
    }
    more.extend(hit.numbers);
    Row {
        item: hit.item.to_string(),
        title,
        badges,
        pieces,
        platform: PlatformSquare { kind: hit.account.platform },
        account: hit.account.name,
        published: Moment::new(hit.published_at, now),
        more: more.join(", "),
    }
}
