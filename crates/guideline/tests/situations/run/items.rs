//! Situations about an item: what is decided on, registered or answered.
//!
//! `klass` begins a decision, `inlägget` a registration, `någon skriver` an answer. `sker av sig självt`
//! is what the product does at every item without anybody deciding on it; that it does is tested where
//! it is done, and here that the statement is bound to it.

use std::collections::BTreeSet;

use uppsikt_guideline::decide::{Facts, Measure, Plan, plan};
use uppsikt_guideline::obligation::Binding;
use uppsikt_guideline::register::{Registration, RegistrationFacts, duty};
use uppsikt_guideline::{
    Coded, ContentClass, Ground, LawGround, PersonalDataGround, Profile, Reason, Source, Stated, answer,
    notice,
};

use crate::read::{Situation, expect};

type Sources = BTreeSet<String>;

/// The sources of the answer, which is as expected.
pub fn answered(profile: &Profile, situation: &mut Situation) -> Result<Sources, String> {
    if let Some(class) = situation.take("klass") {
        decided(profile, situation, shown(&class, ContentClass::swedish)?)
    } else if let Some(reasons) = situation.take("inlägget") {
        registered(profile, situation, &reasons)
    } else if let Some(class) = situation.take("någon skriver") {
        replied(profile, situation, shown(&class, ContentClass::swedish)?)
    } else if let Some(clause) = situation.take("sker av sig självt") {
        done_by_itself(profile, situation, &clause)
    } else {
        Err("no line nu, klass, inlägget or någon skriver: no facts".to_owned())
    }
}

fn done_by_itself(profile: &Profile, situation: &Situation, clause: &str) -> Result<Sources, String> {
    let mut found = Sources::new();
    for named in &situation.named {
        let ours = profile.requirements.iter().find(|one| one.source.to_string() == *named);
        let requirement = ours.ok_or_else(|| format!("{named} is no statement"))?;
        let mut obligations = requirement.obligations.iter();
        let obligation = obligations.find(|obligation| obligation.swedish == clause);
        let obligation = obligation.ok_or_else(|| format!("{named} has no obligation {clause:?}"))?;
        if !matches!(obligation.binding, Binding::Bound(_)) {
            return Err(format!("{} is not done: {:?}", obligation.code, obligation.binding));
        }
        found.insert(named.clone());
    }
    Ok(found)
}

/// The value that screens show with these words.
pub fn shown<T: Coded>(word: &str, swedish: fn(T) -> &'static str) -> Result<T, String> {
    let found = T::ALL.iter().copied().find(|value| swedish(*value) == word);
    found.ok_or_else(|| format!("no value is shown as {word:?}"))
}

fn ground(text: &str) -> Result<Ground, String> {
    let (kind, rest) = text.split_once(' ').ok_or_else(|| format!("{text:?} is a kind and what it is"))?;
    let parse = |code: String| code.parse::<Ground>().map_err(|error| format!("{text:?}: {error}"));
    match kind {
        "lag" => shown(rest, LawGround::swedish).map(Ground::Law),
        "sekretess" => parse(format!("secrecy {rest}")),
        "personuppgifter" => shown(rest, PersonalDataGround::swedish).map(Ground::PersonalData),
        "regel" => parse(format!("house-rule {rest}")),
        other => Err(format!("no kind of ground is called {other:?}")),
    }
}

fn yes(situation: &mut Situation, key: &str) -> Result<bool, String> {
    match situation.take(key).as_deref() {
        None => Ok(false),
        Some("ja") => Ok(true),
        Some(other) => Err(format!("{key} is ja or left out, not {other:?}")),
    }
}

fn names(sources: &[Source]) -> Sources {
    sources.iter().map(ToString::to_string).collect()
}

fn decided(profile: &Profile, situation: &mut Situation, class: ContentClass) -> Result<Sources, String> {
    let measure = shown(&situation.needed("åtgärd")?, Measure::swedish)?;
    let ground = situation.take("grund").map(|text| ground(&text)).transpose()?;
    let facts = Facts {
        platform_hiding_is_removal: yes(situation, "dolt är borta för alla")?,
        breaks_off_thread: yes(situation, "konversationen avbryts")?,
        item_is_gone: yes(situation, "redan borta")?,
        ..Facts::new(class, ground, measure)
    };
    match (situation.take("nekas"), plan(profile, &facts)) {
        (Some(sentence), Err(refusal)) => {
            expect("nekas", &refusal.sentence(), &sentence)?;
            let instead = refusal.instead().map_or("välj på nytt", Measure::swedish);
            expect("i stället", &instead, &situation.needed("i stället")?.as_str())?;
            Ok(names(&refusal.sources()))
        }
        (Some(_), Ok(plan)) => Err(format!("it is not refused: {:?}", plan.steps)),
        (None, Err(refusal)) => Err(format!("it is refused: {}", refusal.sentence())),
        (None, Ok(plan)) => planned(profile, situation, &facts, &plan),
    }
}

