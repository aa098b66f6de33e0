//! Parameters of starting an account.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::StartCoordinator,
        kind: Kind::Parties,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartCreator,
        kind: Kind::Party,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartDecider,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Manager),
        why: "Den chef som ansvarar för verksamheten ansvarar också för tiden som kontot tar.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartConsulted,
        kind: Kind::Parties,
        proposal: Proposal::Parties(&[Party::Communications]),
        why: "Kommunikation ser alla konton och vet om målgruppen redan nås.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StartConsultationEffect,
        kind: Kind::Word(START_CONSULTATION_EFFECT),
        proposal: Proposal::Word("advice"),
        why: "Där ingen regel ger någon vetorätt är samrådet ett råd.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::StartOrder,
        kind: Kind::Words(START_ORDER),
        proposal: Proposal::Words(&["document", "decision", "consultation", "creation"]),
        why: "Chefen behöver något att besluta om, och kommunikation kan hjälpa till när beslutet finns.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StartDocument,
        kind: Kind::Word(START_DOCUMENT),
        proposal: Proposal::Word("activity-plan"),
        why: "En plan för varje konto räcker, och den går att följa upp.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartRequiredFields,
        kind: Kind::Words(START_REQUIRED_FIELDS),
        proposal: Proposal::Words(&[
            "purpose",
            "goals",
            "audience",
            "watch-and-updating",
            "responsible-person",
        ]),
        why: "Det är det minsta som behövs för att kunna besluta om kontot och följa upp det.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::StartPurposeVocabulary,
        kind: Kind::Words(START_PURPOSE_VOCABULARY),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartGoalsMeasurable,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Ett mål som inte går att mäta går inte att följa upp.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::StartRiskList,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Någon annan äger tjänsten, och riskerna är lättast att väga innan kontot finns.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::StartDocumentCustody,
        kind: Kind::Party,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::StartChannelNecessityTest,
        kind: Kind::Bool,
        proposal: Proposal::Bool(true),
        why: "Varje nytt konto tar tid från de andra, och frågan är lättast att ställa före start.",
        tighter: Tighter::Yes,
    },
];

const START_CONSULTATION_EFFECT: &[Choice] = &[
    Choice::of("veto", "utan ja startas inget konto"),
    Choice::of("agreement", "båda är överens före start"),
    Choice::of("advice", "ett råd"),
];

const START_ORDER: &[Choice] = &[
    Choice::of("checklist", "checklista"),
    Choice::of("document", "dokument"),
    Choice::of("decision", "beslut"),
    Choice::of("consultation", "samråd"),
    Choice::of("archive-agreement", "överenskommelse med arkivet"),
    Choice::of("creation", "kontot skapas"),
];

const START_DOCUMENT: &[Choice] = &[
    Choice::of("activity-plan", "aktivitetsplan"),
    Choice::of("mandate", "uppdragsbeskrivning"),
    Choice::of("checklist", "checklista"),
];

const START_REQUIRED_FIELDS: &[Choice] = &[
    Choice::of("purpose", "syftet"),
    Choice::of("goals", "målen"),
    Choice::of("audience", "målgruppen"),
    Choice::of("activity-and-medium", "verksamheten och mediet"),
    Choice::of("watch-and-updating", "hur och när kontot bevakas och uppdateras"),
    Choice::of("unit-goals", "sambandet med verksamhetens mål"),
    Choice::of("responsible-person", "vem som är ansvarig"),
    Choice::of("intended-effect", "den avsedda effekten"),
    Choice::of("risks", "riskerna"),
    Choice::of("spokespersons", "vem som får uttala sig"),
    Choice::of("resources", "tid och pengar"),
    Choice::of("platform-reason", "varför just den tjänsten"),
    Choice::of("preservation", "hur innehållet ska bevaras"),
];

const START_PURPOSE_VOCABULARY: &[Choice] = &[
    Choice::of("dialogue", "dialog"),
    Choice::of("participation", "delaktighet"),
    Choice::of("information", "information"),
    Choice::of("education", "lärande"),
    Choice::of("service", "service"),
    Choice::of("views", "synpunkter"),
    Choice::of("ideas", "idéer"),
    Choice::of("democracy", "bredare demokrati"),
    Choice::of("new-audiences", "nya målgrupper"),
    Choice::of("marketing", "marknadsföring av platsen"),
    Choice::of("trust", "förtroende"),
    Choice::of("transparency", "insyn"),
    Choice::of("brand", "varumärke"),
    Choice::of("employer", "myndigheten som arbetsgivare"),
    Choice::of("crisis", "information i kris"),
];
