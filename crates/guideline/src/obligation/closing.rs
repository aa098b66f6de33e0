//! Obligations on closing: who decides, what followers are told, and what is kept of the account.
//!
//! All but the first concern an account that is being closed or is closed. A gate that asks whether an
//! account may be closed asks about it in the state `closing`, with the day on which it is to close.

use super::applies::{at_closing, is_among};
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::AccountState;
use crate::parameter::{Key, Party};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "dormant-account-closed",
        swedish: "konto som inte används stängs",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Kontot används inte längre men är inte avslutat.",
        remedy: "Föreslå den som beslutar att kontot ska avslutas.",
        assess: Assess::Account(dormant_account_closed),
    },
    Obligation {
        code: "closing-decided-by-manager",
        swedish: "chefen har beslutat om avslut",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Den chef som ska besluta har inte beslutat om avslutet.",
        remedy: "Be chefen besluta om avslutet.",
        assess: Assess::Account(closing_decided),
    },
    Obligation {
        code: "communications-told-of-closing",
        swedish: "kommunikation har fått veta om avslutet",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Kommunikation har inte fått veta att kontot ska avslutas.",
        remedy: "Meddela kommunikation att kontot ska avslutas.",
        assess: Assess::Account(|case| {
            at_closing(case, || Outcome::kept(case.facts.closing.communications_told_on.is_some()))
        }),
    },
    Obligation {
        code: "closing-notice-shown",
        swedish: "följarna har fått veta att och varför",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Följarna har inte fått veta att kontot avslutas och varför.",
        remedy: "Skriv på kontot att det avslutas och varför.",
        assess: Assess::Account(closing_notice_shown),
    },
    Obligation {
        code: "closing-notice-refers",
        swedish: "avslutet hänvisar vidare",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Meddelandet om avslutet hänvisar inte vidare.",
        remedy: "Skriv i meddelandet vart följarna kan vända sig i stället.",
        assess: Assess::Account(closing_notice_refers),
    },
    Obligation {
        code: "closing-notice-long-enough",
        swedish: "avslutet har visats tillräckligt länge",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Meddelandet om avslutet har inte visats tillräckligt länge när kontot stängs.",
        remedy: "Vänta med att stänga kontot tills meddelandet har visats hela tiden.",
        assess: Assess::Account(closing_notice_long_enough),
    },
    Obligation {
        code: "closed-account-archived",
        swedish: "det avslutade kontot är arkiverat",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Delar av kontot är inte arkiverade.",
        remedy: "Arkivera de delar av kontot som ska bevaras.",
        assess: Assess::Account(closed_account_archived),
    },
    Obligation {
        code: "archiving-consulted",
        swedish: "kommunikation har rådfrågats om arkiveringen",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Kommunikation har inte rådfrågats om vad som ska arkiveras.",
        remedy: "Rådfråga kommunikation om vad som ska arkiveras.",
        assess: Assess::Account(|case| {
            at_closing(case, || Outcome::kept(case.facts.closing.archiving_consulted))
        }),
    },
    Obligation {
        code: "final-snapshot-taken",
        swedish: "slutlig ögonblicksbild är arkiverad",
        capability: Capability::Closing,
        binding: Binding::Pending,
        lacking: "Ingen slutlig ögonblicksbild av kontot är arkiverad.",
        remedy: "Ta en slutlig ögonblicksbild och arkivera den innan kontot stängs.",
        assess: Assess::Account(final_snapshot_taken),
    },
];

/// Source: FINSPANG-080.
fn dormant_account_closed(case: &Case<'_>) -> Outcome {
    let is_closing = matches!(case.facts.scope.state, Some(AccountState::Closing | AccountState::Closed));
    if case.facts.closing.out_of_use { Outcome::kept(is_closing) } else { Outcome::NotApplicable }
}

/// Source: FINSPANG-081.
fn closing_decided(case: &Case<'_>) -> Outcome {
    let decides = case.parties(Key::CloseDecider).unwrap_or(&[Party::Manager]);
    let decided_by = case.facts.closing.closing_decided_by;
    at_closing(case, || Outcome::kept(decided_by.is_some_and(|by| is_among(case, decides, by))))
}

/// Source: FINSPANG-083.
fn closing_notice_shown(case: &Case<'_>) -> Outcome {
    let closing = &case.facts.closing;
    let is_shown = closing.notice_since.is_some_and(|day| day <= case.now.today);
    at_closing(case, || Outcome::kept(is_shown && closing.notice_gives_reason))
}

/// Source: FINSPANG-084.
fn closing_notice_refers(case: &Case<'_>) -> Outcome {
    let closing = &case.facts.closing;
    if closing.nothing_to_refer_to {
        return Outcome::NotApplicable;
    }
    at_closing(case, || Outcome::kept(closing.notice_refers))
}

/// Held against the day of closing, today where nobody has set one. Source: FINSPANG-085.
fn closing_notice_long_enough(case: &Case<'_>) -> Outcome {
    let Some(period) = case.span(Key::CloseNoticePeriod) else { return Outcome::Silent };
    let closing = &case.facts.closing;
    at_closing(case, || {
        let Some(since) = closing.notice_since else { return Outcome::Lacking };
        let closes_on = closing.closes_on.unwrap_or(case.now.today);
        Outcome::kept(case.day_after(since, period).is_some_and(|end| end <= closes_on))
    })
}

/// Source: FINSPANG-086.
fn closed_account_archived(case: &Case<'_>) -> Outcome {
    match case.word(Key::CloseArchive) {
        Some("none") => Outcome::NotApplicable,
        _ => at_closing(case, || Outcome::kept(case.facts.closing.parts_archived)),
    }
}

/// Source: VETLANDA-62.
fn final_snapshot_taken(case: &Case<'_>) -> Outcome {
    match case.yes(Key::SnapshotBeforeClosing) {
        Some(false) => Outcome::NotApplicable,
        _ => at_closing(case, || Outcome::kept(case.facts.closing.final_snapshot_archived)),
    }
}
