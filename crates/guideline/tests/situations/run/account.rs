//! Situations about an account: facts and a time, and how statements, law and moments come out.
//!
//! `nu` is the time. A line that is called as a statement or a section of law gives its standing
//! (`uppfyllt`, `påpekande`, `avvikelse`, `gäller inte`, `riktlinjen tiger`), and `senast` when what
//! the heading names first is due. A line that is called as a moment says whether it `tillåts`,
//! `nekas` (then `nekas av`, or `nekas bara av` when nothing else may refuse) or `kräver skäl` (then
//! `skäl krävs av`). `vägledning vid <moment>` lists statements that must be shown there, and `man
//! frågar` whom people are told to turn to. Layers and values are read
//! in [`rules`]. Every other line is a fact, by its Swedish words.

use std::collections::BTreeSet;

use jiff::civil::Date;
use uppsikt_guideline::Profile;
use uppsikt_guideline::effective::Effective;
use uppsikt_guideline::evaluate::{Case, Finding, Now, Verdict, findings, verdict};
use uppsikt_guideline::fact::{FactValue, Facts};
use uppsikt_guideline::guidance;
use uppsikt_guideline::requirement::{Enforcement, Moment, Requirement};
use uppsikt_kernel::{Micros, Workdays, WorkdaysSettings, stockholm};

use crate::items::shown;
use crate::read::{File, Situation, expect};
use crate::rules;

/// What is expected of a moment.
const VERDICTS: [&str; 3] = ["tillåts", "nekas", "kräver skäl"];

/// The sources of the answers, which are as expected.
pub fn answered(file: &File, situation: &mut Situation) -> Result<BTreeSet<String>, String> {
    let at = time(&situation.needed("nu")?)?;
    let spoken = every_requirement(&file.profile);
    let names: BTreeSet<String> = spoken.iter().map(|requirement| requirement.source.to_string()).collect();
    let facts = facts(situation, &names)?;
    let rules = rules::of(file, &facts, day(at)?, situation)?;
    let workdays = Workdays::new(WorkdaysSettings::default());
    let case = Case { rules: &rules, facts: &facts, now: Now { at, today: day(at)?, workdays: &workdays } };
    let mut found = BTreeSet::new();
    rules::values(&rules, situation, &mut found)?;
    standings(&case, situation, &names, &mut found)?;
    moments(&case, situation, &mut found)?;
    guided(&case, situation, &mut found)?;
    if found.is_empty() { Err("nothing is expected".to_owned()) } else { Ok(found) }
}

/// The statements of a guideline and its layers, and law.
fn every_requirement(profile: &Profile) -> Vec<Requirement> {
    let mut all = Effective::of(profile).requirements().to_vec();
    all.extend(profile.layers.iter().flat_map(|layer| layer.requirements.iter().cloned()));
    all
}

fn time(text: &str) -> Result<Micros, String> {
    let read = <Option<Micros> as FactValue>::read(text).map_err(|error| error.to_string())?;
    read.ok_or_else(|| format!("{text:?} is no time"))
}

fn day(at: Micros) -> Result<Date, String> {
    let zone = stockholm().map_err(|error| error.to_string())?;
    Ok(at.timestamp().to_zoned(zone).date())
}

