//! What is recorded by hand, and what is known of a proved version.

use serde::Serialize;
use uppsikt_kernel::{Authority, Id, Object};
use uppsikt_store::{ObjectInfo, StoreError};
use uuid::Uuid;

use crate::explain::{Exit, Explain, Explanation};

/// Something that is handed in to be kept.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Whose it is.
    pub authority: Id<Authority>,
    /// Its bytes.
    pub content: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

/// Something that has been recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The new item.
    pub item: Uuid,
    /// Its object.
    pub object: Id<Object>,
}

/// A version and whether its proof holds.
#[derive(Debug, Clone)]
pub struct ProvedVersion {
    /// What is known without opening it.
    pub info: ObjectInfo,
    /// Its content; `None` when it was disposed of.
    pub content: Option<Vec<u8>>,
    /// The size of the checkpoint that covers it; `None` while it is not sealed.
    pub checkpoint_size: Option<u64>,
}

/// Why evidence could not be given.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// There is no such item or object within reach.
    #[error("there is no such item within reach")]
    NotFound,
    /// The text is no id.
    #[error("{0:?} is no id")]
    NotAnId(String),
    /// The actor's roles do not allow it.
    #[error("an auditor only reads")]
    NotAllowed,
    /// The actor has several authorities, and none was named.
    #[error("which authority?")]
    WhichAuthority,
    /// A line of a file of items cannot be read.
    #[error("line {line}: {why}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it, in Swedish, without its content.
        why: &'static str,
    },
    /// The proof does not hold.
    #[error("the proof does not hold: {0}")]
    Proof(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for EvidenceError {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotFound => Explanation::new(
                Exit::NotAllowed,
                "Det finns inget med det id:t hos de myndigheter som du arbetar för.",
                "Kontrollera id:t. Senaste handlingarna visas med: uppsikt show",
            ),
            Self::NotAnId(text) => Explanation::new(
                Exit::Usage,
                format!("{text} är inget id."),
                "Ett id ser ut som 01990c1e-7c1a-7000-8000-1f0e5c2b9a77 och visas av: uppsikt show",
            ),
            Self::NotAllowed => Explanation::new(
                Exit::NotAllowed,
                "En revisor läser bara. Inget har sparats.",
                "Be en redaktör, registrator eller administratör.",
            ),
            Self::WhichAuthority => Explanation::new(
                Exit::Usage,
                "Du arbetar för flera myndigheter. Inget har sparats.",
                "Säg vilken med --authority NAMN.",
            ),
            Self::Line { line, why } => Explanation::new(
                Exit::Usage,
                format!("Rad {line}: {why}. Inget ur filen har sparats."),
                "Rätta raden och försök igen. Varje rad ska vara ett JSON-objekt med fälten id och text.",
            ),
            Self::Proof(what) => Explanation::new(
                Exit::Found,
                format!("Beviset håller inte: {what}."),
                "Kör uppsikt verify och spara resultatet.",
            ),
            Self::Store(error) => error.explain(),
        }
    }
}
