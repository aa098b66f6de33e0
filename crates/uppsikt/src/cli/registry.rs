//! `uppsikt registry`: the diary as the registrar works with it.

mod asked;
mod imported;
mod words;

use std::fmt;

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, Authority, Id};

use asked::{FilterArguments, filter};
pub(super) use asked::{days, described, unknown_word};
pub(super) use words::json;

use super::answer::Answer;
use super::command::{self, Command};
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::people;
use crate::rooms::registry::{
    self as room, Description, NewSeries, PATTERN_DEFAULT, Registration, RegistryError,
};

/// What can be done with the registry.
#[derive(Subcommand)]
pub(super) enum RegistryVerb {
    /// Lista posterna, de senaste först
    List(FilterArguments),
    /// Visa en post; det som är skyddat visas för den som får läsa det, och läsningen loggas
    Show(Numbered),
    /// Gör en reserverad post färdig
    Complete(Described),
    /// Beskriv en post på nytt
    Describe(Described),
    /// Avböj en reserverad post: numret står kvar, och inget kommer tillbaka på plattformen
    Decline {
        /// Which entry.
        #[command(flatten)]
        entry: Numbered,
        /// Skälet (sparas skyddat)
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Koppla en post till ett eller flera ärenden
    Link {
        /// Which entry.
        #[command(flatten)]
        entry: Numbered,
        /// Ärendets nummer (får anges flera gånger)
        #[arg(long = "case", value_name = "NR", required = true)]
        cases: Vec<String>,
    },
    /// Sekretessmarkera en post: en varning, inte ett beslut
    Secrecy {
        /// Which entry.
        #[command(flatten)]
        entry: Numbered,
        /// Bestämmelsen, till exempel "26 kap. 1 § OSL"
        #[arg(long, value_name = "BESTÄMMELSE")]
        provision: String,
    },
    /// Häv en posts sekretessmarkeringar
    Lift {
        /// Which entry.
        #[command(flatten)]
        entry: Numbered,
        /// Bara markeringen med den här bestämmelsen
        #[arg(long, value_name = "BESTÄMMELSE")]
        provision: Option<String>,
    },
    /// Lägg till och lista diarieserier
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Series(SeriesVerb),
}

/// What can be done with diary series.
#[derive(Debug, Subcommand)]
pub(super) enum SeriesVerb {
    /// Lägg till en diarieserie
    Add {
        /// Seriens kod: 1–8 stora bokstäver, till exempel KS
        #[arg(value_name = "KOD")]
        code: String,
        /// Vad serien kallas (utelämnat: Diarium)
        #[arg(long, value_name = "NAMN")]
        name: Option<String>,
        /// Hur ett nummer skrivs, till exempel "{series} {year}/{number}"
        #[arg(long, value_name = "MÖNSTER")]
        pattern: Option<String>,
        /// Vilken myndighet serien hör till
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Lista diarieserierna
    List,
}

/// Which entry.
#[derive(Debug, Clone, Args, Serialize, Deserialize)]
pub struct Numbered {
    /// Diarienumret, till exempel "KS 2026/17"
    #[arg(value_name = "NR")]
    number: String,
    /// Myndigheten, om flera av dina har numret
    #[arg(long, value_name = "NAMN")]
    authority: Option<String>,
}

/// An entry and what it is about.
#[derive(Args)]
pub(super) struct Described {
    #[command(flatten)]
    entry: Numbered,
    /// Vad handlingen rör, så som vem som helst får läsa det
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Fil med en skyddad beskrivning: text, eller JSON med description och counterpart
    #[arg(long, value_name = "FIL")]
    protected_file: Option<std::path::PathBuf>,
    /// Ärende som handlingen hör till (får anges flera gånger)
    #[arg(long = "case", value_name = "NR")]
    cases: Vec<String>,
}

/// What is asked of the registry, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistryRequest {
    /// Lists entries.
    List(asked::ListRequest),
    /// Shows one.
    Show(Numbered),
    /// Changes one.
    Change(Numbered, Change),
    /// Adds a series.
    SeriesAdd {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// How its numbers are written.
        pattern: String,
        /// Whose it is; the actor's only authority when absent.
        authority: Option<String>,
    },
    /// Lists the series.
    SeriesList,
}

/// What becomes of an entry.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is completed or described anew.
    Describe {
        /// Whether it is completed, too.
        complete: bool,
        /// What anybody may read.
        description: Option<String>,
        /// The file with what only some may.
        protected_file: Option<std::path::PathBuf>,
        /// Cases to link it to.
        cases: Vec<String>,
    },
    /// It is declined.
    Decline(String),
    /// It is linked to cases.
    Link(Vec<String>),
    /// It is marked.
    Secrecy(String),
    /// Its marks are lifted, or one of them.
    Lift(Option<String>),
}

