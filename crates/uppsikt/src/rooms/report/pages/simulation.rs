//! `/riktlinjer/{authority}/prova`: another guideline held against what has already happened; nothing changes by it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_guideline::Profile;
use uppsikt_kernel::{Authority, Id, Micros, stockholm};
use uppsikt_store::Source;

use super::difference::{UNKNOWN, full_name};
use super::words::many;
use super::{Clock, named, other_guideline, own};
use crate::app::App;
use crate::rooms::policy::PolicyError;
use crate::rooms::report::{self, ChangeKind, Simulation};
use crate::web::components::{Errors, Field, FieldKind};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Sentences of one kind that are shown; the rest is counted.
const SHOWN_MAX: usize = 50;

/// Which guideline to try, and from which day.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "mot")]
    other: String,
    #[serde(default, rename = "sedan")]
    since: String,
}

struct Group {
    heading: &'static str,
    count: usize,
    sentences: Vec<String>,
}

/// What came out.
struct Outcome {
    against: String,
    since: String,
    looked_at: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/simulation.html")]
struct SimulationPage {
    id: String,
    authority: String,
    errors: Errors,
    other: Field,
    since: Field,
    outcome: Option<Outcome>,
}

/// `GET /riktlinjer/{authority}/prova`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let row = own(&me, &authority)?;
    let clock = Clock::of(&app)?;
    let is_asked = !asked.other.is_empty() || !asked.since.is_empty();
    let mut other = other_guideline(&asked.other);
    let mut since = Field::new("sedan", FieldKind::Line("date"), "Från och med");
    since.value = if is_asked { asked.since.clone() } else { clock.today.first_of_year().to_string() };
    let (new, day) = (named(&asked.other), asked.since.parse::<Date>().ok());
    if is_asked {
        other.error = new.is_none().then(|| UNKNOWN.to_owned());
        since.error = wrong_day(day, clock.today);
    }
    let outcome = match new.zip(day).filter(|_| other.error.is_none() && since.error.is_none()) {
        Some((new, day)) => {
            let mut reader = app.store.read(me.actor()).await?;
            Some(tried(&mut reader, row.id, (&new, day), &clock).await?)
        }
        None => None,
    };
    let is_wrong = other.error.is_some() || since.error.is_some();
    let errors = Errors::of([&other, &since]);
    let (id, authority) = (row.id.to_string(), row.name.clone());
    let page = SimulationPage { id, authority, errors, other, since, outcome };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(frame.render_as(status, Nav::Guidelines, &format!("Prova en annan riktlinje, {}", row.name), &page))
}

fn wrong_day(day: Option<Date>, today: Date) -> Option<String> {
    match day {
        None => Some("Ange en dag, till exempel 2026-01-01.".to_owned()),
        Some(day) if day > today => Some("Dagen har inte varit än. Ange en dag som har varit.".to_owned()),
        Some(_) => None,
    }
}

async fn tried(
    source: &mut impl Source,
    authority: Id<Authority>,
    (new, since): (&Profile, Date),
    clock: &Clock,
) -> Result<Outcome, Fault> {
    let midnight = since.to_zoned(stockholm().map_err(PolicyError::from)?);
    let from = midnight.map(|at| Micros::from(at.timestamp())).map_err(|_| PolicyError::Days)?;
    let found = report::simulate(source, authority, new, (from, clock.at), &clock.workdays).await?;
    Ok(Outcome {
        against: full_name(&new.about),
        since: since.to_string(),
        looked_at: format!(
            "{}, {} och {}",
            many(found.decisions, "beslut", "beslut"),
            many(found.questions, "fråga", "frågor"),
            many(found.accounts, "konto", "konton"),
        ),
        groups: groups(&found),
    })
}

fn groups(found: &Simulation) -> Vec<Group> {
    let group = |kind: ChangeKind| {
        let of: Vec<_> = found.changes.iter().filter(|change| change.kind == kind).collect();
        let shown = of.iter().take(SHOWN_MAX);
        Group {
            heading: kind.swedish(),
            count: of.len(),
            sentences: shown.map(|change| change.sentence.clone()).collect(),
        }
    };
    ChangeKind::ALL.into_iter().map(group).filter(|group| group.count > 0).collect()
}
