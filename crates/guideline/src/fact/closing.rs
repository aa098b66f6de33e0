//! Facts: how an account is closed.

use jiff::civil::Date;

use super::facts;
use crate::parameter::Party;

facts! {
    /// How it is closed.
    pub struct ClosingFacts {
        /// Whether the account has fallen out of use.
        out_of_use: bool = "kontot används inte längre";
        /// Who decided to close it.
        closing_decided_by: Option<Party> = "avslutet beslutat av";
        /// The day on which communications was told.
        communications_told_on: Option<Date> = "kommunikation underrättad om avslutet";
        /// The first day on which the account itself said that it closes.
        notice_since: Option<Date> = "avslutet meddelat på kontot";
        /// Whether that notice says why.
        notice_gives_reason: bool = "meddelandet säger varför";
        /// Whether that notice refers to other ways of contact, accounts or sources.
        notice_refers: bool = "meddelandet hänvisar vidare";
        /// Whether there is nothing to refer to.
        nothing_to_refer_to: bool = "det finns inget att hänvisa till";
        /// The day on which the account is closed, or was; today where nobody has said.
        closes_on: Option<Date> = "kontot stängs";
        /// Whether the parts worth keeping are archived.
        parts_archived: bool = "delar av kontot arkiverade";
        /// Whether communications was asked what to archive.
        archiving_consulted: bool = "kommunikation rådfrågad om arkiveringen";
        /// Whether a final picture of the account is archived.
        final_snapshot_archived: bool = "slutlig ögonblicksbild arkiverad";
    }
}
