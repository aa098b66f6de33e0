//! Any table of a page as a file: the same address with `format=csv` or `format=xlsx`, the same filters, all its rows.
//!
//! A handler takes a [`Download`], describes its table as a [`Sheet`], and gives the file where one is asked for:
//! `if let Some(file) = download.file(&app, &me, &sheet).await? { return Ok(file); }`. Under the table stands
//! `download.links(&sheet)`. A page with several tables does so for each; `tabell=` in the address says which.
//!
//! CSV is UTF-8 with a byte order mark, semicolons and CRLF: so a Swedish Excel opens it as columns, with å, ä and ö.
//! Text that a spreadsheet would take for a formula is disarmed (`csv.rs`); in XLSX it is typed as text. A table that
//! is too long is refused and never cut: a list that silently lacks rows is taken for the whole.
//!
//! **Contributions, never persons.** Lagen (2018:218) 3 kap. 3 § forbids searches that make a selection of persons
//! by sensitive personal data. What the control or a person has classed (threats, hatred, party politics) says such
//! things about whoever wrote. A file that tells classes, or was selected by one, therefore has no column that names
//! persons, and says so. Whoever needs the name opens the record, which is one person at a time, and logged where it
//! is protected.
//!
//! What tells of contributions or people is logged before the file is made: who, which table, how many rows, which
//! filters. Of a filter its name is kept, and its value only where the page says that it is a code.

mod csv;
mod value;
mod xlsx;

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use tokio::sync::Semaphore;
use uppsikt_kernel::{Micros, stockholm};
use uppsikt_store::StoreError;

use super::Fault;
use super::components::{Downloads, Filed, Table};
use super::session::SignedIn;
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::report::{self, TakenOut};
use value::Grid;

/// Rows of a file: a year of a large municipality, and about 50 MB while the file is made.
pub const ROWS_MAX: usize = 50_000;
/// Files that are made at the same time; more wait for their turn.
static UNDER_WAY: Semaphore = Semaphore::const_new(2);
/// Characters of the log's note of filters.
const FILTERS_CHARS_MAX: usize = 500;

const FORMAT: &str = "format";
const TABLE: &str = "tabell";
/// What in an address is no filter: which part of a list is on screen, since a file has all of it, and what has just
/// been done.
const NO_FILTERS: [&str; 6] = ["sida", "fore", "under", "klart", "klar", "gjort"];

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Values between semicolons.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A table as a file: what it is called, and what in it needs care.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'t> {
    name: &'static str,
    table: &'t Table,
    codes: &'static [&'static str],
    persons: &'static [&'static str],
    classes: &'static [&'static str],
    class_filters: &'static [&'static str],
    links_only: &'static [&'static str],
    is_noted: bool,
}

impl<'t> Sheet<'t> {
    /// A table under a code (lower case and hyphens) that stands in the file's name and in the log.
    #[must_use]
    pub const fn new(name: &'static str, table: &'t Table) -> Self {
        let none: &[&str] = &[];
        Self {
            name,
            table,
            codes: none,
            persons: none,
            classes: none,
            class_filters: none,
            links_only: none,
            is_noted: false,
        }
    }

    /// The filters of the address whose values are codes or ids, which the log may keep; never words of a search.
    #[must_use]
    pub const fn with_codes(self, codes: &'static [&'static str]) -> Self {
        Self { codes, ..self }
    }

    /// Contributions, or anything else that is no mere setting: that it is taken out is logged.
    #[must_use]
    pub const fn with_content(self) -> Self {
        Self { is_noted: true, ..self }
    }

    /// The heads of columns that name persons; that the table is taken out is logged.
    #[must_use]
    pub const fn with_persons(self, heads: &'static [&'static str]) -> Self {
        Self { persons: heads, is_noted: true, ..self }
    }

    /// The heads of columns that tell how contributions are classed, and the filters of the address that select by
    /// class: with any of them the file names no persons.
    #[must_use]
    pub const fn with_classes(
        self,
        heads: &'static [&'static str],
        filters: &'static [&'static str],
    ) -> Self {
        Self { classes: heads, class_filters: filters, ..self }
    }

    /// The heads of columns that only lead on to a form; a file has no use for them.
    #[must_use]
    pub const fn without(self, heads: &'static [&'static str]) -> Self {
        Self { links_only: heads, ..self }
    }
}

