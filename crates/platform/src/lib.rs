//! The outside world: what platforms show, behind one trait.
//!
//! A [`Platform`] is one account on one platform, seen with that account's own login. It is
//! asked for what it shows, one page of its API at a time ([`Platform::read`]), and for one
//! item when we want to know what became of it ([`Platform::read_one`]). Answers keep the
//! exact bytes and say where in them each item stands, so that what is kept is what was
//! shown and one item can later be disposed of without the others.
//!
//! An item that cannot be understood is [`Quarantined`] with its place in the bytes and
//! blocks nothing. An answer that cannot be trusted to be about the item, such as a wrong
//! password or a site that is down, is an error and never a disappearance.
//!
//! [`WordPress`] is the first platform; [`Fake`] is one in memory, for tests. [`ReadOnly`] makes a
//! platform of any that nothing can be done on.
//! [`Feed`] reads a window of what a channel shows, [`Practice`] is a platform in a file, and [`imports`]
//! reads what a person brings in.

mod abilities;
mod bluesky;
mod changes;
mod cut;
mod error;
mod fake;
mod feed;
mod html;
pub mod imports;
mod item;
mod kind;
mod measure;
mod page;
mod platform;
mod practice;
mod read_only;
mod wordpress;

pub use abilities::{Abilities, EditSign, Hiding, Limits};
pub use bluesky::{Bluesky, BlueskySettings};
pub use changes::{Change, Changes, Happened};
pub use error::PlatformError;
pub use fake::{Fake, FakeFault};
pub use feed::{Feed, FeedSettings};
pub use html::to_text;
pub use item::{Item, ItemKind, Media, NativeRef, UnknownItemKind};
pub use kind::{PlatformKind, UnknownPlatformKind, Way};
pub use measure::{Measure, MeasureError, Measured, Posted, UnknownMeasure};
pub use page::{Cursor, GoneBy, OneAnswer, QuarantineReason, Quarantined, ReadItem, ReadPage};
pub use platform::{AccountInfo, Census, Platform, parse_kept};
pub use practice::{AddError, Deed, Practice, PracticeError, VisitError};
pub use read_only::ReadOnly;
pub use wordpress::{WordPress, WordPressSettings};
