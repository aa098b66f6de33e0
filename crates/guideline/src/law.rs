//! Law as dated data: which provisions there are, where they stand, from when, and what they demand.
//!
//! The book is `guidelines/lag.toml`. Nothing else in the crate knows a section: logic names a
//! [`Provision`], and the book says where it stands on a day. A provision that is not in force on a
//! day has no place then and says nothing. Each entry has an owner and a day by which it is read
//! anew; none replaces the law, and until a lawyer has confirmed one it says so itself.

mod book;
mod ground;
mod provision;
mod read;

use std::sync::OnceLock;

use jiff::civil::Date;
use uppsikt_kernel::LegalRef;

pub use book::{Book, Law, Statute};
pub use ground::LawGround;
pub use provision::Provision;
pub(crate) use provision::sources;

use crate::profile::ProfileError;

/// The text that the book is read from.
pub const TEXT: &str = include_str!("../../../guidelines/lag.toml");

/// The book of law that comes with the program.
#[must_use]
pub fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    // An unreadable book would be an empty one; a test of this crate reads it.
    BOOK.get_or_init(|| Book::read(TEXT).unwrap_or_default())
}

/// Whether the book can be read.
///
/// # Errors
/// [`ProfileError`] with the first fault, which the crate's own tests rule out.
pub fn check() -> Result<(), ProfileError> {
    Book::read(TEXT).map(drop)
}

/// The entries in force on a day that should have been read anew by then.
#[must_use]
pub fn due_for_review(on: Date) -> Vec<&'static Law> {
    book().laws().iter().filter(|law| law.review <= on && law.is_in_force(Some(on))).collect()
}

/// A place in law as a person reads it: `4 kap. 5 § brottsbalken`.
///
/// ```
/// use uppsikt_guideline::law::{self, Provision};
/// let disposal = Provision::Disposal.place(None).map(law::in_words);
/// assert_eq!(disposal.as_deref(), Some("10 § arkivlagen"));
/// ```
#[must_use]
pub fn in_words(place: LegalRef) -> String {
    let text = place.to_string();
    let name = book().statutes().iter().find(|statute| statute.number == place.statute());
    name.map_or_else(
        || text.clone(),
        |statute| text.replace(&format!("lagen ({})", statute.number), &statute.name),
    )
}

#[cfg(test)]
mod law_tests;
