//! Whether everything is there: each statement, each parameter, a statement behind each value.

use std::collections::BTreeSet;

use super::Draft;
use crate::parameter::Key;
use crate::source::Source;
use crate::statement::Statement;
use crate::trace::absent;

/// More than these are counted and not listed.
const LISTED_MAX: usize = 20;

pub(super) fn look(draft: &mut Draft<'_>) {
    statements(draft);
    sources(draft);
    parameters(draft);
}

/// Statements that the head counts and the file does not have.
fn statements(draft: &mut Draft<'_>) {
    let absent = absent(draft.profile);
    let sentence = match absent.as_slice() {
        [] => return,
        [one] => format!("Satsen {one} saknas bland [[statement]]."),
        many => {
            format!(
                "{} av riktlinjens {} satser saknas bland [[statement]]: {}.",
                many.len(),
                draft.profile.about.statements,
                in_rows(many)
            )
        }
    };
    draft.fault("", sentence, "Skriv in dem. Det som bara kan vägleda får duty = [\"guided\"].");
}

/// Values whose statements are not in the file.
fn sources(draft: &mut Draft<'_>) {
    let has: BTreeSet<&Source> =
        draft.profile.every_requirement().map(|requirement| &requirement.source).collect();
    let is_absent = |statement: &&Statement| !has.contains(&Source::Statement((*statement).clone()));
    let mut without = Vec::new();
    for (thing, entry) in &draft.said {
        let absent: Vec<&str> = entry.sources.iter().filter(is_absent).map(Statement::as_str).collect();
        if !absent.is_empty() {
            without.push((thing.path(), absent.join(", ")));
        }
    }
    for (path, absent) in without {
        let sentence = format!("{path} hänvisar till {absent}, som inte står bland [[statement]].");
        draft.fault(&path, sentence, "Skriv in satsen, eller rätta hänvisningen.");
    }
}

/// Parameters that are neither said nor among the silent; a company's or board's own says only what differs.
fn parameters(draft: &mut Draft<'_>) {
    if draft.profile.about.extends.is_some() {
        return;
    }
    let profile = draft.profile;
    let in_layer = |key: &Key| profile.layers.iter().any(|layer| layer.part.values.contains_key(key));
    let is_known = |key: &Key| {
        // The document's date stands in the head.
        *key == Key::PolicyDate
            || profile.silent.contains(key)
            || profile.value_of(*key).is_some()
            || in_layer(key)
    };
    let forgotten: Vec<&str> = Key::ALL.iter().filter(|key| !is_known(key)).map(|key| key.code()).collect();
    if !forgotten.is_empty() {
        draft.doubt(
            "",
            format!("Profilen nämner inte {} av parametrarna: {}.", forgotten.len(), forgotten.join(", ")),
            "Säger riktlinjen något om dem skriver du värdet; annars står de i silent, så att det syns att ni har letat.",
        );
    }
}

/// Ids in a row, those that follow each other as `LINDHOLM-03–LINDHOLM-07`.
fn in_rows(ids: &[String]) -> String {
    let number = |id: &str| id.rsplit_once('-').and_then(|(_, digits)| digits.parse::<u32>().ok());
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for id in ids {
        match rows.last_mut() {
            Some((_, last)) if number(last).map(|number| number + 1) == number(id) => *last = id,
            _ => rows.push((id, id)),
        }
    }
    let shown = rows
        .iter()
        .take(LISTED_MAX)
        .map(|(first, last)| if first == last { (*first).to_owned() } else { format!("{first}–{last}") });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if rows.len() > LISTED_MAX {
        text.push_str(" med flera");
    }
    text
}
