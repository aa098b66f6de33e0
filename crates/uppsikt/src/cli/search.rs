//! `uppsikt search`: a text in everything that the accounts have shown, registered or not.

use std::fmt;

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, Role};
use uppsikt_platform::ItemKind;
use uppsikt_store::search::Query;

use super::answer::Answer;
use super::command::Command;
use super::registry::days;
use super::time::swedish;
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, Account, AccountError};
use crate::rooms::search::{
    self, Found, Hit, Order, Progress, SearchError, SearchRequest as Asked, Side, State,
};

/// Items that are found unless more are asked for.
const HITS: u32 = 100;
/// Items of the longest answer.
const HITS_MAX: u32 = 10_000;

/// What to search for.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    subcommand_help_heading = "Kommandon",
    subcommand_value_name = "KOMMANDO"
)]
pub(super) struct SearchArguments {
    #[command(subcommand)]
    verb: Option<SearchVerb>,
    /// Ord i inlägget, namnet på den som skrev, eller ett nummer; "ord i följd", -utan, början*
    #[arg(value_name = "TEXT", required = true, allow_hyphen_values = true)]
    text: Option<String>,
    /// Bara det här kontot
    #[arg(long, value_name = "NAMN")]
    account: Option<String>,
    /// Publicerat från och med den här dagen, till exempel 2026-03-01
    #[arg(long, value_name = "DATUM")]
    from: Option<String>,
    /// … till och med den här dagen
    #[arg(long, value_name = "DATUM")]
    until: Option<String>,
    /// Bara inkommen eller utgaende
    #[arg(long, value_name = "RIKTNING", value_parser = ["inkommen", "utgaende"], hide_possible_values = true)]
    direction: Option<String>,
    /// Bara det här slaget: post, page, comment eller message
    #[arg(long, value_name = "SLAG", value_parser = ["post", "page", "comment", "message"], hide_possible_values = true)]
    kind: Option<String>,
    /// Bara det som är vantar, bedomt, borttaget eller forsvunnet
    #[arg(long, value_name = "LÄGE", value_parser = ["vantar", "bedomt", "borttaget", "forsvunnet"], hide_possible_values = true)]
    state: Option<String>,
    /// Bara det som har det här diarie- eller ärendenumret
    #[arg(long, value_name = "NUMMER")]
    number: Option<String>,
    /// Bäst träff först, i stället för nyast
    #[arg(long)]
    best: bool,
    /// Högst så många träffar (utelämnat: 100)
    #[arg(long, value_name = "ANTAL")]
    limit: Option<u32>,
}

/// What else can be done.
#[derive(Subcommand)]
enum SearchVerb {
    /// Bygg om sökregistret från början, av det som är sparat
    Rebuild,
}

/// What to search for, as it goes to the server.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRequest {
    rebuild: bool,
    text: String,
    account: Option<String>,
    from: Option<String>,
    until: Option<String>,
    direction: Option<String>,
    kind: Option<String>,
    state: Option<String>,
    number: Option<String>,
    best: bool,
    limit: Option<u32>,
}

// What is searched for stands nowhere.
impl fmt::Debug for SearchArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SearchArguments")
    }
}
impl fmt::Debug for SearchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchRequest").field("account", &self.account).finish_non_exhaustive()
    }
}

