//! Facts: what holds in a crisis.

use jiff::civil::Date;
use uppsikt_kernel::Micros;

use super::facts;

facts! {
    /// What holds in a crisis.
    pub struct CrisisFacts {
        /// When the crisis mode that the account is in began.
        crisis_since: Option<Micros> = "krisläge sedan";
        /// The day on which communications last proved that it can take the account over.
        takeover_proved_on: Option<Date> = "övertagande i kris senast prövat";
    }
}
