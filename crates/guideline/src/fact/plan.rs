//! Facts: what is written down about an account before it starts, and afterwards.

use super::facts;
use crate::parameter::{Party, Span};

facts! {
    /// What its plan says.
    pub struct PlanFacts {
        /// Whether the purpose is written down.
        purpose_recorded: bool = "syfte antecknat";
        /// Whether goals are written down.
        goals_recorded: bool = "mål antecknade";
        /// Whether the goals can be measured.
        goals_measurable: bool = "målen går att mäta";
        /// Whether the audience is written down.
        audience_recorded: bool = "målgrupp antecknad";
        /// Whether the activity that the account is about is described.
        activity_described: bool = "verksamheten beskriven";
        /// Whether the medium is named.
        medium_named: bool = "mediet angivet";
        /// Whether it says how and when the account is watched.
        watch_planned: bool = "planen säger hur och när kontot bevakas";
        /// Whether it says how and when the account is updated.
        updating_planned: bool = "planen säger hur och när kontot uppdateras";
        /// How often the account is watched, where its own plan says.
        planned_watch: Option<Span> = "tillsyn enligt planen";
        /// Whether the purpose is tied to the goals or the mission of the unit.
        tied_to_unit_plan: bool = "syftet knutet till verksamhetens mål eller uppdrag";
        /// Whether the unit's communication plan takes the account up.
        in_communication_plan: bool = "med i kommunikationsplanen";
        /// Whether the risks of the service are written down.
        risks_recorded: bool = "risker antecknade";
        /// Whether the document that the guideline asks for before the start exists.
        start_document_exists: bool = "dokument för start upprättat";
        /// Whether that document is handed in to whoever keeps it.
        start_document_handed_in: bool = "dokument för start inlämnat";
        /// Who answers for the content.
        content_responsible: Option<Party> = "ansvarig för innehållet";
        /// Who runs the account.
        run_by: Option<Party> = "kontot drivs av";
        /// Whether it has been found outside the register of accounts.
        is_unregistered: bool = "saknas i kontoregistret";
        /// Whether its start, or that it exists, is reported to whoever keeps the register.
        existence_reported: bool = "kontot anmält";
        /// Whether its end is reported.
        end_reported: bool = "avslutet anmält";
        /// Whether the board's archive description takes it up.
        in_archive_description: bool = "med i nämndens arkivbeskrivning";
    }
}
