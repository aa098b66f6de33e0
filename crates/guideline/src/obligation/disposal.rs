//! Obligations on disposal: nothing is disposed of without a decision, and the right person has judged it.

use super::applies::{in_use, is_named};
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "disposal-decided",
        swedish: "det finns ett gallringsbeslut",
        capability: Capability::Disposal,
        binding: Binding::Pending,
        lacking: "Det finns inget gallringsbeslut som omfattar kontot.",
        remedy: "Vänta med gallringen tills det finns ett gallringsbeslut.",
        assess: Assess::Account(disposal_decided),
    },
    Obligation {
        code: "board-has-disposal-decision",
        swedish: "nämnden har ett gallringsbeslut för sociala medier",
        capability: Capability::Disposal,
        binding: Binding::Pending,
        lacking: "Nämndens dokumenthanteringsplan har inget gallringsbeslut för kontot.",
        remedy: "Låt nämnden besluta om gallring i sin dokumenthanteringsplan.",
        assess: Assess::Account(|case| in_use(case, || Outcome::kept(is_decided(case)))),
    },
    Obligation {
        code: "disposal-assessed",
        swedish: "gallringen är bedömd av rätt person",
        capability: Capability::Disposal,
        binding: Binding::Pending,
        lacking: "Den som ansvarar för kontot har inte bedömt om det som kommer in ska gallras.",
        remedy: "Bedöm om det som kommer in till kontot ska gallras.",
        assess: Assess::Account(disposal_assessed),
    },
    Obligation {
        code: "kept-unless-decided",
        swedish: "handlingar bevaras om inget annat är beslutat",
        capability: Capability::Disposal,
        binding: Binding::Bound(
            "rooms/capture: what is captured stays; the program has no way yet to dispose of it, but of copies that may not be kept",
        ),
        lacking: "Något ska gallras fast inget gallringsbeslut finns.",
        remedy: "Bevara handlingarna tills det finns ett gallringsbeslut.",
        assess: Assess::Account(kept_unless_decided),
    },
    Obligation {
        code: "disposal-prepared-with-archive",
        swedish: "gallringsbeslutet är berett med arkivmyndigheten",
        capability: Capability::Disposal,
        binding: Binding::Pending,
        lacking: "Gallringsbeslutet är inte berett tillsammans med arkivmyndigheten.",
        remedy: "Bered gallringsbeslutet tillsammans med arkivmyndigheten.",
        assess: Assess::Account(disposal_prepared_with_archive),
    },
];

fn is_decided(case: &Case<'_>) -> bool {
    case.facts.disposal.disposal_decided_on.is_some_and(|day| day <= case.now.today)
}

/// Once something is to be disposed of; where the guideline asks for no decision, law does.
///
/// Source: OLAND-23, FINSPANG-200, SLL-42.
fn disposal_decided(case: &Case<'_>) -> Outcome {
    match case.yes(Key::DisposeDecisionRequired) {
        _ if is_decided(case) => Outcome::Kept,
        _ if !case.facts.disposal.disposal_wanted => Outcome::NotApplicable,
        None => Outcome::Silent,
        Some(false) => Outcome::NotApplicable,
        Some(true) => Outcome::Lacking,
    }
}

/// Only where others can write does anything come in. Source: VETLANDA-53.
fn disposal_assessed(case: &Case<'_>) -> Outcome {
    if !case.facts.scope.others_can_write {
        return Outcome::NotApplicable;
    }
    let assessed_by = case.facts.disposal.disposal_assessed_by;
    in_use(case, || Outcome::kept(is_named(case, Key::DisposeAssessor, assessed_by)))
}

/// Source: FINSPANG-198.
fn kept_unless_decided(case: &Case<'_>) -> Outcome {
    match case.word(Key::DisposeDefault) {
        Some("dispose") => Outcome::NotApplicable,
        _ => Outcome::kept(!case.facts.disposal.disposal_wanted || is_decided(case)),
    }
}

/// Source: SLL-43.
fn disposal_prepared_with_archive(case: &Case<'_>) -> Outcome {
    let disposal = &case.facts.disposal;
    if disposal.disposal_wanted || disposal.disposal_decided_on.is_some() {
        Outcome::kept(disposal.prepared_with_archive)
    } else {
        Outcome::NotApplicable
    }
}
