//! Obligations: disclosure.
//!
//! Requests are not handled in the product yet: judged from what a person has recorded.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "disclosed-on-request",
        swedish: "handlingar lämnas ut skyndsamt",
        capability: Capability::Disclosure,
        binding: Binding::Pending,
        lacking: "En begäran om att få ut en handling väntar för länge eller är nekad utan beslut.",
        remedy: "Lämna ut handlingen nu, eller lämna ett skriftligt beslut som går att överklaga.",
        assess: Assess::Account(disclosed),
    },
    Obligation {
        code: "secrecy-not-disclosed",
        swedish: "sekretessbelagt lämnas inte ut",
        capability: Capability::Disclosure,
        binding: Binding::Pending,
        lacking: "Det som ska lämnas ut är inte prövat, eller innehåller fortfarande sekretess.",
        remedy: "Pröva sekretessen och maskera det som omfattas innan handlingen lämnas ut.",
        assess: Assess::Account(secrecy_withheld),
    },
];

/// "Promptly" has no number: until somebody has given one, only what a person has found is a delay.
fn disclosed(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.disclosure;
    if facts.disclosure_delayed || facts.refused_without_decision {
        return Outcome::Lacking;
    }
    let Some(since) = facts.oldest_request else { return Outcome::NotApplicable };
    let Some(speed) = case.span(Key::DiscloseWithin) else { return Outcome::Silent };
    case.after(since, speed).map_or(Outcome::Kept, |at| case.by(at))
}

fn secrecy_withheld(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.disclosure;
    if facts.gives_out {
        Outcome::kept(facts.secrecy_reviewed && !facts.gives_out_secrecy)
    } else {
        Outcome::NotApplicable
    }
}
