//! `/efterlevnad`: how the accounts of an authority follow the guideline and the law, part by part and statement by
//! statement.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_guideline::evaluate::{Finding, Standing};
use uppsikt_guideline::obligation::Capability;
use uppsikt_platform::PlatformKind;

use super::words::{badge, capital, counted, key};
use super::{Clock, own};
use crate::app::App;
use crate::rooms::report::{self, AccountStanding};
use crate::web::components::{Badge, Cell, Downloads, Empty, Field, FieldKind, PlatformSquare, Table};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Shows every statement, also those that hold everywhere.
const ALL: &str = "alla";
/// What the first table is called.
const PARTS: &str = "Områden per konto: det som står sämst";

/// Which authority, and which statements.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "myndighet")]
    authority: String,
    #[serde(default, rename = "omrade")]
    capability: String,
    #[serde(default, rename = "visa")]
    which: String,
}

/// The head of a column.
struct Column {
    id: String,
    name: String,
    platform: PlatformSquare,
}

/// A row of the table of parts, or of the table of statements.
struct Row {
    anchor: String,
    name: Cell,
    about: String,
    cells: Vec<Option<Square>>,
}

/// A place in a table: a word with a sign, and where it leads.
struct Square {
    badge: Badge,
    href: String,
    /// What the link is about, for those who hear it alone.
    about: String,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/compliance.html")]
struct CompliancePage {
    id: String,
    authority: String,
    choose: Option<Field>,
    totals: Vec<Badge>,
    columns: Vec<Column>,
    parts: Vec<Row>,
    part_links: Downloads,
    caption: String,
    statements: Vec<Row>,
    links: Downloads,
    is_all: bool,
    empty: Option<Empty>,
}

/// One account with how each of its statements stands.
struct Judged<'s> {
    id: String,
    name: String,
    platform: PlatformKind,
    findings: Vec<Finding<'s>>,
}

/// `GET /efterlevnad`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Query(asked): Query<Asked>,
    download: Download,
) -> Result<Response, Fault> {
    let row = if asked.authority.is_empty() {
        me.visitor.authorities.first().ok_or_else(Fault::not_found)?
    } else {
        own(&me, &asked.authority)?
    };
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let accounts = report::standing(&mut reader, row.id, clock.at).await?;
    let judged: Vec<Judged<'_>> = accounts.iter().filter_map(|one| judged(one, &clock)).collect();
    let capability: Option<Capability> = asked.capability.parse().ok();
    let is_all = asked.which == ALL;
    let (id, authority) = (row.id.to_string(), row.name.clone());
    let statements = statements(&judged, capability, is_all);
    let table = as_table(caption(capability, is_all), &judged, &statements);
    let sheet = Sheet::new("efterlevnad", &table);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let parts = parts(&judged, &id);
    let part_table = parts_as_table(&judged, &parts);
    let part_sheet = Sheet::new("omraden", &part_table);
    if let Some(file) = download.file(&app, &me, &part_sheet).await? {
        return Ok(file);
    }
    let page = CompliancePage {
        part_links: download.links(&part_sheet),
        links: download.links(&sheet),
        choose: choose(&me, &id),
        totals: totals(&judged),
        columns: judged.iter().map(column).collect(),
        parts,
        caption: caption(capability, is_all),
        statements,
        is_all: is_all || capability.is_some(),
        empty: judged.is_empty().then(|| Empty {
            said: format!("{authority} har inga konton än."),
            next: Some("En administratör lägger till dem.".to_owned()),
            link: Some(("/konton".to_owned(), "Se konton".to_owned())),
        }),
        id,
        authority,
    };
    Ok(frame.render(Nav::Compliance, &format!("Efterlevnad, {}", row.name), &page))
}

