//! `/riktlinjer`: which guideline each of a person's authorities follows.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::parts::summary;
use super::words::day;
use super::{Clock, followed};
use crate::app::App;
use crate::rooms::policy;
use crate::rooms::report;
use crate::web::components::{Badge, Empty};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

struct Line {
    id: String,
    authority: String,
    title: String,
    has_own: bool,
    since: String,
    statements: usize,
    coming: Vec<(String, String)>,
    accounts: usize,
    standings: Vec<Badge>,
    /// Whether the person may say what it follows.
    may_adopt: bool,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/guidelines.html")]
struct GuidelinesPage {
    lines: Vec<Line>,
    empty: Empty,
}

/// `GET /riktlinjer`.
pub(crate) async fn show(State(app): State<Arc<App>>, frame: Frame, me: SignedIn) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let mut lines = Vec::new();
    for row in &me.visitor.authorities {
        let (adoption, profile) = followed(&mut reader, row.id, clock.today).await?;
        let all = policy::adoptions(&mut reader, row.id).await?;
        let coming = all.iter().filter(|one| one.withdrawn_at.is_none() && one.effective_on > clock.today);
        let standing = report::standing(&mut reader, row.id, clock.at).await?;
        let findings: Vec<_> = standing.iter().flat_map(|standing| standing.findings(clock.now())).collect();
        lines.push(Line {
            id: row.id.to_string(),
            authority: row.name.clone(),
            title: profile.about.title.clone(),
            has_own: adoption.is_some(),
            since: adoption.map(|adoption| day(adoption.effective_on)).unwrap_or_default(),
            statements: profile.every_requirement().count(),
            coming: coming.map(|one| (one.profile.clone(), day(one.effective_on))).collect(),
            accounts: standing.len(),
            standings: summary(findings.iter()),
            may_adopt: policy::may_adopt(me.actor(), row.id),
        });
    }
    let empty = Empty {
        said: "Du har ingen roll hos någon myndighet än.".to_owned(),
        next: Some("Be en administratör hos er att ge dig en.".to_owned()),
        link: None,
    };
    Ok(frame.render(Nav::Guidelines, "Riktlinjer", &GuidelinesPage { lines, empty }))
}
