//! Items, their versions, and what a pass found.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Authority, Id, Object};
use uppsikt_platform::{GoneBy, Item, ItemKind, NativeRef, PlatformError};
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::observation::ObservationError;
use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::account::{Account, AccountError};

/// What a platform did with an item when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is shown.
    Shown,
    /// It is there, but not shown to visitors: held, spam, in the bin.
    Withheld,
    /// The platform has it no more.
    Gone,
}

impl Presence {
    /// What the platform did with an item that it gave us.
    #[must_use]
    pub const fn of(item: &Item) -> Self {
        if item.is_shown { Self::Shown } else { Self::Withheld }
    }

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Withheld => "withheld",
            Self::Gone => "gone",
        }
    }
}

impl FromStr for Presence {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Shown, Self::Withheld, Self::Gone].into_iter().find(|p| p.code() == code).ok_or(())
    }
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shown => "visas",
            Self::Withheld => "dold på plattformen",
            Self::Gone => "försvunnen",
        })
    }
}

/// How a version came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Read from the platform.
    Read,
    /// Brought in from a file.
    Import,
    /// Registered by a person who saw it.
    Hand,
}

impl Origin {
    /// The code in the database; nothing for what was read.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Read => None,
            Self::Import => Some("import"),
            Self::Hand => Some("hand"),
        }
    }
}

impl FromStr for Origin {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Import, Self::Hand].into_iter().find(|origin| origin.code() == Some(code)).ok_or(())
    }
}

/// Who made an item disappear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CausedBy {
    /// Whoever wrote it.
    Author,
    /// We: a decision stands behind it.
    Us,
    /// The platform.
    Platform,
    /// The platform does not say.
    Unknown,
}

impl CausedBy {
    const ALL: [Self; 4] = [Self::Author, Self::Us, Self::Platform, Self::Unknown];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Us => "us",
            Self::Platform => "platform",
            Self::Unknown => "unknown",
        }
    }
}

impl From<GoneBy> for CausedBy {
    fn from(by: GoneBy) -> Self {
        match by {
            GoneBy::Author => Self::Author,
            GoneBy::Platform => Self::Platform,
            GoneBy::Unknown => Self::Unknown,
        }
    }
}

impl FromStr for CausedBy {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|by| by.code() == code).ok_or(())
    }
}

impl fmt::Display for CausedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Author => "av den som skrev",
            Self::Us => "av oss",
            Self::Platform => "av plattformen",
            Self::Unknown => "okänt av vem",
        })
    }
}

/// An item that has been captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedItem {
    /// Its id.
    pub id: Uuid,
    /// The account that showed it.
    pub account: Id<Account>,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// Post, page or comment.
    pub kind: ItemKind,
    /// The platform's own id.
    pub native_id: String,
    /// When it was first seen, in microseconds.
    pub first_seen_at: i64,
    /// What it answers, as the platform names it.
    pub parent: Option<NativeRef>,
    /// Whether it is the authority's own contribution, where that is known.
    pub own: Option<bool>,
}

/// A version of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedVersion {
    /// 1, 2, 3 …
    pub number: i32,
    /// What the platform did with it.
    pub presence: Presence,
    /// The sealed bytes.
    pub object: Id<Object>,
    /// When the platform says that it was published, in microseconds.
    pub published_at: Option<i64>,
    /// When it was read, in microseconds.
    pub captured_at: i64,
    /// For what has disappeared: when it was last seen, in microseconds.
    pub last_seen_at: Option<i64>,
    /// A salted fingerprint of its content.
    pub fingerprint: Vec<u8>,
    /// What its bytes are.
    pub media_type: String,
    /// How it came here.
    pub origin: Origin,
    /// For what has disappeared: by whom.
    pub caused_by: Option<CausedBy>,
}

/// Bytes that could not be understood, and where they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptBytes {
    pub object: Id<Object>,
    /// A salted fingerprint of the bytes.
    pub fingerprint: Vec<u8>,
}

