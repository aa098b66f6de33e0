//! Parameters of snapshots and preservation.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::SnapshotInterval,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(6, Unit::Months)),
        why: "Ett halvår är det vanligaste i de riktlinjer som Uppsikt bygger på.",
        tighter: Tighter::Less,
    },
    Parameter {
        key: Key::SnapshotStrength,
        kind: Kind::Word(SNAPSHOT_STRENGTH),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::SnapshotOnChange,
        kind: Kind::Word(SNAPSHOT_ON_CHANGE),
        proposal: Proposal::Word("both"),
        why: "En bild före och en efter räcker vare sig riktlinjen kräver den före förändringen eller i samband med den.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::SnapshotBeforeClosing,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Efter avslutet går det inte längre att ta någon bild.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::SnapshotWindow,
        kind: Kind::Word(SNAPSHOT_WINDOW),
        proposal: Proposal::Word("mid-term"),
        why: "Då visar bilden kontot så som det brukar se ut.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::SnapshotSameDay,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Då går bilderna att jämföra med varandra.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::SnapshotFormat,
        kind: Kind::Words(SNAPSHOT_FORMAT),
        proposal: Proposal::Words(&["pdf-a", "web-archive"]),
        why: "PDF/A går att läsa länge, och webbarkivet bevarar det som en bild inte visar.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::SnapshotContent,
        kind: Kind::Words(SNAPSHOT_CONTENT),
        proposal: Proposal::Words(&["layout", "content"]),
        why: "En ren textfil visar inte utseendet, och en beskuren bild visar inte allt innehåll.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::SnapshotHistory,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::SnapshotWho,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Editor),
        why: "Redaktören vet när kontot är som vanligt och när det ska göras om.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::SnapshotRecipient,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Archivist),
        why: "Arkivmyndigheten tar över ansvaret för att den bevaras.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::PreserveSelectedItems,
        kind: Kind::Words(PRESERVE_SELECTED_ITEMS),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::SnapshotChangeResetsInterval,
        kind: Kind::Bool,
        proposal: Proposal::Bool(false),
        why: "Om den inte flyttas följer vi både den riktlinje som kräver bilder varje halvår och den som också kräver dem vid förändringar.",
        tighter: Tighter::No,
    },
];

const SNAPSHOT_STRENGTH: &[Choice] = &[
    Choice::of("must", "ska"),
    Choice::of("should", "bör"),
    Choice::of("may", "får"),
    Choice::of("advice", "råd"),
];

const SNAPSHOT_ON_CHANGE: &[Choice] = &[
    Choice::of("both", "före och efter"),
    Choice::of("before", "före"),
    Choice::of("at", "i samband med förändringen"),
    Choice::of("none", "ingen"),
];

const SNAPSHOT_WINDOW: &[Choice] = &[
    Choice::of("mid-term", "mitt i terminen, inte på sommaren eller vid jul"),
    Choice::of("any", "när som helst"),
];

const SNAPSHOT_FORMAT: &[Choice] = &[
    Choice::of("pdf-a", "PDF/A"),
    Choice::of("pdf", "PDF"),
    Choice::of("web-archive", "webbarkiv"),
    Choice::of("screenshot", "skärmbild"),
    Choice::of("digital", "något digitalt format"),
    Choice::of("archive-approved", "ett format som arkivet godkänner"),
    Choice::of("paper", "papper"),
    Choice::of("by-control", "det beror på vem som råder över informationen"),
];

const SNAPSHOT_CONTENT: &[Choice] = &[
    Choice::of("layout", "utseende"),
    Choice::of("content", "innehåll"),
    Choice::of("active-pages", "de sidor där verksamheten är aktiv"),
    Choice::of("agreed-with-archive", "det som är bestämt med arkivet"),
];

const PRESERVE_SELECTED_ITEMS: &[Choice] = &[
    Choice::of("case-facts", "uppgifter i ett ärende"),
    Choice::of("secrecy", "det sekretessbelagda"),
    Choice::of("interesting", "det som är intressant för framtiden"),
    Choice::of("continuous-appraisal", "det som väljs ut löpande"),
];
