//! Values of one guideline that cannot both be followed.

use super::Draft;
use crate::parameter::{Key, Span, Unit, Value};
use crate::profile::{Duty, OrderStep, Reason, RemovalGroup};
use crate::stated::Stated;

pub(super) fn look(draft: &mut Draft<'_>) {
    removed_and_never_removed(draft);
    evidence(draft);
    registered_and_not(draft);
    times(draft);
}

/// A class that a rule removes and that is never removed.
fn removed_and_never_removed(draft: &mut Draft<'_>) {
    let remove = &draft.profile.remove;
    for class in remove.never.value().into_iter().flatten().filter(|class| remove.class.contains_key(class)) {
        let sentence = format!(
            "{} tas bort enligt remove.class.{class} men står kvar enligt remove.never.",
            crate::diff::capital(class.swedish())
        );
        draft.fault(&format!("remove.class.{class}"), sentence, "Ta bort det ena.");
    }
}

/// Evidence that comes first, and an order in which it does not.
fn evidence(draft: &mut Draft<'_>) {
    let remove = &draft.profile.remove;
    if remove.evidence_first.value() != Some(&true) {
        return;
    }
    for (group, stated) in &remove.order {
        let keeps = |step: &OrderStep| matches!(step, OrderStep::Document | OrderStep::Register);
        if stated.value().and_then(|steps| steps.first()).is_some_and(|first| !keeps(first)) {
            let sentence = format!(
                "remove.evidence_first säger att det borttagna ska finnas kvar först, men i remove.order.{group} tas det bort först."
            );
            let suggestion = "Sätt document eller register före remove, eller ändra remove.evidence_first.";
            draft.fault(&format!("remove.order.{group}"), sentence, suggestion);
        }
    }
}

/// What must not be registered, and an order that registers it.
fn registered_and_not(draft: &mut Draft<'_>) {
    let profile = draft.profile;
    let must_not = |reason| profile.register.duty_for(reason).and_then(Stated::value) == Some(&Duty::MustNot);
    for (group, stated) in &profile.remove.order {
        let registers = stated.value().is_some_and(|steps| steps.contains(&OrderStep::Register));
        let reasons: &[Reason] = match group {
            RemovalGroup::Secrecy => &[Reason::Removed, Reason::Secrecy],
            RemovalGroup::SensitiveData | RemovalGroup::Other => &[Reason::Removed],
        };
        for reason in reasons.iter().filter(|reason| registers && must_not(**reason)) {
            let sentence = format!(
                "Det borttagna ska diarieföras enligt remove.order.{group} men ska inte diarieföras enligt register.{reason}."
            );
            draft.fault(&format!("register.{reason}"), sentence, "Ändra det ena.");
        }
    }
}

/// Times that stand in the wrong order.
fn times(draft: &mut Draft<'_>) {
    let span = |key: Key| match draft.profile.values.get(&key).and_then(Stated::value) {
        Some(Value::Span(span)) => Some(*span),
        _ => None,
    };
    let target = span(Key::AnswerTarget).and_then(answer_hours);
    let deadline = draft.profile.answer.deadline.value().map(|hours| u32::from(*hours));
    if target.zip(deadline).is_some_and(|(target, deadline)| target > deadline) {
        draft.fault(
            "answer.target",
            "Svarsmålet i answer.target är längre än den längsta tiden i answer.deadline.",
            "Målet ska ligga före den längsta tiden.",
        );
    }
    let (daily, crisis) = (span(Key::WatchFrequency), span(Key::WatchCrisisFrequency));
    if daily.zip(crisis).is_some_and(|(daily, crisis)| crisis.about_hours() > daily.about_hours()) {
        draft.doubt(
            "watch.crisis_frequency",
            "I kris bevakas kontot mer sällan än annars.",
            "Kontrollera watch.frequency och watch.crisis_frequency.",
        );
    }
}

/// Hours as the limit for answers counts them; `None` for lengths that it cannot be held against.
fn answer_hours(span: Span) -> Option<u32> {
    match span.unit() {
        Unit::Hours => Some(u32::from(span.count())),
        Unit::WorkingDays => Some(u32::from(span.count()) * 24),
        _ => None,
    }
}