/// The statements as they are taken out: a row for each, a column for each account.
fn as_table(caption: String, judged: &[Judged<'_>], statements: &[Row]) -> Table {
    let accounts = judged.iter().map(|one| one.name.clone());
    let row = |row: &Row| {
        [row.name.clone(), Cell::text(row.about.clone())].into_iter().chain(standings(row)).collect()
    };
    let head = ["Sats", "Vad den säger"].map(str::to_owned).into_iter().chain(accounts).collect();
    Table { caption, head, rows: statements.iter().map(row).collect() }
}

/// The parts as they are taken out: a row for each, a column for each account.
fn parts_as_table(judged: &[Judged<'_>], parts: &[Row]) -> Table {
    let accounts = judged.iter().map(|one| one.name.clone());
    let row = |row: &Row| [row.name.clone()].into_iter().chain(standings(row)).collect();
    let head = ["Område".to_owned()].into_iter().chain(accounts).collect();
    Table { caption: PARTS.to_owned(), head, rows: parts.iter().map(row).collect() }
}

/// How each account stands, in a word.
fn standings(row: &Row) -> impl Iterator<Item = Cell> {
    row.cells.iter().map(|square| {
        let word = square.as_ref().map_or("", |square| square.badge.word.as_str());
        Cell::text(word)
    })
}

fn judged<'s>(standing: &'s AccountStanding, clock: &'s Clock) -> Option<Judged<'s>> {
    let account = standing.account.as_ref()?;
    Some(Judged {
        id: account.id.to_string(),
        name: account.name.clone(),
        platform: account.platform,
        findings: standing.findings(clock.now()),
    })
}

/// The choice of authority, for those who have several.
fn choose(me: &SignedIn, id: &str) -> Option<Field> {
    let rows = &me.visitor.authorities;
    let choices = rows.iter().map(|row| (row.id.to_string(), row.name.clone())).collect();
    let field = Field::new("myndighet", FieldKind::Choice(choices), "Myndighet");
    (rows.len() > 1).then(|| Field { value: id.to_owned(), ..field })
}

fn totals(judged: &[Judged<'_>]) -> Vec<Badge> {
    let all: Vec<Standing> =
        judged.iter().flat_map(|one| one.findings.iter().map(|found| found.standing)).collect();
    let count = |wanted: Standing| all.iter().filter(|one| **one == wanted).count();
    let shown = Standing::ALL.iter().filter(|standing| count(**standing) > 0);
    let badges = shown.map(|standing| {
        let standing = *standing;
        Badge { word: counted(standing, count(standing)), ..badge(standing) }
    });
    badges.collect()
}

fn column(judged: &Judged<'_>) -> Column {
    let platform = PlatformSquare { kind: judged.platform };
    Column { id: judged.id.clone(), name: judged.name.clone(), platform }
}

/// A row for each part of the program that the statements ask for; its worst standing says how it is.
fn parts(judged: &[Judged<'_>], authority: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for capability in Capability::ALL {
        let cells: Vec<Option<Square>> = judged.iter().map(|one| part(one, *capability, authority)).collect();
        if cells.iter().any(Option::is_some) {
            let href = part_address(authority, *capability);
            let name = Cell::link(href, capital(capability.swedish()));
            rows.push(Row { anchor: capability.code().to_owned(), name, about: String::new(), cells });
        }
    }
    rows
}

fn part_address(authority: &str, capability: Capability) -> String {
    format!("/efterlevnad?myndighet={authority}&omrade={}#satser", capability.code())
}

fn part(judged: &Judged<'_>, capability: Capability, authority: &str) -> Option<Square> {
    let of: Vec<Standing> = judged
        .findings
        .iter()
        .filter(|found| found.obligation.capability == capability)
        .map(|found| found.standing)
        .collect();
    let worst = of.iter().min().copied()?;
    let count = of.iter().filter(|one| **one == worst).count();
    let word = match worst {
        Standing::Breach | Standing::Remark => counted(worst, count),
        other => capital(other.swedish()),
    };
    Some(Square {
        badge: Badge { word, ..badge(worst) },
        href: part_address(authority, capability),
        about: format!("{}, {}", capability.swedish(), judged.name),
    })
}

fn caption(capability: Option<Capability>, is_all: bool) -> String {
    match capability {
        Some(capability) => format!("Satser om {} per konto", capability.swedish()),
        None if is_all => "Alla satser per konto".to_owned(),
        None => "Satser med avvikelse eller påpekande per konto".to_owned(),
    }
}

/// A row for each statement that is shown, in the order of the rules.
fn statements(judged: &[Judged<'_>], capability: Option<Capability>, is_all: bool) -> Vec<Row> {
    let mut order: Vec<&Finding<'_>> = Vec::new();
    for found in judged.iter().flat_map(|one| &one.findings) {
        if order.iter().all(|known| known.requirement.source != found.requirement.source) {
            order.push(found);
        }
    }
    let mut rows = Vec::new();
    for about in order {
        let of: Vec<Option<&Finding<'_>>> = judged
            .iter()
            .map(|one| one.findings.iter().find(|found| found.requirement.source == about.requirement.source))
            .collect();
        let is_lacking = of.iter().flatten().any(|found| found.standing <= Standing::Remark);
        let is_shown = match capability {
            Some(wanted) => of.iter().flatten().any(|found| found.obligation.capability == wanted),
            None => is_all || is_lacking,
        };
        if is_shown {
            rows.push(statement(about, &of, judged));
        }
    }
    rows
}

fn statement(about: &Finding<'_>, of: &[Option<&Finding<'_>>], judged: &[Judged<'_>]) -> Row {
    let key = key(about.requirement);
    let cells = of.iter().zip(judged).map(|(found, one)| {
        let found = (*found)?;
        Some(Square {
            badge: badge(found.standing),
            href: format!("/efterlevnad/{}/{key}", one.id),
            about: format!("{}, {}", about.requirement.source, one.name),
        })
    });
    Row {
        cells: cells.collect(),
        name: Cell::Number(capital(&about.requirement.source.to_string())),
        about: about.requirement.text.clone(),
        anchor: format!("rad-{key}"),
    }
}
