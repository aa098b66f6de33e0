//! `/konton`: the accounts of a person's authorities, with how each is read and how it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uppsikt_guideline::evaluate::Finding;
use uppsikt_kernel::Role;
use uppsikt_platform::Way;

use super::Clock;
use super::parts::summary;
use super::words::many;
use crate::app::App;
use crate::rooms::account::{Account, Pause};
use crate::rooms::{capture, report};
use crate::web::components::{Badge, Cell, Downloads, Empty, Moment, PlatformSquare, Table, Tone};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

#[derive(Template)]
#[template(path = "rooms/report/pages/accounts.html")]
struct AccountsPage {
    table: Table,
    links: Downloads,
    empty: Empty,
    may_add: bool,
}

/// `GET /konton`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let mut rows = Vec::new();
    for authority in &me.visitor.authorities {
        for standing in report::standing(&mut reader, authority.id, clock.at).await? {
            let Some(account) = &standing.account else { continue };
            let read_at = capture::complete_at(&mut reader, account.id).await?;
            let findings = standing.findings(clock.now());
            rows.push(row((account, &authority.name), read_at, &findings, clock.at.get()));
        }
    }
    let head = ["Konto", "Plattform", "Myndighet", "Läge", "Senast hämtat i sin helhet", "Efterlevnad"];
    let caption = many(rows.len(), "konto hos dina myndigheter", "konton hos dina myndigheter");
    let table = Table { caption, head: head.map(str::to_owned).to_vec(), rows };
    let sheet = Sheet::new("konton", &table);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let links = download.links(&sheet);
    let may_add = me.actor().roles.contains(&Role::Administrator);
    let next =
        if may_add { "Lägg till det första här ovanför." } else { "En administratör lägger till dem." };
    let empty = Empty {
        said: "Det finns inga konton hos dina myndigheter än.".to_owned(),
        next: Some(next.to_owned()),
        link: None,
    };
    Ok(frame.render(Nav::Accounts, "Konton", &AccountsPage { table, links, empty, may_add }))
}

fn row(
    (account, authority): (&Account, &str),
    read_at: Option<i64>,
    findings: &[Finding<'_>],
    now: i64,
) -> Vec<Cell> {
    let worst = summary(findings.iter()).into_iter().next();
    vec![
        Cell::link(format!("/konton/{}", account.id), account.name.clone()),
        Cell::part(&PlatformSquare { kind: account.platform }),
        Cell::text(authority),
        Cell::part(&state(account, now)),
        read(account, read_at, now),
        worst.map_or_else(|| Cell::text(""), |worst| Cell::part(&worst)),
    ]
}

/// When an account was last read from beginning to end.
pub(super) fn read(account: &Account, read_at: Option<i64>, now: i64) -> Cell {
    match read_at {
        Some(at) => Cell::part(&Moment::new(at, now)),
        None if account.platform.way() == Way::ByHand => Cell::text("hämtas inte"),
        None => Cell::text("aldrig"),
    }
}

/// How an account is read now, and since when it is not.
pub(super) fn state(account: &Account, now: i64) -> Badge {
    match &account.paused {
        Some(Pause { why, .. }) if why == "import" => Badge::new(Tone::Neutral, "Inläst ur fil"),
        Some(Pause { at, .. }) => {
            let since = Moment::new(*at, now);
            Badge::new(Tone::Danger, format!("Hämtas inte sedan {}", since.words()))
        }
        None if account.platform.way() == Way::ByHand => Badge::new(Tone::Neutral, "Registreras för hand"),
        None => Badge::new(Tone::Fine, "Hämtas"),
    }
}
