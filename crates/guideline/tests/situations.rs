//! The guidelines and the law in their own terms: situations in Swedish, with the answers that are expected.
//!
//! A situation is a heading that names statements or law, some prose for the reader, and lines with
//! facts and expected answers. What the heading names must be among the sources of the answer, and
//! every statement of a profile must have a situation. A line that this file does not know is a
//! failure, so nothing is expected in vain.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};

use uppsikt_guideline::decide::{Facts, Measure, Plan, plan};
use uppsikt_guideline::register::{Registration, RegistrationFacts, duty};
use uppsikt_guideline::{
    Coded, ContentClass, Ground, LawGround, PersonalDataGround, Profile, Reason, Source, Stated, answer,
    notice, profiles,
};

const SITUATIONS: [(&str, &str, &str); 4] = [
    ("finspang", profiles::FINSPANG, include_str!("situations/finspang.md")),
    ("oland", profiles::OLAND, include_str!("situations/oland.md")),
    ("osby", profiles::OSBY, include_str!("situations/osby.md")),
    ("lag", SILENT, include_str!("situations/lag.md")),
];

/// A guideline that says nothing: what is left is law.
const SILENT: &str = "format = 1\n[guideline]\ncode = \"lindholm\"\nauthority = \"Lindholms kommun\"\n\
    title = \"Riktlinje\"\nprefix = \"LINDHOLM\"\nstatements = 1\n";

struct Situation<'s> {
    heading: &'s str,
    named: Vec<&'s str>,
    lines: BTreeMap<&'s str, &'s str>,
}

fn situations(text: &str) -> Vec<Situation<'_>> {
    let parts = text.split("\n## ").skip(1);
    let read = |part| {
        let (heading, body): (&str, &str) = str::split_once(part, '\n').expect("a heading and more");
        let (named, _) = heading.split_once(": ").expect("sources, a colon, a title");
        let mut lines = BTreeMap::new();
        for line in body.lines().filter_map(|line| line.strip_prefix("- ")) {
            let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{heading}: {line}"));
            assert!(lines.insert(key, value).is_none(), "{heading}: {key} twice");
        }
        Situation { heading, named: named.split(", ").collect(), lines }
    };
    parts.map(read).collect()
}

/// The value that screens show with these words.
fn shown<T: Coded>(word: &str, swedish: fn(T) -> &'static str) -> T {
    let found = T::ALL.iter().copied().find(|value| swedish(*value) == word);
    found.unwrap_or_else(|| panic!("no value is shown as {word:?}"))
}

fn ground(text: &str) -> Ground {
    let (kind, rest) = text.split_once(' ').expect("a kind and what it is");
    match kind {
        "lag" => Ground::Law(shown(rest, LawGround::swedish)),
        "sekretess" => format!("secrecy {rest}").parse().expect("a provision"),
        "personuppgifter" => Ground::PersonalData(shown(rest, PersonalDataGround::swedish)),
        "regel" => format!("house-rule {rest}").parse().expect("a statement"),
        other => panic!("no kind of ground is called {other}"),
    }
}

fn yes(situation: &mut Situation<'_>, key: &str) -> bool {
    match situation.lines.remove(key) {
        None => false,
        Some("ja") => true,
        Some(other) => panic!("{}: {key} is ja or left out, not {other}", situation.heading),
    }
}

fn names(sources: &[Source]) -> BTreeSet<String> {
    sources.iter().map(ToString::to_string).collect()
}

fn decided(profile: &Profile, situation: &mut Situation<'_>, class: ContentClass) -> BTreeSet<String> {
    let measure = shown(situation.lines.remove("åtgärd").expect("a measure"), Measure::swedish);
    let ground = situation.lines.remove("grund").map(ground);
    let facts = Facts {
        platform_hiding_is_removal: yes(situation, "dolt är borta för alla"),
        breaks_off_thread: yes(situation, "konversationen avbryts"),
        item_is_gone: yes(situation, "redan borta"),
        ..Facts::new(class, ground, measure)
    };
    if let Some(sentence) = situation.lines.remove("nekas") {
        let refusal = plan(profile, &facts).expect_err(situation.heading);
        assert_eq!(refusal.sentence(), sentence, "{}", situation.heading);
        let instead = refusal.instead().map_or("välj på nytt", Measure::swedish);
        assert_eq!(situation.lines.remove("i stället"), Some(instead), "{}", situation.heading);
        return names(&refusal.sources());
    }
    let plan = plan(profile, &facts).unwrap_or_else(|refusal| panic!("{}: {refusal}", situation.heading));
    expect_plan(situation, &plan);
    let mut named = names(&plan.sources);
    if let Some(part) = situation.lines.remove("beskedet säger") {
        let text =
            notice::template(profile, facts.ground.as_ref().expect("a ground"), class).expect("a notice");
        assert!(text.reason().contains(part), "{}: {}", situation.heading, text.reason());
        named.extend(names(text.sources()));
    }
    named.extend(names(&plan.register.sources));
    named
}

