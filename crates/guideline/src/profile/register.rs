//! The part of a profile on registration: for each reason, whether it calls for it.

use std::collections::BTreeMap;

use super::error::{Fault, ProfileError};
use super::section::Section;
use super::values::{self, Values};
use crate::coded::coded;
use crate::stated::Stated;

coded! {
    /// Whether something is registered.
    pub enum Duty {
        /// It must be.
        Must = "must", "ska diarieföras";
        /// It may be, and need not.
        May = "may", "får diarieföras";
        /// It must not be.
        MustNot = "must-not", "ska inte diarieföras";
        /// Neither the guideline nor law says anything.
        Silent = "silent", "inget sägs om diarieföring";
    }
}

coded! {
    /// Why something is registered, or not.
    pub enum Reason {
        /// It leads to an action, a position or a decision.
        LeadsToAction = "leads-to-action", "leder till åtgärd, ställningstagande eller beslut";
        /// It becomes a case.
        BecomesCase = "becomes-case", "blir ett ärende";
        /// It bears on one or more cases that exist.
        BearsOnCase = "bears-on-case", "har betydelse för ett ärende som finns";
        /// It is of special interest.
        SpecialInterest = "special-interest", "är av särskilt intresse";
        /// It holds data under secrecy.
        Secrecy = "secrecy", "innehåller sekretess";
        /// It has been hidden or removed.
        Removed = "removed", "har dolts eller tagits bort";
        /// It stands in a conversation that was broken off.
        BrokenOffThread = "broken-off-thread", "hör till en konversation som har avbrutits";
        /// It is a simple question that has been answered.
        SimpleQuestionAnswered = "simple-question-answered", "är en enkel fråga som har fått svar";
        /// It is outside what the authority is responsible for.
        OutsideRemit = "outside-remit", "ligger utanför myndighetens ansvar";
        /// An appraisal has found that it should be preserved in the registry.
        NeededAfterAppraisal = "needed-after-appraisal", "behöver bevaras efter bedömning";
        /// None of the others; the account itself keeps it in order.
        Otherwise = "otherwise", "hålls ordnad i kanalen";
    }
}

/// What a guideline says about registration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterRules {
    pub(crate) reason: BTreeMap<Reason, Stated<Duty>>,
}

impl RegisterRules {
    /// What it says when this reason is at hand.
    #[must_use]
    pub fn duty_for(&self, reason: Reason) -> Option<&Stated<Duty>> {
        self.reason.get(&reason)
    }
}

pub(super) fn read(top: &mut Section<'_>, values: &mut Values) -> Result<RegisterRules, ProfileError> {
    // Silence is said by leaving the reason out; with a source behind it, it would be no silence.
    let reason = top.by_code_but(
        "register",
        |name| values::has("register", name),
        |_: Reason, said, duty: Duty| match duty {
            Duty::Silent => Err(said.fault(|key| Fault::UnknownValue {
                key: format!("{key}.value"),
                value: duty.code().to_owned(),
                meant: None,
            })),
            _ => Ok(duty),
        },
    )?;
    values::read_group(&mut top.section("register")?, "register", values)?;
    Ok(RegisterRules { reason })
}
