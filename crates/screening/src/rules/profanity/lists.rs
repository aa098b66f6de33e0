//! The words: our own list, written for this rule.
//!
//! Each row is a stem and its endings, parted by spaces; `-` is the stem itself. Mild words are those of
//! everyday swearing, of religion and dirt; coarse ones are obscene or aimed at somebody.

/// Everyday swearwords.
pub(super) const MILD: &[(&str, &str)] = &[
    ("fan", "- en ken skap skapet styg styget ders"),
    ("fa", "sen siken en"),
    ("ffan", "-"),
    ("tusan", "-"),
    ("jäv", "la lar lig liga ligt ligaste las"),
    ("djäv", "la lar lig liga ligt"),
    ("jav", "la lar lig liga ligt"),
    ("djav", "la lar ligt"),
    ("jäkl", "a ar igt ig iga arna"),
    ("jäk", "el eln"),
    ("jv", "la lar ligt"),
    ("helvet", "e et es isk iskt iska"),
    ("helvette", "-"),
    ("hels", "ike ikes kotta"),
    ("satan", "- s"),
    ("saatana", "-"),
    ("perkele", "-"),
    ("sabla", "-"),
    ("förban", "nade nat nat"),
    ("förbaskad", "- e"),
    ("förbaskat", "-"),
    ("skit", "- en ar er a it snack unge ungar bra"),
    ("sket", "-"),
    ("piss", "- a ar ade at ig igt iga"),
    ("arsl", "e et en ena"),
    ("arselhål", "- en et"),
    ("shit", "- s ty"),
    ("bullshit", "-"),
    ("damn", "-"),
    ("bastard", "- en er s"),
    ("wtf", "-"),
    ("omfg", "-"),
    ("stfu", "-"),
    ("ffs", "-"),
];

/// Obscene words, and swearwords that are aimed at somebody.
pub(super) const COARSE: &[(&str, &str)] = &[
    ("jäv", "el eln elns larna larnas"),
    ("djäv", "el eln larna"),
    ("jav", "el eln larna"),
    ("fitt", "a an or orna ig iga igt ansikte ansiktet stim jävel"),
    ("fitte", "-"),
    ("kuk", "- en ar arna as ens huvud huvudet huvuden skalle sugare sugaren"),
    ("knull", "- a ar ade at as ad"),
    ("hor", "a an as or orna unge ungar ungarna ungen bock bockar jävel"),
    ("röv", "- en ens hål hålet hålen slickare slickaren slickeri knulla"),
    ("rovhål", "-"),
    ("runk", "a ar ade at are aren"),
    ("vittu", "-"),
    ("fuck", "- s er ers ed ing in a ad at up"),
    ("fck", "- ing"),
    ("motherfuck", "er ers ing"),
    ("bitch", "- es en ar"),
    ("asshole", "- s"),
    ("arsehole", "- s"),
    ("cunt", "- s"),
    ("dickhead", "- s"),
    ("cocksucker", "- s"),
];

/// Beginnings of compounds.
pub(super) const MILD_BEGINNINGS: &[&str] =
    &["skit", "jävla", "jäkla", "helvetes", "satans", "satkär", "satmar"];
/// Beginnings of compounds.
pub(super) const COARSE_BEGINNINGS: &[&str] = &[
    "knull",
    "rövhål",
    "rövslick",
    "kukhuv",
    "kuksug",
    "kukskall",
    "fittjäv",
    "fitthuv",
    "horjäv",
    "horkär",
    "fuck",
    "motherfuck",
];
/// Endings of compounds.
pub(super) const MILD_ENDINGS: &[&str] = &["helvete", "helvetet", "satan", "arsle"];
/// Endings of compounds.
pub(super) const COARSE_ENDINGS: &[&str] = &[
    "jävel",
    "jäveln",
    "jävlar",
    "jävlarna",
    "fitta",
    "fittan",
    "fittor",
    "fittorna",
    "kuk",
    "kuken",
    "kukar",
    "hora",
    "horan",
    "horor",
    "hororna",
    "röv",
];

/// Beginnings of words that are no swearwords: dirt, skiing, sketches, and an Italian painter.
pub(super) const LOOK_ALIKE_BEGINNINGS: &[&str] = &[
    "skitig",
    "skitter",
    "skittle",
    "skitch",
    "skitur",
    "skitunnel",
    "skiträning",
    "skitest",
    "helvetesgap",
    "helvetesfall",
    "helveteshål",
    "helvetesbrännan",
    "helvetesbrant",
    "helvetesgöl",
    "helvetesvik",
];
/// Words and names that are no swearwords although a beginning or an ending of the list fits.
pub(super) const LOOK_ALIKES: &[&str] = &["skröv", "menhora", "anaphora", "ahora", "insatan"];

/// Before "fan": somebody is a follower of something.
pub(super) const FOLLOWER_BEFORE: &[&str] = &[
    "ett",
    "stort",
    "stor",
    "största",
    "trogen",
    "trogna",
    "inbiten",
    "inbitet",
    "hängiven",
    "hängivet",
    "sant",
    "riktigt",
    "gammalt",
    "gammal",
    "ert",
    "vårt",
    "mitt",
    "nytt",
    "inget",
];
/// After "fan": the same.
pub(super) const FOLLOWER_AFTER: &[&str] =
    &["av", "club", "page", "fiction", "art", "zone", "zon", "girl", "girls", "boy", "boys", "mail", "shop"];
/// Two words before "helvete": somebody is sent there.
pub(super) const SENDING: &[&str] =
    &["dra", "drar", "far", "gå", "stick", "brinn", "brinna", "dit", "käften"];
