//! Obligations on staffing: that somebody looks after an account, also when somebody is away or leaves.

use super::applies::{in_use, is_among, until_closed};
use super::{Assess, Binding, Capability, Obligation};
use crate::coded::Coded;
use crate::evaluate::{Case, Outcome};
use crate::fact::CodedSet;
use crate::parameter::{Key, Party};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "administrators-enough",
        swedish: "minst så många som krävs kan administrera kontot",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "För få kan administrera kontot.",
        remedy: "Ge fler personer behörighet att administrera kontot på tjänsten.",
        assess: Assess::Account(administrators_enough),
    },
    Obligation {
        code: "responsible-person-named",
        swedish: "minst en person är ansvarig för kontot",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Ingen är utsedd som ansvarig för kontot.",
        remedy: "Utse minst en person som ansvarar för kontot.",
        assess: Assess::Account(|case| {
            until_closed(case, || Outcome::kept(case.facts.staff.responsible_persons > 0))
        }),
    },
    Obligation {
        code: "all-tasks-assigned",
        swedish: "alla uppgifter har en ansvarig",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Någon av uppgifterna med kontot saknar ansvarig.",
        remedy: "Utse en ansvarig för varje uppgift som riktlinjen räknar upp.",
        assess: Assess::Account(tasks_assigned),
    },
    Obligation {
        code: "substitute-named",
        swedish: "det finns ersättare",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Kontot har ingen ersättare.",
        remedy: "Utse en ersättare för den som ansvarar för kontot.",
        assess: Assess::Account(substitute_named),
    },
    Obligation {
        code: "absence-covered",
        swedish: "kontot sköts vid frånvaro",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Ingen sköter kontot när den ansvariga är frånvarande.",
        remedy: "Utse en ersättare som kan sköta kontot vid frånvaro.",
        assess: Assess::Account(|case| in_use(case, || Outcome::kept(is_absence_covered(case)))),
    },
    Obligation {
        code: "departure-handed-over",
        swedish: "den som slutar har lämnat över",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Den som slutar har inte lämnat över uppgifterna med kontot.",
        remedy: "Lämna över uppgifterna och behörigheterna till någon annan.",
        assess: Assess::Account(departure_handed_over),
    },
    Obligation {
        code: "resources-set-aside",
        swedish: "tid, kunskap och rutiner finns",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Det är inte sörjt för de resurser som kontot behöver.",
        remedy: "Se till att tid, kunskap och rutiner finns för kontot.",
        assess: Assess::Account(|case| {
            until_closed(case, || has_all(case, Key::StaffResources, case.facts.staff.resources))
        }),
    },
    Obligation {
        code: "editor-knows-law",
        swedish: "redaktören har den kunskap som krävs",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Redaktörerna har inte all den kunskap som krävs.",
        remedy: "Utbilda redaktörerna i de regler som riktlinjen räknar upp.",
        assess: Assess::Account(|case| {
            until_closed(case, || has_all(case, Key::StaffRequiredKnowledge, case.facts.staff.knowledge))
        }),
    },
    Obligation {
        code: "editors-appointed-by-manager",
        swedish: "chefen har utsett redaktörerna",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Chefen har inte utsett redaktörerna.",
        remedy: "Be chefen utse kontots redaktörer.",
        assess: Assess::Account(editors_appointed),
    },
    Obligation {
        code: "responsible-is-no-politician",
        swedish: "ingen politiker är ansvarig för kontot",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "En politiker är ansvarig för kontot.",
        remedy: "Utse en medarbetare som ansvarig i stället.",
        assess: Assess::Account(responsible_is_no_politician),
    },
    Obligation {
        code: "spokespersons-decided",
        swedish: "det är beslutat vem som får uttala sig",
        capability: Capability::StaffingCoverage,
        binding: Binding::Pending,
        lacking: "Det är inte beslutat vem som får uttala sig för verksamheten.",
        remedy: "Be chefen besluta vem som får uttala sig för verksamheten.",
        assess: Assess::Account(|case| {
            until_closed(case, || Outcome::kept(case.facts.staff.spokespersons_decided))
        }),
    },
    Obligation {
        code: "staffing-follows-openness",
        swedish: "bemanningen följer kanalens öppenhet",
        capability: Capability::StaffingCoverage,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

/// Judges that a set of facts has every word of a key's list.
///
/// A word that no fact can tell of (as `by-openness`) is left to people.
fn has_all<T: Coded>(case: &Case<'_>, key: Key, found: CodedSet<T>) -> Outcome {
    let Some(words) = case.words(key) else { return Outcome::Silent };
    let mut asked = words.iter().filter_map(|word| T::from_code(word.code));
    Outcome::kept(asked.all(|word| found.has(word)))
}

/// Source: FINSPANG-037.
pub(super) fn tasks_assigned(case: &Case<'_>) -> Outcome {
    until_closed(case, || has_all(case, Key::StaffDuties, case.facts.staff.duties))
}

/// Rights on the service itself, not names in a list. Source: OLAND-14.
fn administrators_enough(case: &Case<'_>) -> Outcome {
    let Some(least) = case.count(Key::StaffMinAdmins) else { return Outcome::Silent };
    in_use(case, || Outcome::kept(case.facts.staff.administrators >= least))
}

/// Source: VETLANDA-40.
fn substitute_named(case: &Case<'_>) -> Outcome {
    until_closed(case, || match case.yes(Key::StaffSubstituteRequired) {
        Some(false) => Outcome::NotApplicable,
        _ => Outcome::kept(case.facts.staff.substitutes > 0),
    })
}

/// Whether somebody is at work today, and would be if one of them were away.
///
/// One responsible person may start an account, but cannot cover their own absence (README of the
/// requirements 2d, FINSPANG-037 and 048).
pub(super) fn is_absence_covered(case: &Case<'_>) -> bool {
    people(case) > 1 && somebody_is_at_work(case)
}

/// Whether not everybody who can look after the account is away today.
pub(super) fn somebody_is_at_work(case: &Case<'_>) -> bool {
    people(case) > case.facts.staff.absent
}

/// Those who can look after the account: named ones, or those with rights where nobody has named any.
fn people(case: &Case<'_>) -> u16 {
    let staff = &case.facts.staff;
    staff.responsible_persons.saturating_add(staff.substitutes).max(staff.administrators)
}

/// Whoever leaves hands over by the last working day. Source: VETLANDA-13.
fn departure_handed_over(case: &Case<'_>) -> Outcome {
    let staff = &case.facts.staff;
    in_use(case, || match staff.leaving_on {
        None => Outcome::NotApplicable,
        Some(_) if staff.handed_over => Outcome::Kept,
        Some(last_day) => case.by_day(Some(last_day)),
    })
}

fn editors_appointed(case: &Case<'_>) -> Outcome {
    let appoints = case.parties(Key::StaffEditorAppointedBy).unwrap_or(&[Party::Manager]);
    let appointed_by = case.facts.staff.editors_appointed_by;
    until_closed(case, || Outcome::kept(appointed_by.is_some_and(|by| is_among(case, appoints, by))))
}

/// Source: OSBY-14.
fn responsible_is_no_politician(case: &Case<'_>) -> Outcome {
    until_closed(case, || match case.yes(Key::StaffPoliticianAllowed) {
        Some(true) => Outcome::NotApplicable,
        _ => Outcome::kept(!case.facts.staff.responsible_is_politician),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Knowledge, Resource, StaffDuty};
    use crate::parameter::{Kind, about};

    /// The words of a key for which there is no fact.
    fn untold<T: Coded>(key: Key) -> Vec<&'static str> {
        let Kind::Words(words) = about(key).unwrap().kind else { panic!("{key} has no words") };
        words.iter().map(|word| word.code).filter(|code| T::from_code(code).is_none()).collect()
    }

    #[test]
    fn every_word_that_a_guideline_can_ask_for_is_a_fact() {
        assert_eq!(untold::<StaffDuty>(Key::StaffDuties), [""; 0]);
        assert_eq!(untold::<Knowledge>(Key::StaffRequiredKnowledge), [""; 0]);
        assert_eq!(untold::<Resource>(Key::StaffResources), ["by-openness"], "left to people: SLL-11");
    }
}
