//! Obligations: visitor-notice.
//!
//! One for each thing that visitors are told. What a channel shows its visitors is not read by the
//! product yet; a person records it.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};
use crate::fact::{AccountClass, NoticeElement};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "notice-names-responsible",
        swedish: "informationen säger vem som svarar för kanalen",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vem som svarar för kanalen.",
        remedy: "Skriv myndighetens namn i informationen till besökarna.",
        assess: Assess::Account(|case| tells(case, NoticeElement::Responsible)),
    },
    Obligation {
        code: "notice-names-unit",
        swedish: "informationen säger vilken verksamhet som svarar för kanalen",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vilken verksamhet som svarar för kanalen.",
        remedy: "Skriv verksamhetens namn i informationen till besökarna.",
        assess: Assess::Account(names_unit),
    },
    Obligation {
        code: "notice-states-purpose",
        swedish: "informationen säger vad kanalen är till för",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vad kanalen är till för.",
        remedy: "Skriv vad kanalen är till för.",
        assess: Assess::Account(|case| tells(case, NoticeElement::Purpose)),
    },
    Obligation {
        code: "notice-states-use-of-comments",
        swedish: "informationen säger vad kommentarerna är till för",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vad kommentarerna är till för.",
        remedy: "Skriv vad kommentarerna är till för.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::UseOfComments)),
    },
    Obligation {
        code: "notice-says-public-record",
        swedish: "informationen säger att inlägg blir allmänna handlingar",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta att inlägg blir allmänna handlingar.",
        remedy: "Skriv att det som lämnas i kanalen blir allmänna handlingar.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::PublicRecord)),
    },
    Obligation {
        code: "notice-says-visible-to-others",
        swedish: "informationen säger att andra kan läsa",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta att andra kan läsa vad de skriver.",
        remedy: "Skriv att det som lämnas i kanalen blir synligt för andra.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::VisibleToOthers)),
    },
    Obligation {
        code: "notice-names-forbidden-content",
        swedish: "informationen säger vad som inte får läggas ut",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vad som inte får läggas ut.",
        remedy: "Skriv vilka uppgifter och kommentarer som inte får stå i kanalen.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::ForbiddenContent)),
    },
    Obligation {
        code: "notice-names-consequence",
        swedish: "informationen säger vad som händer med otillåtna inlägg",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vad som händer med otillåtna inlägg.",
        remedy: "Skriv att otillåtna inlägg kan tas bort, och vad som annars kan hända.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::Consequence)),
    },
    Obligation {
        code: "notice-says-visitor-answers-for-truth",
        swedish: "informationen säger att besökaren svarar för sina uppgifter",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta att de själva svarar för att deras uppgifter stämmer.",
        remedy: "Skriv att den som lämnar en uppgift svarar för att den är riktig.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::TruthIsYours)),
    },
    Obligation {
        code: "notice-says-law-applies-to-visitor",
        swedish: "informationen säger att inlägg ska följa lagen",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta att deras inlägg ska följa lagen.",
        remedy: "Skriv att inlägg ska följa lagen och de regler som gäller i besökarens egen organisation.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::LawApplies)),
    },
    Obligation {
        code: "notice-gives-contact",
        swedish: "informationen säger hur man når ansvarig",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta hur de når den som är ansvarig.",
        remedy: "Skriv hur man når den som är ansvarig för kanalen.",
        assess: Assess::Account(|case| tells(case, NoticeElement::Contact)),
    },
    Obligation {
        code: "notice-asks-to-report",
        swedish: "besökare uppmanas att anmäla",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna uppmanas inte att anmäla olämpligt innehåll.",
        remedy: "Be besökarna att anmäla det som är olämpligt eller kränkande, och skriv hur.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::Report)),
    },
    Obligation {
        code: "notice-says-what-is-communicated",
        swedish: "informationen säger vad som kommer att stå i kanalen",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta vad som kommer att stå i kanalen.",
        remedy: "Skriv vad ni berättar om i kanalen.",
        assess: Assess::Account(|case| tells(case, NoticeElement::WhatIsCommunicated)),
    },
    Obligation {
        code: "notice-gives-answer-target",
        swedish: "informationen säger hur snabbt man får svar",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Besökarna får inte veta hur snabbt de får svar.",
        remedy: "Skriv hur snabbt ni brukar svara.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::AnswerTarget)),
    },
    Obligation {
        code: "notice-law-identity",
        swedish: "användarna får veta vem som tillhandahåller tjänsten",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Användarna får inte veta vem som tillhandahåller tjänsten.",
        remedy: "Skriv myndighetens namn där den som skriver ser det.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::Responsible)),
    },
    Obligation {
        code: "notice-law-visible",
        swedish: "användarna får veta i vilken utsträckning andra kan läsa",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Användarna får inte veta i vilken utsträckning andra kan läsa vad de skriver.",
        remedy: "Skriv vem som kan läsa det som lämnas i kanalen.",
        assess: Assess::Account(|case| tells_writers(case, NoticeElement::VisibleToOthers)),
    },
    Obligation {
        code: "standard-notice-used",
        swedish: "standardtexten används",
        capability: Capability::VisitorNotice,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "visitor-answers-for-comment",
        swedish: "besökaren kan själv svara för sin kommentar",
        capability: Capability::VisitorNotice,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "works-preventively",
        swedish: "kränkningar förebyggs",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Det finns inget antecknat om hur kränkningar förebyggs på kontot.",
        remedy: "Bestäm och anteckna vad ni gör för att förebygga kränkningar.",
        assess: Assess::Account(prevents),
    },
    Obligation {
        code: "private-links-disclaimed",
        swedish: "länkar till privat verksamhet har ett förbehåll",
        capability: Capability::VisitorNotice,
        binding: Binding::Pending,
        lacking: "Kontot länkar till medarbetares eller förtroendevaldas privata sidor utan förbehåll.",
        remedy: "Skriv vid länkarna att myndigheten inte svarar för innehållet där.",
        assess: Assess::Account(disclaims),
    },
];

