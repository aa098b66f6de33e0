//! Why each step of a plan is there, in a Swedish sentence with its sources.

use super::fact::{Facts, Measure};
use super::plan::Step;
use crate::ground::{Ground, GroundKind};
use crate::law::{self, Provision};
use crate::profile::{OrderStep, Profile, RemovalGroup, statement_of};
use crate::register::Registration;
use crate::source::Source;

/// One step of a plan, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The step.
    pub step: Step,
    /// What the person who decides reads: whole sentences in Swedish.
    pub sentence: String,
    /// What stands behind it; empty where neither the guideline nor law asks for the step and the
    /// product does it by its own choice.
    pub sources: Vec<Source>,
}

/// What an explanation is made from.
pub(super) struct Context<'p> {
    pub(super) profile: &'p Profile,
    pub(super) facts: &'p Facts,
    pub(super) group: RemovalGroup,
    pub(super) register: &'p Registration,
    pub(super) registers_before: bool,
}

pub(super) fn step(context: &Context<'_>, step: Step) -> Explanation {
    let (sentence, sources) = match step {
        Step::Seal => seal(context),
        Step::WrittenNote => written_note(context),
        Step::Register => register(context),
        Step::BreakOff => break_off(context),
        Step::Measure => measure(context),
        Step::PurgeCopies => (
            "Varje kopia som redan har hämtats förstörs, också miniatyrer och sökindex.".to_owned(),
            ground(context),
        ),
        Step::Confirm => (
            "Plattformen läses om, så att det syns att åtgärden har fått verkan.".to_owned(),
            Vec::new(),
        ),
        Step::Notice => (
            "Den som skrev får veta vad som är gjort, varför, och vart man vänder sig för att få det prövat på nytt."
                .to_owned(),
            Vec::new(),
        ),
        Step::PoliceRoute => (
            "Anmäl till polisen. Spara inget, skicka inget vidare och lämna bara adress och tidpunkt.".to_owned(),
            ground(context),
        ),
    };
    Explanation { step, sentence, sources }
}

/// The note in words is also what a guideline that wants everything documented gets; a copy it may not have.
fn written_note(context: &Context<'_>) -> (String, Vec<Source>) {
    let never_copied = context.profile.requirements.iter().filter(|requirement| {
        requirement.obligations.iter().any(|obligation| obligation.code == "never-copied")
    });
    let mut sources = ground(context);
    sources.extend(never_copied.map(|requirement| requirement.source.clone()));
    sources.extend(evidence(context));
    ("En anteckning i ord säkras. Någon kopia får inte finnas, inte heller som bevis.".to_owned(), sources)
}

/// What the guideline says on keeping evidence.
fn evidence(context: &Context<'_>) -> Vec<Source> {
    let remove = &context.profile.remove;
    let ordered = statement_of(remove.order(context.group), OrderStep::Document);
    let ordered = ordered.cloned().map(|statement| vec![Source::Statement(statement)]);
    ordered.unwrap_or_else(|| remove.evidence_first.sources())
}

fn seal(context: &Context<'_>) -> (String, Vec<Source>) {
    let mut sources = evidence(context);
    // A removal takes a public record out of reach, which without evidence would be a disposal.
    sources.extend(Provision::Disposal.source(None));
    ("Inlägget säkras först, så att det finns kvar som allmän handling.".to_owned(), sources)
}

fn register(context: &Context<'_>) -> (String, Vec<Source>) {
    let when = if context.registers_before { "före åtgärden" } else { "direkt efter åtgärden" };
    let mut sources = context.register.sources.clone();
    let ordered = statement_of(context.profile.remove.order(context.group), OrderStep::Register);
    let ordered = ordered.cloned().map(Source::Statement);
    sources.extend(ordered.into_iter().filter(|source| !context.register.sources.contains(source)));
    (
        format!("Ett diarienummer reserveras {when}. Registratorn fyller i resten, och inget väntar på det."),
        sources,
    )
}

fn break_off(context: &Context<'_>) -> (String, Vec<Source>) {
    let stop = &context.profile.remove.stop_thread;
    let demanded = stop.value().is_some_and(|groups| groups.contains(&context.group));
    if demanded {
        ("Konversationen avbryts genast, och hela konversationen säkras.".to_owned(), stop.sources())
    } else {
        let sources = law::sources(&[Provision::Proportionality]);
        ("Konversationen avbryts efter ditt beslut, och hela konversationen säkras.".to_owned(), sources)
    }
}

fn measure(context: &Context<'_>) -> (String, Vec<Source>) {
    let remove = &context.profile.remove;
    let what = match context.facts.measure {
        Measure::Keep => "Inlägget står kvar",
        Measure::Hide => "Inlägget döljs",
        Measure::Remove => "Inlägget tas bort",
        Measure::Block => "Den som skrev blockeras",
        Measure::CloseThread => "Konversationen avbryts",
    };
    let why = match context.facts.ground.as_ref().map(Ground::kind) {
        Some(GroundKind::Law) => " enligt lag, eftersom innehållet uppenbart är sådant som lagen räknar upp",
        Some(GroundKind::SecrecyOrPersonalData) => " eftersom uppgifterna inte får spridas",
        Some(GroundKind::HouseRule) => " enligt riktlinjens egen regel",
        None => "",
    };
    let mut sources = ground(context);
    let mut add = |more: Vec<Source>| {
        for source in more {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    };
    let methods = &remove.methods;
    let named = methods.value().is_some_and(|methods| methods.contains(&context.facts.measure));
    if matches!(context.facts.measure, Measure::Hide | Measure::Remove) {
        let ordered = statement_of(remove.order(context.group), OrderStep::Remove);
        add(ordered.cloned().map(Source::Statement).into_iter().collect());
        add(remove.speed(context.group).sources());
    }
    if named {
        add(methods.sources());
    }
    let silent = if named { "" } else { " Riktlinjen nämner inte den åtgärden, och hindrar den inte." };
    if !named {
        add(law::sources(&[Provision::Proportionality]));
    }
    (format!("{what}{why}.{silent}"), sources)
}

fn ground(context: &Context<'_>) -> Vec<Source> {
    context.facts.ground.as_ref().map(Ground::sources).unwrap_or_default()
}
