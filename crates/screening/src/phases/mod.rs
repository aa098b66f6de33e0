//! The phases of a screening, one file each; `pipeline.rs` has their order.

mod attachments;
mod language;
mod language_words;
mod order;
mod parts;
mod run;

pub(crate) use attachments::note_attachments;
pub(crate) use language::note_language;
pub(crate) use order::put_in_order;
pub(crate) use parts::read_parts;
pub(crate) use run::run_rules;
