//! The statements of a profile: `[[statement]]`, one table each.

use std::collections::BTreeSet;

use super::error::{Fault, ProfileError};
use super::section::Section;
use super::suggest::nearest;
use crate::obligation::{self, Obligation};
use crate::requirement::Requirement;
use crate::source::Source;
use crate::statement::Statement;

/// A sentence of ours is shorter than this; a longer one is probably the document itself.
const TEXT_CHARACTERS_MAX: usize = 400;

/// The statements that have been read; an id stands once in a file, whatever the layer.
pub(super) type Seen = BTreeSet<Statement>;

pub(super) fn read(top: &mut Section<'_>, seen: &mut Seen) -> Result<Vec<Requirement>, ProfileError> {
    let mut found = Vec::new();
    for section in top.each("statement")? {
        let (id, requirement) = one(section, seen)?;
        seen.insert(id);
        found.push(requirement);
    }
    Ok(found)
}

fn one(mut section: Section<'_>, seen: &Seen) -> Result<(Statement, Requirement), ProfileError> {
    let id = section.statement("id")?;
    if seen.contains(&id) {
        return Err(section.fault(|_| Fault::Twice(id.to_string())));
    }
    section.mark(id.as_str());
    let text: String = section.needed("text")?;
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(
            section.fault(|key| Fault::TooLong { key: format!("{key}.text"), most: TEXT_CHARACTERS_MAX })
        );
    }
    let requirement = Requirement {
        source: Source::Statement(id.clone()),
        section: section.plain("section")?.unwrap_or_default(),
        strength: section.needed("strength")?,
        text,
        binds: section.needed("binds")?,
        enforcement: section.needed("enforced")?,
        obligations: obligations(&mut section)?,
        moment: section.needed("moment")?,
        only: section.plain("only")?.unwrap_or_default(),
    };
    section.finish()?;
    Ok((id, requirement))
}

/// `duty`: the codes of obligations, at least one.
pub(crate) fn obligations(section: &mut Section<'_>) -> Result<Vec<&'static Obligation>, ProfileError> {
    let codes: Vec<String> = section.needed("duty")?;
    if codes.is_empty() {
        return Err(section.fault(|key| Fault::Missing(format!("{key}.duty"))));
    }
    let known = |code: &String| {
        obligation::named(code).ok_or_else(|| {
            let meant = nearest(code, obligation::all().map(|obligation| obligation.code));
            section.fault(|key| Fault::UnknownValue {
                key: format!("{key}.duty"),
                value: code.clone(),
                meant,
            })
        })
    };
    codes.iter().map(known).collect()
}
