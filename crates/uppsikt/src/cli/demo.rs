//! `uppsikt demo`: an installation to try everything in, for a kommun that does not exist.

mod content;
mod diary;
mod facts;
mod lay_out;
mod people;
mod rounds;
mod work;
mod year;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use uppsikt_kernel::{Actor, Clock as _, ManualClock, Micros, Role, SystemClock, stockholm};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{Store, StoreError};

use super::answer::Answer;
use super::import::{self, ImportRequest};
use super::{init, output};
use crate::app::{App, doors};
use crate::config::Config;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::account::RealPlatforms;
use crate::rooms::people::{self as room, NewOrganisation, NewUser};
use crate::rooms::{account, capture, moderation, schema};
use content::{Content, When};
use year::Year;

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
/// When the installation was made; what was published before is history and asks nothing of anybody.
const BEGUN: When<'_> = When::Days(31, "07:00");

pub(super) async fn run(folder: Option<PathBuf>) -> Result<Answer, Explanation> {
    let folder = super::absolute(&folder.unwrap_or_else(|| PathBuf::from(FOLDER)))?;
    let content = Content::read().map_err(|error| fault(&error))?;
    // Everybody may know the password, and nobody needs a telephone to try things.
    let config = Config::new(&folder, None, None).without_second_factor();
    // The clock of the demonstration begins a month ago and ends now, so that a month's work lies behind it.
    let zone = stockholm().map_err(|error| fault(&error))?;
    let year = Year::until(SystemClock.now(), zone).map_err(|error| fault(&error))?;
    let begun = year.at(BEGUN).map_err(|error| fault(&error))?;
    let clock = ManualClock::at(begun.timestamp());
    let (_, chance) = doors();
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
    init::create(&config, &new, Arc::new(clock.clone()), chance).await?;
    let app = open(config, &clock).await.map_err(told)?;
    let counted = fill(&app, &clock, &content, (&year, begun)).await;
    clock.set(SystemClock.now().timestamp());
    if let Ok(actor) = room::actor(&app.store, Some("admin")).await {
        app.store.seal(actor.organisation).await.map_err(told)?;
    }
    app.store.close().await;
    counted.map(|counted| answer(&folder, &counted))
}

/// The program over the new folder, with the demonstration's clock.
async fn open(config: Config, clock: &ManualClock) -> Result<App, StoreError> {
    let (_, chance) = doors();
    let store = Store::open(config.settings(), schema(), Arc::new(clock.clone()), chance).await?;
    let platforms = RealPlatforms::new(config.folder(), Arc::new(clock.clone()));
    Ok(App::with(store, config, Arc::new(platforms)))
}

/// What was made.
struct Counted {
    accounts: usize,
    items: u64,
    waiting: usize,
}

async fn fill(
    app: &App,
    clock: &ManualClock,
    content: &Content,
    (year, begun): (&Year, Micros),
) -> Result<Counted, Explanation> {
    let admin = room::actor(&app.store, Some("admin")).await.map_err(told)?;
    people::lay_up(app, &admin).await?;
    give_passwords(app).await?;
    let place = app.config.folder().join("demo");
    std::fs::create_dir(&place).map_err(|error| told(StoreError::file(&place, error)))?;
    let counted = live(app, &admin, (clock, &place), content, year, begun).await;
    // Whether or not it went well, nothing is left of the files; they are in the record now.
    let removed = std::fs::remove_dir_all(&place);
    let counted = counted?;
    removed.map_err(|error| told(StoreError::file(&place, error)))?;
    Ok(Counted { waiting: waiting(app, &admin).await?, ..counted })
}

/// First what was there before anybody looked here, then a month of work.
async fn live(
    app: &App,
    admin: &Actor,
    (clock, place): (&ManualClock, &Path),
    content: &Content,
    year: &Year,
    begun: Micros,
) -> Result<Counted, Explanation> {
    let files = lay_out::history(content, year, begun).map_err(|error| fault(&error))?;
    let mut counted = bring(app, admin, place, files).await?;
    practise(app, admin, content, year, begun).await?;
    facts::note(app, admin).await?;
    counted.items += rounds::work((app, admin), (clock, place), content, year, begun).await?;
    Ok(counted)
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
    let watch_from_at = Some(app.store.now().get());
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
async fn practise(
    app: &App,
    admin: &Actor,
    content: &Content,
    year: &Year,
    begun: Micros,
) -> Result<(), Explanation> {
    let accounts = {
        let mut reader = app.store.read(admin).await.map_err(told)?;
        account::list(&mut reader).await.map_err(told)?
    };
    let data = app.config.folder();
    for account in accounts.iter().filter(|account| account.platform == PlatformKind::Practice) {
        let id = account.import_id.as_deref().unwrap_or_default();
        let lines = lay_out::practice(content, year, id, begun).map_err(|error| fault(&error))?;
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
