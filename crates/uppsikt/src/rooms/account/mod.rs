//! Accounts: where the authority is on platforms, and how the program gets in there.
//!
//! An account belongs to one authority (the guidelines' register of accounts: which exist, who
//! answers for them). Its password never lies in the database: it is a secret in the key store,
//! under the account's id, and so in the key backup only.
//!
//! States: open ⇄ paused (the platform refuses our password; nothing new is read, and it is said since when)
//! → closed (`closed_at`). What was published before `watch_from_at` is kept and creates no duties. Plan, decision, consultation, staffing and closing come
//! with the guidelines; here an account is only told where it is and how to read it.

mod actions;
mod connect;
mod model;
mod practice;
mod store;

pub use actions::{add, password_changed, pause, resume, watch_from};
pub use connect::{Platforms, RealPlatforms};
pub use model::{Account, AccountError, NewAccount, Pause};
pub use practice::{lay_out_practice, lay_out_practice_picture, practice_file};
pub use store::{by_id, declare, imported, list, named};
