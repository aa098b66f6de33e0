//! `uppsikt demo`: an installation to try everything in, for a kommun that does not exist.

mod content;
mod facts;
mod lay_out;
mod people;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use uppsikt_kernel::{Actor, Role, stockholm};
use uppsikt_platform::PlatformKind;
use uppsikt_store::StoreError;

use super::answer::Answer;
use super::import::{self, ImportRequest};
use super::{init, output};
use crate::app::{App, doors};
use crate::config::Config;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::people::{self as room, NewOrganisation, NewUser};
use crate::rooms::{account, capture, moderation};
use content::Content;
use lay_out::Year;

/// It takes nothing but the folder.
#[derive(Debug, Args)]
pub(super) struct DemoArguments {}

/// Where it is made when nobody says where.
const FOLDER: &str = "lindholm";
/// The organisation's name says what it is, wherever it is shown.
const ORGANISATION: &str = "Lindholms kommun (påhittad)";
/// What every user of the demonstration signs in with.
const PASSWORD: &str = "prova uppsikt i lindholm";
/// What the log is called.
const ORIGIN: &str = "lindholm.example/uppsikt";
/// What was published before this is history and asks nothing of anybody; in days.
const WATCHED_DAYS: i64 = 30;
const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

pub(super) async fn run(folder: Option<PathBuf>) -> Result<Answer, Explanation> {
    let folder = super::absolute(&folder.unwrap_or_else(|| PathBuf::from(FOLDER)))?;
    let content = Content::read().map_err(|error| fault(&error))?;
    // Everybody may know the password, and nobody needs a telephone to try things.
    let config = Config::new(&folder, None, None).without_second_factor();
    let (clock, chance) = doors();
    let new = NewOrganisation {
        name: ORGANISATION.to_owned(),
        origin: ORIGIN.to_owned(),
        authorities: content.authorities(),
        admin: NewUser {
            login: "admin".to_owned(),
            name: "Administratör".to_owned(),
            roles: [Role::Administrator].into(),
        },
    };
    output::progress("Lindholms kommun är påhittad, liksom allt och alla i den.");
    init::create(&config, &new, Arc::clone(&clock), chance).await?;
    let app = App::open(config).await.map_err(told)?;
    let counted = fill(&app, &content).await;
    if let Ok(actor) = room::actor(&app.store, Some("admin")).await {
        app.store.seal(actor.organisation).await.map_err(told)?;
    }
    app.store.close().await;
    counted.map(|counted| answer(&folder, &counted))
}

/// What was made.
struct Counted {
    accounts: usize,
    items: u64,
    waiting: usize,
}

async fn fill(app: &App, content: &Content) -> Result<Counted, Explanation> {
    let admin = room::actor(&app.store, Some("admin")).await.map_err(told)?;
    people::lay_up(app, &admin).await?;
    give_passwords(app).await?;
    let zone = stockholm().map_err(|error| fault(&error))?;
    let year = Year::until(app.store.now(), zone).map_err(|error| fault(&error))?;
    let files = lay_out::files(content, &year).map_err(|error| fault(&error))?;
    let place = app.config.folder().join("demo");
    let counted = bring(app, &admin, &place, files).await;
    // Whether or not it went well, nothing is left of the files; they are in the record now.
    let removed = std::fs::remove_dir_all(&place);
    let counted = counted?;
    removed.map_err(|error| told(StoreError::file(&place, error)))?;
    practise(app, &admin, content, &year).await?;
    facts::note(app, &admin).await?;
    Ok(Counted { waiting: waiting(app, &admin).await?, ..counted })
}

/// Gives everybody the password that is told at the end; only a demonstration has one that is known.
async fn give_passwords(app: &App) -> Result<(), Explanation> {
    for login in people::logins() {
        let user = room::actor(&app.store, Some(login)).await.map_err(told)?;
        let hash = app.gate.hash(PASSWORD.to_owned().into()).await.map_err(told)?;
        let given = app
            .store
            .write(&user, move |tx| Box::pin(async move { room::set_password(tx, hash, None).await }))
            .await;
        given.map_err(told)?;
    }
    Ok(())
}

