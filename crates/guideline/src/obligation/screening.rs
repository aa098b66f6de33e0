//! Obligations: screening.
//!
//! A person says which class an item is, and behind each class stands the rule of the guideline. The
//! automatic control helps with three things and no more: personal identity numbers, questions and
//! swearwords. Schools and platforms are judged from recorded facts.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::AccountClass;
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "class-recognised",
        swedish: "innehåll av denna klass bedöms efter regeln",
        capability: Capability::Screening,
        binding: Binding::Bound(
            "class, decide, rooms/moderation: en person väljer klassen och regeln följer; automatiskt hittas bara personnummer, frågor och svordomar",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "never-copied",
        swedish: "det som inte får kopieras kopieras inte",
        capability: Capability::Screening,
        binding: Binding::Bound(
            "rooms/moderation/carry_out/purge, rooms/capture/bar: varje kopia förstörs, en anteckning i ord tar dess plats",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "answerable-for-others-by-platform",
        swedish: "ansvaret för andras inlägg följer plattformen",
        capability: Capability::Screening,
        binding: Binding::Pending,
        lacking: "Myndigheten svarar för vad andra skriver på tjänsten, men ingen läser det.",
        remedy: "Se till att andras inlägg på kontot läses.",
        assess: Assess::Account(answers_by_platform),
    },
    Obligation {
        code: "stricter-for-schools",
        swedish: "skolors konton granskas strängare",
        capability: Capability::Screening,
        binding: Binding::Pending,
        lacking: "Skolans konto granskas inte strängare än andra konton.",
        remedy: "Besluta om skärpt granskning för kontot: sekretessen är stark och elever kan ha skyddade uppgifter.",
        assess: Assess::Account(stricter_for_schools),
    },
];

/// Where each service has to be judged by itself, or nobody knows which it is, nothing can be said.
fn answers_by_platform(case: &Case<'_>) -> Outcome {
    let scope = &case.facts.scope;
    if !scope.is_running() || !scope.others_can_write {
        return Outcome::NotApplicable;
    }
    let says = |code| case.lists(Key::RemoveResponsibleForOthersPosts, code) == Some(true);
    let services = case.value(Key::RemoveResponsibleForOthersPosts);
    let of_service = scope.service.map(|service| says(service.code()));
    match (services, of_service) {
        (Some(_), _) if says("all") => Outcome::kept(case.facts.notice.others_posts_read),
        (Some(_), Some(true)) => Outcome::kept(case.facts.notice.others_posts_read),
        (Some(_), Some(false)) if !says("by-medium") => Outcome::NotApplicable,
        _ => Outcome::Silent,
    }
}

fn stricter_for_schools(case: &Case<'_>) -> Outcome {
    let scope = &case.facts.scope;
    if scope.is_running() && scope.class == Some(AccountClass::School) {
        Outcome::kept(case.facts.notice.stricter_screening)
    } else {
        Outcome::NotApplicable
    }
}
