//! Parameters of removing.

use crate::parameter::{Choice, Key, Kind, Parameter, Party, Proposal, Span, Tighter, Unit};

pub(super) static ALL: &[Parameter] = &[
    Parameter {
        key: Key::RemoveSpeed,
        kind: Kind::Shaped,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::RemoveThreshold,
        kind: Kind::Words(REMOVE_THRESHOLD),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveMethods,
        kind: Kind::Shaped,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveEvidenceFirst,
        kind: Kind::Shaped,
        proposal: Proposal::Bool(true),
        why: "Det som tas bort är fortfarande allmän handling.",
        tighter: Tighter::Yes,
    },
    Parameter {
        key: Key::RemoveEvidencePlace,
        kind: Kind::Word(REMOVE_EVIDENCE_PLACE),
        proposal: Proposal::Word("outside-medium"),
        why: "Tjänstens egen lista över dolda kommentarer kan försvinna.",
        tighter: Tighter::Earlier,
    },
    Parameter {
        key: Key::RemoveOrderSecrecy,
        kind: Kind::Shaped,
        proposal: Proposal::Words(&["document", "register", "remove"]),
        why: "Alla tre görs i samma steg, så bevis och diarienummer fördröjer inget.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveOrderOther,
        kind: Kind::Shaped,
        proposal: Proposal::Words(&["document", "remove"]),
        why: "Det som tas bort är allmän handling och måste finnas kvar hos myndigheten.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveExecutor,
        kind: Kind::Parties,
        proposal: Proposal::Parties(&[Party::Editor]),
        why: "Den som bevakar kontot ser inlägget först.",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveResponsibleForOthersPosts,
        kind: Kind::Words(REMOVE_RESPONSIBLE_FOR_OTHERS_POSTS),
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::LongerList,
    },
    Parameter {
        key: Key::RemoveStopThread,
        kind: Kind::Shaped,
        proposal: Proposal::Nothing,
        why: "",
        tighter: Tighter::Neither,
    },
    Parameter {
        key: Key::RemoveWithin,
        kind: Kind::Span,
        proposal: Proposal::Span(Span::of(1, Unit::Hours)),
        why: "Omedelbart och skyndsamt säger ingen tid, och när bedömningen är gjord tar åtgärden bara några minuter.",
        tighter: Tighter::Less,
    },
];

const REMOVE_THRESHOLD: &[Choice] = &[
    Choice::of("criminal", "det är brottsligt"),
    Choice::of("assumed-unlawful", "det kan antas strida mot lag"),
    Choice::of("assumed-against-policy", "det kan antas strida mot styrdokument"),
    Choice::of("unsuitable", "det är olämpligt"),
    Choice::of("perceived-offensive", "det kan uppfattas som kränkande"),
    Choice::of("offensive-personal-data", "det är kränkande personuppgifter"),
    Choice::of("defamation", "det är förtal"),
];

const REMOVE_EVIDENCE_PLACE: &[Choice] =
    &[Choice::of("registry", "i diariet"), Choice::of("outside-medium", "utanför mediet")];

const REMOVE_RESPONSIBLE_FOR_OTHERS_POSTS: &[Choice] = &[
    Choice::of("all", "alla tjänster"),
    Choice::of("by-medium", "det prövas för varje tjänst"),
    Choice::of("facebook", "Facebook"),
    Choice::of("instagram", "Instagram"),
    Choice::of("x", "X"),
    Choice::of("linkedin", "LinkedIn"),
    Choice::of("youtube", "YouTube"),
    Choice::of("tiktok", "TikTok"),
    Choice::of("snapchat", "Snapchat"),
    Choice::of("flickr", "Flickr"),
    Choice::of("bluesky", "Bluesky"),
    Choice::of("mastodon", "Mastodon"),
    Choice::of("blog", "bloggar"),
    Choice::of("forum", "forum och chattar"),
    Choice::of("own-website", "den egna webbplatsen"),
    Choice::of("other", "andra tjänster"),
];
