//! What must be registered: diary numbers, what the public may read of each entry, and what it may not.
//!
//! An authority has one or more *series* (KS, BUN …); each counts from 1 in every Swedish calendar year, without
//! gaps, in the order in which numbers were reserved. It answers offentlighets- och sekretesslagen 5 kap. 1 §
//! (records that are secret are always registered; others may be kept in order instead), 2 § (date, number,
//! counterpart, what it is about; the last two are kept apart where the register could not be public otherwise)
//! and 5 § (a secrecy mark names provision, date and authority), tryckfrihetsförordningen 2 kap. 20 §, and the
//! guidelines' statements on what goes into the diary and what stays out of it.
//!
//! States of an entry: *reserved* → *completed* by the registrar, or → *declined* with a reason; a declined entry
//! may still be completed, a completed one stays. **Registration never delays a removal**: a number is reserved at
//! once, by whoever decides or by the program itself, whatever is missing; declining it brings nothing back.
//! What a guideline says must *not* be registered is flagged ([`Objection`]), never refused: a person decides.
//!
//! A secrecy mark is a warning and not a decision: whether something may be given out is tried on each request.
//! The protected description, the counterpart and the reason for declining are sealed; a registrar, a manager or an
//! editor of the authority may read them, and each reading is an act. Two columns can carry personal data in spite
//! of the registrar's care, and are disposable: `public_description` and `case_number`.
//!
//! What is not registered is found by the room `search`: everything that the accounts have shown (the ordered form,
//! 5 kap. 1 § andra stycket).
//!
//! Numbers that the authority's diary gave before Uppsikt are kept beside the entries as they were written
//! ([`Imported`]): they are found by number, and what they register is known as registered.
//!
//! This room does not decide what must be registered (the guideline does, and moderation asks it), and does not hand
//! over to the authority's own diary system.

mod actions;
mod model;
pub(crate) mod pages;
mod store;

#[cfg(test)]
mod tests;

pub use actions::{
    ReadPermit, add_series, complete, decline, decline_reason, describe, import_number, imported_protected,
    is_closed_to, lift_secrecy, link, mark_secrecy, may_import, may_read_protected, may_reserve,
    note_imported_read, note_opening, note_protected_read, open_to, protected, readable, reserve, search,
};
pub use model::{
    CauseKind, Description, Direction, Filter, Found, Imported, ImportedNumber, ImportedSecrecy,
    NewReservation, NewSeries, Objection, PATTERN_DEFAULT, PROTECTED_MEDIA_TYPE, Protected, RegisteredItem,
    Registration, RegistrationState, RegistryError, SecrecyMark, Series, Stage,
};
pub use store::waiting::waiting;
pub use store::{Reading, readings};
pub use store::{
    after::{completed_after, page_of, reserved_after},
    by_cause, by_item, by_items, by_number, declare, entry, imported_by_items, imported_by_number, list,
    search_imported, series,
    touched::touched,
};
