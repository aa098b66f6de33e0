//! The plan of a decision.

use super::explain::{self, Explanation};
use super::fact::{Facts, Measure};
use super::refusal::{self, Refusal};
use crate::coded::coded;
use crate::ground::Ground;
use crate::profile::{Duty, OrderStep, Profile, RemovalGroup, Speed};
use crate::register::{self, Registration, RegistrationFacts};
use crate::source::Source;
use crate::stated::Stated;

/// Seconds in which a decision can be taken back before anything leaves for the platform.
///
/// Long enough to see a slip, short enough that "promptly" is kept; the product's own choice.
pub const UNDO_SECONDS: u32 = 30;

coded! {
    /// One thing that happens because of a decision.
    pub enum Step {
        /// The item as it stands is sealed.
        Seal = "seal", "säkra";
        /// Instead of a copy, a note in words is sealed.
        WrittenNote = "written-note", "skriv en anteckning";
        /// A number in the registry is reserved, unless the item has one; the registrar completes it later.
        Register = "register", "reservera diarienummer";
        /// The conversation is broken off.
        BreakOff = "break-off", "avbryt konversationen";
        /// The measure is carried out on the platform.
        Measure = "measure", "utför på plattformen";
        /// Every copy that we have already is destroyed.
        PurgeCopies = "purge-copies", "förstör alla kopior";
        /// The platform is read again to see that it holds.
        Confirm = "confirm", "kontrollera på plattformen";
        /// The person who wrote is told.
        Notice = "notice", "ge besked till den som skrev";
        /// The person who decided is shown the way to the police.
        PoliceRoute = "police-route", "anmäl till polisen";
    }
}

coded! {
    /// How much of a conversation a decision is about.
    pub enum Scope {
        /// The item alone.
        Item = "item", "inlägget";
        /// The whole conversation: it is broken off, sealed, and registered where registration is due.
        WholeThread = "whole-thread", "hela konversationen";
    }
}

/// What happens because of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What happens, first to last. Empty when the item is kept.
    pub steps: Vec<Step>,
    /// Whether it is registered, and why; a [`Step::Register`] is there when it must be.
    pub register: Registration,
    /// The item or its whole conversation.
    pub scope: Scope,
    /// Seconds until the first step that reaches the platform, in which the decision can be taken
    /// back: 0 or [`UNDO_SECONDS`].
    pub undo_seconds: u32,
    /// Whether a number is reserved before the measure.
    pub registers_before: bool,
    /// How fast the guideline wants it done.
    pub speed: Stated<Speed>,
    /// Everything that stands behind the steps, each once.
    pub sources: Vec<Source>,
    /// A sentence on each step, in Swedish.
    pub explains: Vec<Explanation>,
}

/// What follows from a decision under a guideline.
///
/// ```
/// use uppsikt_guideline::{ContentClass, Ground, Profile, profiles};
/// use uppsikt_guideline::decide::{Facts, Measure, Step, plan};
/// let finspang = Profile::parse(profiles::FINSPANG)?;
/// let ground: Ground = "secrecy 26:1".parse()?;
/// let plan = plan(&finspang, &Facts::new(ContentClass::Secrecy, Some(ground), Measure::Remove))?;
/// assert_eq!(
///     plan.steps,
///     [Step::Seal, Step::BreakOff, Step::Register, Step::Measure, Step::Confirm, Step::Notice]
/// );
/// assert_eq!(plan.undo_seconds, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Refusal`] when the decision cannot be carried out: criticism, no ground, a ground or a rule
/// that does not fit, or a measure that leaves what has to be removed.
pub fn plan(profile: &Profile, facts: &Facts) -> Result<Plan, Refusal> {
    refusal::check(profile, facts)?;
    let group = RemovalGroup::of(facts.class, facts.ground.as_ref());
    let scope = scope(profile, facts, group);
    let register = register::duty(profile, &registration_facts(facts, scope));
    let registers_before = register.duty == Duty::Must && registers_before(profile, group);
    let steps = steps(facts, scope, register.duty, registers_before);
    let context = explain::Context { profile, facts, group, register: &register, registers_before };
    let explains: Vec<Explanation> = steps.iter().map(|step| explain::step(&context, *step)).collect();
    let mut sources = Vec::new();
    for source in explains.iter().flat_map(|explanation| &explanation.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    let at_once = facts.class.acts_at_once() || matches!(facts.ground, Some(Ground::Secrecy(_)));
    let undo_seconds = if at_once || facts.measure == Measure::Keep { 0 } else { UNDO_SECONDS };
    let speed =
        if facts.measure == Measure::Keep { Stated::Silent } else { profile.remove.speed(group).clone() };
    Ok(Plan { steps, register, scope, undo_seconds, registers_before, speed, sources, explains })
}

fn scope(profile: &Profile, facts: &Facts, group: RemovalGroup) -> Scope {
    let stops = profile.remove.stop_thread.value().is_some_and(|groups| groups.contains(&group));
    // The decision that took the item away has broken the conversation off already.
    let stops = stops && !facts.item_is_gone;
    let is_closed = facts.breaks_off_thread || facts.measure == Measure::CloseThread;
    if facts.measure != Measure::Keep && (stops || is_closed) { Scope::WholeThread } else { Scope::Item }
}

fn registration_facts(facts: &Facts, scope: Scope) -> RegistrationFacts {
    RegistrationFacts {
        secrecy: facts.class.is_secrecy() || matches!(facts.ground, Some(Ground::Secrecy(_))),
        removed: matches!(facts.measure, Measure::Hide | Measure::Remove),
        broken_off_thread: scope == Scope::WholeThread,
        ..RegistrationFacts::default()
    }
}

/// Where the guideline gives no order, the number is reserved first: it costs no time and loses nothing.
fn registers_before(profile: &Profile, group: RemovalGroup) -> bool {
    let Some(order) = profile.remove.order(group).value() else { return true };
    let at = |step| order.iter().position(|other| *other == step);
    match (at(OrderStep::Register), at(OrderStep::Remove)) {
        (Some(register), Some(remove)) => register < remove,
        _ => true,
    }
}

fn steps(facts: &Facts, scope: Scope, duty: Duty, registers_before: bool) -> Vec<Step> {
    if facts.measure == Measure::Keep {
        return Vec::new();
    }
    let never_copied = facts.class.copying_is_crime();
    let breaks_off = scope == Scope::WholeThread && facts.measure != Measure::CloseThread;
    let registers_after = duty == Duty::Must && !registers_before;
    let order = [
        (if never_copied { Step::WrittenNote } else { Step::Seal }, true),
        // The copy is the crime: it goes first, whether or not the platform answers.
        (Step::PurgeCopies, never_copied),
        (Step::BreakOff, breaks_off),
        (Step::Register, registers_before),
        (Step::Measure, true),
        (Step::Register, registers_after),
        (Step::Confirm, true),
        // Whoever spread it is not warned before the police know.
        (Step::Notice, !never_copied),
        (Step::PoliceRoute, never_copied),
    ];
    order.into_iter().filter(|(_, happens)| *happens).map(|(step, _)| step).collect()
}
