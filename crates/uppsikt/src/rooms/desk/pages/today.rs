//! `GET /`: I dag. What needs somebody now, and where to begin.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uppsikt_kernel::{Actor, Micros, Role};
use uppsikt_platform::Way;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::first_steps::{self, FirstSteps};
use super::stands;
use crate::app::App;
use crate::derived::Derived;
use crate::explain::told;
use crate::rooms::account;
use crate::rooms::capture;
use crate::rooms::desk::lane::{Row, Waiting};
use crate::rooms::desk::listing::{Listing, Tab};
use crate::rooms::desk::reach;
use crate::rooms::desk::record::pause_words;
use crate::rooms::desk::told::{self as decisions, Told};
use crate::rooms::moderation::{self, DecisionState};
use crate::rooms::policy;
use crate::rooms::registry;
use crate::web::components::{Empty, Filed, Moment, PlatformSquare, icon};
use crate::web::export::Download;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Items of the queue that are shown to begin with.
const FIRST: usize = 5;
/// Decisions that are listed.
const DECISIONS_MAX: u64 = 20;
/// Drafts that are counted; more is said as "minst".
const DRAFTS_MAX: u64 = 200;

/// An account of which nothing new is read.
struct Paused {
    platform: PlatformSquare,
    id: Uuid,
    name: String,
    why: String,
}

