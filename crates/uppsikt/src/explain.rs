//! What a person is told when something does not work: what happened, what was lost, what to do.

use uppsikt_kernel::{Chance as _, OsChance};
use uppsikt_net::NetError;
use uppsikt_platform::PlatformError;
use uppsikt_store::StoreError;

/// How the program ends; the numbers are part of the command line and keep their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something is wrong with the record: `verify`, `doctor`.
    Found,
    /// The command or what it was given cannot be understood.
    Usage,
    /// The person may not do it.
    NotAllowed,
    /// The data folder, its settings or its keys cannot be used.
    Folder,
    /// Somebody else does not answer just now: a database, a platform.
    Passing,
    /// A fault in the program.
    Fault,
}

impl Exit {
    /// The process's exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Usage => 2,
            Self::NotAllowed => 3,
            Self::Folder => 4,
            Self::Passing => 5,
            Self::Fault => 6,
        }
    }
}

/// What a person reads.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Explanation {
    /// What happened, and what of it remains.
    pub happened: String,
    /// What to do next.
    pub next: String,
    /// How the program ends.
    pub exit: Exit,
    /// The number under which the log has it; empty until somebody has logged it.
    #[serde(default)]
    pub reference: String,
    /// What failed, in the program's own words: for the log, never with content.
    #[serde(default)]
    cause: String,
}

impl Explanation {
    /// An explanation.
    pub fn new(exit: Exit, happened: impl Into<String>, next: impl Into<String>) -> Self {
        let (reference, cause) = (String::new(), String::new());
        Self { happened: happened.into(), next: next.into(), exit, reference, cause }
    }

    /// Logs it and gives it the number by which the log is searched; once, where it happened.
    #[must_use]
    pub fn logged(mut self) -> Self {
        if self.reference.is_empty() {
            let mut bytes = [0; 4];
            // Without randomness there is still a message, only its number says nothing.
            let _ = OsChance.fill(&mut bytes);
            self.reference = format!("{:02X}{:02X}-{:02X}{:02X}", bytes[0], bytes[1], bytes[2], bytes[3]);
            let (reference, exit, cause) = (&self.reference, self.exit.code(), &self.cause);
            // Only a fault of the program's own is one for its log; the rest is told to whoever asked.
            if self.exit == Exit::Fault {
                tracing::error!(reference, exit, cause, "what was asked for ended with a fault");
            } else {
                tracing::info!(reference, exit, cause, "what was asked for ended with an error");
            }
        }
        self
    }
}

/// An error that can be told to a person.
pub trait Explain: std::error::Error {
    /// What the person is told, in Swedish.
    fn explain(&self) -> Explanation;
}

/// What a person is told of an error, with the program's own words for the log.
///
/// The causes below it stay out of the log: a database quotes values in what it says.
pub fn told(error: impl Explain) -> Explanation {
    let cause = error.to_string();
    Explanation { cause, ..error.explain() }
}

const NOTHING_LOST: &str = "Inget som redan är sparat har gått förlorat.";

impl Explain for StoreError {
    fn explain(&self) -> Explanation {
        folder(self).or_else(|| database(self)).or_else(|| keys(self)).unwrap_or_else(|| request(self))
    }
}

