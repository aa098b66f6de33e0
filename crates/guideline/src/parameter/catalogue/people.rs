//! Parameters of staff and credentials.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::StaffMinAdmins,
        kind: Kind::Count { least: 1, most: 20 },
        proposal: Proposal::Count(2),
        why: "Med en enda administratör kan ingen ingripa när den personen är borta.",
        tighter: Tighter::More,
    },
    Parameter {
        key: Key::StaffSubstituteRequired,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Frånvaro hindrar varken besökare från att skriva eller tiden för svar från att gå.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::StaffAbsenceKinds,
        kind: Kind::Words(STAFF_ABSENCE_KINDS),
        proposal: Proposal::Words(&["holiday", "illness", "leave", "other", "end-of-employment"]),
        why: "Skälet till frånvaron ändrar inget för den som skriver till myndigheten.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StaffOffboarding,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Ett konto som bara en tidigare anställd kan logga in på är förlorat.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::StaffEditorAppointedBy,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Manager),
        why: "Den ansvariga chefen fördelar arbetet i verksamheten.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StaffDuties,
        kind: Kind::Words(STAFF_DUTIES),
        proposal: Proposal::Words(&[
            "publishing",
            "supervision",
            "moderation",
            "answering",
            "registration",
            "snapshot",
        ]),
        why: "De uppgifterna följer av lag eller av att andra kan skriva på kontot.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StaffPoliticianAllowed,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::No,
    },
    Parameter {
        key: Key::StaffRequiredKnowledge,
        kind: Kind::Words(STAFF_REQUIRED_KNOWLEDGE),
        proposal: Proposal::Words(&["public-records", "secrecy", "data-protection", "copyright"]),
        why: "Det är de regler som en redaktör oftast behöver tillämpa på egen hand.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StaffResources,
        kind: Kind::Words(STAFF_RESOURCES),
        proposal: Proposal::Words(&["time", "knowledge", "routines"]),
        why: "Uppsikt och svar tar tid varje arbetsdag.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StaffSupportContacts,
        kind: Kind::Parties,
        proposal: Proposal::Parties(&[Party::Manager, Party::Communications]),
        why: "Chefen känner verksamheten, och kommunikation känner kanalen.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::CredCustody,
        kind: Kind::Party,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::CredCentralAccess,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Annars kan ingen ingripa när de som sköter kontot är borta.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::CredSharedAdminTool,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::CredRightAccountCheck,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Ett svar från fel konto går att ta bort, men det har redan setts.",
        tighter: Tighter::Yes,
    },
];

const STAFF_ABSENCE_KINDS: &[Choice] = &[
    Choice::of("holiday", "semester"),
    Choice::of("illness", "sjukdom"),
    Choice::of("leave", "annan ledighet"),
    Choice::of("other", "annan frånvaro"),
    Choice::of("end-of-employment", "avslutad anställning"),
];

const STAFF_DUTIES: &[Choice] = &[
    Choice::of("planning", "planering"),
    Choice::of("publishing", "publicering"),
    Choice::of("updating", "uppdatering"),
    Choice::of("follow-up", "uppföljning"),
    Choice::of("supervision", "uppsikt"),
    Choice::of("moderation", "moderering"),
    Choice::of("answering", "svar"),
    Choice::of("registration", "diarieföring"),
    Choice::of("disposal", "gallring"),
    Choice::of("snapshot", "ögonblicksbilder"),
];

const STAFF_REQUIRED_KNOWLEDGE: &[Choice] = &[
    Choice::of("public-records", "allmänna handlingar"),
    Choice::of("secrecy", "sekretess"),
    Choice::of("data-protection", "dataskydd"),
    Choice::of("copyright", "upphovsrätt"),
    Choice::of("freedom-of-expression", "yttrandefrihet"),
    Choice::of("accessibility", "tillgänglighet"),
    Choice::of("medium", "mediet och dess målgrupper"),
];

const STAFF_RESOURCES: &[Choice] = &[
    Choice::of("enough", "tillräckliga resurser"),
    Choice::of("time", "tid"),
    Choice::of("knowledge", "kunskap"),
    Choice::of("routines", "rutiner"),
    Choice::of("by-openness", "mer ju öppnare kanalen är"),
];