/// How far the day's round has come.
struct Round {
    /// Accounts that have been read today.
    read: usize,
    /// Accounts that are read.
    all: usize,
    /// The newest reading.
    last: Option<Moment>,
    /// Whether all have been read and nothing is left to judge.
    is_done: bool,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/today.html")]
struct TodayPage {
    /// What is left before a new organisation works in earnest; for those who may do it.
    first_steps: Option<FirstSteps>,
    total: String,
    counts: Vec<(&'static str, usize)>,
    first: Vec<Row>,
    empty: Empty,
    /// How many are to be answered, in words, the first of them, and how many are late.
    to_answer: String,
    answers: Vec<Row>,
    late: usize,
    /// Drafts that wait for a registrar; for registrars.
    drafts: Option<String>,
    round: Round,
    stuck: Vec<Told>,
    under_way: Vec<Told>,
    paused: Vec<Paused>,
    /// How the accounts stand by their rules; none where all is well.
    stands: Option<Filed>,
}

/// People for whom the page is kept at the same time.
const PEOPLE_KEPT: usize = 64;
const MINUTE_MICROS: i64 = 60_000_000;

/// The page as each person sees it, for a minute and for as long as nothing changes: it says how late things are.
#[derive(Debug)]
pub struct Todays(Derived<(Uuid, i64), TodayPage>);

impl Default for Todays {
    fn default() -> Self {
        Self(Derived::new(PEOPLE_KEPT))
    }
}

/// `GET /`.
pub(crate) async fn today(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    let (revision, now) = (app.store.revision(), app.store.now().get());
    let key = (signed_in.actor().user.uuid(), now / MINUTE_MICROS);
    let page = match app.todays.0.get(revision, &key) {
        Some(page) => page,
        None => app.todays.0.put(revision, key, read(&app, &signed_in, now).await?),
    };
    if let Some(stands) = &page.stands
        && let Some(file) = download.file(&app, &signed_in, &stands::sheet(&stands.table)).await?
    {
        return Ok(file);
    }
    Ok(frame.render(Nav::Today, "I dag", &*page))
}

async fn read(app: &App, signed_in: &SignedIn, now: i64) -> Result<TodayPage, Fault> {
    // The lists read for themselves, before anything is held here.
    let waiting = Waiting::of(app, signed_in.actor()).await.map_err(told)?;
    let first = waiting.first_rows((app, signed_in.actor()), FIRST).await.map_err(told)?;
    let listing = Listing::of(app, signed_in.actor(), Tab::Answer).await?;
    let mut reader = app.store.read(signed_in.actor()).await.map_err(told)?;
    let path = Tab::Answer.path();
    let lane = listing.lane(&mut reader, now, path, (None, Some(0))).await.map_err(told)?;
    let mut stuck = listed(&mut reader, signed_in, DecisionState::Stuck, now).await.map_err(told)?;
    stuck.extend(listed(&mut reader, signed_in, DecisionState::Back, now).await.map_err(told)?);
    let mut under_way = listed(&mut reader, signed_in, DecisionState::Waiting, now).await.map_err(told)?;
    under_way.extend(listed(&mut reader, signed_in, DecisionState::Running, now).await.map_err(told)?);
    Ok(TodayPage {
        first_steps: first_steps::of(&mut reader, signed_in).await?,
        total: waiting.total(),
        counts: super::queue::counts(&waiting),
        first,
        empty: super::list::empty(Tab::Judge, false),
        to_answer: listing.total(),
        answers: lane.rows.into_iter().take(FIRST).collect(),
        late: listing.late(now),
        drafts: drafts(&mut reader, signed_in.actor()).await.map_err(told)?,
        round: round(&mut reader, app.store.now(), waiting.is_empty()).await?,
        stuck,
        under_way,
        paused: paused(&mut reader, now).await.map_err(told)?,
        stands: stands::filed(app, &mut reader, signed_in).await?,
    })
}

/// Decisions in a state, about items that the person may read.
async fn listed(
    reader: &mut Reader,
    signed_in: &SignedIn,
    state: DecisionState,
    now: i64,
) -> Result<Vec<Told>, StoreError> {
    let all = moderation::decisions(reader, Some(state), DECISIONS_MAX).await?;
    let ids: Vec<Uuid> = all.iter().map(|decision| decision.item).collect();
    let items = capture::items(reader, &ids).await?;
    let open = reach::open_to(reader, signed_in.actor(), &items).await?;
    let mut rows = Vec::new();
    for decision in all {
        if open.contains_key(&decision.item) {
            rows.push(decisions::told(reader, decision, now).await?);
        }
    }
    Ok(rows)
}

/// How many drafts wait for a registrar, where the person is one.
async fn drafts(reader: &mut Reader, actor: &Actor) -> Result<Option<String>, StoreError> {
    if !actor.roles.contains(&Role::Registrar) {
        return Ok(None);
    }
    let count = registry::waiting(reader, DRAFTS_MAX).await?.len() as u64;
    Ok(Some(if count == DRAFTS_MAX { format!("minst {count}") } else { count.to_string() }))
}

/// How many of the accounts that are read have been read since midnight.
async fn round(reader: &mut Reader, now: Micros, is_judged: bool) -> Result<Round, Fault> {
    let today = policy::day_of(now).map_err(told)?;
    let is_read =
        |account: &account::Account| account.paused.is_none() && account.platform.way() == Way::Interface;
    let accounts: Vec<account::Account> =
        account::list(reader).await.map_err(told)?.into_iter().filter(is_read).collect();
    let (mut read, mut last) = (0, None);
    for account in &accounts {
        let Some(at) = capture::complete_at(reader, account.id).await.map_err(told)? else { continue };
        let day = Micros::new(at).ok().and_then(|at| policy::day_of(at).ok());
        read += usize::from(day == Some(today));
        last = last.max(Some(at));
    }
    let is_done = is_judged && read == accounts.len() && read > 0;
    Ok(Round { read, all: accounts.len(), last: last.map(|at| Moment::new(at, now.get())), is_done })
}

async fn paused(reader: &mut Reader, now: i64) -> Result<Vec<Paused>, StoreError> {
    let accounts = account::list(reader).await?;
    let told = |account: account::Account| {
        let why = account.paused.as_ref().map(|pause| pause_words(&pause.why, pause.at, now))?;
        Some(Paused {
            platform: PlatformSquare { kind: account.platform },
            id: account.id.uuid(),
            name: account.name,
            why,
        })
    };
    Ok(accounts.into_iter().filter_map(told).collect())
}