fn expect_plan(situation: &mut Situation<'_>, plan: &Plan) {
    let heading = situation.heading;
    let steps: Vec<&str> = plan.steps.iter().map(|step| step.swedish()).collect();
    let steps = if steps.is_empty() { "inget".to_owned() } else { steps.join(", ") };
    assert_eq!(situation.lines.remove("steg"), Some(steps.as_str()), "{heading}");
    expect_registration(situation, &plan.register);
    if let Some(seconds) = situation.lines.remove("kan ångras i") {
        assert_eq!(format!("{} sekunder", plan.undo_seconds), seconds, "{heading}");
    }
    if let Some(scope) = situation.lines.remove("gäller") {
        assert_eq!(plan.scope.swedish(), scope, "{heading}");
    }
    if let Some(speed) = situation.lines.remove("ska ske") {
        assert_eq!(plan.speed.value().map(|speed| speed.swedish()), Some(speed), "{heading}");
    }
    let explained: Vec<&str> = plan.explains.iter().map(|explained| explained.step.swedish()).collect();
    assert_eq!(explained.len(), plan.steps.len(), "{heading}");
}

fn expect_registration(situation: &mut Situation<'_>, registration: &Registration) {
    let expected = situation.lines.remove("diarieföring").expect("what is expected of registration");
    assert_eq!(registration.duty.swedish(), expected, "{}", situation.heading);
}

fn registered(profile: &Profile, situation: &mut Situation<'_>, reasons: &str) -> BTreeSet<String> {
    let reasons = if reasons == "inget av detta" { "" } else { reasons };
    let reasons: Vec<Reason> = reasons
        .split("; ")
        .filter(|word| !word.is_empty())
        .map(|word| shown(word, Reason::swedish))
        .collect();
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
    expect_registration(situation, &registration);
    names(&registration.sources)
}

fn answered(profile: &Profile, situation: &mut Situation<'_>, class: ContentClass) -> BTreeSet<String> {
    let limit = answer::limit(profile, class);
    let said = match &limit {
        Stated::Silent => "ingen tid sägs".to_owned(),
        Stated::Said { value, .. } => format!("{} timmar, {}", value.hours, value.calendar.swedish()),
    };
    assert_eq!(situation.lines.remove("svarstid"), Some(said.as_str()), "{}", situation.heading);
    let due = answer::is_due(profile, class).map_or("sägs inte", |strength| strength.swedish());
    assert_eq!(situation.lines.remove("besvaras"), Some(due), "{}", situation.heading);
    let mut sources = limit.sources();
    if due != "sägs inte" {
        sources.extend(profile.answer.coverage.sources());
    }
    if let Some(speed) = situation.lines.remove("hur fort") {
        let stated = &profile.answer.speed;
        assert_eq!(stated.value().map(|speed| speed.swedish()), Some(speed), "{}", situation.heading);
        sources.extend(stated.sources());
    }
    names(&sources)
}

#[test]
fn every_situation_is_answered_as_expected_from_what_it_names() {
    for (file, text, situations_text) in SITUATIONS {
        let profile = Profile::parse(text).expect(file);
        let all = situations(situations_text);
        assert!(all.len() >= 5, "{file} is read");
        for mut situation in all {
            let found = if let Some(class) = situation.lines.remove("klass") {
                decided(&profile, &mut situation, shown(class, ContentClass::swedish))
            } else if let Some(reasons) = situation.lines.remove("inlägget") {
                registered(&profile, &mut situation, reasons)
            } else if let Some(class) = situation.lines.remove("någon skriver") {
                answered(&profile, &mut situation, shown(class, ContentClass::swedish))
            } else {
                panic!("{file}, {}: no facts", situation.heading);
            };
            assert!(situation.lines.is_empty(), "{}: nobody read {:?}", situation.heading, situation.lines);
            for named in situation.named.iter().filter(|named| **named != "tiger") {
                assert!(found.contains(*named), "{file}, {}: found {found:?}", situation.heading);
            }
        }
    }
}

#[test]
fn every_statement_of_a_profile_has_a_situation() {
    for (file, text, situations_text) in SITUATIONS {
        let all = situations(situations_text);
        let named: BTreeSet<&str> =
            all.iter().flat_map(|situation| situation.named.iter().copied()).collect();
        let is_source = |line: &&str| line.starts_with("source");
        let cited: BTreeSet<&str> =
            text.lines().filter(is_source).flat_map(|line| line.split('"').skip(1).step_by(2)).collect();
        let without: Vec<&&str> = cited.difference(&named).collect();
        assert!(without.is_empty(), "{file}: no situation for {without:?}");
    }
}
