//! Organisations, their authorities, and the people who act for them.
//!
//! An organisation is the legal person, for example a kommun; each of its boards and companies is
//! an authority (myndighet) of its own, with accounts, decisions and registry of its own
//! (tryckfrihetsförordningen 2 kap. 5 §; the guidelines' statements on who answers for an account).
//! A user has roles in one or more authorities, and an actor is made from exactly these: the store
//! then lets nobody reach further.
//!
//! Whoever signs in gives a password and then a code from an app, or one of the recovery codes that are good once.
//! Passwords are kept as argon2id, secrets of apps in the key store. A session is a row that can be listed and ended;
//! the browser has its token, the database only the token's digest. Guessing is braked for each login and each address,
//! alike for logins that nobody has. Changes of how somebody signs in are acts; signing in itself is noted in a
//! protected log that goes after 180 days. On the command line `--as` names the user: whoever can reach the data
//! folder there could read it anyway.
//!
//! Not here yet: passkeys, single sign-on, absence, units, users who leave.

mod actions;
mod gate;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use actions::credentials::{
    accept, add_second_factor, add_second_factor_and_complete, invite, remove_second_factor,
    renew_recovery_codes, set_password,
};
pub use actions::sign_in::{
    Attempt, Code, CodeOutcome, candidates, count_attempt, end_session, end_sessions, first_organisation,
    forgive_attempt, give_code, machinery, note, open_session, prefer_letter_keys, sign_out, use_session,
};
pub use actions::{Beginning, add_user, begin, check, plan};
pub use gate::Gate;
pub use model::error::{SignInError, time_of_day};
pub(crate) use model::name;
pub use model::password::{PASSWORD_CHARS_MAX, PasswordProblem, check as check_password};
pub use model::second_factor::{QrPicture, SharedSecret, qr_picture, recovery_codes, recovery_digest};
pub use model::session::{Session, SignInEvent, SignInNote, Stage, Visitor, device};
pub use model::token::Token;
pub use model::{AuthorityRow, NewOrganisation, NewUser, PeopleError, UserRow};
pub use store::credentials::{
    Candidate, Invited, has_second_factor, invited, own_hash, recovery_codes_left, shared_secret,
};
pub use store::sessions::{sessions, sign_in_notes, visitor};
pub use store::{actor, authorities, declare, organisation_name, user, users};
