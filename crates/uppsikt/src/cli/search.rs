//! `uppsikt search`: a text in everything that the accounts have shown, registered or not.

use std::fmt;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use super::command::Command;
use super::registry::days;
use super::time::swedish;
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, AccountError};
use crate::rooms::registry::{self, KeptHit, KeptQuery, KeptSearch, RegistryError};

/// Items that are found unless more are asked for.
const HITS: u32 = 100;
/// Items of the longest answer.
const HITS_MAX: u32 = 10_000;

/// What to search for.
#[derive(Args)]
pub(super) struct SearchArguments {
    /// Text i inlägget, eller namnet på den som skrev
    #[arg(value_name = "TEXT")]
    text: String,
    /// Bara det här kontot
    #[arg(long, value_name = "NAMN")]
    account: Option<String>,
    /// Publicerat från och med den här dagen, till exempel 2026-03-01
    #[arg(long, value_name = "DATUM")]
    from: Option<String>,
    /// … till och med den här dagen
    #[arg(long, value_name = "DATUM")]
    until: Option<String>,
    /// Högst så många träffar (utelämnat: 100)
    #[arg(long, value_name = "ANTAL")]
    limit: Option<u32>,
}

/// What to search for, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct SearchRequest {
    text: String,
    account: Option<String>,
    from: Option<String>,
    until: Option<String>,
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
            text: self.text,
            account: self.account,
            from: self.from,
            until: self.until,
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
    if request.text.trim().is_empty() {
        return Err(Explanation::new(Exit::Usage, "Det finns inget att söka efter.", "Ange en text."));
    }
    let (from_at, until_at) = days(request.from.as_deref(), request.until.as_deref())?;
    let account = match &request.account {
        Some(name) => {
            let mut reader = app.store.read(actor).await.map_err(told)?;
            let found = account::named(&mut reader, name).await.map_err(told)?;
            Some(found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?)
        }
        None => None,
    };
    let authority = account.as_ref().map(|account| account.authority);
    // That somebody searches stands in the log before anything is found; what for stands nowhere.
    app.store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move { registry::note_search(tx, authority).await })
        })
        .await
        .map_err(told)?;
    let query = KeptQuery {
        text: request.text,
        account: account.map(|account| account.id),
        from_at,
        until_at,
        limit: request.limit.unwrap_or(HITS).clamp(1, HITS_MAX) as usize,
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let told_so_far = |items: u64| progress(&format!("{items} inslag genomsökta …"));
    let search = registry::search_kept(&mut reader, actor, &query, told_so_far).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let name = |hit: &KeptHit| {
        let found = accounts.iter().find(|account| account.id == hit.account);
        found.map_or_else(|| "avslutat konto".to_owned(), |account| account.name.clone())
    };
    let mut lines: Vec<String> = search.hits.iter().map(|hit| line(hit, &name(hit))).collect();
    lines.push(how_far(&search));
    let hits: Vec<_> = search
        .hits
        .iter()
        .map(|hit| {
            json!({
                "item": hit.item,
                "kind": hit.kind.code(),
                "account": name(hit),
                "version": hit.version,
                "presence": hit.presence,
                "published_at": hit.published_at,
                "registered": hit.registry_numbers,
                "snippet": hit.snippet,
            })
        })
        .collect();
    let json = json!({
        "hits": hits,
        "items": search.items,
        "versions": search.versions,
        "not_allowed": search.not_allowed,
        "disposed": search.disposed,
        "unreadable": search.unreadable,
        "oldest_at": search.oldest_at,
        "complete": search.is_complete,
    });
    Ok(Answer::new(lines.join("\n"), json))
}

fn line(hit: &KeptHit, account: &str) -> String {
    let registered = if hit.registry_numbers.is_empty() {
        "inte diarieförd".to_owned()
    } else {
        hit.registry_numbers.join(", ")
    };
    let text = match &hit.snippet {
        Some(snippet) => format!("”{snippet}”"),
        None => "sekretessmarkerad, läs med uppsikt registry show".to_owned(),
    };
    format!(
        "{}  {account}, {}, version {}, {}, {registered}: {text}",
        hit.item,
        swedish(hit.published_at),
        hit.version,
        hit.presence
    )
}

/// What was searched and what was not: nobody should take silence for absence.
fn how_far(search: &KeptSearch) -> String {
    let mut told = format!(
        "{} träffar i {} inslag och {} versioner av dem.",
        search.hits.len(),
        search.items,
        search.versions
    );
    told += if search.is_complete {
        " Allt som kontona har visat är genomsökt; handlingar som sparats för hand ingår inte."
    } else {
        " Allt är inte genomsökt: begränsa med --account, --from och --until, eller öka --limit."
    };
    if let (false, Some(at)) = (search.is_complete, search.oldest_at) {
        told += &format!(" Sökningen nådde tillbaka till det som först sågs {}.", swedish(at));
    }
    for (count, what) in [
        (
            search.not_allowed,
            "inslag är inte genomsökta, för de är sekretessmarkerade eller direktmeddelanden och kräver en annan roll",
        ),
        (search.disposed, "versioner är gallrade"),
        (search.unreadable, "versioner gick inte att läsa"),
    ] {
        if count > 0 {
            told += &format!(" {count} {what}.");
        }
    }
    told
}
