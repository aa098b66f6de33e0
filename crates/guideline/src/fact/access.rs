//! Facts: how an account can be reached.

use jiff::civil::Date;

use super::facts;

facts! {
    /// How it can be reached.
    pub struct AccessFacts {
        /// Whether the credentials are in the custody that the guideline names.
        credentials_in_custody: bool = "inloggningsuppgifterna i säkert förvar";
        /// Whether the service has a tool for administering several accounts together.
        service_has_shared_tool: bool = "tjänsten har ett gemensamt verktyg";
        /// Whether the account is connected to it.
        connected_to_shared_tool: bool = "anslutet till det gemensamma verktyget";
        /// The day on which communications last proved that it can change the account.
        central_access_proved_on: Option<Date> = "kommunikations åtkomst senast prövad";
    }
}