fn folder(error: &StoreError) -> Option<Explanation> {
    let told = |happened: String, next: &str| Some(Explanation::new(Exit::Folder, happened, next));
    match error {
        StoreError::NoData(path) => told(
            format!("Det finns ingen data i mappen {}.", path.display()),
            "Kontrollera --data, eller skapa en ny installation med: uppsikt init --data MAPP",
        ),
        StoreError::AlreadyThere(path) => told(
            format!("Det finns redan något i {}. Inget har ändrats.", path.display()),
            "Välj en tom mapp (och en tom databas).",
        ),
        StoreError::Locked(path) => told(
            format!("Mappen {} används av ett annat program. Inget har ändrats.", path.display()),
            "Vänta tills det andra kommandot är klart, eller kör kommandot mot servern som äger mappen.",
        ),
        StoreError::TooOpen { path, mode } => told(
            format!("{} kan läsas av andra (rättigheter {mode:o}). Uppsikt öppnar den inte.", path.display()),
            "Stäng den för andra med chmod 700 (mapp) eller chmod 600 (fil).",
        ),
        StoreError::File { path, source } => told(
            format!("{} kan inte användas: {source}. {NOTHING_LOST}", path.display()),
            "Kontrollera att filen finns och att du får läsa och skriva där.",
        ),
        StoreError::DiskFull => told(
            format!("Disken är full. Det sista sparades inte. {NOTHING_LOST}"),
            "Frigör plats och gör om det som inte blev sparat.",
        ),
        StoreError::BackupDamaged(what) => told(
            format!("Säkerhetskopian går inte att använda: {what}. Inget har återställts."),
            "Använd en annan säkerhetskopia, och ta reda på vad som hänt med den här.",
        ),
        _ => None,
    }
}

fn database(error: &StoreError) -> Option<Explanation> {
    let told = |exit, happened: String, next: &str| Some(Explanation::new(exit, happened, next));
    match error {
        StoreError::Unavailable(_) => told(
            Exit::Passing,
            format!("Databasen svarar inte. {NOTHING_LOST} Det som just skulle sparas kan vara osparat."),
            "Kontrollera att databasen är igång och försök igen. Se efter vad som sparats innan du gör om det.",
        ),
        StoreError::Damaged(_) => told(
            Exit::Folder,
            "Databasfilen är skadad.".to_owned(),
            "Rör inget i mappen. Kopiera den, och återställ den senaste säkerhetskopian med uppsikt restore.",
        ),
        StoreError::NotDurable { setting, found, wanted } => told(
            Exit::Folder,
            format!(
                "Databasen lovar inte att det som sparas finns kvar: {setting} är {found}. Uppsikt startar inte."
            ),
            if *wanted == "on" {
                "Slå på inställningen i PostgreSQL och starta om."
            } else {
                "Återställ databasens inställningar."
            },
        ),
        StoreError::DatabaseUser(why) => told(
            Exit::Folder,
            format!(
                "Databasanvändaren duger inte: den är {why}. Radskyddet mellan myndigheter skulle inte gälla."
            ),
            "Ange en egen databasanvändare utan särskilda rättigheter, och ägarens adress i owner_url.",
        ),
        StoreError::NewerSchema { room, found, known } => told(
            Exit::Folder,
            format!(
                "Datan är skriven av en nyare version av Uppsikt ({room}: {found}, det här programmet kan {known}). Inget har ändrats."
            ),
            "Använd den nyare versionen av programmet.",
        ),
        StoreError::ClockBehind { now, last } => told(
            Exit::Folder,
            format!(
                "Datorns klocka visar {now}, men det finns handlingar från {last}. Inget sparas med en tid som är fel."
            ),
            "Ställ klockan rätt och försök igen.",
        ),
        StoreError::LogDamaged(what) => told(
            Exit::Found,
            format!("Liggaren är inte hel: {what}. Inget mer signeras."),
            "Kör uppsikt verify, spara resultatet och kopiera mappen innan något ändras.",
        ),
        StoreError::Closing => told(
            Exit::Passing,
            format!("Uppsikt håller på att stängas. {NOTHING_LOST}"),
            "Försök igen när servern har startat om.",
        ),
        _ => None,
    }
}

fn keys(error: &StoreError) -> Option<Explanation> {
    let told = |happened: String, next: &str| Some(Explanation::new(Exit::Folder, happened, next));
    match error {
        StoreError::KeyMissing(key) => told(
            format!("Nyckeln {key} finns inte i nyckelförrådet. Det den skyddar kan inte öppnas."),
            "Lägg tillbaka nyckelförrådet (mappen keys) från den separata nyckelkopian.",
        ),
        StoreError::KeyDamaged(key) => told(
            format!("Nyckelfilen {key} är skadad."),
            "Lägg tillbaka filen från den separata nyckelkopian.",
        ),
        StoreError::ObjectDamaged(object) => Some(Explanation::new(
            Exit::Found,
            format!("Objektet {object} går inte att öppna: det är inte vad som en gång säkrades."),
            "Kör uppsikt verify och spara resultatet.",
        )),
        _ => None,
    }
}

