//! Obligations on supervision: how often somebody goes through what others write, and by when next.

use uppsikt_kernel::Micros;

use super::applies::in_use;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::office_hours::OfficeHours;
use crate::parameter::{Key, Span, Unit};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "watched-often-enough",
        swedish: "kontot bevakas så ofta som krävs",
        capability: Capability::SupervisionClock,
        binding: Binding::Pending,
        lacking: "Kontot har inte bevakats så ofta som riktlinjen kräver.",
        remedy: "Gå igenom kontot nu och anteckna tillsynen.",
        assess: Assess::Account(watched_often_enough),
    },
    Obligation {
        code: "kept-under-watch",
        swedish: "kontot står under uppsikt",
        capability: Capability::SupervisionClock,
        binding: Binding::Pending,
        lacking: "Ingen har uppsikt över det som andra skriver på kontot.",
        remedy: "Bestäm vem som har uppsikt över kontot, och gå igenom det.",
        assess: Assess::Account(kept_under_watch),
    },
    Obligation {
        code: "watcher-every-working-day",
        swedish: "någon ansvarar för tillsynen varje arbetsdag",
        capability: Capability::SupervisionClock,
        binding: Binding::Pending,
        lacking: "Någon arbetsdag saknar den som ansvarar för tillsynen.",
        remedy: "Utse någon som ansvarar för tillsynen de dagar som saknar ansvarig.",
        assess: Assess::Account(watcher_every_working_day),
    },
    Obligation {
        code: "watch-duty-covers-service",
        swedish: "tillsynsplikten gäller tjänsten",
        capability: Capability::SupervisionClock,
        binding: Binding::Pending,
        lacking: "Det är inte klart att tillsynsplikten gäller tjänsten.",
        remedy: "Behandla kontot som en elektronisk anslagstavla så länge andra kan skriva där.",
        assess: Assess::Account(watch_duty_covers_service),
    },
];

/// Where nobody else can write there is nothing to watch, unless the guideline has every account watched.
fn is_watched(case: &Case<'_>) -> bool {
    case.facts.scope.others_can_write || case.word(Key::WatchCondition) == Some("all-accounts")
}

/// The next round is due a frequency after the last, sooner in a crisis where the guideline says so.
///
/// Source: OLAND-11, OSBY-13, VETLANDA-39, FINSPANG-107, FINSPANG-108.
pub(super) fn watched_often_enough(case: &Case<'_>) -> Outcome {
    if !is_watched(case) {
        return Outcome::NotApplicable;
    }
    let (frequency, in_crisis) = (frequency(case), crisis_frequency(case));
    let watch = &case.facts.watch;
    in_use(case, || {
        if frequency.is_none() && in_crisis.is_none() {
            return Outcome::Silent;
        }
        let Some(since) = watch.last_round.max(watch.watched_since) else { return Outcome::Lacking };
        let ordinary = frequency.and_then(|frequency| next_round(case, since, frequency));
        let sooner = in_crisis.and_then(|frequency| next_round_in_crisis(case, since, frequency));
        let due = [ordinary, sooner].into_iter().flatten().min();
        due.map_or(Outcome::Kept, |due| case.by(due))
    })
}

/// How often, from the account's own plan where the guideline leaves it to the plan.
fn frequency(case: &Case<'_>) -> Option<Span> {
    let planned = case.facts.plan.planned_watch.filter(|_| case.word(Key::WatchDays) == Some("by-plan"));
    planned.or_else(|| case.span(Key::WatchFrequency))
}

/// How often in the crisis that the account is in, where the guideline gives a number.
fn crisis_frequency(case: &Case<'_>) -> Option<Span> {
    case.span(Key::WatchCrisisFrequency).filter(|_| case.facts.scope.in_crisis)
}

/// When the round after one at `since` is due.
///
/// A frequency in days asks for a round on that day and not at the same hour: it is due when the
/// office closes, or at the end of the day. Where only working days count, days off are passed over.
fn next_round(case: &Case<'_>, since: Micros, frequency: Span) -> Option<Micros> {
    let on_working_days = case.word(Key::WatchDays) == Some("working-days");
    if frequency.unit() == Unit::Hours {
        return if on_working_days {
            let hours = u32::from(frequency.count());
            case.now.workdays.add_hours_on_working_days(since, hours).ok()
        } else {
            case.after(since, frequency)
        };
    }
    let since = case.day_of(since)?;
    let day = if on_working_days && frequency.unit() == Unit::Days {
        case.day_after(since, Span::of(frequency.count(), Unit::WorkingDays))?
    } else {
        let day = case.day_after(since, frequency)?;
        let is_off = on_working_days && !case.now.workdays.is_working(day).ok()?;
        if is_off { case.now.workdays.next_working(day).ok()? } else { day }
    };
    match case.word(Key::WatchHours) {
        Some("office-hours") => OfficeHours::default().end_of(day),
        _ => case.end_of(day),
    }
}

/// When the next round is due in a crisis: by the clock and on every day, evenings and days off included.
pub(super) fn next_round_in_crisis(case: &Case<'_>, since: Micros, frequency: Span) -> Option<Micros> {
    let since = case.facts.crisis.crisis_since.map_or(since, |began| began.max(since));
    if frequency.unit() == Unit::Hours {
        return case.after(since, frequency);
    }
    case.end_of(case.day_after(case.day_of(since)?, frequency)?)
}

/// Somebody watches at all, however often: the duty where no number is said. Source: VETLANDA-37.
fn kept_under_watch(case: &Case<'_>) -> Outcome {
    if !is_watched(case) {
        return Outcome::NotApplicable;
    }
    let watch = &case.facts.watch;
    in_use(case, || Outcome::kept(watch.last_round.is_some() || watch.watched_since.is_some()))
}

/// Somebody is responsible, and on no coming working day is nobody. Source: FINSPANG-043.
fn watcher_every_working_day(case: &Case<'_>) -> Outcome {
    let has_somebody = case.facts.staff.responsible_persons > 0;
    in_use(case, || Outcome::kept(has_somebody && case.facts.watch.days_without_watcher == 0))
}

/// On whatever service others can write, the duty is there. Source: FINSPANG-101.
fn watch_duty_covers_service(case: &Case<'_>) -> Outcome {
    in_use(case, || if case.facts.scope.others_can_write { Outcome::Kept } else { Outcome::NotApplicable })
}

#[cfg(test)]
#[path = "supervision_clock_tests.rs"]
pub(super) mod tests;
