//! `uppsikt account`: add, password, list.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, stockholm};
use uppsikt_platform::PlatformKind;

use super::answer::Answer;
use super::command::{self, Command};
use super::facts;
use crate::app::App;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::account::{self, Account, AccountError, NewAccount};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum AccountVerb {
    /// Lägg till ett konto
    Add(AddArguments),
    /// Byt ett kontos lösenord
    Password {
        /// Kontots namn
        #[arg(value_name = "KONTO")]
        account: String,
        /// Fil med det nya lösenordet
        #[arg(long, value_name = "FIL")]
        password_file: PathBuf,
    },
    /// Lista kontona
    List,
    /// Anteckna uppgifter om ett konto, som riktlinjen bedöms efter
    Note(facts::NoteArguments),
    /// Visa vad som är antecknat om ett konto
    Facts(facts::FactsArguments),
}

/// A new account.
#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// Vad kontot kallas, till exempel webbplatsen
    #[arg(value_name = "NAMN")]
    name: String,
    /// Plattform: wordpress, bluesky, feed, practice; eller facebook, instagram, x, youtube, linkedin, tiktok, mastodon, other
    #[arg(long, value_name = "PLATTFORM")]
    platform: String,
    /// Kontots adress, till exempel https://www.lindholm.se/
    #[arg(long, value_name = "ADRESS")]
    address: String,
    /// Användarnamn på plattformen (utelämnat: läs som vem som helst)
    #[arg(long, value_name = "ANVÄNDARE")]
    login: Option<String>,
    /// Fil med lösenordet (i WordPress: ett applikationslösenord)
    #[arg(long, value_name = "FIL", requires = "login")]
    password_file: Option<PathBuf>,
    /// Adressen ligger i det egna nätet eller saknar https
    #[arg(long)]
    internal: bool,
    /// Adress där andras inlägg läses, om den är en annan (Bluesky: AppView)
    #[arg(long, value_name = "ADRESS")]
    view_address: Option<String>,
    /// Bevaka från och med denna dag (ÅÅÅÅ-MM-DD); det äldre sparas utan att ge uppgifter. Utelämnat: från nu
    #[arg(long, value_name = "DATUM")]
    watch_from: Option<jiff::civil::Date>,
    /// Vilken myndighet kontot hör till
    #[arg(long, value_name = "NAMN")]
    authority: Option<String>,
}

/// A new account, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddRequest {
    name: String,
    platform: String,
    address: String,
    login: Option<String>,
    password_file: Option<PathBuf>,
    is_internal: bool,
    view_address: Option<String>,
    watch_from_at: Option<i64>,
    authority: Option<String>,
}

impl AccountVerb {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(match self {
            Self::List => Command::AccountList,
            Self::Note(arguments) => arguments.into_command()?,
            Self::Facts(arguments) => arguments.into_command(),
            Self::Password { account, password_file } => {
                Command::AccountPassword { account, password_file: super::absolute(&password_file)? }
            }
            Self::Add(new) => Command::AccountAdd(AddRequest {
                name: new.name,
                platform: new.platform,
                address: new.address,
                login: new.login,
                password_file: new.password_file.map(|path| super::absolute(&path)).transpose()?,
                is_internal: new.internal,
                view_address: new.view_address,
                watch_from_at: new.watch_from.map(midnight),
                authority: new.authority,
            }),
        })
    }
}

/// The day's beginning in Sweden, in microseconds.
fn midnight(day: jiff::civil::Date) -> i64 {
    let zone = stockholm().unwrap_or(jiff::tz::TimeZone::UTC);
    day.to_zoned(zone).map_or(0, |at| at.timestamp().as_microsecond())
}

/// The file's first line; a password file often ends with a line break.
pub(super) fn password_in(path: &Path) -> Result<String, Explanation> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Explanation::new(
            Exit::Usage,
            format!("{} kan inte läsas: {error}. Inget har ändrats.", path.display()),
            "Kontrollera filen.",
        )
    })?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

pub(super) async fn add(app: &App, actor: &Actor, request: AddRequest) -> Result<Answer, Explanation> {
    let platform: PlatformKind =
        request.platform.parse().map_err(|_| AccountError::NotConnectable.explain())?;
    let password = request.password_file.as_deref().map(password_in).transpose()?;
    let authority = command::authority(app, actor, request.authority.as_deref()).await?;
    let new = NewAccount {
        name: request.name,
        platform,
        address: request.address,
        login: request.login,
        is_internal: request.is_internal,
        watch_from_at: request.watch_from_at,
        view_address: request.view_address,
        import_id: None,
    };
    let account = app
        .store
        .write::<_, AccountError, _>(actor, move |tx| {
            Box::pin(async move { account::add(tx, authority, new).await })
        })
        .await
        .map_err(told)?;
    if let Some(password) = &password {
        app.store.put_secret(account.id.uuid(), password).map_err(told)?;
    }
    if account.platform == PlatformKind::Practice {
        account::lay_out_practice(app.config.folder(), account.id, b"").map_err(told)?;
    }
    let seen = look(app, &account, password.as_deref()).await;
    let text = format!("Kontot {} är tillagt.\n{seen}", account.name);
    Ok(Answer::new(text, json!({"id": account.id, "name": account.name})))
}

/// Tries the connection at once, so that a mistyped password is seen now and not tonight.
async fn look(app: &App, account: &Account, password: Option<&str>) -> String {
    let platform = match app.platforms.connect(account, password) {
        Ok(platform) => platform,
        Err(error) => {
            let told = error.explain();
            return format!("{} {}", told.happened, told.next);
        }
    };
    match platform.check().await {
        Ok(info) => match info.account_name {
            Some(name) => format!("Anslutningen fungerar: {}, inloggad som {name}.", info.site_name),
            None => format!("Anslutningen fungerar: {}.", info.site_name),
        },
        Err(error) => {
            let told = error.explain();
            format!("Anslutningen fungerar inte ännu. {} {}", told.happened, told.next)
        }
    }
}

pub(super) async fn password(
    app: &App,
    actor: &Actor,
    name: &str,
    file: &Path,
) -> Result<Answer, Explanation> {
    let password = password_in(file)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = account::named(&mut reader, name).await.map_err(told)?;
    drop(reader);
    let account = found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?;
    let changed = account.clone();
    app.store
        .write::<_, AccountError, _>(actor, move |tx| {
            Box::pin(async move { account::password_changed(tx, &changed).await })
        })
        .await
        .map_err(told)?;
    app.store.put_secret(account.id.uuid(), &password).map_err(told)?;
    let seen = look(app, &account, Some(&password)).await;
    Ok(Answer::new(
        format!("Lösenordet för {name} är bytt.\n{seen}"),
        json!({"id": account.id, "name": name}),
    ))
}

pub(super) async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let json = json!({"accounts": accounts.iter().map(|account| json!({
        "id": account.id,
        "name": account.name,
        "platform": account.platform.code(),
        "address": account.address,
        "watch_from_at": account.watch_from_at,
        "paused_at": account.paused.as_ref().map(|pause| pause.at),
    })).collect::<Vec<_>>()});
    if accounts.is_empty() {
        return Ok(Answer::new("Det finns inga konton ännu. Lägg till ett med: uppsikt account add", json));
    }
    let mut lines: Vec<String> =
        accounts.iter().map(|a| format!("{}  {}  {}", a.name, a.platform, a.address)).collect();
    lines.extend(super::queue::alarms(&accounts));
    Ok(Answer::new(lines.join("\n"), json))
}
