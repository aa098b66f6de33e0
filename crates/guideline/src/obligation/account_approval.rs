//! Obligations on the approval of accounts: who decides, who is asked, and in which order.

use jiff::civil::Date;

use super::applies::{at_start, in_use, is_among, is_company, is_named};
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::parameter::{Key, Party};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "start-conditions-met",
        swedish: "alla villkor för start är uppfyllda",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Alla villkor för att starta kontot är inte uppfyllda.",
        remedy: "Se till att beslutet, samrådet och dokumentet finns innan kontot tas i bruk.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(conditions_met(case)))),
    },
    Obligation {
        code: "manager-has-decided",
        swedish: "ansvarig chef har beslutat",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Den chef som ska besluta har inte beslutat om kontot.",
        remedy: "Be chefen besluta om kontot.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(is_decided(case)))),
    },
    Obligation {
        code: "decision-covers-use",
        swedish: "beslutet säger hur kanalen används",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Beslutet säger inte hur kanalen ska användas.",
        remedy: "Be chefen komplettera beslutet med hur kanalen ska användas.",
        assess: Assess::Account(|case| {
            at_start(case, || Outcome::kept(case.facts.approval.decision_covers_use))
        }),
    },
    Obligation {
        code: "consulted-before-start",
        swedish: "samråd är gjort före start",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Samråd med den som riktlinjen anger är inte gjort före start.",
        remedy: "Rådfråga den som riktlinjen anger och anteckna dagen.",
        assess: Assess::Account(|case| at_start(case, || Outcome::kept(is_consulted(case)))),
    },
    Obligation {
        code: "company-consults-its-own",
        swedish: "bolaget har vänt sig till sin egen kommunikatör",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Bolaget har inte rådfrågat sin egen kommunikationsfunktion före start.",
        remedy: "Rådfråga bolagets kommunikatör och anteckna dagen.",
        assess: Assess::Account(company_consults_its_own),
    },
    Obligation {
        code: "order-of-approval-kept",
        swedish: "chefen beslutar innan kommunikation kontaktas",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Kommunikation kontaktades innan chefen hade beslutat.",
        remedy: "Be chefen besluta, och ta därefter ny kontakt med kommunikation.",
        assess: Assess::Account(order_of_approval_kept),
    },
    Obligation {
        code: "created-by-central-unit",
        swedish: "kontot är skapat av den enhet som får skapa konton",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Kontot är inte skapat av den enhet som får skapa konton.",
        remedy: "Låt den enhet som får skapa konton ta över kontot eller skapa ett nytt.",
        assess: Assess::Account(created_by_central_unit),
    },
    Obligation {
        code: "channel-fits-audience",
        swedish: "kanalen är prövad mot målgruppen",
        capability: Capability::AccountApproval,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "checklist-gone-through",
        swedish: "checklistan är genomgången",
        capability: Capability::AccountApproval,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "risks-recorded",
        swedish: "riskerna är antecknade",
        capability: Capability::AccountApproval,
        binding: Binding::Pending,
        lacking: "Riskerna med tjänsten är inte antecknade.",
        remedy: "Anteckna vilka risker det innebär att använda tjänsten.",
        assess: Assess::Account(risks_recorded),
    },
];

/// The day up to which conditions of start could be met: the day of start, today before it.
fn last_day(case: &Case<'_>) -> Date {
    case.facts.approval.started_on.map_or(case.now.today, |started| started.min(case.now.today))
}

/// A decision of somebody whom the guideline lets decide, made by the day of start.
fn is_decided(case: &Case<'_>) -> bool {
    let approval = &case.facts.approval;
    let in_time = approval.decided_on.is_some_and(|day| day <= last_day(case));
    in_time && is_named(case, Key::StartDecider, approval.decided_by)
}

/// A consultation by the day of start; whoever was asked is one of those whom the guideline names.
fn is_consulted(case: &Case<'_>) -> bool {
    let approval = &case.facts.approval;
    let in_time = approval.consulted_on.is_some_and(|day| day <= last_day(case));
    in_time && approval.consulted.is_none_or(|asked| is_named(case, Key::StartConsulted, Some(asked)))
}

/// Whether what the guideline asks for before a start is there: decision, consultation, document.
///
/// What the guideline does not say is no condition. Source: OSBY-06.
fn conditions_met(case: &Case<'_>) -> bool {
    let asks = |key: Key| case.value(key).is_some();
    (!asks(Key::StartDecider) || is_decided(case))
        && (!asks(Key::StartConsulted) || is_consulted(case))
        && (!asks(Key::StartDocument) || case.facts.plan.start_document_exists)
}

/// Source: FINSPANG-041.
fn company_consults_its_own(case: &Case<'_>) -> Outcome {
    if !is_company(case) {
        return Outcome::NotApplicable;
    }
    let approval = &case.facts.approval;
    let in_time = approval.consulted_on.is_some_and(|day| day <= last_day(case));
    at_start(case, || Outcome::kept(in_time && approval.consulted == Some(Party::Company)))
}

/// Nothing is out of order before communications is contacted; the same day is in order.
fn order_of_approval_kept(case: &Case<'_>) -> Outcome {
    let approval = &case.facts.approval;
    at_start(case, || match (approval.decided_on, approval.consulted_on) {
        (_, None) => Outcome::NotApplicable,
        (decided, Some(consulted)) => Outcome::kept(decided.is_some_and(|decided| decided <= consulted)),
    })
}

/// Source: VETLANDA-05.
fn created_by_central_unit(case: &Case<'_>) -> Outcome {
    let Some(may_create) = case.parties(Key::StartCreator) else { return Outcome::Silent };
    match case.facts.approval.created_by {
        Some(creator) => at_start(case, || Outcome::kept(is_among(case, may_create, creator))),
        None => in_use(case, || at_start(case, || Outcome::Lacking)),
    }
}

fn risks_recorded(case: &Case<'_>) -> Outcome {
    at_start(case, || match case.yes(Key::StartRiskList) {
        Some(false) => Outcome::NotApplicable,
        _ => Outcome::kept(case.facts.plan.risks_recorded),
    })
}
