//! Obligations on follow-up: that somebody looks at what an account achieves.

use super::answer_clock::answered_in_time;
use super::applies::in_use;
use super::supervision_clock::watched_often_enough;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "goals-followed-up",
        swedish: "målen följs upp",
        capability: Capability::Reporting,
        binding: Binding::Pending,
        lacking: "Kontots mål har aldrig följts upp.",
        remedy: "Jämför resultaten med målen och anteckna dagen.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.follow_up.goals_followed_up_on.is_some()))
        }),
    },
    Obligation {
        code: "audience-analysed",
        swedish: "målgruppen analyseras löpande",
        capability: Capability::Reporting,
        binding: Binding::Pending,
        lacking: "Målgruppen och dess behov har aldrig analyserats.",
        remedy: "Analysera vilka kontot når och vad de behöver, och anteckna dagen.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.follow_up.audience_analysed_on.is_some()))
        }),
    },
    Obligation {
        code: "presence-healthy",
        swedish: "information, tillsyn, svar och regler fungerar",
        capability: Capability::Reporting,
        binding: Binding::Pending,
        lacking: "Information, tillsyn, svar och regler fungerar inte alla på kontot.",
        remedy: "Se vilken del som brister, och rätta till den.",
        assess: Assess::Account(presence_healthy),
    },
];

/// Four things at once: information goes out, rounds and answers are in time, no rule is broken.
///
/// Source: FINSPANG-008.
fn presence_healthy(case: &Case<'_>) -> Outcome {
    let follow_up = &case.facts.follow_up;
    in_use(case, || {
        let clocks = [watched_often_enough(case), answered_in_time(case)];
        let in_time = clocks.iter().all(|clock| !matches!(clock, Outcome::Lacking | Outcome::Late(_)));
        Outcome::kept(follow_up.information_flows && in_time && !follow_up.rules_broken)
    })
}
