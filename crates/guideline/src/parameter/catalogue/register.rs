//! Parameters of registering, and posts as records.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::RegisterMust,
        kind: Kind::Shaped,
        proposal: Proposal::Words(&["secrecy"]),
        why: "Sekretessbelagda handlingar ska alltid diarieföras enligt offentlighets- och sekretesslagen.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::RegisterMay,
        kind: Kind::Shaped,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RegisterMustNot,
        kind: Kind::Shaped,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RegisterWho,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Registrar),
        why: "Registratorn ansvarar för att diariet förs lika.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RegisterOrderSubstitute,
        kind: Kind::Words(REGISTER_ORDER_SUBSTITUTE),
        proposal: Proposal::Words(&["searchable", "chronological"]),
        why: "Så håller programmet ordning på allt som har hämtats.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::RecordStatus,
        kind: Kind::Words(RECORD_STATUS),
        proposal: Proposal::Words(&["own-when-published", "others-when-published", "external-sites"]),
        why: "Det följer av när en handling är upprättad och inkommen enligt tryckfrihetsförordningen.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RecordArchiveDescription,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Den som letar i arkivet ska kunna se att kontona har funnits.",
        tighter: Tighter::Yes,
    },
];

const REGISTER_ORDER_SUBSTITUTE: &[Choice] = &[
    Choice::of("searchable", "inläggen är lätta att söka"),
    Choice::of("chronological", "inläggen ligger i tidsordning"),
];

const RECORD_STATUS: &[Choice] = &[
    Choice::of("all-posts", "alla inlägg är allmänna handlingar"),
    Choice::of("own-when-published", "egna inlägg är upprättade när de publiceras"),
    Choice::of("others-when-published", "andras inlägg är inkomna när de publiceras"),
    Choice::of("incoming-may-become", "det som kommer in kan bli allmän handling"),
    Choice::of("approved-by-officer", "det som en tjänsteman har godkänt är allmän handling"),
    Choice::of("external-sites", "också det vi skriver på andras sidor"),
    Choice::of("login-view-left-out", "inte det som bara syns genom inloggning"),
];
