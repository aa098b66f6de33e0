//! Organisations, their authorities, and the people who act for them.
//!
//! An organisation is the legal person, for example a kommun; each of its boards and companies is
//! an authority (myndighet) of its own, with accounts, decisions and registry of its own
//! (tryckfrihetsförordningen 2 kap. 5 §; the guidelines' statements on who answers for an account).
//! A user has roles in one or more authorities, and an actor is made from exactly these: the store
//! then lets nobody reach further.
//!
//! Not here yet: signing in with a password and a second factor, absence, units; the command line
//! names its user with `--as`.

mod actions;
mod model;
mod store;

pub use actions::{Beginning, add_user, begin, check, plan};
pub(crate) use model::name;
pub use model::{AuthorityRow, NewOrganisation, NewUser, PeopleError, UserRow};
pub use store::{actor, authorities, declare, organisation_name, users};
