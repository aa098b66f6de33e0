//! What several pages say alike: how a statement stands, how many, on which day.

use jiff::civil::Date;
use uppsikt_guideline::evaluate::Standing;
use uppsikt_guideline::law::{self, Law};
use uppsikt_guideline::requirement::Requirement;
use uppsikt_guideline::{Profile, Source};

use crate::web::components::{Badge, Tone};

/// The weight of a standing.
pub(super) const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Breach => Tone::Danger,
        Standing::Remark => Tone::Warning,
        Standing::Met => Tone::Fine,
        Standing::Silent | Standing::NotApplicable => Tone::Neutral,
    }
}

/// A standing as a badge.
pub(super) fn badge(standing: Standing) -> Badge {
    Badge::new(tone(standing), capital(standing.swedish()))
}

/// How many of a standing, as one says it.
pub(super) fn counted(standing: Standing, count: usize) -> String {
    match standing {
        Standing::Breach => many(count, "avvikelse", "avvikelser"),
        Standing::Remark => many(count, "påpekande", "påpekanden"),
        Standing::Met => many(count, "uppfylld", "uppfyllda"),
        Standing::Silent => format!("{count} där riktlinjen tiger"),
        Standing::NotApplicable => format!("{count} som inte gäller"),
    }
}

/// A number with its noun.
pub(super) fn many(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What stands in an address for a statement: its id, or the code of the provision.
pub(super) fn key(requirement: &Requirement) -> String {
    match &requirement.source {
        Source::Statement(statement) => statement.to_string(),
        other => law_of(requirement).map_or_else(|| other.to_string(), |law| format!("lag-{}", law.code)),
    }
}

/// The provision whose demand it is.
pub(super) fn law_of(requirement: &Requirement) -> Option<&'static Law> {
    law::book().laws().iter().find(|law| law.demand.as_ref() == Some(requirement))
}

/// Whom it binds, as the guideline calls them.
pub(super) fn bound(profile: &Profile, requirement: &Requirement) -> String {
    let named = profile.parties.get(&requirement.binds);
    named.cloned().unwrap_or_else(|| requirement.binds.swedish().to_owned())
}

/// A day as people read it.
pub(super) fn day(date: Date) -> String {
    date.to_string()
}
