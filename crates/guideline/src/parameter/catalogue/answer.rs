//! Parameters of answers.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::AnswerDeadline,
        kind: Kind::Shaped,
        proposal: Proposal::Span(Span::of(48, Unit::Hours)),
        why: "Förvaltningslagen kräver svar utan onödigt dröjsmål, och 48 timmar är den enda tid som står i de riktlinjer som Uppsikt bygger på.",
        tighter: Tighter::Less,
    },
    Parameter {
        key: Key::AnswerCalendar,
        kind: Kind::Shaped,
        proposal: Proposal::Word("elapsed-on-working-days"),
        why: "Av de två sätten att räkna är det den som tar slut först.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::AnswerCoverage,
        kind: Kind::Shaped,
        proposal: Proposal::Word("questions"),
        why: "Serviceskyldigheten i förvaltningslagen gäller i första hand frågor.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::AnswerTargetPublished,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::AnswerRouting,
        kind: Kind::Text,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::AnswerSignature,
        kind: Kind::Word(ANSWER_SIGNATURE),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::AnswerIdentity,
        kind: Kind::Word(ANSWER_IDENTITY),
        proposal: Proposal::Word("account"),
        why: "Besökaren ska kunna se att det är myndigheten som svarar.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::AnswerTone,
        kind: Kind::Words(ANSWER_TONE),
        proposal: Proposal::Words(&["factual", "impartial", "plain"]),
        why: "Regeringsformen kräver saklighet och opartiskhet, och språklagen kräver ett enkelt och begripligt språk.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::AnswerPoliticalQuestions,
        kind: Kind::Word(ANSWER_POLITICAL_QUESTIONS),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::CommentOffTopic,
        kind: Kind::Word(COMMENT_OFF_TOPIC),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::AnswerTarget,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(1, Unit::WorkingDays)),
        why: "Målet varnar i tid för gränsen, och på sociala medier väntar sig de flesta ett svar samma eller nästa dag.",
        tighter: Tighter::Less,
    },
];

const ANSWER_SIGNATURE: &[Choice] = &[
    Choice::of("name-and-title", "namn och titel"),
    Choice::of("name", "namn"),
    Choice::of("position", "befattning"),
    Choice::of("none", "ingen underskrift"),
];

const ANSWER_IDENTITY: &[Choice] =
    &[Choice::of("account", "kontot"), Choice::of("person", "den som skriver")];

const ANSWER_TONE: &[Choice] = &[
    Choice::of("factual", "saklig"),
    Choice::of("impartial", "opartisk"),
    Choice::of("plain", "enkel och begriplig"),
    Choice::of("friendly", "vänlig"),
    Choice::of("pleasant", "trevlig"),
    Choice::of("personal", "personlig"),
    Choice::of("not-private", "inte privat"),
    Choice::of("careful", "vårdad"),
    Choice::of("adapted", "anpassad till mottagaren"),
    Choice::of("no-irony", "utan ironi"),
    Choice::of("open", "öppen"),
    Choice::of("competent", "kunnig"),
    Choice::of("reliable", "pålitlig"),
];

const ANSWER_POLITICAL_QUESTIONS: &[Choice] = &[
    Choice::of("case-handling", "hänvisas till vanlig ärendehantering"),
    Choice::of("party-channels", "hänvisas till partiernas kanaler"),
    Choice::of("not-in-channel", "har ingen plats i kanalen"),
    Choice::of("answered", "besvaras som andra frågor"),
];

const COMMENT_OFF_TOPIC: &[Choice] =
    &[Choice::of("answered", "besvaras"), Choice::of("may-be-left", "får lämnas utan svar")];
