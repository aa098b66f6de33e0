//! `/drift`: every connection in a row, and how the installation is.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uppsikt_kernel::Role;

use super::instance::{self, Instance};
use super::standing::{DAYS, Reading, is_read};
use super::strip::Strip;
use super::words::{long, told};
use crate::app::App;
use crate::rooms::account;
use crate::rooms::report::health::{self, Check};
use crate::rooms::report::pages::words::many;
use crate::web::components::{Badge, Cell, Downloads, Empty, Moment, PlatformSquare, Table, Tone, icon};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// How long a check of the whole log may take before the page answers without it, in seconds.
const CHECK_SECONDS_MAX: u64 = 20;

#[derive(Template)]
#[template(path = "rooms/report/pages/operation/overview.html")]
struct OverviewPage {
    alarms: Vec<Alarm>,
    connections: Table,
    links: Downloads,
    empty: Empty,
    days: i64,
    instance: Instance,
    checks: Vec<(Badge, String)>,
    is_administrator: bool,
}

/// A connection that somebody has to look at.
struct Alarm {
    id: String,
    name: String,
    state: Badge,
    why: String,
}

/// `GET /drift`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    let (connections, alarms) = connections(&app, &me).await?;
    let sheet = Sheet::new("anslutningar", &connections);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let links = download.links(&sheet);
    let page = page(&app, &me, (connections, links, alarms)).await?;
    Ok(frame.render(Nav::Operation, "Anslutningar och drift", &page))
}

/// `POST /drift/kontroll`: the page with what `uppsikt doctor` says.
pub(super) async fn check(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
) -> Result<Response, Fault> {
    let (connections, alarms) = connections(&app, &me).await?;
    let links = Download::at("/drift").links(&Sheet::new("anslutningar", &connections));
    let mut page = page(&app, &me, (connections, links, alarms)).await?;
    let time = Duration::from_secs(CHECK_SECONDS_MAX);
    let frame = match tokio::time::timeout(time, health::checks(&app, me.actor())).await {
        Ok(checks) => {
            let checks = checks?;
            let is_well = checks.iter().all(|check| check.is_good);
            page.checks = checks.into_iter().map(row_of).collect();
            match is_well {
                true => frame.with_notice(Tone::Fine, "Kontrollen är gjord. Allt är som det ska."),
                false => frame.with_notice(Tone::Danger, "Kontrollen är gjord. Något behöver ses över."),
            }
        }
        Err(_) => frame.with_notice(
            Tone::Warning,
            "Kontrollen hann inte bli klar. Inget är fel för det: be den som sköter servern att köra uppsikt doctor.",
        ),
    };
    Ok(frame.render(Nav::Operation, "Anslutningar och drift", &page))
}

fn row_of(check: Check) -> (Badge, String) {
    let badge = match check.is_good {
        true => Badge::new(Tone::Fine, "Som det ska"),
        false => Badge::new(Tone::Danger, "Se över"),
    };
    (badge, check.text)
}

async fn page(
    app: &App,
    me: &SignedIn,
    (connections, links, alarms): (Table, Downloads, Vec<Alarm>),
) -> Result<OverviewPage, Fault> {
    let instance = instance::of(app, me.actor()).await?;
    Ok(OverviewPage {
        alarms,
        connections,
        links,
        empty: Empty {
            said: "Det finns inga konton hos dina myndigheter än.".to_owned(),
            next: Some("En administratör lägger till dem.".to_owned()),
            link: None,
        },
        days: DAYS,
        instance,
        checks: Vec::new(),
        is_administrator: me.actor().roles.contains(&Role::Administrator),
    })
}

/// A row for each account, and those that somebody has to look at.
async fn connections(app: &App, me: &SignedIn) -> Result<(Table, Vec<Alarm>), Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(me.actor()).await?;
    let accounts = account::list(&mut reader).await?;
    let (mut rows, mut by_hand, mut alarms) = (Vec::with_capacity(accounts.len()), Vec::new(), Vec::new());
    for account in &accounts {
        let Some(authority) = me.visitor.authorities.iter().find(|row| row.id == account.authority) else {
            continue;
        };
        let reading = Reading::of(app, &mut reader, account, now).await?;
        let (state, strip) = (reading.state(account), Strip::of(account, &reading, now));
        let is_read = is_read(account);
        let text = |text: Option<String>| Cell::text(text.unwrap_or_default());
        let of_kind = if is_read { &mut rows } else { &mut by_hand };
        of_kind.push(vec![
            Cell::link(format!("/drift/anslutningar/{}", account.id), account.name.clone()),
            Cell::part(&PlatformSquare { kind: account.platform }),
            Cell::text(authority.name.clone()),
            Cell::part(&state),
            when(reading.read_at, is_read, now),
            text(reading.lag().filter(|_| is_read)),
            if is_read { Cell::part(&strip) } else { Cell::text("") },
            text(is_read.then(|| unread(&reading))),
        ]);
        if matches!(state.tone, Tone::Danger | Tone::Warning) {
            let why = match (&account.paused, reading.open()) {
                (Some(pause), _) => pause.reason().map_or_else(
                    || "Plattformen släpper inte in Uppsikt.".to_owned(),
                    |reason| format!("En person har stoppat hämtningen: {reason}."),
                ),
                (None, Some(gap)) => told(gap.why).happened.to_owned(),
                (None, None) => String::new(),
            };
            alarms.push(Alarm { id: account.id.to_string(), name: account.name.clone(), state, why });
        }
    }
    // What is read stands first: there something can go wrong.
    rows.append(&mut by_hand);
    let head = [
        "Konto",
        "Plattform",
        "Myndighet",
        "Läge",
        "Senast hämtat i sin helhet",
        "Eftersläpning",
        "Senaste 30 dagarna",
        "Inte hämtat",
    ];
    let caption = many(rows.len(), "anslutning", "anslutningar");
    Ok((Table { caption, head: head.map(str::to_owned).to_vec(), rows }, alarms))
}

/// When an account was last read.
pub(super) fn when(read_at: Option<i64>, is_read: bool, now: i64) -> Cell {
    match read_at {
        Some(at) => Cell::part(&Moment::new(at, now)),
        None if is_read => Cell::text("aldrig"),
        None => Cell::text("hämtas inte"),
    }
}

/// How much of the last days was not read.
fn unread(reading: &Reading) -> String {
    match reading.gaps.len() {
        0 => "inga luckor".to_owned(),
        1 => format!("1 lucka, {}", long(reading.unread())),
        count => format!("{count} luckor, {}", long(reading.unread())),
    }
}
