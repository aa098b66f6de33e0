//! Parameters of what visitors are told.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::NoticeRequired,
        kind: Kind::Words(NOTICE_REQUIRED),
        proposal: Proposal::Words(&["responsible", "visible-to-others", "public-record"]),
        why: "De två första krävs i 3 § lagen om ansvar för elektroniska anslagstavlor, och den tredje överraskar annars den som skriver.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::NoticeStandardText,
        kind: Kind::Text,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::NoticeExternalLinkDisclaimer,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Besökaren ska inte ta det privata för myndighetens.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::NoticeVisitorReporting,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Besökare ser ofta ett olagligt inlägg före redaktören.",
        tighter: Tighter::Yes,
    },
];

const NOTICE_REQUIRED: &[Choice] = &[
    Choice::of("responsible", "vem som ansvarar för kanalen"),
    Choice::of("unit", "vilken verksamhet det är"),
    Choice::of("purpose", "vad kanalen är till för"),
    Choice::of("what-is-communicated", "vad som kommer att stå i kanalen"),
    Choice::of("use-of-comments", "vad kommentarerna är till för"),
    Choice::of("public-record", "att inlägg blir allmänna handlingar"),
    Choice::of("visible-to-others", "att andra kan läsa"),
    Choice::of("forbidden-content", "vad som inte får skrivas"),
    Choice::of("consequence", "vad som händer med det som inte får skrivas"),
    Choice::of("truth-is-yours", "att besökaren svarar för sina uppgifter"),
    Choice::of("law-applies", "att inlägg ska följa lagen"),
    Choice::of("contact", "hur man når den som är ansvarig"),
    Choice::of("report", "en uppmaning att anmäla"),
    Choice::of("answer-target", "hur snabbt man får svar"),
];
