//! Obligations on the register of accounts: what is written down about each, and who answers for it.

use super::applies::{at_start, in_use, is_named, until_closed};
use super::staffing_coverage::tasks_assigned;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::{AccountClass, AccountState};
use crate::parameter::{Choice, Key, Party};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "purpose-recorded",
        swedish: "syftet är antecknat",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontots syfte är inte antecknat.",
        remedy: "Skriv i planen vad kontot är till för.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(case.facts.plan.purpose_recorded))),
    },
    Obligation {
        code: "goals-recorded",
        swedish: "målen är antecknade",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontots mål är inte antecknade.",
        remedy: "Skriv i planen vad kontot ska uppnå.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(case.facts.plan.goals_recorded))),
    },
    Obligation {
        code: "goals-measurable",
        swedish: "målen går att mäta",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontots mål går inte att mäta.",
        remedy: "Skriv om målen så att det går att se när de är nådda.",
        assess: Assess::Account(goals_measurable),
    },
    Obligation {
        code: "audience-recorded",
        swedish: "målgruppen är antecknad",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontots målgrupp är inte antecknad.",
        remedy: "Skriv i planen vilka kontot vänder sig till.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(case.facts.plan.audience_recorded))),
    },
    Obligation {
        code: "purpose-chosen-from-list",
        swedish: "syftet är valt bland riktlinjens syften",
        capability: Capability::AccountRegister,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "start-document-exists",
        swedish: "det dokument som krävs före start finns",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Det dokument som riktlinjen kräver före start finns inte.",
        remedy: "Upprätta dokumentet innan kontot tas i bruk.",
        assess: Assess::Account(|case| {
            at_start(case, || Outcome::kept(case.facts.plan.start_document_exists))
        }),
    },
    Obligation {
        code: "activity-and-medium-described",
        swedish: "verksamheten och mediet är beskrivna",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Planen beskriver inte både verksamheten och mediet.",
        remedy: "Beskriv verksamheten i planen och skriv vilket medium det gäller.",
        assess: Assess::Account(activity_and_medium_described),
    },
    Obligation {
        code: "watch-and-updating-planned",
        swedish: "det står hur och när kontot bevakas och uppdateras",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Planen säger inte både hur och när kontot bevakas och hur och när det uppdateras.",
        remedy: "Skriv i planen hur och när kontot ska bevakas och uppdateras.",
        assess: Assess::Account(watch_and_updating_planned),
    },
    Obligation {
        code: "tied-to-unit-plan",
        swedish: "syftet är knutet till verksamhetens mål eller uppdrag",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Syftet är inte knutet till verksamhetens mål eller uppdrag.",
        remedy: "Visa i planen vilket av verksamhetens mål eller uppdrag kontot bidrar till.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(case.facts.plan.tied_to_unit_plan))),
    },
    Obligation {
        code: "in-communication-plan",
        swedish: "kontot finns med i kommunikationsplanen",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Verksamhetens kommunikationsplan tar inte upp kontot.",
        remedy: "Ta upp kontot i verksamhetens kommunikationsplan.",
        assess: Assess::Account(|case| {
            until_closed(case, || Outcome::kept(case.facts.plan.in_communication_plan))
        }),
    },
    Obligation {
        code: "start-document-in-custody",
        swedish: "dokumentet är inlämnat",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Det dokument som krävs före start är inte inlämnat.",
        remedy: "Lämna dokumentet till den som riktlinjen anger.",
        assess: Assess::Account(|case| {
            at_start(case, || Outcome::kept(case.facts.plan.start_document_handed_in))
        }),
    },
    Obligation {
        code: "content-responsible-named",
        swedish: "någon är ansvarig för innehållet",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Det är inte antecknat att den som riktlinjen anger ansvarar för innehållet.",
        remedy: "Anteckna vem som ansvarar för kontots innehåll.",
        assess: Assess::Account(content_responsible_named),
    },
    Obligation {
        code: "coordinator-named",
        swedish: "någon samordnar alla konton",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Riktlinjen anger ingen som samordnar kontona.",
        remedy: "Ange i riktlinjen vem som samordnar kontona.",
        assess: Assess::Account(coordinator_named),
    },
    Obligation {
        code: "run-by-communications",
        swedish: "kommunikation driver kommungemensamma konton",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Det kommungemensamma kontot drivs inte av kommunikation.",
        remedy: "Låt kommunikation ta över kontot.",
        assess: Assess::Account(run_by_communications),
    },
    Obligation {
        code: "service-in-scope",
        swedish: "tjänsten omfattas av riktlinjen",
        capability: Capability::AccountRegister,
        binding: Binding::Bound(
            "rooms/policy: one guideline in force for every account of an authority, on whatever service",
        ),
        lacking: "Det är inte bestämt att riktlinjen gäller för tjänsten.",
        remedy: "Anta en riktlinje som gäller för alla tjänster där myndigheten har konton.",
        assess: Assess::Account(|case| until_closed(case, || Outcome::Kept)),
    },
    Obligation {
        code: "existing-accounts-covered",
        swedish: "konton från före riktlinjen följer samma krav",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontot fanns före riktlinjen och uppfyller inte kraven för att starta ett konto.",
        remedy: "Komplettera planen och utse ansvariga på samma sätt som för ett nytt konto.",
        assess: Assess::Account(existing_accounts_covered),
    },
    Obligation {
        code: "register-of-accounts-kept",
        swedish: "alla konton finns i registret",
        capability: Capability::AccountRegister,
        binding: Binding::Bound(
            "rooms/account: every account that the program knows, the closed ones included",
        ),
        lacking: "Kontot finns inte i kontoregistret.",
        remedy: "För in kontot i registret, eller avsluta det.",
        assess: Assess::Account(|case| Outcome::kept(!case.facts.plan.is_unregistered)),
    },
    Obligation {
        code: "account-events-reported",
        swedish: "start, drift och avslut anmäls",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Kontot eller dess avslut är inte anmält.",
        remedy: "Anmäl till den som för registret att kontot finns, och när det avslutas.",
        assess: Assess::Account(account_events_reported),
    },
    Obligation {
        code: "archive-description-lists-accounts",
        swedish: "nämndens arkivbeskrivning tar upp kontot",
        capability: Capability::AccountRegister,
        binding: Binding::Pending,
        lacking: "Nämndens arkivbeskrivning tar inte upp kontot.",
        remedy: "För in kontot i nämndens arkivbeskrivning.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.plan.in_archive_description))
        }),
    },
    Obligation {
        code: "effect-thought-through",
        swedish: "effekten är genomtänkt",
        capability: Capability::AccountRegister,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

/// Goals that nobody has written down cannot be measured either. Source: FINSPANG-026, FINSPANG-036.
fn goals_measurable(case: &Case<'_>) -> Outcome {
    let plan = &case.facts.plan;
    at_start(case, || match case.yes(Key::StartGoalsMeasurable) {
        Some(false) => Outcome::NotApplicable,
        _ => Outcome::kept(plan.goals_recorded && plan.goals_measurable),
    })
}

fn activity_and_medium_described(case: &Case<'_>) -> Outcome {
    let plan = &case.facts.plan;
    at_start(case, || Outcome::kept(plan.activity_described && plan.medium_named))
}

fn watch_and_updating_planned(case: &Case<'_>) -> Outcome {
    let plan = &case.facts.plan;
    at_start(case, || Outcome::kept(plan.watch_planned && plan.updating_planned))
}

fn content_responsible_named(case: &Case<'_>) -> Outcome {
    let named = case.facts.plan.content_responsible;
    until_closed(case, || Outcome::kept(is_named(case, Key::ResponsibilityContent, named)))
}

/// The guideline itself names whoever coordinates, so it is never lacking, only unsaid.
fn coordinator_named(case: &Case<'_>) -> Outcome {
    match case.parties(Key::StartCoordinator) {
        Some(named) if !named.is_empty() => Outcome::Kept,
        _ => Outcome::Silent,
    }
}

fn run_by_communications(case: &Case<'_>) -> Outcome {
    if case.facts.scope.class != Some(AccountClass::MunicipalityWide) {
        return Outcome::NotApplicable;
    }
    in_use(case, || Outcome::kept(case.facts.plan.run_by == Some(Party::Communications)))
}

/// An account from before meets what the guideline asks for of every account.
///
/// Each field that it asks for, measurable goals and a responsible person for every task where it says
/// so. How the start was decided lies behind such an account and is not asked. Source: FINSPANG-035 to 038.
fn existing_accounts_covered(case: &Case<'_>) -> Outcome {
    let (scope, plan) = (&case.facts.scope, &case.facts.plan);
    if !scope.existed_before {
        return Outcome::NotApplicable;
    }
    in_use(case, || {
        let fields = case.words(Key::StartRequiredFields).unwrap_or(&[]);
        let are_written = fields.iter().all(|field| is_written(case, *field));
        let are_measured = case.yes(Key::StartGoalsMeasurable) != Some(true) || plan.goals_measurable;
        let are_assigned = tasks_assigned(case) != Outcome::Lacking;
        let has_somebody = case.facts.staff.responsible_persons > 0;
        Outcome::kept(are_written && are_measured && are_assigned && has_somebody)
    })
}

/// Whether a field of the plan is written; a field that no fact tells of is not held against anybody.
fn is_written(case: &Case<'_>, field: Choice) -> bool {
    let plan = &case.facts.plan;
    match field.code {
        "purpose" => plan.purpose_recorded,
        "goals" => plan.goals_recorded,
        "audience" => plan.audience_recorded,
        "activity-and-medium" => plan.activity_described && plan.medium_named,
        "watch-and-updating" => plan.watch_planned && plan.updating_planned,
        "unit-goals" => plan.tied_to_unit_plan,
        "risks" => plan.risks_recorded,
        "spokespersons" => case.facts.staff.spokespersons_decided,
        "responsible-person" => case.facts.staff.responsible_persons > 0,
        _ => true,
    }
}

/// That an account exists is reported once it is in use; its end as soon as it is being closed.
fn account_events_reported(case: &Case<'_>) -> Outcome {
    let plan = &case.facts.plan;
    match case.facts.scope.state {
        Some(AccountState::Applied) => Outcome::NotApplicable,
        None | Some(AccountState::Active) => Outcome::kept(plan.existence_reported),
        Some(AccountState::Closing | AccountState::Closed) => Outcome::kept(plan.end_reported),
    }
}