/// What a request says of files; every page with a table takes one.
#[derive(Debug, Clone)]
pub struct Download {
    path: String,
    pairs: Vec<(String, String)>,
    format: Option<Format>,
    table: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Download {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Self::of(parts.uri.path(), parts.uri.query().unwrap_or_default())
    }
}

impl Download {
    fn of(path: &str, query: &str) -> Result<Self, Fault> {
        let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let said =
            |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let (format, table) = (said(FORMAT), said(TABLE));
        let is_filter = |name: &str| ![FORMAT, TABLE].contains(&name) && !NO_FILTERS.contains(&name);
        pairs.retain(|(name, value)| is_filter(name) && !value.is_empty());
        let format = match format.as_deref() {
            None | Some("") => None,
            Some("csv") => Some(Format::Csv),
            Some("xlsx") => Some(Format::Xlsx),
            Some(_) => return Err(unknown_format()),
        };
        Ok(Self { path: path.to_owned(), pairs, format, table })
    }

    /// No file is asked for, and the links lead to the page of that path: for a page that answers a form.
    #[must_use]
    pub fn at(path: &str) -> Self {
        Self { path: path.to_owned(), pairs: Vec::new(), format: None, table: None }
    }

    /// As [`Download::at`], with filters as in an address.
    #[must_use]
    pub fn with(path: &str, query: &str) -> Self {
        Self::of(path, query).unwrap_or_else(|_| Self::at(path))
    }

    /// Whether a file is asked for: then the page reads all rows and not only those on screen.
    #[must_use]
    pub const fn is_file(&self) -> bool {
        self.format.is_some()
    }

    /// Whether the table of this code is asked for by name, where it takes other work to read than the page's others.
    #[must_use]
    pub fn asks_for(&self, name: &str) -> bool {
        self.is_file() && self.table.as_deref() == Some(name)
    }

    /// The file, where one of this table is asked for; `None` where the page is.
    ///
    /// # Errors
    /// A [`Fault`] where the table is too long, or the log does not take the note.
    pub async fn file(&self, app: &App, me: &SignedIn, sheet: &Sheet<'_>) -> Result<Option<Response>, Fault> {
        let Some(format) = self.format.filter(|_| self.is_of(sheet)) else { return Ok(None) };
        let rows = sheet.table.rows.len();
        if rows > ROWS_MAX {
            return Err(too_long(rows, ROWS_MAX));
        }
        if sheet.is_noted {
            let filters = self.noted_filters(sheet);
            let taken = TakenOut { page: sheet.name, format: format.code(), rows, filters };
            app.store
                .write::<_, StoreError, _>(me.actor(), move |tx| Box::pin(report::note_taken_out(tx, taken)))
                .await?;
        }
        let about = self.about(me, sheet, app.store.now());
        let grid = Grid::of(sheet.table, &self.left_out(sheet));
        let _turn = UNDER_WAY.acquire().await;
        let bytes = tokio::task::spawn_blocking(move || match format {
            Format::Csv => csv::bytes(&grid).map_err(|error| error.to_string()),
            Format::Xlsx => xlsx::bytes(&grid, &about).map_err(|error| error.to_string()),
        });
        let bytes = match bytes.await {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(error)) => return Err(unwritten(&error)),
            Err(error) => return Err(unwritten(&error.to_string())),
        };
        let name = format!("uppsikt-{}-{}.{}", sheet.name, today(app.store.now()), format.code());
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
        if let Ok(disposition) = disposition {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        Ok(Some(response))
    }

