//! Facts: how records are given out.

use uppsikt_kernel::Micros;

use super::facts;

facts! {
    /// How records are given out.
    pub struct DisclosureFacts {
        /// When the oldest request that waits came in.
        oldest_request: Option<Micros> = "äldsta begäran om utlämnande";
        /// Whether a person has found that a request waits without reason.
        disclosure_delayed: bool = "utlämnandet dröjer utan skäl";
        /// Whether something was refused without a decision that can be appealed against.
        refused_without_decision: bool = "handling nekad utan beslut";
        /// Whether a record is to be given out now.
        gives_out: bool = "en handling ska lämnas ut";
        /// Whether its secrecy has been reviewed.
        secrecy_reviewed: bool = "sekretessen är prövad";
        /// Whether what is given out still holds data under secrecy.
        gives_out_secrecy: bool = "sekretessbelagt finns kvar i det som lämnas ut";
    }
}
