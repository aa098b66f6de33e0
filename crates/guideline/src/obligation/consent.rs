//! Obligations: consent.
//!
//! Two layers, and a picture of somebody who can be recognised needs both: a legal ground, and on social
//! media consent too. Below upper secondary school the answer is no, until a manager has made an exception
//! in writing and the consent is valid. Pictures are not checked by the product yet; a person records.

use super::publishing::has_personal_data;
use super::publishing::is_common;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::{ConsentKeeper, Depicted, DraftContent, PictureFacts, Service};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "legal-basis-recorded",
        swedish: "rättslig grund är antecknad",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Det som ska publiceras innehåller personuppgifter utan antecknad rättslig grund.",
        remedy: "Välj och anteckna rättslig grund, eller välj en bild utan igenkännbara personer.",
        assess: Assess::Account(ground_recorded),
    },
    Obligation {
        code: "legal-basis-tested-each-time",
        swedish: "grunden prövas varje gång",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Den rättsliga grunden är inte prövad för just den här publiceringen.",
        remedy: "Pröva grunden på nytt och anteckna det.",
        assess: Assess::Account(ground_tested),
    },
    Obligation {
        code: "public-interest-may-carry",
        swedish: "allmänt intresse kan räcka",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "no-faces-first",
        swedish: "bilder utan igenkännbara personer väljs först",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "blurring-not-accepted",
        swedish: "suddning godtas inte",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Ansikten är suddade för att bilden ska kunna användas utan samtycke.",
        remedy: "Välj en annan bild eller be om samtycke.",
        assess: Assess::Account(not_blurred),
    },
    Obligation {
        code: "staff-and-elected-may-appear",
        swedish: "anställda och förtroendevalda får synas",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "person-approved-picture",
        swedish: "den som syns har godkänt bilden",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Den anställda eller förtroendevalda som syns har inte godkänt bilden.",
        remedy: "Visa bilden för den som syns och be om ett godkännande före publiceringen.",
        assess: Assess::Account(approved),
    },
    Obligation {
        code: "social-media-consent-given",
        swedish: "samtycke för sociala medier finns",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Den som syns har inte samtyckt till att bilden används i sociala medier.",
        remedy: "Be om ett samtycke där sociala medier är ikryssat. En rättslig grund räcker inte ensam.",
        assess: Assess::Account(social_media_consent),
    },
    Obligation {
        code: "third-country-told",
        swedish: "den som syns vet att bilden lämnar EU",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Den som syns har inte fått veta att bilden lämnar EU.",
        remedy: "Berätta att bilden förs över till ett land utanför EU, och anteckna att det är gjort.",
        assess: Assess::Account(third_country),
    },
    Obligation {
        code: "children-kept-out",
        swedish: "barn syns inte",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Ett barn som inte har nått gymnasieåldern går att känna igen.",
        remedy: "Välj en annan bild. Bara ansvarig chef kan skriftligen göra undantag, och då med giltigt samtycke.",
        assess: Assess::Account(children_kept_out),
    },
    Obligation {
        code: "upper-secondary-may-decide",
        swedish: "gymnasieelever får bestämma själva",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "guardian-consented",
        swedish: "vårdnadshavare har samtyckt",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Vårdnadshavaren har inte samtyckt till bilden av barnet.",
        remedy: "Be vårdnadshavaren om samtycke, eller välj en annan bild.",
        assess: Assess::Account(guardian),
    },
    Obligation {
        code: "consent-per-picture",
        swedish: "samtycket gäller just bilden",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Samtycket gäller inte just den här bilden.",
        remedy: "Be om ett samtycke för just den här bilden.",
        assess: Assess::Account(per_picture),
    },
    Obligation {
        code: "older-child-consents",
        swedish: "äldre barn samtycker själva",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Barnet har inte självt samtyckt till bilden.",
        remedy: "Be barnet självt om samtycke.",
        assess: Assess::Account(older_child),
    },
    Obligation {
        code: "childrens-data-with-care",
        swedish: "barns uppgifter hanteras varsamt",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "consents-stored",
        swedish: "samtycken förvaras rätt",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Samtyckena förvaras inte där de ska.",
        remedy: "Lämna samtyckena till kommunikation om kontot är kommungemensamt, och annars till verksamheten.",
        assess: Assess::Account(stored),
    },
    Obligation {
        code: "model-agreement-signed",
        swedish: "modellavtal finns",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Invånaren som syns har inte undertecknat ett modellavtal.",
        remedy: "Låt den som syns underteckna ett modellavtal innan bilden används.",
        assess: Assess::Account(model_agreement),
    },
    Obligation {
        code: "photographer-arranges-agreement",
        swedish: "fotografen ordnar modellavtalet",
        capability: Capability::Consent,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "explicit-consent-for-sensitive",
        swedish: "uttryckligt samtycke finns för känsliga uppgifter",
        capability: Capability::Consent,
        binding: Binding::Pending,
        lacking: "Det finns inget uttryckligt samtycke till att känsliga uppgifter publiceras.",
        remedy: "Ta bort de känsliga uppgifterna, eller be den som de gäller om uttryckligt samtycke.",
        assess: Assess::Account(explicit),
    },
];

/// The picture, where somebody can be recognised on it.
fn shown<'c>(case: &Case<'c>) -> Option<&'c PictureFacts> {
    let facts = &case.facts.picture;
    (facts.picture_waits && !facts.identifiable.is_empty()).then_some(facts)
}

