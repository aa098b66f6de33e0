//! The stem of a word: what its forms have in common.
//!
//! The endings are those that Swedish grammars list for nouns, adjectives and verbs (the Snowball project's Swedish
//! stemmer takes the same ones), and the definite forms that it leaves: *skolan*, *snön*, *huset*. They are taken off
//! again and again until none is left, so that a longer form always comes to the same stem as a shorter one. What no
//! ending explains stands in a list.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Endings, the longest first among those that end alike.
const ENDINGS: &[&str] = &[
    "heternas", "heterna", "hetens", "heter", "heten", "het", "arnas", "ernas", "ornas", "arna", "erna",
    "orna", "andets", "andena", "andet", "andes", "anden", "ande", "arens", "aren", "ares", "are", "ades",
    "aste", "ast", "ade", "enas", "ena", "erns", "ern", "elns", "eln", "ens", "ets", "ers", "ars", "ors",
    "ans", "ats", "ad", "an", "ar", "as", "at", "en", "er", "es", "et", "or", "öns", "ön", "ån", "yn", "on",
    "ns", "s", "a", "e", "n",
];

/// Letters of the shortest stem that an ending leaves.
const STEM_LETTERS_MIN: usize = 3;
/// A stem loses no more endings than this, one after another.
const ROUNDS_MAX: usize = 5;

/// Plurals that change their vowel: as the plural has it, and as the stem has it.
const UMLAUTS: &[(&str, &str)] = &[
    ("böck", "bok"),
    ("städ", "stad"),
    ("nätt", "natt"),
    ("händ", "hand"),
    ("tänd", "tand"),
    ("stränd", "strand"),
    ("bränd", "brand"),
    ("länd", "land"),
    ("ränd", "rand"),
    ("fött", "fot"),
    ("rött", "rot"),
    ("bönd", "bond"),
    ("ledamöt", "ledamot"),
];

static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for line in include_str!("irregular.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(stem) = words.next() else { continue };
        for form in words {
            all.entry(form).or_insert(stem);
        }
    }
    all
});

/// The stem of a word in lower case.
pub(super) fn stem(word: &str) -> String {
    if let Some(stem) = IRREGULAR.get(word) {
        return (*stem).to_owned();
    }
    if word.chars().any(|c| !c.is_alphabetic()) {
        return word.to_owned();
    }
    let mut stem = men(word).unwrap_or_else(|| word.to_owned());
    for _ in 0..ROUNDS_MAX {
        let shorter = smoothed(shortened(&stem));
        if shorter == stem {
            break;
        }
        stem = shorter;
        if let Some(known) = IRREGULAR.get(stem.as_str()) {
            return (*known).to_owned();
        }
    }
    stem
}

/// tjänstemän, tjänstemannen: as tjänsteman.
fn men(word: &str) -> Option<String> {
    let ending = ["männens", "mannens", "männen", "mannen", "mäns", "män"].into_iter();
    let start = ending.filter_map(|ending| word.strip_suffix(ending)).next()?;
    (!start.is_empty()).then(|| format!("{start}man"))
}

fn is_vowel(letter: char) -> bool {
    "aeiouyåäö".contains(letter)
}

/// Whether a stem is left: three letters, one of them a vowel.
fn is_stem(text: &str) -> bool {
    text.chars().count() >= STEM_LETTERS_MIN && text.chars().any(is_vowel)
}

/// The word without its longest ending.
fn shortened(word: &str) -> String {
    let fits = |ending: &&str| word.strip_suffix(*ending).is_some_and(|stem| may_lose(stem, ending));
    let Some(ending) = ENDINGS.iter().copied().filter(fits).max_by_key(|ending| ending.len()) else {
        return word.to_owned();
    };
    let stem = word.strip_suffix(ending).unwrap_or(word);
    match ending {
        // What belongs to the stem stays: snön, cykeln.
        "ön" | "öns" => format!("{stem}ö"),
        "ån" => format!("{stem}å"),
        "yn" => format!("{stem}y"),
        "on" => format!("{stem}o"),
        "eln" | "elns" => format!("{stem}el"),
        ending if ending.starts_with("er") => umlaut(stem),
        _ => stem.to_owned(),
    }
}

