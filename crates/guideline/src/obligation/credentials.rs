//! Obligations on credentials: that no account becomes unreachable, and that communications gets in.

use super::applies::{in_use, until_closed};
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "credentials-in-custody",
        swedish: "inloggningsuppgifterna är i säkert förvar",
        capability: Capability::Credentials,
        binding: Binding::Pending,
        lacking: "Inloggningsuppgifterna är inte i säkert förvar.",
        remedy: "Lämna inloggningsuppgifterna till den som ska förvara dem.",
        assess: Assess::Account(|case| {
            until_closed(case, || Outcome::kept(case.facts.access.credentials_in_custody))
        }),
    },
    Obligation {
        code: "shared-tool-connected",
        swedish: "kontot är anslutet till det gemensamma verktyget",
        capability: Capability::Credentials,
        binding: Binding::Pending,
        lacking: "Kontot är inte anslutet till det gemensamma verktyget.",
        remedy: "Anslut kontot till tjänstens gemensamma verktyg.",
        assess: Assess::Account(shared_tool_connected),
    },
    Obligation {
        code: "shared-tool-used",
        swedish: "kontot sköts i det gemensamma verktyget",
        capability: Capability::Credentials,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "central-access-proved",
        swedish: "kommunikation kommer åt kontot",
        capability: Capability::Credentials,
        binding: Binding::Pending,
        lacking: "Det är inte prövat att kommunikation kommer åt kontot.",
        remedy: "Låt kommunikation pröva sin åtkomst och anteckna dagen.",
        assess: Assess::Account(central_access_proved),
    },
];

/// Only where the service has such a tool. Source: FINSPANG-068.
fn shared_tool_connected(case: &Case<'_>) -> Outcome {
    let access = &case.facts.access;
    if case.yes(Key::CredSharedAdminTool) == Some(false) || !access.service_has_shared_tool {
        return Outcome::NotApplicable;
    }
    in_use(case, || Outcome::kept(access.connected_to_shared_tool))
}

/// Source: FINSPANG-070.
fn central_access_proved(case: &Case<'_>) -> Outcome {
    if case.yes(Key::CredCentralAccess) == Some(false) {
        return Outcome::NotApplicable;
    }
    let proved_on = case.facts.access.central_access_proved_on;
    in_use(case, || Outcome::kept(proved_on.is_some_and(|day| day <= case.now.today)))
}
