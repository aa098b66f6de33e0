//! Obligations: accessibility.
//!
//! Judged from what was counted in a look at what is published; the product does not count yet. What a
//! platform has no room for is not asked of it (11 § lagen (2018:1937), FINSPANG-073).

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::AccessAid;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "content-accessible",
        swedish: "innehållet är tillgängligt",
        capability: Capability::Accessibility,
        binding: Binding::Pending,
        lacking: "Något av det publicerade går inte att ta del av för alla.",
        remedy: "Lägg till alternativtext, textning och syntolkning där det saknas.",
        assess: Assess::Account(accessible),
    },
    Obligation {
        code: "films-captioned",
        swedish: "filmer är textade",
        capability: Capability::Accessibility,
        binding: Binding::Pending,
        lacking: "Det finns filmer utan textning.",
        remedy: "Texta filmerna.",
        assess: Assess::Account(captioned),
    },
    Obligation {
        code: "visuals-described",
        swedish: "det synliga är beskrivet",
        capability: Capability::Accessibility,
        binding: Binding::Pending,
        lacking: "Det finns bilder eller filmer vars innehåll inte är beskrivet.",
        remedy: "Beskriv i ord det som bara syns.",
        assess: Assess::Account(described),
    },
    Obligation {
        code: "images-have-alt-text",
        swedish: "bilder har alternativtext",
        capability: Capability::Accessibility,
        binding: Binding::Pending,
        lacking: "Det finns bilder utan alternativtext.",
        remedy: "Skriv en alternativtext till varje bild.",
        assess: Assess::Account(alt_text),
    },
];

/// What lacks the aid is a fault, unless the platform has no room for it.
fn aided(case: &Case<'_>, aid: AccessAid, published: bool, lacking: u16) -> Outcome {
    if case.facts.publishing.platform_lacks.has(aid) || (!published && lacking == 0) {
        Outcome::NotApplicable
    } else {
        Outcome::kept(lacking == 0)
    }
}

fn alt_text(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    aided(case, AccessAid::AltText, facts.images > 0, facts.images_without_alt)
}

fn captioned(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    aided(case, AccessAid::Captions, facts.films > 0, facts.films_without_captions)
}

fn described(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    let published = facts.images > 0 || facts.films > 0;
    aided(case, AccessAid::Description, published, facts.visuals_undescribed)
}

fn accessible(case: &Case<'_>) -> Outcome {
    let parts = [alt_text(case), captioned(case), described(case)];
    let worst = [Outcome::Lacking, Outcome::Kept].into_iter().find(|outcome| parts.contains(outcome));
    worst.unwrap_or(Outcome::NotApplicable)
}
