//! Parameters of disposal.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::DisposeDecisionRequired,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Arkivlagen tillåter gallring bara med stöd i ett beslut eller i en föreskrift.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::DisposeCriterion,
        kind: Kind::Words(DISPOSE_CRITERION),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::DisposeScope,
        kind: Kind::Words(DISPOSE_SCOPE),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::ShorterList,
    },
    Parameter {
        key: Key::DisposeAssessor,
        kind: Kind::Parties,
        proposal: Proposal::Parties(&[Party::Archivist]),
        why: "Gallring är svår att ångra och bedöms bäst av den som känner arkivreglerna.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::DisposeDefault,
        kind: Kind::Word(DISPOSE_DEFAULT),
        proposal: Proposal::Word("keep"),
        why: "Utan beslut gallras inget.",
        tighter: Tighter::Earlier,
    },
];

const DISPOSE_CRITERION: &[Choice] = &[
    Choice::of("not-current", "det som inte längre är aktuellt"),
    Choice::of("slight-importance", "det som har ringa betydelse"),
    Choice::of("no-lasting-value", "det som saknar bestående värde"),
];

const DISPOSE_SCOPE: &[Choice] = &[
    Choice::of("posts", "inlägg"),
    Choice::of("posts-of-slight-importance", "inlägg av ringa betydelse"),
    Choice::of("own-information", "egen information"),
    Choice::of("replies", "egna svar"),
    Choice::of("incoming-comments", "inkomna kommentarer"),
    Choice::of("not-in-registry", "allt som inte har förts till diariet"),
];

const DISPOSE_DEFAULT: &[Choice] = &[
    Choice::of("keep", "bevaras"),
    Choice::of("selective", "bevaras i urval"),
    Choice::of("dispose", "gallras"),
];