/// Brings the files in as any others.
async fn bring(
    app: &App,
    admin: &Actor,
    place: &Path,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Counted, Explanation> {
    let written =
        |path: &Path, done: std::io::Result<()>| done.map_err(|error| told(StoreError::file(path, error)));
    written(place, std::fs::create_dir(place))?;
    let watch_from_at = Some(app.store.now().get() - WATCHED_DAYS * DAY_MICROS);
    let mut counted = Counted { accounts: 0, items: 0, waiting: 0 };
    for (name, bytes) in files {
        let file = place.join(name);
        written(&file, std::fs::write(&file, bytes))?;
        let request = ImportRequest { file: file.clone(), account: None, authority: None, watch_from_at };
        let opened = import::open(&file)?;
        let summary = import::bring(app, admin, opened, &request, &mut output::progress).await?;
        counted.accounts += summary.accounts_new.len();
        counted.items += summary.accounts.iter().map(|report| report.new).sum::<u64>();
        if summary.problems_total > 0 {
            return Err(fault(&"the demonstration's own content has problems"));
        }
    }
    Ok(counted)
}

/// Lays out what the practice accounts show, and reads it as any other platform: what was brought in is the same.
async fn practise(app: &App, admin: &Actor, content: &Content, year: &Year) -> Result<(), Explanation> {
    let accounts = {
        let mut reader = app.store.read(admin).await.map_err(told)?;
        account::list(&mut reader).await.map_err(told)?
    };
    let data = app.config.folder();
    for account in accounts.iter().filter(|account| account.platform == PlatformKind::Practice) {
        let id = account.import_id.as_deref().unwrap_or_default();
        let lines = lay_out::practice(content, year, id).map_err(|error| fault(&error))?;
        // What was laid out when the account was made is what the first file said, before the edits.
        let file = account::practice_file(data, account.id);
        std::fs::remove_file(&file).map_err(|error| told(StoreError::file(&file, error)))?;
        account::lay_out_practice(data, account.id, &lines).map_err(told)?;
        for (name, bytes) in lay_out::practice_pictures(content, id) {
            account::lay_out_practice_picture(data, name, bytes).map_err(told)?;
        }
        output::progress(&format!("Hämtar {} …", account.name));
        let report = capture::pass(app, admin, account).await.map_err(told)?;
        if !report.is_unchanged() {
            return Err(fault(&"the practice platform shows something else than what was brought in"));
        }
    }
    Ok(())
}

/// What waits for a person and has been found something in.
async fn waiting(app: &App, admin: &Actor) -> Result<usize, Explanation> {
    output::progress("Kontrollerar det som är nytt …");
    moderation::screen_new(app, admin).await.map_err(told)?;
    let mut reader = app.store.read(admin).await.map_err(told)?;
    let waiting = moderation::waiting(&mut reader, None, u64::from(u16::MAX)).await.map_err(told)?;
    Ok(waiting.iter().filter(|queued| !queued.categories.is_empty()).count())
}

fn fault(error: &impl std::fmt::Display) -> Explanation {
    tracing::error!(%error, "the demonstration could not be made");
    Explanation::new(
        Exit::Fault,
        "Demonstrationen gick inte att göra färdig.",
        "Ta bort mappen och försök igen. Om det händer igen: anmäl felet med referensnumret.",
    )
}

fn answer(folder: &Path, counted: &Counted) -> Answer {
    let Counted { accounts, items, waiting } = counted;
    let data = folder.display();
    let text = format!(
        "Demonstrationen är klar: {accounts} konton med {items} inslag över ett år, i {data}.\n\
         Lindholms kommun är påhittad. Konton som slutar på (övning) är till för att prova åtgärder på; inget syns utanför.\n\n\
         Prova nu:\n  \
         uppsikt queue --data {data} --as redaktor.ks      det som väntar på bedömning ({waiting} med iakttagelser hos alla)\n  \
         uppsikt show ID --data {data} --as redaktor.ks    ett inslag med versioner, beslut och bevis\n  \
         uppsikt decide ID --measure ta-bort --class threat --law … --note \"…\" --data {data} --as redaktor.ks\n  \
         uppsikt guideline status --authority Kommunstyrelsen --data {data} --as chef   hur kontona följer riktlinjen\n  \
         uppsikt search snö --data {data} --as registrator\n  \
         uppsikt verify {data} --as admin\n\n\
         Användare: {}.\n\
         I webbläsaren (uppsikt serve --data {data}) loggar alla in med lösenordet: {PASSWORD}",
        people::logins().join(", "),
    );
    let json = json!({
        "data": folder,
        "organisation": ORGANISATION,
        "accounts": accounts,
        "items": items,
        "waiting": waiting,
        "users": people::logins(),
        "password": PASSWORD,
    });
    Answer::new(text, json)
}
