//! Obligations: publishing.
//!
//! Nothing that the authority publishes passes through the product before it goes out, so no draft is
//! refused yet: judged is what a person has recorded about it.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::{AccountClass, AccountState, CodedSet, DraftContent, Signature};
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "kept-active",
        swedish: "kontot uppdateras",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Kontot har inte uppdaterats så ofta som riktlinjen vill.",
        remedy: "Publicera något, eller föreslå att kontot avslutas.",
        assess: Assess::Account(kept_active),
    },
    Obligation {
        code: "no-secrecy-published",
        swedish: "inget sekretessbelagt publiceras",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller sekretessbelagda uppgifter.",
        remedy: "Ta bort uppgifterna innan du publicerar.",
        assess: Assess::Account(|case| free_of(case, DraftContent::Secrecy)),
    },
    Obligation {
        code: "no-sensitive-data-published",
        swedish: "känsliga och kränkande uppgifter publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller känsliga eller kränkande personuppgifter.",
        remedy: "Ta bort uppgifterna. Känsliga uppgifter kräver att den som de gäller uttryckligen har samtyckt.",
        assess: Assess::Account(nothing_sensitive),
    },
    Obligation {
        code: "no-personal-data-published",
        swedish: "personuppgifter publiceras inte utan stöd",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller personuppgifter som riktlinjen inte tillåter så som det står.",
        remedy: "Ta bort uppgifterna eller anteckna varför de behövs och vilken rättslig grund de har.",
        assess: Assess::Account(personal_data),
    },
    Obligation {
        code: "no-identity-numbers-published",
        swedish: "personnummer publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller ett personnummer.",
        remedy: "Ta bort personnumret.",
        assess: Assess::Account(|case| free_of(case, DraftContent::PersonalIdentityNumber)),
    },
    Obligation {
        code: "no-private-circumstances-published",
        swedish: "uppgifter om brott, lön, omdömen och sociala förhållanden publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller uppgifter om någons brott, lön, sociala förhållanden eller omdömen om någon.",
        remedy: "Ta bort uppgifterna.",
        assess: Assess::Account(no_private_circumstances),
    },
    Obligation {
        code: "no-offence-data-published",
        swedish: "uppgifter om lagöverträdelser publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller uppgifter om någons lagöverträdelser.",
        remedy: "Ta bort uppgifterna.",
        assess: Assess::Account(|case| free_of(case, DraftContent::OffenceData)),
    },
    Obligation {
        code: "no-salary-published",
        swedish: "löneuppgifter publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller uppgifter om någons lön.",
        remedy: "Ta bort uppgifterna.",
        assess: Assess::Account(|case| free_of(case, DraftContent::Salary)),
    },
    Obligation {
        code: "no-evaluation-published",
        swedish: "värderande omdömen om någon publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller ett värderande omdöme om någon.",
        remedy: "Ta bort omdömet.",
        assess: Assess::Account(|case| free_of(case, DraftContent::Evaluation)),
    },
    Obligation {
        code: "no-social-circumstances-published",
        swedish: "uppgifter om sociala förhållanden publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet innehåller uppgifter om någons sociala förhållanden.",
        remedy: "Ta bort uppgifterna.",
        assess: Assess::Account(|case| free_of(case, DraftContent::SocialCircumstances)),
    },
    Obligation {
        code: "no-discrimination-published",
        swedish: "inget diskriminerande publiceras",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet är diskriminerande.",
        remedy: "Skriv om det eller avstå från att publicera.",
        assess: Assess::Account(|case| free_of(case, DraftContent::Discrimination)),
    },
    Obligation {
        code: "no-party-politics-published",
        swedish: "partipolitik publiceras inte",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Utkastet är partipolitiskt.",
        remedy: "Avstå från att publicera det här. Partierna har egna kanaler.",
        assess: Assess::Account(|case| free_of(case, DraftContent::PartyPolitics)),
    },
    Obligation {
        code: "signed-with-name-and-title",
        swedish: "svaret är undertecknat med namn och titel",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Svaret saknar namn eller titel på den som svarar.",
        remedy: "Skriv ditt namn och din titel sist i svaret, eller sakkunnigs om det är han eller hon som svarar.",
        assess: Assess::Account(signed),
    },
    Obligation {
        code: "expert-may-sign",
        swedish: "sakkunnig får stå som avsändare",
        capability: Capability::Publishing,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "answered-as-account",
        swedish: "svar ges som kontot",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Svaret ges inte som kontot.",
        remedy: "Byt till kontot innan du svarar.",
        assess: Assess::Account(answered_as_account),
    },
    Obligation {
        code: "right-account-checked",
        swedish: "rätt konto är kontrollerat",
        capability: Capability::Publishing,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "publisher-is-communications",
        swedish: "kommunikation publicerar i kommungemensamma konton",
        capability: Capability::Publishing,
        binding: Binding::Pending,
        lacking: "Någon annan än kommunikation publicerar i det kommungemensamma kontot.",
        remedy: "Lämna underlaget till kommunikation, som väljer och publicerar.",
        assess: Assess::Account(publisher),
    },
    Obligation {
        code: "responsible-for-own-content",
        swedish: "myndigheten svarar för det egna innehållet",
        capability: Capability::Publishing,
        binding: Binding::Bound("rooms/capture: det egna säkras så som det publicerades"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "writer-states-position",
        swedish: "den som skriver anger sin befattning",
        capability: Capability::Publishing,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "own-pictures-first",
        swedish: "bilderna kommer från den egna verksamheten",
        capability: Capability::Publishing,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "fits-own-policies",
        swedish: "innehållet följer egna policyer",
        capability: Capability::Publishing,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

const PERSONAL: [DraftContent; 8] = [
    DraftContent::PersonalData,
    DraftContent::SpecialCategoryData,
    DraftContent::OffensivePersonalData,
    DraftContent::PersonalIdentityNumber,
    DraftContent::OffenceData,
    DraftContent::Salary,
    DraftContent::Evaluation,
    DraftContent::SocialCircumstances,
];
const PRIVATE: [DraftContent; 4] = [
    DraftContent::OffenceData,
    DraftContent::Salary,
    DraftContent::Evaluation,
    DraftContent::SocialCircumstances,
];

/// Whether a draft holds personal data of any kind.
pub(super) fn has_personal_data(contents: CodedSet<DraftContent>) -> bool {
    PERSONAL.iter().any(|kind| contents.has(*kind))
}

/// An account that is being closed is not kept alive.
fn kept_active(case: &Case<'_>) -> Outcome {
    if !matches!(case.facts.scope.state, None | Some(AccountState::Active)) {
        return Outcome::NotApplicable;
    }
    let Some(level) = case.span(Key::PublishActivityLevel) else { return Outcome::Silent };
    let Some(last) = case.facts.publishing.last_own_post else { return Outcome::Lacking };
    case.after(last, level).map_or(Outcome::Kept, |at| case.by(at))
}

fn free_of(case: &Case<'_>, content: DraftContent) -> Outcome {
    let facts = &case.facts.publishing;
    if facts.draft_waits { Outcome::kept(!facts.draft_contains.has(content)) } else { Outcome::NotApplicable }
}

/// Explicit consent releases sensitive data; nothing releases what hurts somebody.
fn nothing_sensitive(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    if !facts.draft_waits {
        return Outcome::NotApplicable;
    }
    let picture = &case.facts.picture;
    let consented = picture.explicit_consent && !picture.consent_withdrawn;
    let sensitive = facts.draft_contains.has(DraftContent::SpecialCategoryData) && !consented;
    Outcome::kept(!sensitive && !facts.draft_contains.has(DraftContent::OffensivePersonalData))
}

fn personal_data(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    if !facts.draft_waits {
        return Outcome::NotApplicable;
    }
    if !has_personal_data(facts.draft_contains) {
        return Outcome::Kept;
    }
    match case.word(Key::PublishPersonalData) {
        None => Outcome::Silent,
        Some("never") => Outcome::Lacking,
        Some(_) => Outcome::kept(facts.draft_basis_recorded),
    }
}

fn no_private_circumstances(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    if facts.draft_waits {
        Outcome::kept(!PRIVATE.iter().any(|kind| facts.draft_contains.has(*kind)))
    } else {
        Outcome::NotApplicable
    }
}

fn signed(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    if facts.draft_waits && facts.draft_is_answer {
        Outcome::kept(matches!(facts.signed_with, Some(Signature::Administrator | Signature::Expert)))
    } else {
        Outcome::NotApplicable
    }
}

fn answered_as_account(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.publishing;
    if facts.draft_waits && facts.draft_is_answer {
        Outcome::kept(facts.answers_as_account)
    } else {
        Outcome::NotApplicable
    }
}

fn publisher(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_running() && is_common(case) {
        Outcome::kept(case.facts.publishing.publisher_is_communications)
    } else {
        Outcome::NotApplicable
    }
}

/// Whether the account is one of the whole municipality's.
pub(super) fn is_common(case: &Case<'_>) -> bool {
    case.facts.scope.class == Some(AccountClass::MunicipalityWide)
}