/// The picture, where one of these can be recognised on it.
fn shows<'c>(case: &Case<'c>, whom: &[Depicted]) -> Option<&'c PictureFacts> {
    shown(case).filter(|facts| whom.iter().any(|person| facts.identifiable.has(*person)))
}

fn asked(facts: Option<&PictureFacts>, kept: impl FnOnce(&PictureFacts) -> bool) -> Outcome {
    facts.map_or(Outcome::NotApplicable, |facts| Outcome::kept(kept(facts)))
}

/// Social media are everything but the authority's own website.
fn in_social_media(case: &Case<'_>) -> bool {
    case.facts.scope.service != Some(Service::OwnWebsite)
}

/// Whether something with personal data is to go out, and whether each part of it passes.
fn each_part(case: &Case<'_>, picture: fn(&PictureFacts) -> bool, draft: bool) -> Outcome {
    let facts = &case.facts.publishing;
    let has_draft = facts.draft_waits && has_personal_data(facts.draft_contains);
    match shown(case) {
        None if !has_draft => Outcome::NotApplicable,
        shown => Outcome::kept(shown.is_none_or(picture) && (!has_draft || draft)),
    }
}

fn ground_recorded(case: &Case<'_>) -> Outcome {
    let draft = case.facts.publishing.draft_basis_recorded;
    each_part(case, |picture| picture.picture_ground.is_some(), draft)
}

fn ground_tested(case: &Case<'_>) -> Outcome {
    each_part(case, |picture| picture.ground_tested, case.facts.picture.ground_tested)
}

fn not_blurred(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.picture;
    if facts.picture_waits { Outcome::kept(!facts.faces_blurred) } else { Outcome::NotApplicable }
}

fn approved(case: &Case<'_>) -> Outcome {
    asked(shows(case, &[Depicted::Staff, Depicted::Elected]), |facts| facts.picture_approved)
}

fn social_media_consent(case: &Case<'_>) -> Outcome {
    asked(shown(case).filter(|_| in_social_media(case)), |facts| {
        facts.social_media_consent && !facts.consent_withdrawn
    })
}

fn third_country(case: &Case<'_>) -> Outcome {
    asked(shown(case).filter(|_| in_social_media(case)), |facts| facts.third_country_told)
}

/// Whether a guardian decides; `None` where no age is said. An age that nobody has recorded is the lowest.
fn guardian_decides(case: &Case<'_>, facts: &PictureFacts) -> Option<bool> {
    case.count(Key::ImageGuardianAge).map(|age| facts.youngest_age < age)
}

fn children_kept_out(case: &Case<'_>) -> Outcome {
    let rule = case.word(Key::ImageChildren);
    let whom: &[Depicted] = match rule {
        Some("never" | "avoided") => &[Depicted::Child, Depicted::UpperSecondary],
        _ => &[Depicted::Child],
    };
    asked(shows(case, whom), |facts| match rule {
        Some("never") => false,
        Some("with-consent") => child_consent_valid(case, facts),
        _ => facts.manager_exception && child_consent_valid(case, facts),
    })
}

/// Where no age is said, the consent of either will do.
fn child_consent_valid(case: &Case<'_>, facts: &PictureFacts) -> bool {
    let consented = match guardian_decides(case, facts) {
        Some(true) => facts.guardian_consent,
        Some(false) => facts.child_consent,
        None => facts.guardian_consent || facts.child_consent,
    };
    let social = facts.social_media_consent || !in_social_media(case);
    consented && social && facts.consent_for_this_picture && !facts.consent_withdrawn
}

fn guardian(case: &Case<'_>) -> Outcome {
    let Some(facts) = shows(case, &[Depicted::Child]) else { return Outcome::NotApplicable };
    match guardian_decides(case, facts) {
        None => Outcome::Silent,
        Some(false) => Outcome::NotApplicable,
        Some(true) => Outcome::kept(facts.guardian_consent && !facts.consent_withdrawn),
    }
}

fn older_child(case: &Case<'_>) -> Outcome {
    let Some(facts) = shows(case, &[Depicted::Child]) else { return Outcome::NotApplicable };
    match guardian_decides(case, facts) {
        None => Outcome::Silent,
        Some(true) => Outcome::NotApplicable,
        Some(false) => Outcome::kept(facts.child_consent && !facts.consent_withdrawn),
    }
}

fn per_picture(case: &Case<'_>) -> Outcome {
    asked(shows(case, &[Depicted::Child]), |facts| facts.consent_for_this_picture)
}

/// Consents are with the communications department for accounts of the whole municipality, and
/// otherwise with the unit.
fn stored(case: &Case<'_>) -> Outcome {
    let right = if is_common(case) { ConsentKeeper::Communications } else { ConsentKeeper::Unit };
    asked(shown(case), |facts| facts.consents_kept_by == Some(right))
}

fn model_agreement(case: &Case<'_>) -> Outcome {
    asked(shows(case, &[Depicted::Resident]), |facts| facts.model_agreement)
}

fn explicit(case: &Case<'_>) -> Outcome {
    let (picture, draft) = (&case.facts.picture, &case.facts.publishing);
    let in_draft = draft.draft_waits && draft.draft_contains.has(DraftContent::SpecialCategoryData);
    if in_draft || (picture.picture_waits && picture.shows_sensitive) {
        Outcome::kept(picture.explicit_consent && !picture.consent_withdrawn)
    } else {
        Outcome::NotApplicable
    }
}

#[cfg(test)]
mod consent_tests;
