//! Facts: how an account was decided on.

use jiff::civil::Date;

use super::facts;
use crate::parameter::Party;

facts! {
    /// How it was decided on.
    pub struct ApprovalFacts {
        /// The day of the decision to start.
        decided_on: Option<Date> = "beslut om start";
        /// Who decided.
        decided_by: Option<Party> = "beslutat av";
        /// Whether the decision says how the channel is used.
        decision_covers_use: bool = "beslutet säger hur kanalen används";
        /// The day of the consultation.
        consulted_on: Option<Date> = "samråd om start";
        /// Who was consulted; whoever the guideline names where nobody else is recorded.
        consulted: Option<Party> = "samråd med";
        /// Who made the account on the service.
        created_by: Option<Party> = "kontot skapat av";
        /// The day on which the account was taken into use.
        started_on: Option<Date> = "kontot startat";
    }
}
