//! Obligations on answers: how soon, to what, and by whom.

use uppsikt_kernel::Micros;

use super::applies::{in_use, until_closed};
use super::staffing_coverage::somebody_is_at_work;
use super::{Assess, Binding, Capability, Obligation};
use crate::answer::{self, AnswerLimit};
use crate::class::ContentClass;
use crate::evaluate::{Case, Outcome};
use crate::parameter::{Key, Span, Unit};
use crate::profile::AnswerCoverage;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "answered-in-time",
        swedish: "frågor besvaras i tid",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Något har väntat på svar längre än riktlinjen tillåter.",
        remedy: "Besvara det som har väntat längst.",
        assess: Assess::Account(answered_in_time),
    },
    Obligation {
        code: "answered-before-limit",
        swedish: "svar ges i god tid före gränsen",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Något har väntat på svar längre än svarsmålet.",
        remedy: "Besvara det som har väntat längst innan tiden går ut.",
        assess: Assess::Account(answered_before_limit),
    },
    Obligation {
        code: "everything-answered",
        swedish: "allt som ska besvaras får svar",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Något som ska besvaras har inte fått svar.",
        remedy: "Besvara det som är obesvarat, och se till att någon svarar när den ansvariga är frånvarande.",
        assess: Assess::Account(everything_answered),
    },
    Obligation {
        code: "unanswered-with-reason",
        swedish: "det som lämnas utan svar har ett skäl",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Något har lämnats utan svar utan att skälet är antecknat.",
        remedy: "Anteckna varför det inte ska besvaras, eller besvara det.",
        assess: Assess::Account(unanswered_with_reason),
    },
    Obligation {
        code: "question-routed",
        swedish: "frågan går till den som kan svara",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "En fråga som redaktören inte kan besvara har inte skickats vidare.",
        remedy: "Skicka frågan till den som ansvarar för verksamheten.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.answers.questions_not_passed_on == 0))
        }),
    },
    Obligation {
        code: "feedback-passed-on",
        swedish: "synpunkter går till dem som de rör",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Synpunkter har inte nått dem som de rör.",
        remedy: "Skicka synpunkterna till dem som de rör.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.answers.views_not_passed_on == 0))
        }),
    },
    Obligation {
        code: "answer-reviewed-by-expert",
        swedish: "sakkunnig har granskat svaret",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Svaret behöver sakkunskap och är inte granskat av någon sakkunnig.",
        remedy: "Låt en sakkunnig granska svaret innan det publiceras.",
        assess: Assess::Account(answer_reviewed_by_expert),
    },
    Obligation {
        code: "answer-target-set",
        swedish: "kanalen har ett svarsmål",
        capability: Capability::AnswerClock,
        binding: Binding::Pending,
        lacking: "Kanalen har inget svarsmål.",
        remedy: "Bestäm hur snabbt inlägg ska få svar.",
        assess: Assess::Account(answer_target_set),
    },
];

/// When the oldest came that the guideline wants answered.
///
/// Criticism and praise are answered as views are.
fn oldest(case: &Case<'_>) -> Option<Micros> {
    let answers = &case.facts.answers;
    let covers = |class| answer::covers(case.rules.profile().answer.coverage.value(), class);
    let question = answers.oldest_question.filter(|_| covers(ContentClass::Question));
    let view = answers.oldest_view.filter(|_| covers(ContentClass::View));
    question.into_iter().chain(view).min()
}

/// Due, late, or kept where nothing waits or the time lies beyond the calendar.
fn by(case: &Case<'_>, due: Option<Micros>) -> Outcome {
    due.map_or(Outcome::Kept, |due| case.by(due))
}

/// What has waited longest decides; no number, no breach.
///
/// Source: FINSPANG-045 and the readings in the README of the requirements 2d.
pub(super) fn answered_in_time(case: &Case<'_>) -> Outcome {
    let limit = |class| answer::hours(case.rules.profile(), class);
    // Whatever the guideline covers has the same limit.
    let Some(limit) = limit(ContentClass::Question).or_else(|| limit(ContentClass::View)) else {
        return Outcome::Silent;
    };
    let due = |since| answer::due(case.now.workdays, since, limit);
    in_use(case, || by(case, oldest(case).and_then(due)))
}

/// The target: what the guideline says, or the target that the channel has set itself.
fn target(case: &Case<'_>) -> Option<Span> {
    let own = case.facts.answers.target_hours;
    let own = (own > 0).then_some(Span::of(own, Unit::Hours));
    case.span(Key::AnswerTarget).or(own)
}

/// The second threshold: sooner than the limit, its hours counted in the same way. Source: FINSPANG-046.
fn answered_before_limit(case: &Case<'_>) -> Outcome {
    let Some(target) = target(case) else { return Outcome::Silent };
    let due = |since| {
        if target.unit() == Unit::Hours {
            let calendar = answer::calendar(case.rules.profile());
            answer::due(case.now.workdays, since, AnswerLimit { hours: target.count(), calendar })
        } else {
            case.after(since, target)
        }
    };
    in_use(case, || by(case, oldest(case).and_then(due)))
}

/// Nothing that the guideline wants answered is left, and absence is no excuse.
///
/// What only waits is late by the limit; without a limit it is left when nobody is at work, and
/// otherwise nobody can say. Source: OLAND-13, FINSPANG-065.
fn everything_answered(case: &Case<'_>) -> Outcome {
    let answers = &case.facts.answers;
    let left = match case.rules.profile().answer.coverage.value() {
        None => return Outcome::Silent,
        Some(AnswerCoverage::Selective) => return Outcome::NotApplicable,
        Some(AnswerCoverage::Questions) => answers.questions_left,
        Some(AnswerCoverage::All) => answers.questions_left.saturating_add(answers.views_left),
    };
    in_use(case, || {
        if left > 0 {
            return Outcome::Lacking;
        }
        match answered_in_time(case) {
            Outcome::Silent if oldest(case).is_none() => Outcome::Kept,
            Outcome::Silent if !somebody_is_at_work(case) => Outcome::Lacking,
            outcome => outcome,
        }
    })
}

/// Source: VETLANDA-23, and the README of the requirements 2d.
fn unanswered_with_reason(case: &Case<'_>) -> Outcome {
    let answers = &case.facts.answers;
    let left = answers.questions_left.saturating_add(answers.views_left);
    match (left, answers.left_without_reason) {
        (0, 0) => Outcome::NotApplicable,
        (_, without) => Outcome::kept(without == 0),
    }
}

/// Before the answer goes out, and only where it is needed. Source: FINSPANG-019.
fn answer_reviewed_by_expert(case: &Case<'_>) -> Outcome {
    let answers = &case.facts.answers;
    if answers.needs_expert { Outcome::kept(answers.expert_reviewed) } else { Outcome::NotApplicable }
}

fn answer_target_set(case: &Case<'_>) -> Outcome {
    until_closed(case, || Outcome::kept(target(case).is_some()))
}

#[cfg(test)]
#[path = "answer_clock_tests.rs"]
mod tests;