// What a person writes may be protected: neither form of the command tells anything of it.
impl fmt::Debug for RegistryVerb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistryVerb")
    }
}
impl fmt::Debug for RegistryRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistryRequest")
    }
}

impl RegistryVerb {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Registry(match self {
            Self::List(arguments) => RegistryRequest::List(arguments.into_request()),
            Self::Show(entry) => RegistryRequest::Show(entry),
            Self::Complete(described) => described.into_request(true)?,
            Self::Describe(described) => described.into_request(false)?,
            Self::Decline { entry, reason } => RegistryRequest::Change(entry, Change::Decline(reason)),
            Self::Link { entry, cases } => RegistryRequest::Change(entry, Change::Link(cases)),
            Self::Secrecy { entry, provision } => RegistryRequest::Change(entry, Change::Secrecy(provision)),
            Self::Lift { entry, provision } => RegistryRequest::Change(entry, Change::Lift(provision)),
            Self::Series(SeriesVerb::List) => RegistryRequest::SeriesList,
            Self::Series(SeriesVerb::Add { code, name, pattern, authority }) => RegistryRequest::SeriesAdd {
                code,
                name: name.unwrap_or_else(|| "Diarium".to_owned()),
                pattern: pattern.unwrap_or_else(|| PATTERN_DEFAULT.to_owned()),
                authority,
            },
        }))
    }
}

impl Described {
    fn into_request(self, complete: bool) -> Result<RegistryRequest, Explanation> {
        let protected_file = self.protected_file.map(|path| super::absolute(&path)).transpose()?;
        let change =
            Change::Describe { complete, description: self.description, protected_file, cases: self.cases };
        Ok(RegistryRequest::Change(self.entry, change))
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: RegistryRequest) -> Result<Answer, Explanation> {
    match request {
        RegistryRequest::List(request) => list(app, actor, &request).await,
        RegistryRequest::Show(entry) => show(app, actor, &entry).await,
        RegistryRequest::Change(entry, change) => self::change(app, actor, &entry, change).await,
        RegistryRequest::SeriesAdd { code, name, pattern, authority } => {
            let authority = command::authority(app, actor, authority.as_deref()).await?;
            add_series(app, actor, authority, NewSeries { code, name, pattern }).await
        }
        RegistryRequest::SeriesList => series(app, actor).await,
    }
}

async fn list(app: &App, actor: &Actor, request: &asked::ListRequest) -> Result<Answer, Explanation> {
    let filter = filter(request)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let earlier = match &request.text {
        Some(text) => room::search_imported(&mut reader, text, request.limit()).await.map_err(told)?,
        None => Vec::new(),
    };
    let (entries, rest) = match &request.text {
        Some(text) => {
            let found = room::search(&mut reader, text, request.limit()).await.map_err(told)?;
            let rest = (!found.is_complete)
                .then(|| format!("Sökningen såg igenom {} poster och kom inte till slutet.", found.searched));
            (found.entries, rest)
        }
        None => {
            let limit = request.limit() as u64;
            let mut entries = room::list(&mut reader, &filter, limit + 1).await.map_err(told)?;
            let more = entries.len() as u64 > limit;
            entries.truncate(request.limit());
            (entries, more.then(|| "Det finns fler poster. Visa fler med --limit.".to_owned()))
        }
    };
    let json = json!({
        "entries": entries.iter().map(words::json).collect::<Vec<_>>(),
        "imported": earlier.iter().map(imported::json).collect::<Vec<_>>(),
        "complete": rest.is_none(),
    });
    let mut lines: Vec<String> = entries.iter().map(words::line).collect();
    lines.extend(earlier.iter().map(imported::line));
    if lines.is_empty() {
        lines.push("Det finns inga sådana poster i diariet.".to_owned());
    }
    lines.extend(rest);
    Ok(Answer::new(lines.join("\n"), json))
}

/// The authority whose diary is meant, where one is named.
async fn named(app: &App, actor: &Actor, entry: &Numbered) -> Result<Option<Id<Authority>>, Explanation> {
    Ok(match entry.authority.as_deref() {
        Some(name) => Some(command::authority(app, actor, Some(name)).await?),
        None => None,
    })
}

/// The entry that a number means to this actor.
async fn find(app: &App, actor: &Actor, entry: &Numbered) -> Result<Registration, Explanation> {
    let authority = named(app, actor, entry).await?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    room::by_number(&mut reader, &entry.number, authority).await.map_err(told)
}

async fn show(app: &App, actor: &Actor, numbered: &Numbered) -> Result<Answer, Explanation> {
    let authority = named(app, actor, numbered).await?;
    let found = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        room::by_number(&mut reader, &numbered.number, authority).await
    };
    let entry = match found {
        // Then it may be one that another diary gave.
        Err(RegistryError::NotFound) => {
            return imported::show(app, actor, &numbered.number, authority).await;
        }
        found => found.map_err(told)?,
    };
    let is_reader = room::may_read_protected(actor, entry.authority);
    if entry.is_marked() && !is_reader {
        return Err(told(RegistryError::NotAllowed("en registrator, ansvarig chef eller redaktör")));
    }
    let has_more = entry.protected.is_some() || entry.state.stage() == room::Stage::Declined;
    if !(entry.is_marked() || has_more && is_reader) {
        return Ok(words::whole(&entry, None));
    }
    let id = entry.id;
    let (entry, permit) = app
        .store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move { room::note_protected_read(tx, id).await })
        })
        .await
        .map_err(told)?;
    let reader = app.store.read(actor).await.map_err(told)?;
    let protected = room::protected(&reader, &permit).await.map_err(told)?;
    let reason = room::decline_reason(&reader, &permit).await.map_err(told)?;
    Ok(words::whole(&entry, Some((protected, reason))))
}

