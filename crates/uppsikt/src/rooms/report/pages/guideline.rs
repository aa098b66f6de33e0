//! `/riktlinjer/{authority}`: the document in force, statement by statement, and what the program does about each.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use uppsikt_guideline::requirement::Requirement;
use uppsikt_guideline::trace::{self, Trace};
use uppsikt_guideline::{Profile, law};

use super::one::Done;
use super::statement::{StatementView, Tally};
use super::words::{capital, day};
use super::{Clock, followed, other_guideline, own};
use crate::app::App;
use crate::rooms::policy::{self, Adoption};
use crate::rooms::report;
use crate::web::components::{Badge, Cell, Downloads, Facts, Field, Filed, Moment, Table, Tone};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// The statements under one heading of the document.
struct Part {
    anchor: String,
    heading: String,
    statements: Vec<StatementView>,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/guideline.html")]
struct GuidelinePage {
    id: String,
    authority: String,
    title: String,
    has_own: bool,
    facts: Facts,
    counts: Vec<(usize, &'static str)>,
    parts: Vec<Part>,
    laws: Vec<StatementView>,
    links: Downloads,
    history: Option<Filed>,
    /// Whether the person may say what the authority follows, and what is coming that can be taken back.
    may_adopt: bool,
    coming: Vec<(String, String)>,
    other: Field,

    address: Option<String>,
}

/// `GET /riktlinjer/{authority}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(authority): Path<String>,
    Query(done): Query<Done>,
    download: Download,
) -> Result<Response, Fault> {
    let row = own(&me, &authority)?;
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (adoption, profile) = followed(&mut reader, row.id, clock.today).await?;
    let all = policy::adoptions(&mut reader, row.id).await?;
    let accounts = report::standing(&mut reader, row.id, clock.at).await?;
    let tally = Tally::of(&accounts, clock.now());
    let about = &profile.about;
    let parts = parts(&profile, &tally);
    let laws: Vec<StatementView> = law::book()
        .demands(Some(clock.today))
        .map(|demand| StatementView::of(demand, &profile, &tally))
        .collect();
    let table = as_table(&about.title, &parts, &laws);
    let sheet = Sheet::new("riktlinje", &table);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let history = history(&all, adoption.as_ref(), &clock);
    let adopted = history.as_ref().map(|table| Sheet::new("antagna", table));
    if let Some(sheet) = &adopted
        && let Some(file) = download.file(&app, &me, sheet).await?
    {
        return Ok(file);
    }
    let page = GuidelinePage {
        id: row.id.to_string(),
        authority: row.name.clone(),
        title: about.title.clone(),
        has_own: adoption.is_some(),
        facts: facts(&profile, adoption.as_ref()),
        counts: counts(&profile),
        parts,
        laws,
        links: download.links(&sheet),
        history: adopted.map(|sheet| download.filed(&sheet)),
        may_adopt: policy::may_adopt(me.actor(), row.id),
        coming: coming(&all, &clock),
        other: other_guideline(""),

        address: about.address.clone().filter(|address| address.starts_with("https://")),
    };
    let frame = match done.word() {
        "antagen" => frame.with_notice(Tone::Fine, "Riktlinjen är antagen."),
        "aterkallad" => frame.with_notice(Tone::Fine, "Antagandet är återtaget."),
        _ => frame,
    };
    Ok(frame.render(Nav::Guidelines, &format!("Riktlinje, {}", row.name), &page))
}

/// Every statement of the document and of law as it is taken out, a row for each.
fn as_table(title: &str, parts: &[Part], laws: &[StatementView]) -> Table {
    let own = parts.iter().flat_map(|part| part.statements.iter().map(|one| (part.heading.as_str(), one)));
    let all = own.chain(laws.iter().map(|one| ("Det som lagen kräver", one)));
    let row = |(heading, one): (&str, &StatementView)| {
        let work: Vec<String> = one.work.iter().map(|work| format!("{}: {}", work.what, work.how)).collect();
        let standings: Vec<&str> = one.standings.iter().map(|badge| badge.word.as_str()).collect();
        vec![
            Cell::text(one.id.clone()),
            Cell::text(heading),
            Cell::text(one.strength),
            Cell::text(one.text.clone()),
            Cell::text(one.binds.clone()),
            Cell::text(one.moment),
            Cell::text(work.join("\n")),
            Cell::text(standings.join(", ")),
        ]
    };
    let head =
        ["Sats", "Del", "Styrka", "Text", "Riktar sig till", "Aktuellt vid", "Vad Uppsikt gör", "På kontona"];
    Table { caption: title.to_owned(), head: head.map(str::to_owned).to_vec(), rows: all.map(row).collect() }
}

fn facts(profile: &Profile, adoption: Option<&Adoption>) -> Facts {
    let about = &profile.about;
    let mut facts = Facts::default();
    if let Some(adoption) = adoption {
        facts = facts.with("Gäller hos myndigheten sedan", Cell::Number(day(adoption.effective_on)));
        facts = facts.with("Dokumentets myndighet", Cell::text(about.authority.clone()));
    }
    if let Some(dated) = &about.dated {
        facts = facts.with("Dokumentets datum", Cell::Number(dated.clone()));
    }
    if let Some(by) = &about.adopted_by {
        facts = facts.with("Antaget av", Cell::text(by.clone()));
    }
    facts
}

/// How far the program sees to the statements, each statement counted once.
fn counts(profile: &Profile) -> Vec<(usize, &'static str)> {
    let Ok(trace) = trace::trace(std::slice::from_ref(profile), None) else { return Vec::new() };
    let Trace { rows, .. } = &trace;
    vec![
        (rows.len(), "satser"),
        (trace.bound(), "upprätthålls av Uppsikt"),
        (trace.guided(), "får vägledning av Uppsikt"),
        (trace.pending(), "är inte helt byggda än"),
    ]
}

/// The document's headings in their order, then each layer of it.
fn parts(profile: &Profile, tally: &Tally) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let own = profile.requirements.iter().map(|one| (one.section.clone(), one));
    let layers = profile.layers.iter().flat_map(|layer| {
        let heading = format!("Tillägg för {}", layer.swedish());
        layer.requirements.iter().map(move |one| (heading.clone(), one))
    });
    for (heading, requirement) in own.chain(layers) {
        add(&mut parts, heading, requirement, StatementView::of(requirement, profile, tally));
    }
    parts
}

