//! Parameters of the document itself, what it covers and who answers for it.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::PolicyDate,
        kind: Kind::Day,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::PolicyKind,
        kind: Kind::Word(POLICY_KIND),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::PolicyRoutinesOwner,
        kind: Kind::Party,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::PolicyOtherDocuments,
        kind: Kind::Texts,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ScopePlatforms,
        kind: Kind::Texts,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::ScopeOwnSiteComments,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Lagen om ansvar för elektroniska anslagstavlor gäller också kommentarsfält på den egna webbplatsen.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::ScopeDialogueOnOthersPages,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Det som myndigheten skriver i tjänsten är allmän handling var det än står.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::ScopeDirectMessages,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Ett meddelande till ett av myndighetens konton är en inkommen handling och kan vara en fråga som ska ha svar.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::ScopeExistingAccounts,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Ett äldre konto har samma besökare och samma risker som ett nytt.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::ScopeCompanies,
        kind: Kind::Words(SCOPE_COMPANIES),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ScopeAccountClasses,
        kind: Kind::Words(SCOPE_ACCOUNT_CLASSES),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ScopePoliticians,
        kind: Kind::Words(SCOPE_POLITICIANS),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ChannelPrimary,
        kind: Kind::Address,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ResponsibilityContent,
        kind: Kind::Parties,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::PrivateUse,
        kind: Kind::Words(PRIVATE_USE),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
];

const POLICY_KIND: &[Choice] = &[
    Choice::of("policy", "policy"),
    Choice::of("guidelines", "riktlinjer"),
    Choice::of("rules", "regler"),
    Choice::of("routines", "rutiner"),
    Choice::of("quick-guide", "lathund"),
];

const SCOPE_COMPANIES: &[Choice] = &[
    Choice::of("own-communicator", "egen kommunikatör"),
    Choice::of("own-identity", "egen grafisk profil"),
    Choice::of("own-reporting", "egen anmälan av konton"),
    Choice::of("own-duty-to-prevent", "eget ansvar för att förebygga kränkningar"),
    Choice::of("own-routines", "egna rutiner"),
    Choice::of("own-start-document", "eget dokument före start"),
];

const SCOPE_ACCOUNT_CLASSES: &[Choice] = &[
    Choice::of("single", "ett enda slag"),
    Choice::of("unit", "verksamhetens konton"),
    Choice::of("municipality-wide", "kommungemensamma konton"),
    Choice::of("school", "skolans konton"),
    Choice::of("company", "bolagens konton"),
];

const SCOPE_POLITICIANS: &[Choice] = &[
    Choice::of("not-responsible", "de ansvarar inte för konton"),
    Choice::of("records-in-service", "det de skriver i uppdraget är allmän handling"),
    Choice::of("depicted", "bilder på dem har egna villkor"),
    Choice::of("party-channels", "partipolitik hänvisas till partiernas kanaler"),
];

const PRIVATE_USE: &[Choice] = &[
    Choice::of("free", "medarbetare använder dem fritt"),
    Choice::of("about-the-work", "de får handla om myndighetens verksamhet"),
    Choice::of("kept-apart", "privat och tjänst hålls isär"),
    Choice::of("ambassador", "medarbetaren kan vara ambassadör"),
    Choice::of("not-on-behalf", "den som skriver privat talar inte för myndigheten"),
    Choice::of("links-disclaimed", "länkar till privata konton har ett förbehåll"),
];