fn planned(
    profile: &Profile,
    situation: &mut Situation,
    facts: &Facts,
    plan: &Plan,
) -> Result<Sources, String> {
    let steps: Vec<&str> = plan.steps.iter().map(|step| step.swedish()).collect();
    let steps = if steps.is_empty() { "inget".to_owned() } else { steps.join(", ") };
    expect("steg", &steps, &situation.needed("steg")?)?;
    expect_registration(situation, &plan.register)?;
    if let Some(seconds) = situation.take("kan ångras i") {
        expect("kan ångras i", &format!("{} sekunder", plan.undo_seconds), &seconds)?;
    }
    if let Some(scope) = situation.take("gäller") {
        expect("gäller", &plan.scope.swedish(), &scope.as_str())?;
    }
    if let Some(speed) = situation.take("ska ske") {
        let found = plan.speed.value().map(|speed| speed.swedish());
        expect("ska ske", &found, &Some(speed.as_str()))?;
    }
    expect("explained steps", &plan.explains.len(), &plan.steps.len())?;
    let mut named = names(&plan.sources);
    if let Some(part) = situation.take("beskedet säger") {
        let ground = facts.ground.as_ref().ok_or("a notice needs a ground")?;
        let text = notice::template(profile, ground, facts.class).ok_or("there is no notice")?;
        if !text.reason().contains(&part) {
            return Err(format!("beskedet säger: {}", text.reason()));
        }
        named.extend(names(text.sources()));
    }
    named.extend(names(&plan.register.sources));
    Ok(named)
}

fn expect_registration(situation: &mut Situation, registration: &Registration) -> Result<(), String> {
    expect("diarieföring", &registration.duty.swedish(), &situation.needed("diarieföring")?.as_str())
}

fn registered(profile: &Profile, situation: &mut Situation, reasons: &str) -> Result<Sources, String> {
    let reasons = if reasons == "inget av detta" { "" } else { reasons };
    let words = reasons.split("; ").filter(|word| !word.is_empty());
    let reasons: Vec<Reason> = words.map(|word| shown(word, Reason::swedish)).collect::<Result<_, _>>()?;
    let has = |reason| reasons.contains(&reason);
    let facts = RegistrationFacts {
        leads_to_action: has(Reason::LeadsToAction),
        becomes_case: has(Reason::BecomesCase),
        bears_on_case: has(Reason::BearsOnCase),
        special_interest: has(Reason::SpecialInterest),
        secrecy: has(Reason::Secrecy),
        removed: has(Reason::Removed),
        broken_off_thread: has(Reason::BrokenOffThread),
        answered_simple_question: has(Reason::SimpleQuestionAnswered),
        outside_remit: has(Reason::OutsideRemit),
        needed_after_appraisal: has(Reason::NeededAfterAppraisal),
    };
    let registration = duty(profile, &facts);
    expect_registration(situation, &registration)?;
    Ok(names(&registration.sources))
}

fn replied(profile: &Profile, situation: &mut Situation, class: ContentClass) -> Result<Sources, String> {
    let limit = answer::limit(profile, class);
    let said = match &limit {
        Stated::Silent => "ingen tid sägs".to_owned(),
        Stated::Said { value, .. } => format!("{} timmar, {}", value.hours, value.calendar.swedish()),
    };
    expect("svarstid", &said, &situation.needed("svarstid")?)?;
    let due = answer::is_due(profile, class).map_or("sägs inte", |strength| strength.swedish());
    expect("besvaras", &due, &situation.needed("besvaras")?.as_str())?;
    let mut sources = limit.sources();
    if due != "sägs inte" {
        sources.extend(profile.answer.coverage.sources());
    }
    if let Some(speed) = situation.take("hur fort") {
        let stated = &profile.answer.speed;
        let found = stated.value().map(|speed| speed.swedish());
        expect("hur fort", &found, &Some(speed.as_str()))?;
        sources.extend(stated.sources());
    }
    Ok(names(&sources))
}
