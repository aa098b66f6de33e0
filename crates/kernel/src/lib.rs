//! The words that every part of Uppsikt uses.
//!
//! Typed ids, the clock and chance as parameters, Swedish working days, digests,
//! actors with their roles, acts with stable codes, and references to law. Nothing
//! here reads a file, a database or the network; the two doors to the machine are
//! [`SystemClock`] and [`OsChance`], and everything else takes them as parameters.
//!
//! ```
//! use uppsikt_kernel::{Clock, Id, Ids, ManualClock, Organisation, SeededChance};
//! let clock = ManualClock::at("2026-11-22T09:00:00Z".parse()?);
//! let ids = Ids::new(clock, SeededChance::new(1));
//! let organisation: Id<Organisation> = ids.next()?;
//! assert_eq!(organisation.to_string().len(), 36);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod act;
mod actor;
mod chance;
mod clock;
mod digest;
mod holidays;
mod id;
mod law;
mod workdays;

pub use act::{ActCode, ActCodeError};
pub use actor::{Actor, Authorities, Role, UnknownRole};
pub use chance::{Chance, ChanceError, OsChance, SeededChance};
pub use clock::{Clock, ManualClock, Micros, MicrosError, SystemClock};
pub use digest::{Digest, DigestError};
pub use holidays::{Eve, Holiday};
pub use id::{Authority, Id, Ids, Object, Organisation, User};
pub use law::LegalRef;
pub use workdays::{DayKind, WorkdayError, Workdays, WorkdaysSettings, stockholm};
