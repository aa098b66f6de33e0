//! Which statements must have a situation: those behind what is removed, registered and answered,
//! every `ska` that the product enforces, and every `ska` that is judged from an account's facts.

use std::collections::BTreeSet;

use uppsikt_guideline::Strength;
use uppsikt_guideline::obligation::{Assess, Binding};
use uppsikt_guideline::parameter::{self, Kind};

use crate::read::File;

/// The statements of the file's guideline that ought to have a situation and have none.
pub fn missing(file: &File) -> Vec<String> {
    let mentioned: BTreeSet<&str> =
        file.situations.iter().flat_map(super::read::Situation::mentions).collect();
    let mut needed = decisive(&file.text);
    needed.extend(musts(file));
    needed.into_iter().filter(|statement| !mentioned.contains(statement.as_str())).collect()
}

/// The statements that the rules on removing, registering and answering come from.
fn decisive(text: &str) -> BTreeSet<String> {
    let mut cited = BTreeSet::new();
    let mut decides = false;
    for line in text.lines() {
        if let Some(table) = line.strip_prefix('[') {
            decides = is_decisive(table.trim_end_matches(']'));
        } else if decides && line.starts_with("source") {
            cited.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    cited
}

/// Whether a table stands in `remove`, `register` or `answer` and is no plain value there.
fn is_decisive(table: &str) -> bool {
    let shaped = ["remove.", "register.", "answer."].iter().any(|group| table.starts_with(group));
    let plain =
        parameter::all().any(|parameter| parameter.kind != Kind::Shaped && parameter.key.code() == table);
    shaped && !plain
}

/// Every `ska` whose obligations the product enforces, all of them, or that it judges.
fn musts(file: &File) -> Vec<String> {
    let layered = file.profile.layers.iter().flat_map(|layer| &layer.requirements);
    let all = file.profile.requirements.iter().chain(layered);
    all.filter(|requirement| {
        let mut obligations = requirement.obligations.iter();
        let is_bound = obligations.clone().all(|one| matches!(one.binding, Binding::Bound(_)));
        let is_judged = obligations.any(|one| matches!(one.assess, Assess::Account(_)));
        requirement.strength == Strength::Must && (is_bound || is_judged)
    })
    .map(|requirement| requirement.source.to_string())
    .collect()
}
