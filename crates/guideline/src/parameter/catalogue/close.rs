//! Parameters of closing, follow-up and legal deposit.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::CloseDecider,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Manager),
        why: "Den som beslutar om start beslutar också om avslut.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::CloseExecutor,
        kind: Kind::Party,
        proposal: Proposal::Party(Party::Communications),
        why: "Kommunikation ser till att ögonblicksbilden är tagen och att besökarna har fått besked innan kontot stängs.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::CloseTrigger,
        kind: Kind::Words(CLOSE_TRIGGER),
        proposal: Proposal::Words(&["unused", "purpose-gone", "unit-gone"]),
        why: "Ett konto utan syfte är ett konto som ingen bevakar.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::CloseNotice,
        kind: Kind::Words(CLOSE_NOTICE),
        proposal: Proposal::Words(&["that-it-closes", "why", "referrals"]),
        why: "Annars undrar den som har en fråga var svaret blev av.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::CloseNoticePeriod,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(2, Unit::Weeks)),
        why: "På två veckor hinner de flesta som följer kontot se beskedet.",
        tighter: Tighter::More,
    },
    Parameter {
        key: Key::CloseArchive,
        kind: Kind::Word(CLOSE_ARCHIVE),
        proposal: Proposal::Word("full"),
        why: "Det som inte bevaras går inte att hämta igen.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::ReportFollowup,
        kind: Kind::Words(REPORT_FOLLOWUP),
        proposal: Proposal::Words(&["measurable-goals"]),
        why: "Utan uppföljning går det inte att veta om kontot gör nytta.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::DepositRule,
        kind: Kind::Words(DEPOSIT_RULE),
        proposal: Proposal::Words(&["print-like", "simple-files", "news-excluded", "case-material-excluded"]),
        why: "Så gäller lagen om pliktexemplar av elektroniskt material för myndigheter.",
        tighter: Tighter::Neither,
    },
];

const CLOSE_TRIGGER: &[Choice] = &[
    Choice::of("unused", "kontot används inte längre"),
    Choice::of("purpose-gone", "syftet finns inte längre"),
    Choice::of("unit-gone", "verksamheten finns inte längre"),
];

const CLOSE_NOTICE: &[Choice] = &[
    Choice::of("that-it-closes", "att kontot avslutas"),
    Choice::of("why", "varför"),
    Choice::of("referrals", "vart de kan vända sig"),
];

const CLOSE_ARCHIVE: &[Choice] =
    &[Choice::of("full", "hela kontot"), Choice::of("parts", "delar av kontot"), Choice::of("none", "inget")];

const REPORT_FOLLOWUP: &[Choice] = &[
    Choice::of("unit-goals", "verksamhetens mål"),
    Choice::of("measurable-goals", "kontots mätbara mål"),
    Choice::of("audience-analysis", "analys av målgruppen"),
];

const DEPOSIT_RULE: &[Choice] = &[
    Choice::of("print-like", "det som förr skulle ha tryckts lämnas"),
    Choice::of("simple-files", "det som består av en eller några få filer lämnas"),
    Choice::of("news-excluded", "nyheter lämnas inte"),
    Choice::of("case-material-excluded", "handlingar i ett ärende lämnas inte"),
];
