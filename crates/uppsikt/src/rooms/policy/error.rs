//! Why something about guidelines could not be done, and what a person is told.

use uppsikt_guideline::{ProfileError, ResolveError};
use uppsikt_kernel::WorkdayError;
use uppsikt_store::StoreError;

use super::model::ExceptionState;
use crate::explain::{Exit, Explain, Explanation};

/// Why something about guidelines could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The actor's roles do not allow adopting.
    #[error("only an administrator, a manager or communications may adopt a guideline")]
    NotAllowed,
    /// The actor's roles do not allow granting this exception.
    #[error("this exception is granted by {0}")]
    NotYours(&'static str),
    /// There is no such profile.
    #[error("there is no profile {0:?}")]
    Unknown(String),
    /// The file is no profile.
    #[error("the file is no profile: {0}")]
    NoProfile(ProfileError),
    /// The profile extends others, and they cannot be laid together.
    #[error(transparent)]
    NotTogether(ResolveError),
    /// The profile says something that law or itself contradicts.
    #[error("{0}")]
    Faulty(String),
    /// The day lies before the one on which it is noted.
    #[error("a guideline takes effect today or later")]
    Past,
    /// There is nothing coming to withdraw, or no such exception.
    #[error("there is no such thing")]
    NotFound,
    /// It has another state than what was asked for needs.
    #[error("the exception is {0:?} already")]
    State(ExceptionState),
    /// The value is none that the key takes.
    #[error("{0} does not take that value")]
    Value(String),
    /// No reason was given.
    #[error("an exception needs a reason")]
    NoReason,
    /// The days are in the wrong order, or further apart than an exception may last.
    #[error("an exception has a first and a last day, at most two years apart")]
    Days,
    /// A profile that is kept cannot be read.
    #[error("reading a profile: {0}")]
    Damaged(String),
    /// The calendar.
    #[error(transparent)]
    Calendar(#[from] WorkdayError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why profiles cannot be laid below each other, within a sentence.
fn together(error: &ResolveError) -> String {
    match error {
        ResolveError::Unreadable { code, cause } => format!("{code} går inte att läsa ({})", cause.swedish()),
        ResolveError::Missing(code) => format!("det finns ingen riktlinje som heter {code}"),
        ResolveError::Cycle(code) => format!("{code} bygger på sig själv"),
        ResolveError::TooLong => "för många riktlinjer bygger på varandra".to_owned(),
        ResolveError::WrongOrder { lower, upper } => {
            format!("{lower} kan inte stå under {upper}, för ett bolag kommer före en nämnd")
        }
    }
}

impl PolicyError {
    /// A file that cannot be adopted: what holds goes on holding.
    fn refused_profile(&self) -> Explanation {
        let why = match self {
            Self::NoProfile(error) => format!("Filen är ingen profil: {}", error.swedish()),
            Self::NotTogether(error) => {
                format!("Profilen går inte att lägga under den som den bygger på: {}.", together(error))
            }
            other => format!("Profilen går inte att anta: {other}"),
        };
        Explanation::new(
            Exit::Usage,
            format!("{why} Den riktlinje som gäller gäller fortfarande."),
            "Rätta filen och granska den med: uppsikt guideline check FIL",
        )
    }
}

impl Explain for PolicyError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: String, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::NotAllowed => told(
                Exit::NotAllowed,
                "Vilken riktlinje som gäller anger administratör, ansvarig chef eller kommunikation. Inget har ändrats.".to_owned(),
                "Be någon av dem.",
            ),
            Self::NotYours(who) => told(
                Exit::NotAllowed,
                format!("Det här undantaget beslutar {who} om. Inget har ändrats."),
                "Be den som får besluta.",
            ),
            Self::Unknown(code) => told(
                Exit::Usage,
                format!("Det finns ingen riktlinje som heter {code}. Inget har ändrats."),
                "Se vilka som finns med: uppsikt guideline list. En egen fil anges med sin sökväg.",
            ),
            Self::NoProfile(_) | Self::NotTogether(_) | Self::Faulty(_) => self.refused_profile(),
            Self::Past => told(
                Exit::Usage,
                "En riktlinje kan börja gälla tidigast i dag: det som redan är beslutat ändras inte. Inget har ändrats.".to_owned(),
                "Ange en dag från och med i dag.",
            ),
            Self::NotFound => told(
                Exit::Usage,
                "Det finns inget sådant. Inget har ändrats.".to_owned(),
                "Se vad som finns: uppsikt guideline list, uppsikt guideline exception list",
            ),
            Self::State(state) => told(
                Exit::Usage,
                format!("Undantaget är redan {}. Inget har ändrats.", state.swedish()),
                "Begär ett nytt om det behövs.",
            ),
            Self::Value(key) => told(
                Exit::Usage,
                format!("{key} kan inte ha det värdet. Inget har ändrats."),
                "Se vilka värden som går: uppsikt guideline explain NYCKEL",
            ),
            Self::NoReason => told(
                Exit::Usage,
                "Ett undantag måste ha ett skäl. Inget har ändrats.".to_owned(),
                "Skriv varför: --reason \"…\"",
            ),
            Self::Days => told(
                Exit::Usage,
                "Ett undantag har en första och en sista dag, med högst två år emellan. Inget har ändrats.".to_owned(),
                "Ange --until med en dag inom två år.",
            ),
            Self::Damaged(_) => told(
                Exit::Fault,
                "Riktlinjens profil går inte att läsa. Inget har ändrats.".to_owned(),
                "Anmäl felet med referensnumret.",
            ),
            Self::Calendar(_) => told(
                Exit::Fault,
                "Tidszonen för Sverige finns inte på den här datorn. Inget har ändrats.".to_owned(),
                "Installera tidszonsdata och försök igen.",
            ),
            Self::Store(error) => error.explain(),
        }
    }
}