/// What is sealed when something has disappeared: what was asked, and what was answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Disappearance {
    /// Always 1.
    pub v: u32,
    /// Withheld or gone.
    pub presence: Presence,
    /// The platform's own word or status code.
    pub answer: String,
    /// When it was last seen, in microseconds; unknown when the watermark was lost.
    pub last_seen_at: Option<i64>,
    /// When it was found missing, in microseconds.
    pub found_missing_at: i64,
    /// By whom.
    pub by: CausedBy,
    /// The platform's own name of the last version that was there, such as a CID, where it told us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
}

/// What one pass over one account found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassReport {
    /// The account's name.
    pub account: String,
    /// Items seen for the first time.
    pub new: u64,
    /// Items whose content had changed.
    pub edited: u64,
    /// Items that are no longer shown: withheld or gone.
    pub gone: u64,
    /// Items that are shown again.
    pub returned: u64,
    /// Items that were as before.
    pub unchanged: u64,
    /// Items that could not be understood, kept with their raw bytes.
    pub quarantined: u64,
    /// Pictures, films and sound that were fetched and sealed.
    pub media: u64,
    /// Those that could not be had.
    pub media_missing: u64,
    /// The items that got a new version.
    pub items: Vec<Uuid>,
}

impl PassReport {
    /// Whether the pass wrote anything.
    #[must_use]
    pub const fn is_unchanged(&self) -> bool {
        self.new + self.edited + self.gone + self.returned + self.quarantined + self.media == 0
    }
}

/// Why a pass could not be made or finished; what it had kept by then is kept.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// Somebody is reading the account already.
    #[error("the account is being read already")]
    Busy,
    /// The actor's roles do not allow it.
    #[error("an auditor only reads")]
    NotAllowed,
    /// The actor does not have a role that may do it.
    #[error("this takes another role")]
    WrongRole(&'static str),
    /// What a person registers by hand cannot be kept as an item.
    #[error("what was registered by hand cannot be kept: {0}")]
    Observation(#[from] ObservationError),
    /// The platform's answer and the places of its items do not fit together.
    #[error("the platform's answer cannot be cut into items")]
    Cut,
    /// The account is paused until a person has seen to its password.
    #[error("the account is paused")]
    Paused,
    /// There is no such item within reach.
    #[error("there is no such item within reach")]
    NotFound,
    /// The account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The platform.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CaptureError {
    /// Whether the same pass may succeed later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Busy => true,
            Self::Platform(error) => error.is_temporary(),
            Self::Store(error) => error.is_passing(),
            _ => false,
        }
    }
}

impl Explain for CaptureError {
    fn explain(&self) -> Explanation {
        match self {
            Self::Busy => Explanation::new(
                Exit::Passing,
                "Kontot hämtas redan just nu.",
                "Vänta tills den hämtningen är klar.",
            ),
            Self::NotAllowed => Explanation::new(
                Exit::NotAllowed,
                "En revisor läser bara och kan inte starta en hämtning.",
                "Be en redaktör eller administratör.",
            ),
            Self::WrongRole(who) => Explanation::new(
                Exit::NotAllowed,
                format!("Det här får bara {who} hos myndigheten göra. Inget har ändrats."),
                "Be någon som har den rollen.",
            ),
            Self::Observation(error) => error.explain(),
            Self::Cut => Explanation::new(
                Exit::Passing,
                "Plattformens svar gick inte att dela upp. Det som redan är hämtat finns kvar.",
                "Hämtningen görs om vid nästa genomgång.",
            ),
            Self::Paused => Explanation::new(
                Exit::NotAllowed,
                "Kontot är pausat: plattformen släpper inte in oss. Det som redan är hämtat finns kvar.",
                "Byt lösenord med: uppsikt account password KONTO --password-file FIL",
            ),
            Self::NotFound => Explanation::new(
                Exit::NotAllowed,
                "Det finns inget sådant inslag hos de myndigheter som du arbetar för.",
                "Kontrollera id:t och vem du är (--as).",
            ),
            Self::Account(error) => error.explain(),
            Self::Platform(error) => error.explain(),
            Self::Store(error) => error.explain(),
        }
    }
}