async fn change(app: &App, actor: &Actor, entry: &Numbered, change: Change) -> Result<Answer, Explanation> {
    let id = find(app, actor, entry).await?.id;
    let description = match &change {
        Change::Describe { description, protected_file, .. } => {
            described(description.clone(), protected_file.as_deref())?
        }
        _ => Description::default(),
    };
    let entry = app
        .store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move {
                match change {
                    Change::Describe { complete: true, cases, .. } => {
                        room::complete(tx, id, description, &cases).await
                    }
                    Change::Describe { cases, .. } if cases.is_empty() => {
                        room::describe(tx, id, description).await
                    }
                    Change::Describe { cases, .. } => {
                        room::describe(tx, id, description).await?;
                        room::link(tx, id, &cases).await
                    }
                    Change::Decline(reason) => room::decline(tx, id, &reason).await,
                    Change::Link(cases) => room::link(tx, id, &cases).await,
                    Change::Secrecy(provision) => room::mark_secrecy(tx, id, &provision).await,
                    Change::Lift(provision) => room::lift_secrecy(tx, id, provision.as_deref()).await,
                }
            })
        })
        .await
        .map_err(told)?;
    Ok(Answer::new(words::line(&entry), json(&entry)))
}

async fn add_series(
    app: &App,
    actor: &Actor,
    authority: Id<Authority>,
    new: NewSeries,
) -> Result<Answer, Explanation> {
    let series = app
        .store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move { room::add_series(tx, authority, new).await })
        })
        .await
        .map_err(told)?;
    let text = format!("Diarieserien {} är tillagd.", series.code);
    Ok(Answer::new(text, json!({"id": series.id, "code": series.code})))
}

async fn series(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let all = room::series(&mut reader, None).await.map_err(told)?;
    let authorities = people::authorities(&mut reader).await.map_err(told)?;
    let name = |id| authorities.iter().find(|row| row.id == id).map_or("", |row| row.name.as_str());
    let rows: Vec<_> = all
        .iter()
        .map(|series| {
            json!({
                "code": series.code,
                "name": series.name,
                "pattern": series.pattern,
                "authority": name(series.authority),
            })
        })
        .collect();
    let mut lines: Vec<String> = all
        .iter()
        .map(|series| {
            format!("{}  {}  {}  {}", series.code, name(series.authority), series.name, series.pattern)
        })
        .collect();
    if lines.is_empty() {
        lines.push(
            "Det finns inga diarieserier ännu. Den första handlingen som diarieförs får en av sig själv."
                .to_owned(),
        );
    }
    Ok(Answer::new(lines.join("\n"), json!({"series": rows})))
}
