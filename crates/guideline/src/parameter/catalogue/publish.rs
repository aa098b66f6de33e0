//! Parameters of publishing, accessibility and giving out records.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::PublishBannedContent,
        kind: Kind::Words(PUBLISH_BANNED_CONTENT),
        proposal: Proposal::Words(&[
            "secrecy",
            "personal-identity-number",
            "special-category-data",
            "discrimination",
        ]),
        why: "Det är sådant som lag i stort sett aldrig tillåter i sociala medier.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::PublishPersonalData,
        kind: Kind::Word(PUBLISH_PERSONAL_DATA),
        proposal: Proposal::Word("with-basis"),
        why: "Dataskyddsförordningen kräver en rättslig grund för varje publicering.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::PublishActivityLevel,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(1, Unit::Months)),
        why: "Ett konto som har stått stilla en månad ser övergivet ut, och då är det dags att fråga om det behövs.",
        tighter: Tighter::Less,
    },
    Parameter {
        key: Key::AccessRequirements,
        kind: Kind::Words(ACCESS_REQUIREMENTS),
        proposal: Proposal::Words(&["alt-text", "captions", "audio-description"]),
        why: "Lagen om tillgänglighet till digital offentlig service gäller så långt det är möjligt också i sociala medier.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::DiscloseSpeed,
        kind: Kind::Word(DISCLOSE_SPEED),
        proposal: Proposal::Word("promptly"),
        why: "Så snabbt kräver tryckfrihetsförordningen att en kopia lämnas ut.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::DiscloseWithin,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(1, Unit::WorkingDays)),
        why: "Lagen säger skyndsamt utan att sätta ut någon tid, och enkla begäranden hinner vi oftast med samma eller nästa dag.",
        tighter: Tighter::Less,
    },
];

const PUBLISH_BANNED_CONTENT: &[Choice] = &[
    Choice::of("secrecy", "sekretessbelagda uppgifter"),
    Choice::of("personal-identity-number", "personnummer"),
    Choice::of("special-category-data", "känsliga personuppgifter"),
    Choice::of("offensive-personal-data", "kränkande personuppgifter"),
    Choice::of("privacy-violating", "integritetskränkande uppgifter"),
    Choice::of("offence-data", "uppgifter om lagöverträdelser"),
    Choice::of("salary", "löneuppgifter"),
    Choice::of("evaluation", "värderande omdömen"),
    Choice::of("social-circumstances", "sociala förhållanden"),
    Choice::of("personal-data", "personuppgifter"),
    Choice::of("discrimination", "det som diskriminerar"),
    Choice::of("party-politics", "partipolitik"),
    Choice::of("against-own-policy", "det som strider mot egna styrdokument"),
    Choice::of("bad-practice", "det som strider mot god sed"),
];

const PUBLISH_PERSONAL_DATA: &[Choice] = &[
    Choice::of("never", "aldrig"),
    Choice::of("with-basis", "bara med rättslig grund"),
    Choice::of("same-as-elsewhere", "som i andra kanaler"),
];

const ACCESS_REQUIREMENTS: &[Choice] = &[
    Choice::of("alt-text", "bildbeskrivning"),
    Choice::of("captions", "undertexter"),
    Choice::of("audio-description", "syntolkning"),
];

const DISCLOSE_SPEED: &[Choice] = &[
    Choice::of("at-once", "genast"),
    Choice::of("promptly", "skyndsamt"),
    Choice::of("quickly", "snabbt"),
    Choice::of("same-as-elsewhere", "som andra allmänna handlingar"),
];
