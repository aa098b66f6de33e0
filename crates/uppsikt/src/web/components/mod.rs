//! The small parts that pages are built of: structs that a template writes with `{{ badge }}`.
//!
//! Each writes escaped HTML and is therefore not escaped again. None speaks by colour alone: a word stands beside
//! every icon, and every picture has a text.

mod badge;
mod download;
mod empty;
mod facts;
mod field;
mod icon;
mod moment;
mod number;
mod pager;
mod platform;
mod table;

pub use badge::{Badge, Tone};
pub use download::{Downloads, Filed};
pub use empty::Empty;
pub use facts::Facts;
pub use field::{Errors, Field, FieldKind};
pub use icon::{Icon, icon};
pub use moment::Moment;
pub use number::spaced;
pub use pager::Pager;
pub use platform::PlatformSquare;
pub use table::{Cell, Table};

#[cfg(test)]
mod tests;
