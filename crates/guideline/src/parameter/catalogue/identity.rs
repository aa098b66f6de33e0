//! Parameters of the sender and the public list.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::IdentitySender,
        kind: Kind::Words(IDENTITY_SENDER),
        proposal: Proposal::Words(&["authority"]),
        why: "Lagen om ansvar för elektroniska anslagstavlor kräver att besökaren får veta vem som tillhandahåller tjänsten.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::IdentityLogo,
        kind: Kind::Word(IDENTITY_LOGO),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::IdentityCoverImage,
        kind: Kind::Words(IDENTITY_COVER_IMAGE),
        proposal: Proposal::Words(&["nobody-identifiable"]),
        why: "Omslagsbilden syns länge och för alla.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::ListPublic,
        kind: Kind::Address,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ListMaintainer,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Communications),
        why: "Kommunikation får veta när konton startas och avslutas.",
        tighter: Tighter::Neither,
    },
];

const IDENTITY_SENDER: &[Choice] = &[
    Choice::of("authority", "myndigheten"),
    Choice::of("unit", "verksamheten"),
    Choice::of("name", "namnet"),
    Choice::of("logo", "logotypen"),
    Choice::of("description", "en text i kontots beskrivning"),
];

const IDENTITY_LOGO: &[Choice] = &[
    Choice::of("special-version", "en särskild version som profilbild"),
    Choice::of("on-all-accounts", "på alla konton"),
    Choice::of("if-possible", "när det går"),
];

const IDENTITY_COVER_IMAGE: &[Choice] = &[
    Choice::of("nobody-identifiable", "ingen går att känna igen"),
    Choice::of("warm", "varm känsla"),
    Choice::of("changed-now-and-then", "byts då och då"),
];
