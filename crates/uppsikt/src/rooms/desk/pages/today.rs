//! `GET /`: I dag. What needs somebody now, and where to begin.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uppsikt_guideline::evaluate::{Now, Standing};
use uppsikt_kernel::{Workdays, WorkdaysSettings};
use uppsikt_store::{Reader, StoreError};

use crate::app::App;
use crate::explain::told;
use crate::rooms::account;
use crate::rooms::capture;
use crate::rooms::desk::lane::{Row, Waiting};
use crate::rooms::desk::reach;
use crate::rooms::desk::record::pause_words;
use crate::rooms::desk::told::{self as decisions, Told};
use crate::rooms::moderation::{self, DecisionState};
use crate::rooms::policy;
use crate::rooms::report;
use crate::web::components::{Empty, PlatformSquare, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Items of the queue that are shown to begin with.
const FIRST: usize = 5;
/// Decisions that are listed.
const DECISIONS_MAX: u64 = 20;

/// An account of which nothing new is read.
struct Paused {
    platform: PlatformSquare,
    id: uuid::Uuid,
    name: String,
    why: String,
}

/// How an authority's accounts stand.
struct Stands {
    authority: String,
    breaches: usize,
    remarks: usize,
    accounts: usize,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/today.html")]
struct TodayPage {
    total: String,
    counts: Vec<(&'static str, usize)>,
    first: Vec<Row>,
    empty: Empty,
    stuck: Vec<Told>,
    under_way: Vec<Told>,
    paused: Vec<Paused>,
    stands: Vec<Stands>,
}

/// `GET /`.
pub(crate) async fn today(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(signed_in.actor()).await.map_err(told)?;
    let waiting = Waiting::of(&app, signed_in.actor()).await.map_err(told)?;
    let first = waiting.first_rows((&app, signed_in.actor()), FIRST).await.map_err(told)?;
    let mut stuck = listed(&mut reader, &signed_in, DecisionState::Stuck, now).await.map_err(told)?;
    stuck.extend(listed(&mut reader, &signed_in, DecisionState::Back, now).await.map_err(told)?);
    let mut under_way = listed(&mut reader, &signed_in, DecisionState::Waiting, now).await.map_err(told)?;
    under_way.extend(listed(&mut reader, &signed_in, DecisionState::Running, now).await.map_err(told)?);
    let page = TodayPage {
        total: waiting.total(),
        counts: super::queue::counts(&waiting),
        first,
        empty: super::queue::empty(),
        stuck,
        under_way,
        paused: paused(&mut reader, now).await.map_err(told)?,
        stands: stands(&app, &mut reader, &signed_in).await?,
    };
    Ok(frame.render(Nav::Today, "I dag", &page))
}

/// Decisions in a state, about items that the person may read.
async fn listed(
    reader: &mut Reader,
    signed_in: &SignedIn,
    state: DecisionState,
    now: i64,
) -> Result<Vec<Told>, StoreError> {
    let all = moderation::decisions(reader, Some(state), DECISIONS_MAX).await?;
    let ids: Vec<uuid::Uuid> = all.iter().map(|decision| decision.item).collect();
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

/// How the accounts of the person's authorities stand by their rules; those where all is well are left out.
async fn stands(app: &App, reader: &mut Reader, signed_in: &SignedIn) -> Result<Vec<Stands>, Fault> {
    let workdays = Workdays::new(WorkdaysSettings::default());
    let at = app.store.now();
    let now = Now { at, today: policy::day_of(at).map_err(told)?, workdays: &workdays };
    let mut all = Vec::new();
    for authority in &signed_in.visitor.authorities {
        let accounts = report::standing(reader, authority.id, at).await.map_err(told)?;
        let mut stands =
            Stands { authority: authority.name.clone(), breaches: 0, remarks: 0, accounts: accounts.len() };
        for account in &accounts {
            for finding in account.findings(now) {
                stands.breaches += usize::from(finding.standing == Standing::Breach);
                stands.remarks += usize::from(finding.standing == Standing::Remark);
            }
        }
        if stands.breaches + stands.remarks > 0 {
            all.push(stands);
        }
    }
    Ok(all)
}
