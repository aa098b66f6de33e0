//! Statements that ask more of the program than their obligations do, and values stronger than their statements.

use std::collections::BTreeMap;

use super::Draft;
use crate::obligation::{Assess, Binding, Obligation};
use crate::requirement::{Enforcement, Requirement};
use crate::source::Source;
use crate::stated::Strength;
use crate::statement::Statement;

pub(super) fn look(draft: &mut Draft<'_>) {
    let unblocked: Vec<(&Requirement, String)> = draft
        .profile
        .every_requirement()
        .filter(|requirement| requirement.enforcement == Enforcement::Block)
        .filter(|requirement| !requirement.obligations.iter().any(|obligation| can_block(obligation)))
        .map(|requirement| (requirement, requirement.source.to_string()))
        .collect();
    for (requirement, id) in unblocked {
        let clauses: Vec<&str> = requirement.obligations.iter().map(|one| one.swedish).collect();
        let sentence = format!(
            "{id} ska hindra något, men det som satsen kräver ({}) kan inte hindra.",
            clauses.join("; ")
        );
        let suggestion = "Välj en annan duty, eller ändra enforced till det som programmet kan göra.";
        if requirement.strength == Strength::Must {
            draft.fault(&id, sentence, suggestion);
        } else {
            draft.doubt(&id, sentence, suggestion);
        }
    }
    stronger_than_stated(draft);
}

/// Whether something can be refused because of an obligation.
const fn can_block(obligation: &Obligation) -> bool {
    matches!(obligation.assess, Assess::Account(_)) || matches!(obligation.binding, Binding::Bound(_))
}

/// Values that are put more strongly than any of the statements that they come from.
fn stronger_than_stated(draft: &mut Draft<'_>) {
    let strengths: BTreeMap<&Source, Strength> = draft
        .profile
        .every_requirement()
        .map(|requirement| (&requirement.source, requirement.strength))
        .collect();
    let mut found = Vec::new();
    for (thing, entry) in &draft.said {
        let of = |id: &Statement| strengths.get(&Source::Statement(id.clone())).copied();
        let strongest = entry.sources.iter().filter_map(of).min();
        if let Some(strongest) = strongest.filter(|strongest| entry.strength < *strongest) {
            found.push((thing.path(), entry.strength, strongest, entry.sources()));
        }
    }
    for (path, said, strongest, sources) in found {
        let sentence = format!(
            "{path} har styrkan {}, men {sources} säger bara {}.",
            said.swedish(),
            strongest.swedish()
        );
        let suggestion = format!(
            "Stämmer det? Annars skriver du strength = \"{strongest}\", eller ändrar satsens styrka."
        );
        draft.doubt(&path, sentence, suggestion);
    }
}
