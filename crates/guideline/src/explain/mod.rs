//! Why a value holds, in Swedish: what the guideline says, in which layer, and what that replaced.

mod steps;

use crate::effective::{Effective, Setting};
use crate::parameter::{self, Key, Parameter, Value};
use crate::profile::{Duty, Reason, RemovalGroup};
use crate::source::Source;
use crate::stated::Stated;

/// Which value holds for a parameter and why, line by line; a silent parameter is explained too.
///
/// ```
/// use uppsikt_guideline::effective::Effective;
/// use uppsikt_guideline::explain::explain;
/// use uppsikt_guideline::parameter::Key;
/// use uppsikt_guideline::{Profile, profiles};
/// let osby = Effective::of(&Profile::parse(profiles::OSBY)?);
/// let lines = explain(Key::AnswerDeadline, &osby).join("\n");
/// assert!(lines.contains("Riktlinjen tiger") && lines.contains("ingen avvikelse"), "{lines}");
/// # Ok::<(), uppsikt_guideline::ProfileError>(())
/// ```
#[must_use]
pub fn explain(key: Key, rules: &Effective) -> Vec<String> {
    let lines_of = |setting: &Setting| steps::lines(*setting, rules);
    let mut lines: Vec<String> = settings(key, rules).iter().flat_map(lines_of).collect();
    if lines.is_empty() {
        lines = match rules.profile().value_of(key) {
            Some(stated) => said(key, &stated, rules),
            None => silent(key, rules),
        };
    }
    if key == Key::AnswerDeadline {
        // How fast, in words, stands beside the number and is no key of its own.
        lines.extend(steps::lines(Setting::AnswerSpeed, rules));
    }
    lines
}

/// The settings in which a parameter stands; none for what has a shape that no layer can say.
fn settings(key: Key, rules: &Effective) -> Vec<Setting> {
    let registered = |duty: Duty| {
        let rules = &rules.profile().register;
        let has = |reason: &Reason| rules.duty_for(*reason).and_then(Stated::value) == Some(&duty);
        Reason::ALL.iter().copied().filter(has).map(Setting::Register).collect()
    };
    match key {
        Key::RemoveSpeed => RemovalGroup::ALL.iter().copied().map(Setting::RemoveSpeed).collect(),
        Key::RemoveEvidenceFirst => vec![Setting::EvidenceFirst],
        Key::AnswerDeadline => vec![Setting::Deadline],
        Key::AnswerCalendar => vec![Setting::Calendar],
        Key::AnswerCoverage => vec![Setting::Coverage],
        Key::RegisterMust => registered(Duty::Must),
        Key::RegisterMay => registered(Duty::May),
        Key::RegisterMustNot => registered(Duty::MustNot),
        _ => vec![Setting::Key(key)],
    }
}

/// A value that only the guideline itself can say.
fn said(key: Key, stated: &Stated<Value>, rules: &Effective) -> Vec<String> {
    let Stated::Said { value, strength, .. } = stated else { return silent(key, rules) };
    let mut lines = vec![
        head(key.swedish(), key.code(), value),
        format!("Styrka: {}.", strength.swedish()),
        "Värdet kommer från riktlinjen.".to_owned(),
    ];
    lines.extend(statements(&stated.sources(), rules));
    lines
        .extend(rules.profile().detail(key.code()).and_then(|detail| detail.reading.as_deref()).map(reading));
    lines
}

fn silent(key: Key, rules: &Effective) -> Vec<String> {
    let mut lines = vec![
        format!("Riktlinjen tiger om {} ({}).", key.swedish(), key.code()),
        "Det ger ingen avvikelse. Lagen gäller ändå.".to_owned(),
    ];
    if rules.profile().silent.contains(&key) {
        lines.push("Den som skrev profilen har letat i dokumentet utan att finna något.".to_owned());
    }
    let proposed =
        parameter::about(key).and_then(|parameter| parameter.proposed().map(|value| (parameter, value)));
    lines.push(match proposed {
        Some((Parameter { why, .. }, value)) => {
            format!("Programmets eget förslag: {}. {why}", value.swedish())
        }
        None => "Programmet har inget eget förslag: bara myndigheten kan säga det.".to_owned(),
    });
    lines
}

fn head(name: &str, path: &str, value: &Value) -> String {
    format!("{} ({path}): {}.", crate::diff::capital(name), value.swedish().trim_end_matches('.'))
}

fn reading(text: &str) -> String {
    format!("Så läses satsen: {text}")
}

/// The statements with their texts, one a line.
fn statements(sources: &[Source], rules: &Effective) -> Vec<String> {
    let mut lines = Vec::new();
    for source in sources {
        let found = rules.requirements().iter().find(|requirement| requirement.source == *source);
        let line = match found {
            Some(requirement) => {
                format!("  {source} ({}): {}", requirement.strength.swedish(), requirement.text)
            }
            None => format!("  {source}"),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod explain_tests;
