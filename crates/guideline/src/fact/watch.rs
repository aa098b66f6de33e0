//! Facts: when an account was watched.

use uppsikt_kernel::Micros;

use super::facts;

facts! {
    /// When it was watched.
    pub struct WatchFacts {
        /// When somebody last went through what others have written.
        last_round: Option<Micros> = "senaste tillsyn";
        /// When watching began; the first round is counted from here.
        watched_since: Option<Micros> = "bevakas sedan";
        /// Coming working days on which nobody is in charge of watching.
        days_without_watcher: u16 = "arbetsdagar utan ansvarig för tillsynen";
    }
}
