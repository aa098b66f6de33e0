//! Obligations on crises: that communications can take an account over, and that it is watched more often.

use super::applies::in_use;
use super::supervision_clock::next_round_in_crisis;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "crisis-access-proved",
        swedish: "kommunikation kan ta över i kris",
        capability: Capability::Crisis,
        binding: Binding::Pending,
        lacking: "Det är inte prövat att kommunikation kan ta över kontot i en kris.",
        remedy: "Öva övertagandet och anteckna dagen.",
        assess: Assess::Account(crisis_access_proved),
    },
    Obligation {
        code: "crisis-reach",
        swedish: "kanalerna når många i kris",
        capability: Capability::Crisis,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "watched-more-often-in-crisis",
        swedish: "kontot bevakas tätare i kris",
        capability: Capability::Crisis,
        binding: Binding::Pending,
        lacking: "Kontot har inte bevakats så ofta som krävs i krisen.",
        remedy: "Gå igenom kontot nu, och bestäm vem som gör nästa genomgång.",
        assess: Assess::Account(watched_more_often_in_crisis),
    },
];

/// Source: FINSPANG-071.
fn crisis_access_proved(case: &Case<'_>) -> Outcome {
    if case.yes(Key::CrisisTakeover) == Some(false) {
        return Outcome::NotApplicable;
    }
    let proved_on = case.facts.crisis.takeover_proved_on;
    in_use(case, || Outcome::kept(proved_on.is_some_and(|day| day <= case.now.today)))
}

/// Only in a crisis, and only by a number that the guideline gives. Source: FINSPANG-108.
fn watched_more_often_in_crisis(case: &Case<'_>) -> Outcome {
    if !case.facts.scope.in_crisis {
        return Outcome::NotApplicable;
    }
    let Some(frequency) = case.span(Key::WatchCrisisFrequency) else { return Outcome::Silent };
    let watch = &case.facts.watch;
    in_use(case, || {
        let began = watch.last_round.max(watch.watched_since).max(case.facts.crisis.crisis_since);
        let Some(since) = began else { return Outcome::Lacking };
        let due = next_round_in_crisis(case, since, frequency);
        due.map_or(Outcome::Kept, |due| case.by(due))
    })
}
