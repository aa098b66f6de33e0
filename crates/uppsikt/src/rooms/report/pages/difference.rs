//! `/riktlinjer/{authority}/skillnad`: what another guideline asks for that the one in force does not, and the reverse.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uppsikt_guideline::diff::{self, Change};
use uppsikt_guideline::parameter::Direction;

use super::{Clock, followed, named, other_guideline, own};
use crate::app::App;
use crate::web::components::{Errors, Field};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What is told of a guideline that nobody has.
pub(super) const UNKNOWN: &str = "Den riktlinjen finns inte. Välj en i listan.";

/// Which guideline to hold against the one in force.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "mot")]
    other: String,
}

struct Group {
    heading: &'static str,
    sentences: Vec<String>,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/difference.html")]
struct DifferencePage {
    id: String,
    authority: String,
    title: String,
    /// The other one's title and authority; empty until one has been chosen.
    against: String,
    errors: Errors,
    other: Field,
    groups: Vec<Group>,
}

/// `GET /riktlinjer/{authority}/skillnad`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let row = own(&me, &authority)?;
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (_, current) = followed(&mut reader, row.id, clock.today).await?;
    let new = named(&asked.other);
    let mut other = other_guideline(&asked.other);
    let is_unknown = new.is_none() && !asked.other.is_empty();
    other.error = is_unknown.then(|| UNKNOWN.to_owned());
    let page = DifferencePage {
        id: row.id.to_string(),
        authority: row.name.clone(),
        title: current.about.title.clone(),
        against: new.as_ref().map(|new| full_name(&new.about)).unwrap_or_default(),
        errors: Errors::of([&other]),
        other,
        groups: new.map(|new| groups(diff::diff(&current, &new))).unwrap_or_default(),
    };
    let status = if is_unknown { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(frame.render_as(status, Nav::Guidelines, &format!("Skillnad, {}", row.name), &page))
}

/// A guideline by its title and its authority.
pub(super) fn full_name(about: &uppsikt_guideline::About) -> String {
    format!("{}, {}", about.title, about.authority)
}

fn groups(changes: Vec<Change>) -> Vec<Group> {
    let (mut tighter, mut looser, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        match change.direction {
            Some(Direction::Tighter) => tighter.push(change.sentence),
            Some(Direction::Looser) => looser.push(change.sentence),
            _ => other.push(change.sentence),
        }
    }
    let group = |heading, sentences| Group { heading, sentences };
    let all = [group("Strängare", tighter), group("Mildare", looser), group("Annat som skiljer", other)];
    all.into_iter().filter(|group| !group.sentences.is_empty()).collect()
}
