//! `GET /diarium/poster`: every entry, newest first, narrowed by series, year, state and text.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::{authority_name, words};
use crate::app::App;
use crate::rooms::registry::{self, Filter, Imported, Registration, Stage};
use crate::web::components::{
    Badge, Cell, Downloads, Empty, Field, FieldKind, Filed, Moment, Pager, Table, Tone,
};
use crate::web::export::{Download, ROWS_MAX, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Entries on a page.
const ROWS: usize = 50;
/// Entries that a text is looked for in the found ones of; more is said.
const FOUND_MAX: usize = 500;

/// The choice that narrows nothing.
const ALL: &str = "alla";

/// What is asked for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// A number, or words of a public description or a case.
    #[serde(rename = "sok")]
    text: String,
    #[serde(rename = "serie")]
    series: String,
    #[serde(rename = "ar")]
    year: String,
    #[serde(rename = "lage")]
    stage: String,
    /// Those before this entry.
    #[serde(rename = "fore")]
    before: Option<Uuid>,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            stage: self.stage.parse().ok(),
            series: Some(self.series.trim().to_owned()).filter(|code| !code.is_empty() && code != ALL),
            year: self.year.trim().parse().ok(),
            ..Filter::default()
        }
    }

    fn is_narrowed(&self) -> bool {
        [&self.text, &self.series, &self.year, &self.stage]
            .iter()
            .any(|text| !matches!(text.trim(), "" | ALL))
    }

    /// Whether what other diaries gave is looked through too: it has neither series nor state here.
    fn has_earlier(&self) -> bool {
        !self.text.trim().is_empty() && self.before.is_none() && self.filter() == Filter::default()
    }

    /// The address of the next page with the same filters.
    fn address(&self, before: Option<Uuid>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in
            [("sok", &self.text), ("serie", &self.series), ("ar", &self.year), ("lage", &self.stage)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("fore", &before.to_string());
        }
        format!("/diarium/poster?{}", query.finish())
    }
}

/// What was found.
struct Found {
    entries: Vec<Registration>,
    earlier: Vec<Imported>,
    is_more: bool,
    /// That not everything was looked through.
    is_cut: bool,
}

#[derive(Template)]
#[template(path = "rooms/registry/pages/posts.html")]
struct PostsPage {
    text: String,
    year: String,
    fields: Vec<Field>,
    is_narrowed: bool,
    table: Table,
    downloads: Downloads,
    earlier: Option<Filed>,
    empty: Option<Empty>,
    is_cut: bool,
    pager: Option<Pager>,
}

/// `GET /diarium/poster`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(me.actor()).await?;
    let found = if download.is_file() {
        everything(&mut reader, &asked).await?
    } else {
        found(&mut reader, &asked).await?
    };
    let fields = fields(&mut reader, &asked).await?;
    // A file is noted in the log, which takes a connection of its own.
    drop(reader);
    let table = table(&me, &found.entries, now);
    let sheet = Sheet::new("diarium", &table).with_content().with_codes(&["serie", "ar", "lage"]);
    if let Some(file) = download.file(&app, &me, &sheet).await? {
        return Ok(file);
    }
    let downloads = download.links(&sheet);
    let earlier_table = earlier(&found.earlier);
    let earlier_sheet = Sheet::new("tidigare-diarium", &earlier_table).with_content();
    if let Some(file) = download.file(&app, &me, &earlier_sheet).await? {
        return Ok(file);
    }
    let is_empty = found.entries.is_empty() && found.earlier.is_empty();
    let last = found.entries.last().map(|entry| entry.id.uuid());
    let page = PostsPage {
        text: asked.text.clone(),
        year: asked.year.clone(),
        fields,
        is_narrowed: asked.is_narrowed(),
        table,
        downloads,
        earlier: (!found.earlier.is_empty()).then(|| download.filed(&earlier_sheet)),
        empty: is_empty.then(|| empty(asked.is_narrowed())),
        is_cut: found.is_cut,
        pager: (found.is_more || asked.before.is_some()).then(|| Pager {
            previous: asked.before.map(|_| asked.address(None)),
            shown: format!("{} poster på sidan", found.entries.len()),
            next: last.filter(|_| found.is_more).map(|last| asked.address(Some(last))),
        }),
    };
    Ok(frame.render(Nav::Registry, "Poster i diariet", &page))
}

async fn found(reader: &mut Reader, asked: &Asked) -> Result<Found, StoreError> {
    let filter = asked.filter();
    let text = asked.text.trim();
    if text.is_empty() {
        let before = asked.before.map(Id::from_uuid);
        let mut entries = registry::page_of(reader, &filter, before, ROWS as u64 + 1).await?;
        let is_more = entries.len() > ROWS;
        entries.truncate(ROWS);
        return Ok(Found { entries, earlier: Vec::new(), is_more, is_cut: false });
    }
    let mut found = searched(reader, asked, FOUND_MAX).await?;
    found.is_more = found.entries.len() > ROWS;
    found.entries.truncate(ROWS);
    if asked.has_earlier() {
        found.earlier = registry::search_imported(reader, text, ROWS).await?;
    }
    Ok(found)
}