/// Whether a word may lose this ending and be `stem`.
fn may_lose(stem: &str, ending: &str) -> bool {
    let last = stem.chars().next_back().unwrap_or(' ');
    match ending {
        "s" => stem.chars().count() > STEM_LETTERS_MIN && is_stem(stem) && "bcdfghjklmnoprtvy".contains(last),
        "n" | "ns" => is_stem(stem) && last == 'i',
        "ön" | "ån" | "yn" | "on" | "öns" => {
            // One letter more belongs to the stem than stands here; -on and -tion end foreign words.
            stem.chars().count() >= 2 && !(ending == "on" && stem.chars().count() > 3)
        }
        "eln" | "elns" => stem.chars().count() >= 2 && !is_vowel(last),
        _ => is_stem(stem),
    }
}

/// städ(er) as stad, also at the end of a compound.
fn umlaut(stem: &str) -> String {
    let changed = UMLAUTS.iter().find_map(|(plural, singular)| {
        let start = stem.strip_suffix(plural)?;
        (start.chars().count() != 1).then(|| format!("{start}{singular}"))
    });
    changed.unwrap_or_else(|| stem.to_owned())
}

/// What spelling and weak vowels make different in forms of the same word.
fn smoothed(stem: String) -> String {
    let letters = stem.chars().count();
    let without = |count: usize| stem.chars().take(letters - count).collect::<String>();
    let ends = |endings: &[&str]| endings.iter().any(|ending| stem.ends_with(ending));
    if letters <= STEM_LETTERS_MIN {
        return stem;
    }
    // rummet, hemmet, programmet; vännen.
    if ends(&["rumm", "hemm", "gramm", "komm", "drömm", "vänn"]) {
        return without(1);
    }
    // farligt as farlig, stängt and stängd as stäng, svarta as svart.
    if ends(&["gd", "gt", "kt", "dt", "dd"]) || (ends(&["jt", "jd", "vt", "vd"]) && letters > 3) {
        return without(1);
    }
    if ends(&["löst"]) {
        return without(1);
    }
    if ends(&["alt", "ivt"]) && letters > 5 {
        return without(1);
    }
    let mut from_end = stem.chars().rev();
    let (last, before) = (from_end.next().unwrap_or(' '), from_end.next().unwrap_or(' '));
    let start = from_end.next().unwrap_or(' ');
    // cykel as cykl(ar).
    if last == 'l' && before == 'e' && !is_vowel(start) && is_stem(&without(2)) && letters > 4 {
        return format!("{}l", without(2));
    }
    // vintr(ar) as vint(er), fönstr(et) as fönst(er).
    if last == 'r' && "tdpbkgf".contains(before) && is_stem(&without(1)) {
        return without(1);
    }
    // vattn(et) as vatt(en), teckn(et) as teck(en).
    if last == 'n' && "tkp".contains(before) && is_stem(&without(1)) {
        return without(1);
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for forms in [
            "skola skolan skolor skolorna skolans skolornas",
            "gata gatan gator gatorna gatans",
            "snö snön snöns",
            "sjö sjön sjöar sjöarna",
            "hus huset husen husets husens",
            "cykel cykeln cyklar cyklarna cykelns",
            "vinter vintern vintrar vintrarna",
            "fönster fönstret fönstren",
            "stad staden städer städerna",
            "bok boken böcker böckerna",
            "rum rummet rummen rummets",
            "vän vännen vänner vännerna",
            "möte mötet möten mötena mötets",
            "farlig farligt farliga",
            "plogar plogade plogat ploga plogas",
            "bygga bygger byggde byggt byggd",
            "lärare läraren lärarna lärarnas",
            "kommun kommunen kommuner kommunerna kommuns kommunens",
            "station stationen stationer",
            "äpple äpplet äpplen äpplena",
            "år året åren årets",
            "tjänsteman tjänstemannen tjänstemän tjänstemännen",
            "vatten vattnet",
            "museum museet museer",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.windows(2).all(|pair| pair.first() == pair.last()), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn a_stem_is_its_own_stem() {
        for word in
            include_str!("words.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace)
        {
            let once = stem(word);
            assert_eq!(stem(&once), once, "{word}");
        }
    }
}