fn add(parts: &mut Vec<Part>, heading: String, requirement: &Requirement, statement: StatementView) {
    let heading = if heading.is_empty() { capital(requirement.moment.swedish()) } else { heading };
    match parts.last_mut().filter(|part| part.heading == heading) {
        Some(part) => part.statements.push(statement),
        None => {
            let anchor = format!("del-{}", parts.len() + 1);
            parts.push(Part { anchor, heading, statements: vec![statement] });
        }
    }
}

/// What has been adopted and does not hold yet: its id, and what it is from which day.
fn coming(all: &[Adoption], clock: &Clock) -> Vec<(String, String)> {
    let waits = all.iter().filter(|one| one.withdrawn_at.is_none() && one.effective_on > clock.today);
    let told = |one: &Adoption| {
        let title = one.profile().map_or_else(|_| one.profile.clone(), |profile| profile.about.title);
        (one.id.to_string(), format!("{title} från och med {}", day(one.effective_on)))
    };
    waits.map(told).collect()
}

/// What has been adopted, newest first, with what is coming and what was withdrawn.
fn history(all: &[Adoption], in_force: Option<&Adoption>, clock: &Clock) -> Option<Table> {
    let state = |one: &Adoption| {
        if one.withdrawn_at.is_some() {
            Badge::new(Tone::Neutral, "Återtagen innan den började gälla")
        } else if one.effective_on > clock.today {
            Badge::new(Tone::Warning, "Kommande")
        } else if in_force.is_some_and(|now| now.id == one.id) {
            Badge::new(Tone::Fine, "Gäller")
        } else {
            Badge::new(Tone::Neutral, "Ersatt")
        }
    };
    let row = |one: &Adoption| {
        let title = one.profile().map_or_else(|_| one.profile.clone(), |profile| profile.about.title);
        vec![
            Cell::text(title),
            Cell::Number(day(one.effective_on)),
            Cell::part(&Moment::new(one.adopted_at, clock.at.get())),
            Cell::part(&state(one)),
        ]
    };
    (!all.is_empty()).then(|| Table {
        caption: "Riktlinjer som har antagits".to_owned(),
        head: ["Riktlinje", "Gäller från och med", "Noterad i Uppsikt", "Läge"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    })
}
