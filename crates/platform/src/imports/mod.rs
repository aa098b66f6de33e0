//! Files that a person brings in: what a platform, or somebody before us, has written out.
//!
//! Everything here is pure: bytes in, [`ReadPage`](crate::ReadPage)s out, so that what was
//! brought in is kept like any answer of a platform, one slice per item. Three forms are read:
//! our own lines of JSON ([`ndjson`]), the export of a WordPress site ([`wxr`]), and a ZIP
//! file that holds one of them together with its pictures ([`archive`]).
//!
//! A line or element that cannot be understood is a [`Problem`] and stops nothing; where it
//! was to be an item its bytes are quarantined too. Only a file that is something else, or
//! larger than any honest one, is refused whole ([`ImportError`]).

pub mod archive;
mod error;
pub mod ndjson;
mod pages;
pub mod wxr;

pub use archive::Archive;
pub use error::{ImportError, Problem, Why};
pub use ndjson::{AccountLine, DecisionLine, Import, ItemLine, NDJSON_ITEM, RegistrationLine};
pub use wxr::{SiteImport, WXR_ITEM};

use jiff::Timestamp;
use uppsikt_kernel::Micros;

use crate::page::QuarantineReason;

/// Largest file, in bytes: it is read whole into memory, and twenty years of a large page are a tenth of it.
pub const FILE_BYTES_MAX: usize = 200 * 1000 * 1000;

/// Most items of one file: beyond it the file is better brought in year by year.
pub const ITEMS_MAX: usize = 1_000_000;

/// Longest text of one item, in bytes: no platform allows a tenth of it, and a search reads it whole.
pub const TEXT_BYTES_MAX: usize = 1_500_000;

/// Most problems that are told one by one: nobody reads more, and a file with more is something else.
pub const PROBLEMS_MAX: usize = 10_000;

/// No platform is older: an earlier date is a clock that was never set, such as 1970.
const YEAR_MIN: i16 = 1990;

/// A later date is a mistake or a trick to stay on top of a list.
const YEAR_MAX: i16 = 2100;

/// Longest id, in bytes: ids are names, and stand in the database.
const ID_BYTES_MAX: usize = 1024;

/// An instant that may be that of a record.
pub(crate) fn plausible(at: Timestamp) -> Result<Micros, QuarantineReason> {
    let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
    if (YEAR_MIN..YEAR_MAX).contains(&year) { Ok(at.into()) } else { Err(QuarantineReason::Time) }
}

/// Whether a civil date may be that of a record.
pub(crate) fn is_plausible_date(date: jiff::civil::Date) -> bool {
    (YEAR_MIN..YEAR_MAX).contains(&date.year())
}

/// Whether a text may be an id: not empty, not long, nothing unprintable.
pub(crate) fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= ID_BYTES_MAX && !text.chars().any(char::is_control)
}
