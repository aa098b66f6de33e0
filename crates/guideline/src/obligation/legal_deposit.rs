//! Obligations: legal-deposit.
//!
//! Publications are not noticed by the product yet; a person records what is spread and what was judged.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::{DepositFacts, DepositJudgement};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "publication-delivered",
        swedish: "publikationen är levererad till Kungliga biblioteket",
        capability: Capability::LegalDeposit,
        binding: Binding::Pending,
        lacking: "Publikationen är inte levererad till Kungliga biblioteket.",
        remedy: "Leverera publikationen till Kungliga biblioteket och spara kvittot.",
        assess: Assess::Account(delivered),
    },
    Obligation {
        code: "deposit-duty-judged",
        swedish: "leveransplikten är bedömd",
        capability: Capability::LegalDeposit,
        binding: Binding::Pending,
        lacking: "Ingen har bedömt om publikationen ska levereras till Kungliga biblioteket, eller så blev bedömningen en annan än reglerna ger.",
        remedy: "Bedöm publikationen: den ska vara av det slag som förr trycktes, bestå av en eller några filer och varken vara en nyhet eller höra till ett ärende.",
        assess: Assess::Account(judged),
    },
];

/// By its character and not its size: what would have been printed, in a file or a few, and neither
/// news nor part of a case.
const fn is_deposited(facts: &DepositFacts) -> bool {
    facts.publication_like_print
        && facts.publication_few_files
        && !facts.publication_is_news
        && !facts.publication_in_case
}

fn delivered(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.deposit;
    if facts.publication && is_deposited(facts) {
        Outcome::kept(facts.publication_delivered)
    } else {
        Outcome::NotApplicable
    }
}

fn judged(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.deposit;
    if !facts.publication {
        return Outcome::NotApplicable;
    }
    let right = if is_deposited(facts) { DepositJudgement::Deliver } else { DepositJudgement::LeaveOut };
    Outcome::kept(facts.deposit_judged == Some(right))
}
