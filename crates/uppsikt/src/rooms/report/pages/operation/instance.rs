//! How the installation is: version, disk, database, log, jobs, backups.

use std::path::Path;

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};

use super::words::long;
use crate::app::App;
use crate::rooms::search;
use crate::web::components::{Cell, Facts, Moment};

/// Below this the operators have days, not weeks, in bytes.
const FREE_BYTES_MIN: u64 = 5 * GIGA;
const GIGA: u64 = 1_000_000_000;
/// Entries are sealed within seconds; what has waited this long waits for a person, in microseconds.
const SEALED_WITHIN: i64 = 10 * 60_000_000;

/// How the installation is.
pub(super) struct Instance {
    pub facts: Facts,
    pub warnings: Vec<String>,
}

/// Asks everything that answers at once.
pub(super) async fn of(app: &App, actor: &Actor) -> Result<Instance, StoreError> {
    let now = app.store.now().get();
    // Each of these asks for a connection of its own: whoever holds one already could wait for itself.
    let waiting_jobs = app.store.waiting_jobs(actor.organisation).await?;
    let dead_jobs = app.store.dead_jobs(actor.organisation).await?;
    let mut reader = app.store.read(actor).await?;
    let (log, newest) = (reader.log().await?, reader.checkpoints(None, 1).await?.into_iter().next());
    let index = index(app, &mut reader, actor).await;
    drop(reader);
    let disk = disk(app.config.folder()).await;
    let number = |count: u64| Cell::Number(count.to_string());
    let signed_at = newest.map(|checkpoint| checkpoint.signed_at);
    let facts = Facts::default()
        .with("Version", Cell::Number(env!("CARGO_PKG_VERSION").to_owned()))
        .with("Hämtning", Cell::text(schedule(app)))
        .with("Databas", Cell::text(app.store.durability().database.clone()))
        .with("Skrivs säkert", Cell::text(settings(app)))
        .with("Ledigt utrymme", Cell::text(disk.as_ref().map_or_else(|| "okänt".to_owned(), Disk::words)))
        .with("Poster i liggaren", number(log.size))
        .with("Väntar på att säkras", number(log.waiting))
        .with(
            "Senaste kontrollpunkt",
            signed_at.map_or_else(|| Cell::text("ingen än"), |at| Cell::part(&Moment::new(at, now))),
        )
        .with("Jobb som väntar", number(waiting_jobs))
        .with("Jobb som har gett upp", number(dead_jobs))
        .with("Sökregistret", Cell::text(index))
        .with("Senaste säkerhetskopia", Cell::text(BACKUP));
    let mut warnings = Vec::new();
    if let Some(disk) = disk.filter(|disk| disk.free < FREE_BYTES_MIN) {
        warnings.push(format!(
            "Bara {} är ledigt där datamappen ligger. Blir det fullt sparas inget nytt. Be den som sköter servern om mer utrymme.",
            giga(disk.free)
        ));
    }
    if dead_jobs > 0 {
        warnings.push("Något som Uppsikt skulle göra har misslyckats flera gånger och görs inte om av sig självt. Be den som sköter servern att köra uppsikt doctor.".to_owned());
    }
    if log.waiting > 0 && signed_at.is_some_and(|at| now - at > SEALED_WITHIN) {
        let since = signed_at.map_or_else(String::new, |at| long(now - at));
        warnings.push(format!("Det som väntar på att säkras har väntat i upp till {since}. Inget är borta. Be den som sköter servern att se efter."));
    }
    Ok(Instance { facts, warnings })
}

const BACKUP: &str = "Uppsikt vet inte: kopian görs på servern med uppsikt backup och antecknas inte här";

fn schedule(app: &App) -> String {
    match app.config.capture_interval_minutes() {
        Some(1) => "varje minut".to_owned(),
        Some(minutes) => format!("var {minutes}:e minut"),
        None => "avstängd: konton hämtas bara när någon ber om det".to_owned(),
    }
}

/// The settings that make what is written stay written, as the database says them.
fn settings(app: &App) -> String {
    let settings = app.store.durability().settings.iter().map(|(name, value)| format!("{name} = {value}"));
    format!("ja ({})", settings.collect::<Vec<_>>().join(", "))
}

/// How far the index of the search has come.
async fn index(app: &App, reader: &mut Reader, actor: &Actor) -> String {
    match search::progress(app, reader, actor).await {
        Ok(progress) if progress.is_complete() => "allt som är säkrat går att söka i".to_owned(),
        Ok(progress) if progress.is_anew => {
            format!("byggs om: {} av {} poster i liggaren är med", progress.reached, progress.sealed)
        }
        Ok(progress) => format!("{} av {} poster i liggaren är med", progress.reached, progress.sealed),
        Err(error) => {
            tracing::warn!(%error, "how far the index has come could not be asked");
            "går inte att läsa just nu; inget är borta, registret kan byggas om med uppsikt search rebuild"
                .to_owned()
        }
    }
}

/// The disk under the data folder, in bytes.
struct Disk {
    free: u64,
    total: u64,
}

impl Disk {
    fn words(&self) -> String {
        format!("{} av {}", giga(self.free), giga(self.total))
    }
}

fn giga(bytes: u64) -> String {
    format!("{} GB", bytes / GIGA)
}

/// Asked beside the page: a disk over a network may not answer.
async fn disk(folder: &Path) -> Option<Disk> {
    let folder = folder.to_owned();
    let asked = tokio::task::spawn_blocking(move || rustix::fs::statvfs(&folder).ok());
    let asked = tokio::time::timeout(std::time::Duration::from_secs(1), asked).await;
    let disk = asked.ok()?.ok()??;
    let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
    Some(Disk { free: bytes(disk.f_bavail), total: bytes(disk.f_blocks) })
}