/// Every line that expects nothing is a fact.
fn facts(situation: &mut Situation, names: &BTreeSet<String>) -> Result<Facts, String> {
    let mut facts = Facts::default();
    let expects = |key: &str, value: &str| {
        names.contains(key)
            || rules::reads(key)
            || key.starts_with("vägledning vid ")
            || ["senast", "man frågar", "nekas av", "nekas bara av", "skäl krävs av"].contains(&key)
            || VERDICTS.contains(&value)
    };
    let facts_lines: Vec<String> = situation
        .lines
        .iter()
        .filter(|(key, value)| !expects(key, value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in facts_lines {
        let value = situation.needed(&key)?;
        facts.set(&key, &value).map_err(|error| format!("{key}: {error}"))?;
    }
    Ok(facts)
}

/// How the statements and the law stand that have a line, and when the first of the heading is due.
fn standings(
    case: &Case<'_>,
    situation: &mut Situation,
    names: &BTreeSet<String>,
    found: &mut BTreeSet<String>,
) -> Result<(), String> {
    let all = findings(case);
    let of = |name: &str| all.iter().filter(|one| one.requirement.source.to_string() == name).collect();
    for name in names {
        let Some(expected) = situation.take(name) else { continue };
        let ours: Vec<&Finding<'_>> = of(name);
        let worst = ours.iter().min_by_key(|one| one.standing);
        let worst = worst.ok_or_else(|| format!("{name} is not judged from facts"))?;
        let code = worst.obligation.code;
        expect(&format!("{name} ({code})"), &worst.standing.swedish(), &expected.as_str())?;
        found.insert(name.clone());
    }
    if let Some(expected) = situation.take("senast") {
        let first = situation.named.first().cloned().unwrap_or_default();
        let ours: Vec<&Finding<'_>> = of(&first);
        let due = ours.iter().filter_map(|one| one.due).min_by_key(|due| due.get());
        expect("senast", &due.map(written).transpose()?, &Some(expected))?;
        found.insert(first);
    }
    Ok(())
}

fn written(at: Micros) -> Result<String, String> {
    let zone = stockholm().map_err(|error| error.to_string())?;
    Ok(at.timestamp().to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string())
}

/// Whether what is to happen may happen.
fn moments(case: &Case<'_>, situation: &mut Situation, found: &mut BTreeSet<String>) -> Result<(), String> {
    let asked: Vec<String> = situation
        .lines
        .iter()
        .filter(|(_, value)| VERDICTS.contains(&value.as_str()))
        .map(|(key, _)| key.clone())
        .collect();
    for key in asked {
        let moment = shown(&key, Moment::swedish)?;
        let expected = situation.needed(&key)?;
        let (word, against) = match verdict(case, moment) {
            Verdict::Allowed => ("tillåts", Vec::new()),
            Verdict::Refused(against) => ("nekas", against),
            Verdict::NeedsReason(against) => ("kräver skäl", against),
        };
        let against: BTreeSet<String> =
            against.iter().map(|one| one.requirement.source.to_string()).collect();
        expect(&format!("{key} {against:?}"), &word, &expected.as_str())?;
        for line in ["nekas av", "nekas bara av", "skäl krävs av"] {
            let Some(expected) = situation.take(line) else { continue };
            let expected: BTreeSet<String> = expected.split(", ").map(str::to_owned).collect();
            if line == "nekas bara av" {
                expect(line, &against, &expected)?;
            } else if let Some(missing) = expected.difference(&against).next() {
                return Err(format!("{line}: {missing} is not among {against:?}"));
            }
        }
        let speaks = case.rules.requirements().iter().filter(|requirement| {
            requirement.moment == moment && requirement.enforcement == Enforcement::Block
        });
        found.extend(speaks.map(|requirement| requirement.source.to_string()));
    }
    Ok(())
}

/// What is shown at a moment to whoever is about to do something.
fn guided(case: &Case<'_>, situation: &mut Situation, found: &mut BTreeSet<String>) -> Result<(), String> {
    if let Some(expected) = situation.take("man frågar") {
        expect("man frågar", &guidance::contacts(case.rules).join(", "), &expected)?;
    }
    for moment in Moment::ALL {
        let line = format!("vägledning vid {}", moment.swedish());
        let Some(expected) = situation.take(&line) else { continue };
        let all = guidance::at(case.rules, *moment, &case.facts.scope);
        let shown: BTreeSet<String> = all.iter().map(|one| one.source.to_string()).collect();
        for one in expected.split(", ") {
            if !shown.contains(one) {
                return Err(format!("{line}: {one} is not among {shown:?}"));
            }
            found.insert(one.to_owned());
        }
    }
    Ok(())
}
