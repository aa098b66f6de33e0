//! Why something about the registry could not be done.

use uppsikt_kernel::WorkdayError;
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::people::PeopleError;

/// Why something about the registry could not be done.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The actor's roles do not allow it; the text names those who may, in Swedish.
    #[error("the actor's roles do not allow it")]
    NotAllowed(&'static str),
    /// There is no such entry within reach.
    #[error("there is no such entry within reach")]
    NotFound,
    /// More than one authority within reach has an entry of that number.
    #[error("several authorities have that number")]
    Ambiguous,
    /// The code of a series has a form that it cannot have.
    #[error("a series has 1 to 8 capital letters")]
    SeriesCode,
    /// The pattern of a series has a form that it cannot have.
    #[error("the pattern of a series cannot be used")]
    Pattern,
    /// The authority has a series of that code.
    #[error("the series is there already")]
    SeriesTaken,
    /// The authority has no series of that code.
    #[error("the authority has no series {0:?}")]
    UnknownSeries(String),
    /// A public description is empty, too long or more than one line.
    #[error("a public description is one line of 1 to 500 characters")]
    PublicDescription,
    /// A protected text is empty or too long.
    #[error("a protected text has 1 to 10,000 characters")]
    Text,
    /// A case number is empty, too long or more than one line.
    #[error("a case number is one line of 1 to 60 characters")]
    CaseNumber,
    /// No case was named.
    #[error("no case was named")]
    NoCase,
    /// The provision on secrecy names no section.
    #[error("a secrecy mark names a section of law")]
    Provision,
    /// The mark is there already.
    #[error("the entry has that mark already")]
    MarkedAlready,
    /// There is no such mark to lift.
    #[error("the entry has no such mark")]
    NotMarked,
    /// More items or cases than one entry can hold.
    #[error("too many items or cases for one entry")]
    TooMany,
    /// An entry cannot stand in the diary without saying what it is about.
    #[error("the entry says nothing of what it is about")]
    NoDescription,
    /// What has been registered stays registered.
    #[error("the entry is completed")]
    Completed,
    /// What has been declined is declined.
    #[error("the entry is declined")]
    Declined,
    /// The cause belongs to an entry in another authority's diary.
    #[error("the cause has an entry in another authority's diary")]
    CauseElsewhere,
    /// A series has given out every number that there is.
    #[error("the series has no more numbers")]
    NoMoreNumbers,
    /// What was sealed as a protected description cannot be read.
    #[error("the protected description cannot be read")]
    ProtectedDamaged,
    /// The Swedish calendar.
    #[error(transparent)]
    Calendar(#[from] WorkdayError),
    /// A name.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for RegistryError {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotAllowed(who) => Explanation::new(
                Exit::NotAllowed,
                format!("Det här får bara {who} göra. Inget har ändrats."),
                "Be någon som har den rollen hos myndigheten.",
            ),
            Self::NotFound => Explanation::new(
                Exit::NotAllowed,
                "Det finns inget sådant diarienummer hos de myndigheter som du arbetar för.",
                "Diarienumren visas av: uppsikt registry list",
            ),
            Self::UnknownSeries(code) => Explanation::new(
                Exit::Usage,
                format!("Myndigheten har ingen diarieserie {code}. Inget har ändrats."),
                "Serierna visas av: uppsikt registry series list",
            ),
            Self::ProtectedDamaged => Explanation::new(
                Exit::Found,
                "Den skyddade beskrivningen går inte att läsa.",
                "Kör uppsikt verify och spara resultatet.",
            ),
            Self::Calendar(_) => Explanation::new(
                Exit::Fault,
                "Datorns kalender går inte att använda. Inget har ändrats.",
                "Försök igen. Om det händer igen: anmäl felet med referensnumret.",
            ),
            Self::People(error) => error.explain(),
            Self::Store(error) => error.explain(),
            other => {
                let (happened, next) = other.usage();
                Explanation::new(Exit::Usage, format!("{happened} Inget har ändrats."), next)
            }
        }
    }
}

impl RegistryError {
    /// What happened, and what to do: for what was asked for in a way that cannot be done.
    const fn usage(&self) -> (&'static str, &'static str) {
        match self {
            Self::Ambiguous => {
                ("Flera av dina myndigheter har det diarienumret.", "Säg vilken med --authority NAMN.")
            }
            Self::SeriesCode => (
                "En diarieserie ska ha 1–8 stora bokstäver, gärna delade med bindestreck.",
                "Ange en annan, till exempel KS eller SN-IFO.",
            ),
            Self::Pattern => (
                "Mönstret ska börja med {series} och ett tecken som inte är en bokstav, och ha {year} och {number} en gång var.",
                "Ett mönster som går bra är: {series} {year}/{number}",
            ),
            Self::SeriesTaken => ("Myndigheten har redan den diarieserien.", "Välj en annan kod."),
            Self::PublicDescription => {
                ("Den offentliga beskrivningen ska vara en rad med 1–500 tecken.", "Skriv den kortare.")
            }
            Self::Text => ("En skyddad text eller ett skäl ska ha 1–10 000 tecken.", "Skriv en annan text."),
            Self::CaseNumber => {
                ("Ett ärendenummer ska vara en rad med 1–60 tecken.", "Kontrollera ärendets nummer.")
            }
            Self::NoCase => ("Inget ärende är angivet.", "Ange ett eller flera med --case NR."),
            Self::Provision => (
                "En sekretessmarkering ska ange bestämmelsen, med paragraf.",
                "Ange den till exempel som: 26 kap. 1 § OSL",
            ),
            Self::MarkedAlready => ("Posten har redan den sekretessmarkeringen.", "Inget mer behövs."),
            Self::NotMarked => ("Posten har ingen sådan sekretessmarkering.", "Kontrollera bestämmelsen."),
            Self::TooMany => (
                "Det är för många handlingar (högst 400) eller ärenden (högst 50) för ett diarienummer.",
                "Dela upp dem på flera.",
            ),
            Self::NoDescription => (
                "Posten säger inte vad handlingen rör, och kan därför inte diarieföras färdigt.",
                "Ange --description TEXT, eller --protected-file FIL om inget får vara offentligt.",
            ),
            Self::Completed => (
                "Posten är redan diarieförd, och det som är diariefört står kvar.",
                "Rätta beskrivningen med: uppsikt registry describe NR",
            ),
            Self::Declined => (
                "Posten är avböjd.",
                "Om den ändå ska diarieföras: uppsikt registry complete NR --description TEXT",
            ),
            Self::CauseElsewhere => (
                "Handlingen är redan diarieförd hos en annan av dina myndigheter.",
                "Kontrollera --authority.",
            ),
            _ => ("Diarieserien har inga fler nummer i år.", "Lägg till en ny serie."),
        }
    }
}
