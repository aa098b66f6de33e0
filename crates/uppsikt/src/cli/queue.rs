//! `uppsikt queue`: what waits for a person, most urgent first.

use clap::Args;
use serde_json::{Value, json};
use uppsikt_guideline::ContentClass;
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;

use super::answer::Answer;
use super::show::{kind_word, snippet};
use super::time::swedish;
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::account::{self, Account, AccountError};
use crate::rooms::capture;
use crate::rooms::moderation::{self, ModerationError, Queued};
use crate::rooms::registry;

/// Which part of the queue.
#[derive(Debug, Args)]
pub(super) struct QueueArguments {
    /// Bara det här kontot
    #[arg(long, value_name = "KONTO")]
    pub account: Option<String>,
    /// Högst så många
    #[arg(long, value_name = "ANTAL", default_value_t = LINES_MAX, hide_default_value = true)]
    pub limit: u64,
}

/// Items on a screen of the queue.
const LINES_MAX: u64 = 20;
/// No more than this in one answer: it is read by a person.
const LIMIT_MAX: u64 = 1_000;

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    named: Option<&str>,
    limit: u64,
) -> Result<Answer, Explanation> {
    // What was captured a moment ago is in the queue, whether or not the server has come to it.
    if actor.roles.iter().any(|role| role.may_write()) {
        moderation::screen_new(app, actor).await.map_err(told)?;
    }
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let only = match named {
        None => None,
        Some(name) => {
            let found = account::named(&mut reader, name).await.map_err(told)?;
            Some(found.ok_or_else(|| told(AccountError::Unknown(name.to_owned())))?.id)
        }
    };
    let waiting = moderation::waiting(&mut reader, only, limit.min(LIMIT_MAX)).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let (mut lines, mut rows) = (alarms(&accounts), Vec::new());
    for queued in waiting {
        let Some(account) = accounts.iter().find(|account| account.id == queued.account) else { continue };
        let (line, row) = described(&mut reader, actor, account, &queued).await.map_err(told)?;
        lines.extend(line);
        rows.extend(row);
    }
    if rows.is_empty() {
        lines.push("Kön är tom: allt som har hämtats är bedömt.".to_owned());
    }
    Ok(Answer::new(lines.join("\n\n"), json!({"queue": rows})))
}

/// Accounts that nobody can see into, said before anything else.
pub(super) fn alarms(accounts: &[Account]) -> Vec<String> {
    let paused = accounts.iter().filter_map(|account| Some((account, account.paused.as_ref()?)));
    paused
        .map(|(account, pause)| {
            if pause.why == "import" {
                return format!(
                    "OBS: {} är inläst ur en fil och hämtas inte. Hämta det med: uppsikt capture --account \"{}\"",
                    account.name, account.name
                );
            }
            if let Some(reason) = pause.reason() {
                return format!(
                    "OBS: {} hämtas inte sedan {}: en person har stoppat hämtningen, {reason}",
                    account.name,
                    swedish(pause.at)
                );
            }
            format!(
                "OBS: {} hämtas inte sedan {}: plattformen godtar inte lösenordet. Byt det med: uppsikt account password {} --password-file FIL",
                account.name,
                swedish(pause.at),
                account.name
            )
        })
        .collect()
}

async fn described(
    reader: &mut Reader,
    actor: &Actor,
    account: &Account,
    queued: &Queued,
) -> Result<(Option<String>, Option<Value>), ModerationError> {
    let Some(item) = capture::item(reader, queued.item).await? else { return Ok((None, None)) };
    let is_marked = registry::by_item(reader, item.id).await?.iter().any(registry::Registration::is_marked);
    let may = capture::may_read(actor, item.authority, item.kind)
        && (!is_marked || registry::may_read_protected(actor, item.authority));
    if !may {
        return Ok((None, None));
    }
    let content = capture::last_content(reader, account.platform, &item).await?;
    let (text, author) = content
        .map(|(_, kept)| (kept.text, kept.author_name.unwrap_or_else(|| "okänd".to_owned())))
        .unwrap_or_default();
    let seen: Vec<String> = queued.categories.iter().map(|code| class_word(code)).collect();
    let unread = queued.unread.iter().filter_map(|code| moderation::unread_reason(code));
    let mut line = format!(
        "[{}] {} på {} av {author}, {}\n  {}\n  id {}",
        moderation::word(queued.urgency),
        kind_word(item.kind),
        account.name,
        swedish(queued.published_at),
        snippet(&text),
        item.id
    );
    if !seen.is_empty() {
        line += &format!("\n  kontrollen såg: {}", seen.join(", "));
    }
    for reason in unread {
        line += &format!("\n  {}", reason.explanation());
    }
    let row = json!({
        "item": item.id,
        "version": queued.version,
        "account": account.name,
        "urgency": moderation::word(queued.urgency),
        "categories": queued.categories,
        "rules": queued.rules,
        "unread": queued.unread,
        "published_at": queued.published_at,
    });
    Ok((Some(line), Some(row)))
}

/// A class of content in words; its code where a rule knows a class that guidelines do not.
pub(super) fn class_word(code: &str) -> String {
    code.parse::<ContentClass>().map_or_else(|_| code.to_owned(), |class| class.swedish().to_owned())
}
