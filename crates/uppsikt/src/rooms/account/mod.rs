//! Accounts: where the authority is on platforms, and how the program gets in there.
//!
//! An account belongs to one authority (the guidelines' register of accounts: which exist, who
//! answers for them). Its password never lies in the database: it is a secret in the key store,
//! under the account's id, and so in the key backup only.
//!
//! States: open → closed (`closed_at`). Plan, decision, consultation, staffing and closing come
//! with the guidelines; here an account is only told where it is and how to read it.

mod actions;
mod connect;
mod model;
mod store;

pub use actions::{add, password_changed};
pub use connect::{Platforms, RealPlatforms};
pub use model::{Account, AccountError, NewAccount};
pub use store::{by_id, declare, list, named};
