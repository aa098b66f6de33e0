//! The words of a profile: dates to come, texts that stand twice, texts that nobody would read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Draft;
use crate::diff::entry::Thing;
use crate::parameter::{Key, Value};
use crate::stated::Stated;

/// A sentence or two of ours; a longer text is probably the document's own.
const TEXT_CHARACTERS: usize = 300;

pub(super) fn look(draft: &mut Draft<'_>) {
    dates(draft);
    texts(draft);
    rules(draft);
}

fn dates(draft: &mut Draft<'_>) {
    let policy = match draft.profile.values.get(&Key::PolicyDate).and_then(Stated::value) {
        Some(Value::Day(day)) => Some(day.clone()),
        _ => None,
    };
    let said = [("guideline.dated", draft.profile.about.dated.clone()), ("policy.date", policy)];
    for (path, day) in said {
        let Some(day) = day else { continue };
        // A month or a year begins on its first day.
        let begins = format!("{day}-01-01").get(..10).and_then(|day| day.parse::<Date>().ok());
        if begins.is_some_and(|begins| begins > draft.today) {
            let sentence = format!("Dokumentet är daterat {day}, som inte har inträffat.");
            draft.doubt(path, sentence, "Kontrollera datumet.");
        }
    }
}

fn texts(draft: &mut Draft<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for requirement in draft.profile.every_requirement() {
        let id = requirement.source.to_string();
        let words: Vec<String> = requirement.text.split_whitespace().map(str::to_lowercase).collect();
        if let Some(before) = seen.insert(words.join(" "), id.clone()) {
            let sentence = format!("{id} har samma text som {before}.");
            found.push((id.clone(), sentence, "Skriv vad som skiljer satserna åt."));
        }
        if requirement.text.chars().count() > TEXT_CHARACTERS {
            let sentence = format!("Texten i {id} är längre än {TEXT_CHARACTERS} tecken.");
            found.push((id, sentence, "Återge satsen med egna ord, i en eller två meningar."));
        }
    }
    for (id, sentence, suggestion) in found {
        draft.doubt(&id, sentence, suggestion);
    }
}

/// Rules, which those who wrote are told.
fn rules(draft: &mut Draft<'_>) {
    let mut found = Vec::new();
    for (thing, entry) in &draft.said {
        let (Thing::Class(_) | Thing::CatchAll(_), Value::Text(text)) = (thing, &entry.value) else {
            continue;
        };
        let begins = text.chars().next().is_some_and(char::is_uppercase);
        if !begins || !text.trim_end().ends_with('.') {
            let sentence = format!("Regeln i {} är ingen hel mening.", thing.path());
            found.push((
                thing.path(),
                sentence,
                "Den som skrev får läsa regeln: börja med versal och sluta med punkt.",
            ));
        }
        if text.chars().count() > TEXT_CHARACTERS {
            let sentence = format!("Regeln i {} är längre än {TEXT_CHARACTERS} tecken.", thing.path());
            found.push((thing.path(), sentence, "Den som skrev ska orka läsa den. Korta den."));
        }
    }
    for (path, sentence, suggestion) in found {
        draft.doubt(&path, sentence, suggestion);
    }
}
