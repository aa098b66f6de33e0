//! What an account is.

use uppsikt_guideline::fact::FactError;
use uppsikt_kernel::{Authority, Id};
use uppsikt_platform::{PlatformError, PlatformKind, PracticeError};
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::people::PeopleError;

/// An account on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Id<Account>,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// What people call it, for example webbplatsen.
    pub name: String,
    /// Where.
    pub platform: PlatformKind,
    /// The platform's address for it.
    pub address: String,
    /// The user name there; `None` reads as anybody would.
    pub login: Option<String>,
    /// Whether the address lies in the authority's own network.
    pub is_internal: bool,
    /// When it was added, in microseconds.
    pub created_at: i64,
    /// Before this, nothing that was published creates clocks or breaches, in microseconds.
    pub watch_from_at: Option<i64>,
    /// Why nothing new is read, and since when.
    pub paused: Option<Pause>,
    /// A second address where what others wrote is read (Bluesky: the AppView).
    pub view_address: Option<String>,
    /// What an imported file calls it.
    pub import_id: Option<String>,
}

/// A pause: the platform no longer lets us in, or a person has stopped the reading; a person has to see to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Since when, in microseconds.
    pub at: i64,
    /// `password` or `permission`; `import` while nobody has asked to read an account that a file told of; a
    /// person's reason, of [`PAUSE_REASONS`](super::PAUSE_REASONS).
    pub why: String,
}

impl Account {
    /// Whether something that was published then is to be watched, and not only kept.
    #[must_use]
    pub fn watches(&self, published_at: i64) -> bool {
        self.watch_from_at.is_none_or(|from| published_at >= from)
    }
}

/// An account that is to be added.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What people call it.
    pub name: String,
    /// Where.
    pub platform: PlatformKind,
    /// The platform's address for it.
    pub address: String,
    /// The user name there.
    pub login: Option<String>,
    /// Whether the address lies in the authority's own network.
    pub is_internal: bool,
    /// Before this, nothing that was published creates clocks or breaches, in microseconds; now when absent.
    pub watch_from_at: Option<i64>,
    /// A second address where what others wrote is read.
    pub view_address: Option<String>,
    /// What an imported file calls it.
    pub import_id: Option<String>,
}

/// Why something about accounts could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// There is an account of that name.
    #[error("the name is taken")]
    NameTaken,
    /// There is no account of that name within reach.
    #[error("no account is called {0:?}")]
    Unknown(String),
    /// The actor's roles do not allow it.
    #[error("only an administrator may do this")]
    NotAdministrator,
    /// The account has a login, but its password is not in the key store.
    #[error("the account's password is not in the key store")]
    NoPassword,
    /// The platform cannot be read in this program.
    #[error("the platform cannot be connected")]
    NotConnectable,
    /// The account is read and changed by hand: its platform has no interface that we may use.
    #[error("the account is read by hand")]
    ByHand,
    /// The actor's roles do not allow noting facts.
    #[error("who only reads may not note facts")]
    MayNotNote,
    /// The actor does not look after the connections there.
    #[error("connections are looked after by other roles")]
    NotCaretaker,
    /// A person's pause has one of the reasons that there are.
    #[error("the pause has no known reason")]
    NoReason,
    /// There is no such fact, or it takes other values.
    #[error(transparent)]
    NoFact(FactError),
    /// The practice account's file cannot be used.
    #[error(transparent)]
    Practice(#[from] PracticeError),
    /// The platform.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for AccountError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::People(error) => error.explain(),
            Self::MayNotNote => told(
                Exit::NotAllowed,
                "Uppgifter om kontot antecknas av den som arbetar med det. Inget har ändrats.",
                "Be någon med en annan roll än revisor.",
            ),
            Self::NotCaretaker => told(
                Exit::NotAllowed,
                "Anslutningen sköts av kommunikatör, ansvarig chef eller administratör. Inget har ändrats.",
                "Be någon av dem hos myndigheten.",
            ),
            Self::NoReason => {
                told(Exit::Usage, "Pausen saknar skäl. Inget har ändrats.", "Välj ett av skälen i listan.")
            }
            Self::NoFact(FactError::Unknown(name)) => Explanation::new(
                Exit::Usage,
                format!("Det finns ingen uppgift som heter {name}. Inget har ändrats."),
                "Se vilka som finns: uppsikt account facts KONTO --all",
            ),
            Self::NoFact(FactError::Value { expected, .. }) => Explanation::new(
                Exit::Usage,
                format!("Uppgiften skrivs som {expected}. Inget har ändrats."),
                "Se vad som kan stå där: uppsikt account facts KONTO --all",
            ),
            Self::NameTaken => told(
                Exit::Usage,
                "Det finns redan ett konto med det namnet. Inget har ändrats.",
                "Välj ett annat namn.",
            ),
            Self::Unknown(name) => Explanation::new(
                Exit::Usage,
                format!("Det finns inget konto som heter {name} hos de myndigheter som du arbetar för."),
                "Se vilka som finns med: uppsikt account list",
            ),
            Self::NotAdministrator => told(
                Exit::NotAllowed,
                "Konton får bara en administratör lägga till eller ändra. Inget har ändrats.",
                "Be en administratör.",
            ),
            Self::NoPassword => told(
                Exit::Folder,
                "Kontots lösenord finns inte i nyckelförrådet, så inget nytt kan hämtas. Det som redan är hämtat finns kvar.",
                "Ange det på nytt med: uppsikt account password KONTO --password-file FIL",
            ),
            Self::NotConnectable => told(
                Exit::Usage,
                "Den plattformen kan det här programmet inte läsa. Inget har ändrats.",
                "Plattformar som går att ansluta: wordpress, bluesky, feed och practice. Övriga registreras för hand.",
            ),
            Self::ByHand => told(
                Exit::Usage,
                "Kontots plattform saknar gränssnitt som Uppsikt får använda. Kontot läses och åtgärdas för hand.",
                "Registrera det du ser med: uppsikt observe, eller ta in en fil med: uppsikt import",
            ),
            Self::Practice(_) => told(
                Exit::Folder,
                "Övningskontots fil i datamappen går inte att läsa. Det som redan är hämtat finns kvar.",
                "Se efter om filen finns i mappen practice. Säkerhetskopior har den inte med: gör i så fall ett nytt övningskonto.",
            ),
            Self::Platform(error) => error.explain(),
            Self::Store(error) => error.explain(),
        }
    }
}
