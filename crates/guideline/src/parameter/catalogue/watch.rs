//! Parameters of supervision and crises.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::WatchFrequency,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(1, Unit::WorkingDays)),
        why: "Uppsikten ska stå i rimlig proportion till verksamheten, och en gång varje arbetsdag är det vanligaste i de riktlinjer som Uppsikt bygger på.",
        tighter: Tighter::Less,
    },
    Parameter {
        key: Key::WatchDays,
        kind: Kind::Word(WATCH_DAYS),
        proposal: Proposal::Word("working-days"),
        why: "De flesta myndigheter är bemannade på arbetsdagar.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::WatchHours,
        kind: Kind::Word(WATCH_HOURS),
        proposal: Proposal::Word("office-hours"),
        why: "De flesta myndigheter är bemannade på kontorstid.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::WatchCrisisFrequency,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(4, Unit::Hours)),
        why: "I en kris hinner mycket skrivas på en arbetsdag.",
        tighter: Tighter::Less,
    },
    Parameter {
        key: Key::WatchCondition,
        kind: Kind::Word(WATCH_CONDITION),
        proposal: Proposal::Word("users-contribute"),
        why: "Lagens krav på uppsikt gäller det som andra skriver.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::WatchLegalGroundCited,
        kind: Kind::Texts,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::CrisisTakeover,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "I en kris behöver samma besked nå alla kanaler samtidigt.",
        tighter: Tighter::Yes,
    },
];

const WATCH_DAYS: &[Choice] = &[
    Choice::of("every-day", "alla dagar"),
    Choice::of("working-days", "arbetsdagar"),
    Choice::of("by-plan", "de dagar som kontots plan säger"),
];

const WATCH_HOURS: &[Choice] = &[
    Choice::of("all-hours", "dygnet runt"),
    Choice::of("office-hours", "kontorstid"),
    Choice::of("by-plan", "de tider som kontots plan säger"),
];

const WATCH_CONDITION: &[Choice] = &[
    Choice::of("all-accounts", "alla konton"),
    Choice::of("answerable", "de kanaler som myndigheten svarar för"),
    Choice::of("can-influence", "där myndigheten kan påverka andras inlägg"),
    Choice::of("users-contribute", "där andra kan skriva"),
    Choice::of("by-medium", "det beror på mediet"),
];
