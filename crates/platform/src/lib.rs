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
//! [`WordPress`] is the first platform; [`Fake`] is one in memory, for tests.

mod cut;
mod error;
mod fake;
mod html;
mod item;
mod page;
mod platform;
mod wordpress;

pub use error::PlatformError;
pub use fake::{Fake, FakeFault};
pub use html::to_text;
pub use item::{Item, ItemKind, NativeRef, UnknownItemKind};
pub use page::{Cursor, OneAnswer, QuarantineReason, Quarantined, ReadItem, ReadPage};
pub use platform::{AccountInfo, Platform, PlatformKind, UnknownPlatformKind, parse_kept};
pub use wordpress::{WordPress, WordPressSettings};
