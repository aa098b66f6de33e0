//! Obligations on the guideline itself, on routines, and on what else holds beside it.

use super::applies::{is_company, is_named, until_closed};
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::Routine;
use crate::parameter::{Key, Party};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "law-applies-to-channels",
        swedish: "samma lagar gäller som i andra kanaler",
        capability: Capability::Policy,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "other-documents-apply",
        swedish: "andra styrdokument gäller också",
        capability: Capability::Policy,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "working-routines-exist",
        swedish: "arbetsrutiner finns",
        capability: Capability::Policy,
        binding: Binding::Pending,
        lacking: "Någon av de arbetsrutiner som krävs saknas.",
        remedy: "Skriv de rutiner som saknas, för diarieföring, gallring, arkivering och för olämpliga och sekretessbelagda inlägg.",
        assess: Assess::Account(working_routines_exist),
    },
    Obligation {
        code: "routines-adopted",
        swedish: "kompletterande rutiner är antagna",
        capability: Capability::Policy,
        binding: Binding::Pending,
        lacking: "De kompletterande rutinerna är inte antagna av den som riktlinjen anger.",
        remedy: "Låt den som riktlinjen anger anta rutinerna.",
        assess: Assess::Account(routines_adopted),
    },
    Obligation {
        code: "company-may-add-routines",
        swedish: "bolag får lägga till egna rutiner",
        capability: Capability::Policy,
        binding: Binding::Pending,
        lacking: "Bolaget har hindrats från att lägga till egna rutiner.",
        remedy: "Låt bolaget komplettera riktlinjen med egna rutiner.",
        assess: Assess::Account(company_may_add_routines),
    },
    Obligation {
        code: "company-routines-adopted-by-head",
        swedish: "bolagschefen antar bolagets rutiner",
        capability: Capability::Policy,
        binding: Binding::Pending,
        lacking: "Bolagets egna rutiner är inte antagna av bolagschefen.",
        remedy: "Låt bolagschefen anta bolagets rutiner.",
        assess: Assess::Account(company_routines_adopted_by_head),
    },
    Obligation {
        code: "rules-looked-up-per-medium",
        swedish: "reglerna för varje medium är kontrollerade",
        capability: Capability::Policy,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

/// For registration, disposal, archiving, and unsuitable or secret posts. Source: FINSPANG-047.
fn working_routines_exist(case: &Case<'_>) -> Outcome {
    let routines = case.facts.routines.routines;
    until_closed(case, || Outcome::kept(Routine::ALL.iter().all(|routine| routines.has(*routine))))
}

/// Source: FINSPANG-210.
fn routines_adopted(case: &Case<'_>) -> Outcome {
    let adopted_by = case.facts.routines.routines_adopted_by;
    until_closed(case, || Outcome::kept(is_named(case, Key::PolicyRoutinesOwner, adopted_by)))
}

/// A company that adds nothing breaks nothing. Source: FINSPANG-211.
fn company_may_add_routines(case: &Case<'_>) -> Outcome {
    let adds = is_company(case) && case.facts.routines.company_has_routines;
    if adds { Outcome::Kept } else { Outcome::NotApplicable }
}

/// Source: FINSPANG-212.
fn company_routines_adopted_by_head(case: &Case<'_>) -> Outcome {
    let routines = &case.facts.routines;
    if is_company(case) && routines.company_has_routines {
        Outcome::kept(routines.company_routines_adopted_by == Some(Party::CompanyHead))
    } else {
        Outcome::NotApplicable
    }
}