/// The entries that the text is found in, among the first so many.
async fn searched(reader: &mut Reader, asked: &Asked, limit: usize) -> Result<Found, StoreError> {
    let filter = asked.filter();
    let all = registry::search(reader, asked.text.trim(), limit).await?;
    let is_cut = !all.is_complete;
    let entries = all
        .entries
        .into_iter()
        .filter(|entry| filter.stage.is_none_or(|stage| entry.state.stage() == stage))
        .filter(|entry| filter.series.as_ref().is_none_or(|series| entry.series == *series))
        .filter(|entry| filter.year.is_none_or(|year| entry.year == year))
        .skip_while(|entry| asked.before.is_some_and(|before| entry.id.uuid() >= before))
        .collect();
    Ok(Found { entries, earlier: Vec::new(), is_more: false, is_cut })
}

/// Every entry that the filters let through, for a file; one more than a file takes is enough to refuse it.
async fn everything(reader: &mut Reader, asked: &Asked) -> Result<Found, StoreError> {
    let asked = Asked { before: None, ..asked.clone() };
    let mut all = if asked.text.trim().is_empty() {
        let entries = registry::page_of(reader, &asked.filter(), None, ROWS_MAX as u64 + 1).await?;
        Found { entries, earlier: Vec::new(), is_more: false, is_cut: false }
    } else {
        searched(reader, &asked, ROWS_MAX + 1).await?
    };
    if asked.has_earlier() {
        all.earlier = registry::search_imported(reader, asked.text.trim(), ROWS_MAX + 1).await?;
    }
    Ok(all)
}

async fn fields(reader: &mut Reader, asked: &Asked) -> Result<Vec<Field>, StoreError> {
    let choice = |name, label: &str, value: &str, all: &str, known: Vec<(String, String)>| {
        let choices = [(ALL.to_owned(), all.to_owned())].into_iter().chain(known).collect();
        let field = Field::new(name, FieldKind::Choice(choices), label);
        Field { value: if value.is_empty() { ALL } else { value }.to_owned(), ..field }
    };
    let mut codes: Vec<String> =
        registry::series(reader, None).await?.into_iter().map(|series| series.code).collect();
    codes.sort();
    codes.dedup();
    let codes = codes.into_iter().map(|code| (code.clone(), code)).collect();
    let stages = [
        (Stage::Reserved, "Väntar på registrering"),
        (Stage::Completed, "Diarieförda"),
        (Stage::Declined, "Avböjda"),
    ];
    let stages = stages.map(|(stage, word)| (stage.code().to_owned(), word.to_owned())).to_vec();
    Ok(vec![
        choice("serie", "Serie", &asked.series, "Alla", codes),
        choice("lage", "Läge", &asked.stage, "Alla", stages),
    ])
}

fn table(me: &SignedIn, entries: &[Registration], now: i64) -> Table {
    let row = |entry: &Registration| {
        let mut state = words::state(entry).to_string();
        if entry.is_marked() {
            state.push(' ');
            state += &Badge::new(Tone::Warning, "Sekretessmarkerad").to_string();
        }
        let about =
            entry.public_description.clone().unwrap_or_else(|| "Ingen offentlig beskrivning".to_owned());
        vec![
            Cell::link(format!("/diarium/{}", entry.id), entry.registry_number.clone()),
            Cell::Part(state),
            Cell::text(about),
            Cell::text(words::direction(entry.direction)),
            Cell::part(&Moment::new(entry.received_at, now)),
            Cell::Number(entry.cases.join(", ")),
            Cell::text(authority_name(me, entry.authority)),
        ]
    };
    let head = ["Nummer", "Läge", "Rör", "Riktning", "Datum", "Ärenden", "Myndighet"];
    Table {
        caption: "Poster, de senaste först".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: entries.iter().map(row).collect(),
    }
}

/// Numbers that another diary gave before Uppsikt.
fn earlier(all: &[Imported]) -> Table {
    let row = |known: &Imported| {
        let first = known.items.first();
        vec![
            match first {
                Some(item) => Cell::link(format!("/handlingar/{item}"), known.registry_number.clone()),
                None => Cell::Number(known.registry_number.clone()),
            },
            Cell::Number(known.registered_on.clone()),
            Cell::text(
                known.public_description.clone().unwrap_or_else(|| "Ingen offentlig beskrivning".to_owned()),
            ),
        ]
    };
    Table {
        caption: "Ur tidigare diarium".to_owned(),
        head: ["Nummer", "Registrerad", "Rör"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    }
}

fn empty(is_narrowed: bool) -> Empty {
    let (said, next) = if is_narrowed {
        ("Inga poster stämmer med det du sökte.", "Pröva färre ord, eller ta bort ett filter.")
    } else {
        (
            "Diariet är tomt än så länge.",
            "Den första posten kommer när någon beslutar om ett inslag, eller begär ett nummer.",
        )
    };
    Empty { said: said.to_owned(), next: Some(next.to_owned()), link: None }
}