impl SearchArguments {
    pub(super) fn into_command(self) -> Command {
        Command::Search(SearchRequest {
            rebuild: matches!(self.verb, Some(SearchVerb::Rebuild)),
            text: self.text.unwrap_or_default(),
            account: self.account,
            from: self.from,
            until: self.until,
            direction: self.direction,
            kind: self.kind,
            state: self.state,
            number: self.number,
            best: self.best,
            limit: self.limit,
        })
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    request: SearchRequest,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let mut said = |at: Progress| {
        progress(&format!("Sökregistret: {} av {} i liggaren …", at.reached, at.sealed));
    };
    if request.rebuild {
        return rebuild(app, actor, said).await;
    }
    if request.text.trim().is_empty() {
        return Err(Explanation::new(Exit::Usage, "Det finns inget att söka efter.", "Ange en text."));
    }
    let account = match &request.account {
        Some(name) => {
            let mut reader = app.store.read(actor).await.map_err(told)?;
            let found = account::named(&mut reader, name).await.map_err(told)?;
            Some(found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?)
        }
        None => None,
    };
    let asked = asked(&request, account.as_ref())?;
    let authority = account.as_ref().map(|account| account.authority);
    // That somebody searches stands in the log before anything is found; what for stands nowhere.
    app.store
        .write::<_, SearchError, _>(actor, move |tx| {
            Box::pin(async move { search::note(tx, authority).await })
        })
        .await
        .map_err(told)?;
    let machinery = crate::rooms::people::machinery(actor.organisation);
    search::catch_up(app, &machinery, &mut said).await.map_err(told)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = search::search(app, &mut reader, actor, &asked).await.map_err(told)?;
    let reached = search::progress(app, &mut reader, actor).await.map_err(told)?;
    let explained = search::explained(&asked, account.as_ref().map(|account| account.name.as_str()));
    Ok(answer(&found, reached, &explained))
}

/// The search as the room understands it.
fn asked(request: &SearchRequest, account: Option<&Account>) -> Result<Asked, Explanation> {
    let (from_at, until_at) = days(request.from.as_deref(), request.until.as_deref())?;
    let known = |what: &str, value: &str| {
        Explanation::new(
            Exit::Usage,
            format!("{value} är {what} som inte finns."),
            "Se uppsikt search --help.",
        )
    };
    let side = request.direction.as_deref().map(str::parse::<Side>).transpose();
    let kind = request.kind.as_deref().map(str::parse::<ItemKind>).transpose();
    let state = request.state.as_deref().map(str::parse::<State>).transpose();
    let value = |value: &Option<String>| value.clone().unwrap_or_default();
    Ok(Asked {
        query: Query::parse(&request.text).map_err(SearchError::from).map_err(told)?,
        account: account.map(|account| account.id),
        side: side.map_err(|()| known("en riktning", &value(&request.direction)))?,
        kind: kind.map_err(|_| known("ett slag", &value(&request.kind)))?,
        state: state.map_err(|()| known("ett läge", &value(&request.state)))?,
        number: request.number.clone(),
        from_at,
        until_at,
        order: if request.best { Order::Best } else { Order::Newest },
        skip: 0,
        take: request.limit.unwrap_or(HITS).clamp(1, HITS_MAX) as usize,
    })
}

async fn rebuild(app: &App, actor: &Actor, said: impl FnMut(Progress) + Send) -> Result<Answer, Explanation> {
    if !actor.roles.contains(&Role::Administrator) {
        return Err(told(SearchError::NotAdministrator));
    }
    let machinery = crate::rooms::people::machinery(actor.organisation);
    let items = search::rebuild(app, &machinery, said).await.map_err(told)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let at = search::progress(app, &mut reader, actor).await.map_err(told)?;
    let text =
        format!("Sökregistret är ombyggt: {items} inslag, till {} av {} i liggaren.", at.reached, at.sealed);
    Ok(Answer::new(text, json!({ "items": items, "reached": at.reached, "sealed": at.sealed })))
}

fn answer(found: &Found, reached: Progress, explained: &str) -> Answer {
    let mut lines: Vec<String> = found.hits.iter().map(line).collect();
    lines.push(how_far(found, reached, explained));
    let hits: Vec<_> = found
        .hits
        .iter()
        .map(|hit| {
            json!({
                "item": hit.item,
                "kind": hit.kind.code(),
                "account": hit.account.name,
                "version": hit.version,
                "presence": hit.presence,
                "published_at": hit.published_at,
                "registered": hit.numbers,
                "marked": hit.is_marked,
                "snippet": hit.snippet.as_ref().map(search::Snippet::text),
            })
        })
        .collect();
    let months: Vec<_> = found
        .months
        .iter()
        .map(|(month, count)| json!({"month": format!("{}-{:02}", month.year, month.month), "hits": count}))
        .collect();
    let json = json!({
        "hits": hits,
        "total": found.total,
        "months": months,
        "explained": explained,
        "reached": reached.reached,
        "sealed": reached.sealed,
        "complete": reached.is_complete() && found.total == found.hits.len() as u64,
    });
    Answer::new(lines.join("\n"), json)
}

fn line(hit: &Hit) -> String {
    let registered =
        if hit.numbers.is_empty() { "inte diarieförd".to_owned() } else { hit.numbers.join(", ") };
    let text = match &hit.snippet {
        Some(snippet) => format!("”{}”", snippet.text()),
        None => "sekretessmarkerad, läs med uppsikt registry show".to_owned(),
    };
    format!(
        "{}  {}, {}, version {}, {}, {registered}: {text}",
        hit.item,
        hit.account.name,
        swedish(hit.published_at),
        hit.version,
        hit.presence
    )
}

/// What was searched and how far: nobody should take silence for absence.
fn how_far(found: &Found, reached: Progress, explained: &str) -> String {
    let shown = found.hits.len();
    let mut told = format!("{} träffar", found.total);
    if found.total != shown as u64 {
        told += &format!(", varav {shown} visas; öka --limit eller begränsa sökningen");
    }
    told += &format!(
        ". {explained} Sökregistret har kommit till {} av {} i liggaren.",
        reached.reached, reached.sealed
    );
    if !reached.is_complete() {
        told += " Det allra senaste är alltså inte genomsökt.";
    }
    told += " Det du inte får läsa (direktmeddelanden, det som är sekretessmarkerat) är inte med, och inte handlingar som sparats för hand.";
    told
}