/// What everybody who meets the channel is told.
fn tells(case: &Case<'_>, element: NoticeElement) -> Outcome {
    let scope = &case.facts.scope;
    if scope.is_running() && (scope.others_can_write || scope.is_public) {
        Outcome::kept(case.facts.notice.notice_shown.has(element))
    } else {
        Outcome::NotApplicable
    }
}

/// What those are told who can write there.
fn tells_writers(case: &Case<'_>, element: NoticeElement) -> Outcome {
    if case.facts.scope.others_can_write { tells(case, element) } else { Outcome::NotApplicable }
}

fn names_unit(case: &Case<'_>) -> Outcome {
    if case.facts.scope.class == Some(AccountClass::MunicipalityWide) {
        Outcome::NotApplicable
    } else {
        tells(case, NoticeElement::Unit)
    }
}

/// Telling the visitors is what FINSPANG-173 to 176 count as preventing; anything else is recorded.
fn prevents(case: &Case<'_>) -> Outcome {
    let (scope, notice) = (&case.facts.scope, &case.facts.notice);
    let told = [
        NoticeElement::UseOfComments,
        NoticeElement::ForbiddenContent,
        NoticeElement::Consequence,
        NoticeElement::Report,
    ];
    if scope.is_running() && scope.others_can_write {
        let is_told = told.into_iter().all(|element| notice.notice_shown.has(element));
        Outcome::kept(notice.prevention_recorded || is_told)
    } else {
        Outcome::NotApplicable
    }
}

fn disclaims(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.notice;
    if case.facts.scope.is_running() && facts.links_to_private {
        Outcome::kept(facts.private_links_disclaimed)
    } else {
        Outcome::NotApplicable
    }
}
