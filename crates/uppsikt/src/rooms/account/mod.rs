//! Accounts: where the authority is on platforms, and how the program gets in there.
//!
//! An account belongs to one authority (the guidelines' register of accounts: which exist, who
//! answers for them). Its password never lies in the database: it is a secret in the key store,
//! under the account's id, and so in the key backup only.
//!
//! States: open ⇄ paused (the platform refuses our password, or a person has stopped the reading for a reason;
//! nothing new is read, and it is said since when)
//! → closed (`closed_at`). What was published before `watch_from_at` is kept and creates no duties.
//!
//! What somebody knows about an account and no platform tells (whether its purpose is recorded, how many can
//! administer it) is noted here as facts, each with its time (`facts.rs`); whether it is enough the guideline says.
//! The steps of an application, staffing by name and closing are not built.

mod actions;
mod connect;
mod facts;
mod model;
mod practice;
mod reading;
mod rules;
mod store;
mod visitor;

pub use actions::{add, password_changed, pause, resume, watch_from};
pub use connect::{Platforms, RealPlatforms};
pub use facts::{NotedFact, facts_of, note_fact};
pub use model::{Account, AccountError, NewAccount, Pause};
pub use practice::{lay_out_practice, lay_out_practice_picture, practice_file};
pub use reading::{CARETAKERS, PAUSE_REASONS, go_on_reading, may_look_after, stop_reading};
pub use rules::{context_of, exceptions, own_layer, rules, scope_of, with_place};
pub use store::facts::noted;
pub use store::{by_id, declare, imported, list, named};
pub use visitor::{Seen, VISITOR_NAME_CHARS_MAX, VISITOR_TEXT_CHARS_MAX, Visit, VisitorError};
