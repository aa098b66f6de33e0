//! A text made easy to read: folded to plain lower-case letters with a way back to the original,
//! cut into words, with links set apart.

mod fold;
mod letters;
mod links;
mod reading;
mod script;

pub(crate) use reading::{Reading, Word};
pub(crate) use script::is_latin;