fn request(error: &StoreError) -> Explanation {
    let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
    match error {
        StoreError::NotFound { .. } | StoreError::OutOfReach(_) => told(
            Exit::NotAllowed,
            "Det finns inget sådant hos de myndigheter som du arbetar för.",
            "Kontrollera id:t och vem du är (--as).",
        ),
        StoreError::NotSealed => told(
            Exit::Passing,
            "Handlingen är sparad men ännu inte säkrad i liggaren.",
            "Försök igen om några sekunder.",
        ),
        StoreError::Disposed => told(
            Exit::NotAllowed,
            "Handlingen är gallrad: innehållet finns inte kvar.",
            "Gallringsprotokollet visar beslutet.",
        ),
        StoreError::ActTooLarge => told(
            Exit::Usage,
            "Det blev för mycket på en gång för en loggpost. Inget har sparats.",
            "Dela upp det i mindre delar.",
        ),
        _ => told(
            Exit::Fault,
            "Något i Uppsikt gick fel. Inget som redan är sparat har gått förlorat.",
            "Försök igen. Om det händer igen: anmäl felet med referensnumret.",
        ),
    }
}

impl Explain for PlatformError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::Unreachable { source, .. } => match source {
                NetError::NotAllowed { .. } | NetError::PrivateAddress { .. } | NetError::Redirect { .. } => {
                    told(
                        Exit::Usage,
                        "Plattformen hänvisar till en adress som Uppsikt inte får anropa. Inget har hämtats.",
                        "Kontrollera kontots adress. En webbplats i det egna nätet läggs till med --internal.",
                    )
                }
                _ => told(
                    Exit::Passing,
                    "Plattformen svarar inte. Det som redan är hämtat finns kvar.",
                    "Hämtningen görs om. Kontrollera adressen om det inte går över.",
                ),
            },
            Self::WrongPassword { .. } => told(
                Exit::NotAllowed,
                "Plattformen godtar inte användarnamnet och lösenordet. Det som redan är hämtat finns kvar, men inget nytt läses.",
                "Skapa ett nytt applikationslösenord och byt med: uppsikt account password KONTO --password-file FIL",
            ),
            Self::NotPermitted { .. } => told(
                Exit::NotAllowed,
                "Kontots användare på plattformen får inte läsa det här.",
                "Ge användaren rätt att läsa och moderera kommentarer.",
            ),
            Self::RateLimited { .. } | Self::Failed { .. } | Self::Malformed { .. } => told(
                Exit::Passing,
                "Plattformen kan inte svara just nu, eller svarar ofullständigt. Det som redan är hämtat finns kvar.",
                "Hämtningen görs om vid nästa genomgång.",
            ),
            Self::NotAble => told(
                Exit::Usage,
                "Plattformen kan inte svara på det. Inget har ändrats.",
                "Registrera det du ser för hand med: uppsikt observe",
            ),
            Self::TooLarge { bytes_max } => Explanation::new(
                Exit::Usage,
                format!(
                    "En fil är större än {} MB och hämtades inte. Resten är sparat.",
                    bytes_max / (1024 * 1024)
                ),
                "Spara filen för hand med: uppsikt record FIL",
            ),
            Self::OtherPlatform { .. } | Self::Address | Self::Cursor | Self::NativeId => told(
                Exit::Usage,
                "På adressen finns inte den plattform som kontot säger.",
                "Kontrollera adressen; den ska vara webbplatsens startsida med http:// eller https://.",
            ),
        }
    }
}
