//! What is asked, and what is found.

use std::fmt;
use std::str::FromStr;

use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uppsikt_store::StoreError;
use uppsikt_store::search::{self, Month, Order, Query, QueryError};
use uuid::Uuid;

use super::snippet::Snippet;
use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::account::Account;
use crate::rooms::capture::Presence;

/// Which way something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Others wrote it.
    Received,
    /// The authority wrote it.
    Dispatched,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Received, Self::Dispatched];

    /// The code in addresses and in the index.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "inkommen",
            Self::Dispatched => "utgaende",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "Inkommen",
            Self::Dispatched => "Utgående",
        }
    }
}

impl FromStr for Side {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|side| side.code() == code).ok_or(())
    }
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be judged.
    Waiting,
    /// A person has judged it.
    Decided,
    /// We have hidden or removed it.
    Removed,
    /// It is shown no longer, by somebody else's doing.
    Gone,
}

impl State {
    /// All, as lists have them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Decided, Self::Removed, Self::Gone];

    /// The code in addresses and in the index.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "vantar",
            Self::Decided => "bedomt",
            Self::Removed => "borttaget",
            Self::Gone => "forsvunnet",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Väntar på bedömning",
            Self::Decided => "Bedömt",
            Self::Removed => "Dolt eller borttaget av oss",
            Self::Gone => "Försvunnet av andra skäl",
        }
    }
}

impl FromStr for State {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// What somebody searches for.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words; none finds everything that the rest lets through.
    pub query: Query,
    /// In this account only.
    pub account: Option<Id<Account>>,
    /// Which way it went.
    pub side: Option<Side>,
    /// Post, page, comment or message.
    pub kind: Option<ItemKind>,
    /// Where it stands.
    pub state: Option<State>,
    /// A number in the diary, or of a case, as people write it.
    pub number: Option<String>,
    /// Published at this instant or later, in microseconds.
    pub from_at: Option<i64>,
    /// Published before this instant, in microseconds.
    pub until_at: Option<i64>,
    /// The order.
    pub order: Order,
    /// Hits that are passed over.
    pub skip: usize,
    /// Hits that are given at most.
    pub take: usize,
}

// What is searched for stands nowhere.
impl fmt::Debug for SearchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchRequest").field("account", &self.account).finish_non_exhaustive()
    }
}

impl SearchRequest {
    /// Whether anything is asked for at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = Self { order: self.order, skip: self.skip, take: self.take, ..Self::default() };
        *self == nothing
    }
}

/// An item that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Hit {
    /// The item.
    pub item: Uuid,
    /// Post, page, comment …
    pub kind: ItemKind,
    /// The account that showed it.
    pub account: Account,
    /// Which way it went.
    pub side: Side,
    /// Who wrote it; `None` under a secrecy mark, or when nobody says.
    pub author: Option<String>,
    /// The version that has most of what was asked for.
    pub version: i32,
    /// How many versions there are.
    pub versions: usize,
    /// What the platform did with the item when it was last read.
    pub presence: Presence,
    /// When that version was published, in microseconds; when it was captured where nobody says.
    pub published_at: i64,
    /// The numbers under which it is registered, and those of its cases.
    pub numbers: Vec<String>,
    /// Whether it is under a secrecy mark.
    pub is_marked: bool,
    /// The text around what was found; `None` under a secrecy mark, where it is read by opening it.
    pub snippet: Option<Snippet>,
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hit")
            .field("item", &self.item)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// How many in each month that has any, oldest first.
    pub months: Vec<(Month, u64)>,
}

/// How far the index has come in the organisation's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Entries of the log that are in the index.
    pub reached: u64,
    /// Sealed entries of the log.
    pub sealed: u64,
    /// Whether what there was could not be used, and the index is being made anew.
    pub is_anew: bool,
}

impl Progress {
    /// Whether everything that is sealed can be found.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.reached >= self.sealed
    }
}

/// Why a search could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// What was written cannot be asked.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index.
    #[error(transparent)]
    Index(#[from] search::SearchError),
    /// Who only reads may not make the index anew.
    #[error("only an administrator makes the index anew")]
    NotAdministrator,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for SearchError {
    fn explain(&self) -> Explanation {
        match self {
            Self::Query(QueryError::TooLong) => Explanation::new(
                Exit::Usage,
                "Sökningen är för lång. Inget har sökts.",
                "Skriv högst 32 ord och 1 000 tecken.",
            ),
            Self::Index(search::SearchError::Folder(path, source)) => Explanation::new(
                Exit::Folder,
                format!(
                    "Sökregistret i {} kan inte användas: {source}. Inget som är sparat har gått förlorat.",
                    path.display()
                ),
                "Den som sköter servern behöver se efter att mappen går att läsa och skriva.",
            ),
            Self::Index(_) => Explanation::new(
                Exit::Passing,
                "Sökregistret är skadat och byggs om. Inget som är sparat har gått förlorat: registret görs av det.",
                "Sök igen om en stund. Sidan Sök visar hur långt ombyggnaden har kommit.",
            ),
            Self::NotAdministrator => Explanation::new(
                Exit::NotAllowed,
                "Sökregistret får bara en administratör bygga om. Inget har ändrats.",
                "Be en administratör.",
            ),
            Self::Store(error) => error.explain(),
        }
    }
}
