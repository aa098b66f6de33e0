//! Parameters of pictures, consent and personal data.

use crate::parameter::{Choice, Key, Kind, Parameter, Proposal, Tighter};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::ImageLegalBasis,
        kind: Kind::Words(IMAGE_LEGAL_BASIS),
        proposal: Proposal::Words(&["public-interest", "consent"]),
        why: "Det är de grunder som en myndighet oftast kan använda för bilder.",
        tighter: Tighter::ShorterList,
    },
    Parameter {
        key: Key::ImageConsentForSocialMedia,
        kind: Kind::Words(IMAGE_CONSENT_FOR_SOCIAL_MEDIA),
        proposal: Proposal::Words(&["separate-choice", "third-country-told"]),
        why: "Den som samtycker behöver veta att bilden hamnar hos ett företag utanför EU.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::ImageConsentScope,
        kind: Kind::Word(IMAGE_CONSENT_SCOPE),
        proposal: Proposal::Word("per-image"),
        why: "Ett samtycke ska vara specifikt för att gälla.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::ImageConsentTiming,
        kind: Kind::Word(IMAGE_CONSENT_TIMING),
        proposal: Proposal::Word("before-use"),
        why: "Utan giltigt samtycke får bilden inte läggas ut.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::ImageStaffAndElected,
        kind: Kind::Words(IMAGE_STAFF_AND_ELECTED),
        proposal: Proposal::Words(&["consent"]),
        why: "Också den som är anställd kan ha skäl att inte synas.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::ImageChildren,
        kind: Kind::Word(IMAGE_CHILDREN),
        proposal: Proposal::Word("avoided-below-upper-secondary"),
        why: "Ett barn kan inte överblicka hur länge en bild finns kvar.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::ImageGuardianAge,
        kind: Kind::Count { least: 0, most: 18 },
        proposal: Proposal::Count(14),
        why: "En regel om barn under och över 13 år säger inget om den som är just 13, och tills myndigheten bestämmer samtycker vårdnadshavarna.",
        tighter: Tighter::More,
    },
    Parameter {
        key: Key::ImageFaces,
        kind: Kind::Words(IMAGE_FACES),
        proposal: Proposal::Words(&["no-faces-first"]),
        why: "En bild där ingen går att känna igen kräver inget samtycke.",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::ImageSource,
        kind: Kind::Word(IMAGE_SOURCE),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::ImageConsentStore,
        kind: Kind::Party,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::ImageModelAgreement,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::ImageSchoolNotice,
        kind: Kind::Bool,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::PersonalDataExamples,
        kind: Kind::Words(PERSONAL_DATA_EXAMPLES),
        proposal: Proposal::Words(&[
            "name",
            "address",
            "identity-number",
            "picture",
            "drawing",
            "film",
            "sound",
            "registration-number",
        ]),
        why: "Allt som går att knyta till en levande person är personuppgifter enligt dataskyddsförordningen.",
        tighter: Tighter::LongerList,
    },
];

const IMAGE_LEGAL_BASIS: &[Choice] = &[
    Choice::of("public-interest", "allmänt intresse"),
    Choice::of("consent", "samtycke"),
    Choice::of("contract", "avtal"),
    Choice::of("legal-obligation", "rättslig förpliktelse"),
    Choice::of("same-as-elsewhere", "som i andra kanaler"),
];

const IMAGE_CONSENT_FOR_SOCIAL_MEDIA: &[Choice] = &[
    Choice::of("separate-choice", "ett eget val för sociala medier"),
    Choice::of("third-country-told", "besked om att bilden lämnar EU"),
];

const IMAGE_CONSENT_SCOPE: &[Choice] =
    &[Choice::of("per-image", "en viss bild"), Choice::of("general", "bilder i allmänhet")];

const IMAGE_CONSENT_TIMING: &[Choice] = &[
    Choice::of("picture-approved", "när personen har sett bilden, innan den används"),
    Choice::of("before-use", "innan bilden används"),
    Choice::of("before-photographing", "innan bilden tas"),
];

const IMAGE_STAFF_AND_ELECTED: &[Choice] = &[
    Choice::of("approval", "personen godkänner bilden"),
    Choice::of("consent", "personen samtycker"),
    Choice::of("shows-activity", "bilden visar verksamheten"),
];

const IMAGE_CHILDREN: &[Choice] = &[
    Choice::of("never", "publiceras aldrig"),
    Choice::of("avoided", "undviks, också med samtycke"),
    Choice::of("avoided-below-upper-secondary", "undviks under gymnasieåldern, också med samtycke"),
    Choice::of("with-consent", "publiceras med samtycke"),
];

const IMAGE_FACES: &[Choice] = &[
    Choice::of("no-faces-first", "bilder utan ansikten väljs först"),
    Choice::of("blur-no-remedy", "suddning är ingen lösning"),
];

const IMAGE_SOURCE: &[Choice] =
    &[Choice::of("own-activities", "den egna verksamheten"), Choice::of("licensed", "bilder med licens")];

const PERSONAL_DATA_EXAMPLES: &[Choice] = &[
    Choice::of("name", "namn"),
    Choice::of("address", "adress"),
    Choice::of("identity-number", "personnummer"),
    Choice::of("picture", "bild"),
    Choice::of("drawing", "teckning"),
    Choice::of("film", "film"),
    Choice::of("sound", "ljud"),
    Choice::of("registration-number", "registreringsnummer"),
];