    /// The links that stand under the table.
    #[must_use]
    pub fn links(&self, sheet: &Sheet<'_>) -> Downloads {
        let address = |format: Format| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.pairs);
            query.append_pair(TABLE, sheet.name).append_pair(FORMAT, format.code());
            format!("{}?{}", self.path, query.finish())
        };
        Downloads {
            about: sheet.table.caption.clone(),
            xlsx: address(Format::Xlsx),
            csv: address(Format::Csv),
            note: self.is_nameless(sheet).then_some(NO_PERSONS_SHORT),
        }
    }

    /// The table as the page shows it, with the links under it.
    #[must_use]
    pub fn filed(&self, sheet: &Sheet<'_>) -> Filed {
        Filed { table: sheet.table.clone(), links: self.links(sheet) }
    }

    /// A page with several tables has them all at one address; without a name every table is meant.
    fn is_of(&self, sheet: &Sheet<'_>) -> bool {
        self.table.as_deref().is_none_or(|name| name == sheet.name)
    }

    /// The columns that the file does not have: those that name persons, where it tells or was selected by classes,
    /// and those that only lead on.
    fn left_out(&self, sheet: &Sheet<'_>) -> Vec<usize> {
        let is_nameless = self.is_nameless(sheet);
        let is_left_out =
            |word: &str| (is_nameless && sheet.persons.contains(&word)) || sheet.links_only.contains(&word);
        let heads = sheet.table.head.iter().enumerate();
        heads.filter(|(_, word)| is_left_out(word)).map(|(at, _)| at).collect()
    }

    /// Whether columns that name persons are left out, since the file tells or was selected by classes.
    fn is_nameless(&self, sheet: &Sheet<'_>) -> bool {
        let has = |heads: &[&str]| sheet.table.head.iter().any(|word| heads.contains(&word.as_str()));
        let is_classed = has(sheet.classes)
            || self.pairs.iter().any(|(name, _)| sheet.class_filters.contains(&name.as_str()));
        is_classed && has(sheet.persons)
    }

    /// The names of the filters, with values where these are codes.
    fn noted_filters(&self, sheet: &Sheet<'_>) -> String {
        let is_code = |value: &str| {
            value.len() <= 64
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        let mut noted = String::new();
        for (name, value) in &self.pairs {
            // A name is made up as easily as a value.
            if !is_code(name) {
                continue;
            }
            let gap = if noted.is_empty() { "" } else { " " };
            // Writing to a string cannot fail.
            let _ = if sheet.codes.contains(&name.as_str()) && is_code(value) {
                write!(noted, "{gap}{name}={value}")
            } else {
                write!(noted, "{gap}{name}")
            };
        }
        noted.chars().take(FILTERS_CHARS_MAX).collect()
    }

    /// What the workbook says of itself: pairs of a word and what it stands for.
    fn about(&self, me: &SignedIn, sheet: &Sheet<'_>, now: Micros) -> Vec<(String, String)> {
        let zoned = stockholm().map(|zone| now.timestamp().to_zoned(zone));
        let at = zoned.map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M").to_string());
        let filters: Vec<String> =
            self.pairs.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let filters = if filters.is_empty() { "inget urval".to_owned() } else { filters.join(", ") };
        let mut about = vec![
            ("Tabell".to_owned(), sheet.table.caption.clone()),
            ("Organisation".to_owned(), me.visitor.organisation.clone()),
            ("Hämtad".to_owned(), at),
            ("Hämtad av".to_owned(), me.visitor.name.clone()),
            ("Urval".to_owned(), filters),
            ("Rader".to_owned(), sheet.table.rows.len().to_string()),
        ];
        if self.is_nameless(sheet) {
            about.push(("Utelämnat".to_owned(), NO_PERSONS.to_owned()));
        }
        about
    }
}

/// Why a file lacks a column that the screen has.
const NO_PERSONS: &str = "Filen nämner inte vem som har skrivit: den säger något om inlägg som är sökta eller bedömda, och en förteckning över personer efter känsliga uppgifter får inte göras.";
/// The same beside the links.
const NO_PERSONS_SHORT: &str = "Utan namn, av hänsyn till känsliga uppgifter.";

fn today(now: Micros) -> Date {
    let zoned = stockholm().map(|zone| now.timestamp().to_zoned(zone).date());
    zoned.unwrap_or_default()
}

/// The refusal of a file that would have that many rows.
pub(crate) fn too_long(rows: usize, rows_max: usize) -> Fault {
    let happened =
        format!("Tabellen har {rows} rader, och filen har högst {rows_max}. Ingen fil har gjorts.");
    let next = "Gå tillbaka och välj en kortare tid, ett konto eller en myndighet i taget.";
    Fault::new(StatusCode::UNPROCESSABLE_ENTITY, Explanation::new(Exit::Usage, happened, next))
}

fn unknown_format() -> Fault {
    let happened = "Tabeller finns som XLSX och CSV, inte i något annat format. Ingen fil har gjorts.";
    let next = "Gå tillbaka och använd länkarna under tabellen.";
    Fault::new(StatusCode::BAD_REQUEST, Explanation::new(Exit::Usage, happened, next))
}

fn unwritten(error: &str) -> Fault {
    tracing::error!(error, "a table could not be written as a file");
    Fault::of_status(StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests;
