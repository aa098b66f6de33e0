//! What every platform can be asked.

use std::fmt;
use std::str::FromStr;

use futures_util::future::BoxFuture;

use crate::error::PlatformError;
use crate::item::{Item, ItemKind};
use crate::page::{Cursor, OneAnswer, QuarantineReason, ReadPage};

/// One account on one platform, seen with its own login.
///
/// Readers only read: asking twice changes nothing outside.
pub trait Platform: Send + Sync {
    /// Which platform this is.
    fn kind(&self) -> PlatformKind;

    /// Who we are there, which tells a wrong password from a site that cannot be reached.
    ///
    /// # Errors
    /// [`PlatformError`].
    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>>;

    /// One page of what the account shows, from the beginning or from where a page ended.
    ///
    /// An item may be given more than once in a pass over all pages; none that was shown
    /// from the pass's beginning to its end is left out.
    ///
    /// # Errors
    /// [`PlatformError`]; the same cursor can be tried again.
    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>>;

    /// What the platform says of one item now.
    ///
    /// # Errors
    /// [`PlatformError`] when the answer is not about the item.
    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        native_id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>>;
}

/// The platforms that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlatformKind {
    /// A WordPress site of the authority's own, over its REST interface.
    WordPress,
    /// A platform in memory, for tests.
    Fake,
}

/// A text names no platform that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no known platform")]
pub struct UnknownPlatformKind;

impl PlatformKind {
    /// Every platform.
    pub const ALL: [Self; 2] = [Self::WordPress, Self::Fake];

    /// The stable code, as in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WordPress => "wordpress",
            Self::Fake => "fake",
        }
    }

    /// The platform's name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WordPress => "WordPress",
            Self::Fake => "Låtsasplattform",
        }
    }
}

impl FromStr for PlatformKind {
    type Err = UnknownPlatformKind;

    fn from_str(code: &str) -> Result<Self, UnknownPlatformKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(UnknownPlatformKind)
    }
}

impl fmt::Display for PlatformKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads one kept item again, from the exact bytes that the platform once gave.
///
/// What is the account's own is not told anew: that was known only when the item was read.
///
/// # Errors
/// [`QuarantineReason`] when the bytes are not an item of that platform.
pub fn parse_kept(platform: PlatformKind, kind: ItemKind, bytes: &[u8]) -> Result<Item, QuarantineReason> {
    match platform {
        PlatformKind::WordPress => crate::wordpress::parse_kept(kind, bytes),
        PlatformKind::Fake => crate::fake::parse_kept(bytes),
    }
}

/// Who we are on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountInfo {
    /// What the site or page calls itself.
    pub site_name: String,
    /// Where it is shown, as the platform states it.
    pub site_url: Option<String>,
    /// The name of the account that we are signed in as; none when we read as anybody.
    pub account_name: Option<String>,
    /// That account's id on the platform.
    pub account_native_id: Option<String>,
    /// Whether the account may moderate what others write; none where the platform does not say.
    pub may_moderate: Option<bool>,
}
