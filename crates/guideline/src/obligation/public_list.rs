//! Obligations: public-list.
//!
//! The product knows the accounts but does not publish the list yet: where an account is listed, a
//! person records.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::AccountState;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "listed-on-website",
        swedish: "kontot finns på webbplatsens lista",
        capability: Capability::PublicList,
        binding: Binding::Pending,
        lacking: "Kontot står inte på webbplatsens lista.",
        remedy: "Be den som sköter listan att ta upp kontot.",
        assess: Assess::Account(listed),
    },
    Obligation {
        code: "public-channel-listed",
        swedish: "kanalen går att hitta från webbplatsen",
        capability: Capability::PublicList,
        binding: Binding::Pending,
        lacking: "Kanalen riktar sig till allmänheten men går inte att hitta från webbplatsen.",
        remedy: "Be den som sköter webbplatsen att ta upp kanalen där.",
        assess: Assess::Account(public_listed),
    },
    Obligation {
        code: "list-links-to-account",
        swedish: "webbplatsens lista länkar till kontot",
        capability: Capability::PublicList,
        binding: Binding::Pending,
        lacking: "Webbplatsens lista länkar inte till kontot.",
        remedy: "Be den som sköter listan att lägga in länken.",
        assess: Assess::Account(linked),
    },
    Obligation {
        code: "list-kept-current",
        swedish: "webbplatsens lista är aktuell",
        capability: Capability::PublicList,
        binding: Binding::Pending,
        lacking: "Webbplatsens lista stämmer inte med kontot.",
        remedy: "Be den som sköter listan att ta upp kontot, eller stryka det om det är avslutat.",
        assess: Assess::Account(current),
    },
    Obligation {
        code: "party-links-told-apart",
        swedish: "länkar till partier ser inte ut som egna konton",
        capability: Capability::PublicList,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

fn listed(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_running() {
        Outcome::kept(case.facts.listing.listed)
    } else {
        Outcome::NotApplicable
    }
}

fn public_listed(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_public { listed(case) } else { Outcome::NotApplicable }
}

fn linked(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_running() {
        Outcome::kept(case.facts.listing.listed && case.facts.listing.list_links)
    } else {
        Outcome::NotApplicable
    }
}

fn current(case: &Case<'_>) -> Outcome {
    match case.facts.scope.state {
        Some(AccountState::Closed) => Outcome::kept(!case.facts.listing.listed),
        _ => listed(case),
    }
}
