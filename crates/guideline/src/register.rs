//! Whether a record is registered: the guideline's reasons, and the law's one that no guideline can take away.

use crate::law::Provision;
use crate::profile::{Duty, Profile, Reason};
use crate::source::Source;

/// What is known of a record when its registration is considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegistrationFacts {
    /// It leads to an action, a position or a decision.
    pub leads_to_action: bool,
    /// It becomes a case.
    pub becomes_case: bool,
    /// It bears on one or more cases that exist.
    pub bears_on_case: bool,
    /// It is of special interest.
    pub special_interest: bool,
    /// It holds data under secrecy.
    pub secrecy: bool,
    /// It has been hidden or removed, or is about to be.
    pub removed: bool,
    /// It stands in a conversation that was broken off.
    pub broken_off_thread: bool,
    /// It is a simple question that has been answered.
    pub answered_simple_question: bool,
    /// It is outside what the authority is responsible for.
    pub outside_remit: bool,
    /// An appraisal has found that it should be preserved in the registry.
    pub needed_after_appraisal: bool,
}

impl RegistrationFacts {
    /// The reasons that are at hand.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let all = [
            (Reason::LeadsToAction, self.leads_to_action),
            (Reason::BecomesCase, self.becomes_case),
            (Reason::BearsOnCase, self.bears_on_case),
            (Reason::SpecialInterest, self.special_interest),
            (Reason::Secrecy, self.secrecy),
            (Reason::Removed, self.removed),
            (Reason::BrokenOffThread, self.broken_off_thread),
            (Reason::SimpleQuestionAnswered, self.answered_simple_question),
            (Reason::OutsideRemit, self.outside_remit),
            (Reason::NeededAfterAppraisal, self.needed_after_appraisal),
        ];
        all.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect()
    }
}

/// Whether a record is registered, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Whether it is.
    pub duty: Duty,
    /// The reasons that decided.
    pub reasons: Vec<Reason>,
    /// The statements and the law behind them; empty when nothing is said.
    pub sources: Vec<Source>,
}

/// Whether a record is registered.
///
/// A duty to register goes before a duty not to, and both before leave. Records with secrecy are
/// always registered, 5 kap. 1 § offentlighets- och sekretesslagen.
///
/// ```
/// use uppsikt_guideline::register::{RegistrationFacts, duty};
/// use uppsikt_guideline::{Duty, Profile, profiles};
/// let finspang = Profile::parse(profiles::FINSPANG)?;
/// let facts = RegistrationFacts { answered_simple_question: true, ..Default::default() };
/// let registration = duty(&finspang, &facts);
/// assert_eq!(registration.duty, Duty::MustNot);
/// assert_eq!(registration.sources[0].to_string(), "FINSPANG-194");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn duty(profile: &Profile, facts: &RegistrationFacts) -> Registration {
    let reasons = facts.reasons();
    for duty in [Duty::Must, Duty::MustNot, Duty::May] {
        if let Some(registration) = because(profile, &reasons, duty) {
            return registration;
        }
    }
    let otherwise = profile.register.duty_for(Reason::Otherwise).and_then(|stated| stated.value());
    otherwise.and_then(|duty| because(profile, &[Reason::Otherwise], *duty)).unwrap_or(Registration {
        duty: Duty::Silent,
        reasons: Vec::new(),
        sources: Vec::new(),
    })
}

fn because(profile: &Profile, reasons: &[Reason], duty: Duty) -> Option<Registration> {
    let mut found = Registration { duty, reasons: Vec::new(), sources: Vec::new() };
    for reason in reasons {
        let stated = profile.register.duty_for(*reason).filter(|stated| stated.value() == Some(&duty));
        let by_law = duty == Duty::Must && *reason == Reason::Secrecy;
        let law = by_law.then(|| Provision::Registration.source(None)).flatten();
        if stated.is_some() || law.is_some() {
            found.reasons.push(*reason);
            let statements = stated.map(crate::Stated::sources).unwrap_or_default();
            let new = statements.into_iter().chain(law).filter(|source| !found.sources.contains(source));
            let new: Vec<Source> = new.collect();
            found.sources.extend(new);
        }
    }
    (!found.reasons.is_empty()).then_some(found)
}
