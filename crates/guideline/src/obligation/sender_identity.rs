//! Obligations: sender-identity.
//!
//! How a profile looks on its platform is not read by the product yet; a person records it.

use super::publishing::is_common;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::SenderSign;
use crate::parameter::Party;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "sender-evident",
        swedish: "det framgår vem som är avsändare",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Det framgår inte vem som är avsändare.",
        remedy: "Skriv myndighetens namn i kontots namn.",
        assess: Assess::Account(|case| shows(case, &[SenderSign::AuthorityName])),
    },
    Obligation {
        code: "sender-shows-unit",
        swedish: "det framgår vilken verksamhet som talar och att den hör till myndigheten",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Det framgår inte vilken verksamhet som talar, eller att den hör till myndigheten.",
        remedy: "Skriv i profilen vilken verksamhet det är och att den hör till myndigheten.",
        assess: Assess::Account(shows_unit),
    },
    Obligation {
        code: "visual-identity-used",
        swedish: "den grafiska profilen används",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Kontot följer inte den grafiska profilen.",
        remedy: "Använd den grafiska profilen.",
        assess: Assess::Account(|case| shows(case, &[SenderSign::VisualIdentity])),
    },
    Obligation {
        code: "visual-identity-where-possible",
        swedish: "den grafiska profilen används där plattformen tillåter det",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Kontot följer inte den grafiska profilen, fast plattformen tillåter det.",
        remedy: "Använd den grafiska profilen så långt plattformen tillåter.",
        assess: Assess::Account(where_possible),
    },
    Obligation {
        code: "logo-shown",
        swedish: "logotypen visas",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Logotypen syns inte på kontot.",
        remedy: "Lägg in logotypen.",
        assess: Assess::Account(|case| shows(case, &[SenderSign::Logo])),
    },
    Obligation {
        code: "profile-picture-is-approved-logo",
        swedish: "profilbilden är den rätta logotypen",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Profilbilden är inte den version av logotypen som är gjord för det.",
        remedy: "Byt till den rätta profilbilden, eller be kommunikation om ett undantag.",
        assess: Assess::Account(profile_picture),
    },
    Obligation {
        code: "name-and-logo-in-profile",
        swedish: "namn och logotyp står i profilen",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Namn eller logotyp saknas i profilen, eller så står namnet inte i beskrivningen.",
        remedy: "Lägg in namn och logotyp, och skriv namnet också i beskrivningen.",
        assess: Assess::Account(|case| {
            shows(case, &[SenderSign::AuthorityName, SenderSign::Logo, SenderSign::NameInDescription])
        }),
    },
    Obligation {
        code: "profile-links-to-website",
        swedish: "profilen länkar till webbplatsen",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Profilen länkar inte till webbplatsen.",
        remedy: "Lägg in en länk till verksamhetens sida på webbplatsen.",
        assess: Assess::Account(|case| shows(case, &[SenderSign::WebsiteLink])),
    },
    Obligation {
        code: "identity-exception-by-communications",
        swedish: "bara kommunikation ger undantag",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Någon annan än kommunikation har gett undantag för profilbilden.",
        remedy: "Be kommunikation att pröva undantaget, eller byt profilbild.",
        assess: Assess::Account(exception),
    },
    Obligation {
        code: "symbolic-photo-allowed",
        swedish: "en symbolbild får användas",
        capability: Capability::SenderIdentity,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "cover-shows-nobody",
        swedish: "omslagsbilden visar ingen som går att känna igen",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Någon går att känna igen på omslagsbilden.",
        remedy: "Byt till en omslagsbild där ingen går att känna igen.",
        assess: Assess::Account(cover),
    },
    Obligation {
        code: "cover-changed",
        swedish: "omslagsbilden byts ibland",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Omslagsbilden har inte bytts på länge.",
        remedy: "Byt omslagsbild.",
        assess: Assess::Account(cover_changed),
    },
    Obligation {
        code: "designed-by-communications",
        swedish: "kommunikation bestämmer utformningen",
        capability: Capability::SenderIdentity,
        binding: Binding::Pending,
        lacking: "Någon annan än kommunikation har bestämt hur det kommungemensamma kontot är utformat.",
        remedy: "Låt kommunikation bestämma utformning och funktioner.",
        assess: Assess::Account(designed),
    },
];

fn shows(case: &Case<'_>, signs: &[SenderSign]) -> Outcome {
    if case.facts.scope.is_running() {
        Outcome::kept(signs.iter().all(|sign| case.facts.identity.profile_shows.has(*sign)))
    } else {
        Outcome::NotApplicable
    }
}

fn shows_unit(case: &Case<'_>) -> Outcome {
    if is_common(case) {
        Outcome::NotApplicable
    } else {
        shows(case, &[SenderSign::UnitName, SenderSign::Belonging])
    }
}

fn where_possible(case: &Case<'_>) -> Outcome {
    match shows(case, &[SenderSign::VisualIdentity]) {
        Outcome::Lacking if case.facts.identity.platform_hinders_identity => Outcome::NotApplicable,
        outcome => outcome,
    }
}

/// An exception that somebody else than the communications department has made is none.
fn profile_picture(case: &Case<'_>) -> Outcome {
    match shows(case, &[SenderSign::ApprovedProfilePicture]) {
        Outcome::Lacking if case.facts.identity.picture_exception_by == Some(Party::Communications) => {
            Outcome::Kept
        }
        outcome => outcome,
    }
}

fn exception(case: &Case<'_>) -> Outcome {
    let by = case.facts.identity.picture_exception_by;
    by.map_or(Outcome::NotApplicable, |party| Outcome::kept(party == Party::Communications))
}

fn cover(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.identity;
    if case.facts.scope.is_running() && (facts.has_cover || facts.cover_shows_somebody) {
        Outcome::kept(!facts.cover_shows_somebody)
    } else {
        Outcome::NotApplicable
    }
}

/// "Now and then" has no number, and no parameter gives one: nothing is ever late.
fn cover_changed(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_running() && case.facts.identity.has_cover {
        Outcome::Silent
    } else {
        Outcome::NotApplicable
    }
}

fn designed(case: &Case<'_>) -> Outcome {
    if case.facts.scope.is_running() && is_common(case) {
        Outcome::kept(case.facts.identity.designed_by_communications)
    } else {
        Outcome::NotApplicable
    }
}
