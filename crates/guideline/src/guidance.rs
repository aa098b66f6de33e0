//! Guidance at the moment of need: what an authority's own guideline says about what somebody is
//! about to do, and whom to ask.
//!
//! Tone, relevance and taste software cannot decide. It can show the right statement at the right
//! moment, in the words in which the authority has adopted it. Beside those stand the statements
//! that can refuse what is about to be done, each with what to do about it.

use crate::effective::Effective;
use crate::fact::ScopeFacts;
use crate::obligation::{Assess, Binding, Capability};
use crate::parameter::{Key, Party, Value};
use crate::requirement::{Enforcement, Moment, Requirement};
use crate::source::Source;
use crate::stated::Strength;

/// One statement that is shown to somebody who is about to do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance<'r> {
    /// Where it stands.
    pub source: &'r Source,
    /// How strongly it is put.
    pub strength: Strength,
    /// What it says, in the words of the authority's profile.
    pub text: &'r str,
    /// What to do so that it refuses nothing, as Swedish sentences; empty for what only guides.
    pub remedies: Vec<&'static str>,
    /// Whom to ask, as the authority calls them; empty when the guideline names nobody.
    pub ask: Vec<String>,
}

/// What is shown at a moment, for an account of this sort: the strongest first, then in the order of the document.
///
/// ```
/// use uppsikt_guideline::effective::Effective;
/// use uppsikt_guideline::fact::ScopeFacts;
/// use uppsikt_guideline::requirement::Moment;
/// use uppsikt_guideline::{Profile, guidance, profiles};
/// let rules = Effective::of(&Profile::parse(profiles::FINSPANG)?);
/// let shown = guidance::at(&rules, Moment::Answer, &ScopeFacts::default());
/// assert!(shown.is_sorted_by_key(|guidance| guidance.strength));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn at<'r>(rules: &'r Effective, moment: Moment, scope: &ScopeFacts) -> Vec<Guidance<'r>> {
    let requirements: &'r [Requirement] = rules.requirements();
    let mut spoken: Vec<(&Requirement, Vec<&'static str>)> = requirements
        .iter()
        .filter(|requirement| requirement.moment == moment && requirement.is_about(scope.class))
        .map(|requirement| (requirement, remedies(requirement)))
        .filter(|(requirement, remedies)| guides(requirement) || !remedies.is_empty())
        .collect();
    spoken.sort_by_key(|(requirement, _)| (requirement.strength, place(&requirement.source)));
    let parties = asked(rules);
    let guidance = |(requirement, remedies): (&'r Requirement, _)| {
        // Nobody is told to ask themselves.
        let others = parties.iter().filter(|party| **party != requirement.binds);
        let mut ask: Vec<String> = others.map(|party| name(rules, *party)).collect();
        ask.extend(written(rules));
        let Requirement { source, strength, text, .. } = requirement;
        Guidance { source, strength: *strength, text, remedies, ask }
    };
    spoken.into_iter().map(guidance).collect()
}

/// Whom the guideline tells people to turn to, as the authority calls them.
///
/// Where it names nobody but calls its communications department by name, that is who is asked.
/// Empty when it does neither.
#[must_use]
pub fn contacts(rules: &Effective) -> Vec<String> {
    asked(rules).iter().map(|party| name(rules, *party)).chain(written(rules)).collect()
}

/// What software cannot decide is guidance, however the statement is put: what only a person can
/// judge, which class of content an item is, and what is allowed or advised and so never broken.
fn guides(requirement: &Requirement) -> bool {
    let judged_by_a_person = requirement.obligations.iter().any(|obligation| {
        let is_class =
            obligation.capability == Capability::Screening && matches!(obligation.assess, Assess::Items);
        obligation.binding == Binding::Guided || is_class
    });
    judged_by_a_person
        || requirement.enforcement == Enforcement::Guide
        || matches!(requirement.strength, Strength::May | Strength::Advice)
}

/// What the product does by itself needs no advice: those obligations have no remedy.
fn remedies(requirement: &Requirement) -> Vec<&'static str> {
    if requirement.enforcement != Enforcement::Block {
        return Vec::new();
    }
    let remedies = requirement.obligations.iter().map(|obligation| obligation.remedy);
    remedies.filter(|remedy| !remedy.is_empty()).collect()
}

/// Statements in the order of their document, law after them.
fn place(source: &Source) -> (bool, u16) {
    match source {
        Source::Statement(statement) => (false, statement.number()),
        _ => (true, 0),
    }
}

fn asked(rules: &Effective) -> Vec<Party> {
    match rules.value(Key::StaffSupportContacts) {
        Some(Value::Party(party)) => vec![*party],
        Some(Value::Parties(parties)) => parties.clone(),
        Some(_) => Vec::new(),
        None => {
            let named = rules.profile().parties.contains_key(&Party::Communications);
            named.then_some(Party::Communications).into_iter().collect()
        }
    }
}

/// Those whom the guideline names in words and not by role.
fn written(rules: &Effective) -> Vec<String> {
    match rules.value(Key::StaffSupportContacts) {
        Some(Value::Text(text)) => vec![text.clone()],
        Some(Value::Texts(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn name(rules: &Effective, party: Party) -> String {
    rules.profile().parties.get(&party).map_or_else(|| party.swedish().to_owned(), Clone::clone)
}

#[cfg(test)]
mod guidance_tests;
