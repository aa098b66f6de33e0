//! Readings that a person has asked for: how far each has come, for whoever looks at the page meanwhile.
//!
//! It lives in memory and ends with the server; what was read is kept, and the next round reads the rest.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use uppsikt_kernel::Id;

use super::model::PassReport;
use crate::explain::Explanation;
use crate::rooms::account::Account;

/// How a reading that was asked for stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It goes on.
    UnderWay {
        /// Since when, in microseconds.
        from: i64,
        /// Contributions read so far.
        read: u64,
    },
    /// It has come to its end.
    Done {
        /// When, in microseconds.
        at: i64,
        /// What it found.
        report: PassReport,
    },
    /// It failed.
    Failed {
        /// When, in microseconds.
        at: i64,
        /// Why, in words.
        told: Explanation,
    },
}

/// The last reading of each account that a person has asked for since the server started.
#[derive(Debug, Default)]
pub struct Readings(Mutex<HashMap<Id<Account>, Asked>>);

impl Readings {
    /// How the account's last one stands.
    #[must_use]
    pub fn of(&self, account: Id<Account>) -> Option<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&account).cloned()
    }

    /// Tells how one stands now.
    pub fn tell(&self, account: Id<Account>, asked: Asked) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(account, asked);
    }
}
