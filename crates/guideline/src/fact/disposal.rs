//! Facts: what is decided on disposal.

use jiff::civil::Date;

use super::facts;
use crate::parameter::Party;

facts! {
    /// What is decided on disposal.
    pub struct DisposalFacts {
        /// Whether something is to be disposed of.
        disposal_wanted: bool = "något ska gallras";
        /// The day of the disposal decision that covers the account.
        disposal_decided_on: Option<Date> = "gallringsbeslut";
        /// Who has judged whether incoming records are to be disposed of.
        disposal_assessed_by: Option<Party> = "gallringen bedömd av";
        /// Whether the decision was prepared together with the archive authority.
        prepared_with_archive: bool = "gallringsbeslutet berett med arkivmyndigheten";
    }
}
