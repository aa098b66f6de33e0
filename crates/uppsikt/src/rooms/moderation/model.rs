//! What is sealed with a decision, and why something about decisions could not be done.

use serde::{Deserialize, Serialize};
use uppsikt_guideline::decide::Refusal;
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::account::AccountError;
use crate::rooms::capture::CaptureError;
use crate::rooms::policy::PolicyError;
use crate::rooms::registry::RegistryError;

/// What is sealed with a decision.
#[derive(Clone, Serialize, Deserialize)]
pub struct Note {
    /// Always 1.
    pub v: u32,
    /// Why the measure is proportionate.
    pub note: String,
    /// The guideline that was in force, as it calls itself.
    pub guideline: String,
    /// Each step in a sentence, with what stands behind it.
    pub steps: Vec<NoteStep>,
    /// What the automatic control had seen, by rule.
    pub seen: Vec<String>,
}

/// One step in words.
#[derive(Clone, Serialize, Deserialize)]
pub struct NoteStep {
    /// The step's code.
    pub step: String,
    /// What it does and why.
    pub sentence: String,
    /// Statements and sections.
    pub sources: Vec<String>,
}

/// Why something about decisions could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ModerationError {
    /// The actor's roles do not allow it.
    #[error("only an editor, communications or a manager may judge")]
    NotAllowed,
    /// There is no such item or decision within reach.
    #[error("there is no such item or decision within reach")]
    NotFound,
    /// The item has changed since the person read it.
    #[error("the item has changed: version {newest} is the newest")]
    Changed {
        /// The newest version.
        newest: i32,
    },
    /// Somebody has decided, and that decision is not carried out yet.
    #[error("a decision about the item is under way")]
    UnderWay,
    /// The guideline or the law does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing is written where something must be.
    #[error("a note is needed")]
    NoNote,
    /// A picture would be a copy of what must never be copied.
    #[error("a picture would be a copy of what must never be copied")]
    NoPicture,
    /// The decision can no longer be taken back.
    #[error("the decision can no longer be taken back")]
    TooLate,
    /// There is nothing of that kind to attest.
    #[error("there is nothing to attest")]
    NothingToAttest,
    /// Nothing is left of the decision that the program can do.
    #[error("nothing is left of the decision that can go on")]
    NothingToResume,
    /// What must be described for itself, or stays, is not decided on with others.
    #[error("what must be described for itself is not decided on with others")]
    NotInBatch,
    /// Nothing of what was chosen can be decided on.
    #[error("nothing of what was chosen can be decided on")]
    NothingLeft,
    /// Somebody carries the decision out already.
    #[error("the decision is being carried out already")]
    Busy,
    /// The guideline.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// What was captured.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const NOT_IN_BATCH: &str =
    "Det som aldrig får kopieras beskrivs i ord, ett inslag i taget. Inget har beslutats.";
const NOTHING_LEFT: &str = "Inget av det du valde går att besluta om längre: det har ändrats eller redan bedömts. Inget nytt har beslutats.";

impl Explain for ModerationError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::NotAllowed => told(
                Exit::NotAllowed,
                "Att bedöma inslag är redaktörens, kommunikations och chefens uppgift. Inget har gjorts.",
                "Be någon av dem.",
            ),
            Self::NotFound => told(
                Exit::NotAllowed,
                "Det finns inget sådant inslag eller beslut hos de myndigheter som du arbetar för.",
                "Kontrollera id:t och vem du är (--as).",
            ),
            Self::Changed { newest } => Explanation::new(
                Exit::Usage,
                format!(
                    "Inslaget har ändrats sedan du läste det: version {newest} är den senaste. Inget har gjorts."
                ),
                "Läs den med uppsikt show ID och besluta på nytt.",
            ),
            Self::UnderWay => told(
                Exit::Usage,
                "Det finns redan ett beslut om inslaget som håller på att utföras. Inget nytt har gjorts.",
                "Se det med: uppsikt decision list. Gå vidare med: uppsikt decision resume ID",
            ),
            Self::Refused(refusal) => Explanation::new(
                Exit::Usage,
                format!("{} Inget har gjorts.", refusal.sentence()),
                sources(refusal),
            ),
            Self::NoNote => told(
                Exit::Usage,
                "Det saknas en motivering. Inget har gjorts.",
                "Skriv varför åtgärden behövs och räcker: --note \"…\". För det som aldrig får kopieras: beskriv i ord.",
            ),
            Self::NoPicture => told(
                Exit::Usage,
                "En bild skulle vara en ny kopia av det som ingen får ha. Den har inte sparats.",
                "Intyga i ord: --note \"…\". Ta bort bilden från din dator.",
            ),
            Self::TooLate => told(
                Exit::Usage,
                "Beslutet går inte att ångra längre: det utförs eller är utfört.",
                "Se hur långt det har kommit med: uppsikt decision show ID",
            ),
            Self::NothingToAttest => told(
                Exit::Usage,
                "Det finns inget i beslutet som väntar på att intygas. Inget har ändrats.",
                "Se vad som återstår med: uppsikt decision show ID",
            ),
            Self::NothingToResume => told(
                Exit::Usage,
                "Det finns inget kvar i beslutet som Uppsikt kan utföra. Inget har ändrats.",
                "Se vad som återstår med: uppsikt decision show ID",
            ),
            Self::NotInBatch => told(Exit::Usage, NOT_IN_BATCH, "Öppna inslaget och besluta om det för sig."),
            Self::NothingLeft => told(Exit::Usage, NOTHING_LEFT, "Gå till bevakningen och välj på nytt."),
            Self::Busy => told(Exit::Passing, "Beslutet utförs redan just nu.", "Vänta tills det är klart."),
            Self::Policy(error) => error.explain(),
            Self::Account(error) => error.explain(),
            Self::Capture(error) => error.explain(),
            Self::Registry(error) => error.explain(),
            Self::Store(error) => error.explain(),
        }
    }
}

fn sources(refusal: &Refusal) -> String {
    let sources: Vec<String> = refusal.sources().iter().map(ToString::to_string).collect();
    if sources.is_empty() {
        "Besluta på nytt.".to_owned()
    } else {
        format!("Källa: {}.", sources.join("; "))
    }
}
