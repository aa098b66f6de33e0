//! Questions by the order of their words, where the question mark was left out.

/// Words that may stand before a question and are no part of it.
const OPENINGS: [&str; 34] = [
    "hej",
    "hejsan",
    "hallå",
    "tjena",
    "tjenare",
    "hejhej",
    "goddag",
    "god",
    "dag",
    "morgon",
    "kväll",
    "alla",
    "på",
    "er",
    "och",
    "men",
    "så",
    "jo",
    "ja",
    "nej",
    "ok",
    "okej",
    "alltså",
    "förresten",
    "undrar",
    "snälla",
    "ursäkta",
    "dock",
    "också",
    "sen",
    "fråga",
    "bara",
    "då",
    "jaha",
];
/// At most so many words are an opening.
const OPENINGS_MAX: usize = 5;

/// Question words that ask with the verb directly after them.
const PLAIN: [&str; 9] = ["vad", "var", "vart", "varifrån", "när", "varför", "vem", "vems", "hurdan"];
/// Openings that take the first place of a statement, so that its verb comes next.
const FIRST_PLACE: [&str; 10] =
    ["så", "då", "sen", "bara", "också", "dock", "alltså", "förresten", "fråga", "alla"];
/// Words between question word and verb that change nothing.
const FILLERS: [&str; 12] =
    ["i", "fan", "exakt", "egentligen", "tusan", "helvete", "sjutton", "inte", "då", "ens", "nu", "fasiken"];
/// What begins a clause and no measure: "hur man", "vilken du".
const PRONOUNS: [&str; 28] = [
    "då", "också", "ju", "väl", "jag", "du", "han", "hon", "hen", "vi", "ni", "de", "dom", "det", "den",
    "man", "en", "ett", "som", "ingen", "alla", "någon", "min", "mina", "era", "ert", "er", "var",
];
/// Finite verbs that follow a question word.
const VERBS: [&str; 98] = [
    "anmäler",
    "ansvarar",
    "ansöker",
    "avgör",
    "behöver",
    "beror",
    "bestämmer",
    "betalar",
    "betyder",
    "blev",
    "blir",
    "borde",
    "brukar",
    "bygger",
    "byggs",
    "börjar",
    "bör",
    "drabbas",
    "fanns",
    "fick",
    "finns",
    "flyttar",
    "fungerar",
    "fyller",
    "får",
    "fås",
    "förväntas",
    "går",
    "gäller",
    "gjorde",
    "gör",
    "görs",
    "hade",
    "handlar",
    "har",
    "heter",
    "hittar",
    "hinner",
    "hjälper",
    "händer",
    "hände",
    "hämtar",
    "hör",
    "innebär",
    "kallas",
    "kan",
    "klagar",
    "kom",
    "kommer",
    "kontaktar",
    "kostade",
    "kostar",
    "kostat",
    "kunde",
    "ligger",
    "lämnar",
    "låg",
    "låter",
    "menar",
    "menas",
    "måste",
    "planerar",
    "plogas",
    "plogar",
    "räknas",
    "ringer",
    "röjs",
    "sandas",
    "sitter",
    "ska",
    "skall",
    "sker",
    "skickar",
    "skrivs",
    "skulle",
    "slutar",
    "släpps",
    "startar",
    "står",
    "stänger",
    "stängs",
    "svarar",
    "säger",
    "söker",
    "tar",
    "tas",
    "tog",
    "tycker",
    "tänker",
    "tänkte",
    "töms",
    "vad",
    "vet",
    "vill",
    "öppnar",
    "öppnas",
    "öppnade",
    "är",
];
/// Verbs that, standing first, ask for yes or no.
const FIRST_VERBS: [&str; 27] = [
    "behöver", "blir", "borde", "brukar", "bör", "finns", "fanns", "får", "gäller", "går", "hade", "har",
    "hinner", "kan", "kommer", "kunde", "måste", "planerar", "planeras", "ska", "skall", "skulle", "tänker",
    "vet", "vill", "är", "stämmer",
];
/// What a verb that stands first asks about.
const SUBJECTS: [&str; 20] = [
    "ni", "du", "man", "vi", "jag", "det", "den", "de", "dom", "kommunen", "någon", "nån", "regionen", "han",
    "hon", "skolan", "detta", "dessa", "ens", "barnen",
];
/// Verbs and imperatives with which "så" begins a main clause: then the first clause was a condition.
const AFTER_THEN: [&str; 40] = [
    "måste",
    "sök",
    "tala",
    "fundera",
    "rekommenderar",
    "svara",
    "skriv",
    "får",
    "blir",
    "kan",
    "ska",
    "skall",
    "är",
    "kom",
    "sluta",
    "ring",
    "hör",
    "säg",
    "låt",
    "gå",
    "ta",
    "tar",
    "gör",
    "har",
    "kommer",
    "vill",
    "borde",
    "bör",
    "går",
    "skulle",
    "finns",
    "behöver",
    "kontakta",
    "mejla",
    "skicka",
    "slipper",
    "stäng",
    "lägg",
    "flytta",
    "hade",
];

/// Words of degree after "hur".
const DEGREES: [&str; 30] = [
    "mycket", "många", "länge", "ofta", "långt", "lång", "långa", "dags", "stor", "stort", "stora", "gammal",
    "gammalt", "gamla", "snart", "fort", "tidigt", "sent", "dyrt", "dyr", "hög", "högt", "höga", "bra",
    "dåligt", "kallt", "varmt", "djupt", "nära", "vanligt",
];
/// Words before a verb and its subject that keep the two from being the consequence of a condition.
const LINKS: [&str; 16] = [
    "och", "eller", "men", "när", "hur", "vad", "var", "varför", "vem", "vilken", "vilka", "vart", "samt",
    "sen", "alltså", "vilket",
];

/// Whether the words are in the order of a question.
pub(super) fn is_question(words: &[&str]) -> bool {
    let openings = words.iter().take(OPENINGS_MAX).take_while(|word| OPENINGS.contains(word)).count();
    // "På vilken sida" is a question too, hence each place and not only the last.
    let begins = |skipped: usize| {
        let before = skipped.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
        let Some(words) = words.get(skipped..) else { return false };
        // "Då måste de" is a statement: its first place is taken.
        asks(words) || (!FIRST_PLACE.contains(&before) && asks_yes_or_no(words))
    };
    (0..=openings).any(begins)
}

/// Whether the words, from the beginning of a clause, ask with a question word.
pub(super) fn asks(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    if is_condition(words) {
        return false;
    }
    let rest = skip_fillers(rest);
    let next = rest.first().copied().unwrap_or_default();
    match *first {
        // "Vad gäller snön": as to the snow.
        "vad" if next == "gäller" => {
            rest.get(1).is_none_or(|word| ["för", "i", "nu", "vid", "om"].contains(word))
        }
        "hur" => asks_degree(rest),
        // "Vilket är bra" says something about the sentence before.
        "vilket" => !VERBS.contains(&next) && asks_which(rest),
        "vilken" | "vilka" => asks_which(rest),
        first => PLAIN.contains(&first) && VERBS.contains(&next),
    }
}

/// "Kan ni", "finns det".
fn asks_yes_or_no(words: &[&str]) -> bool {
    let [first, subject, _, ..] = words else { return false };
    let has_consequence = || {
        let later = words.get(2..).unwrap_or_default();
        later.windows(3).any(|row| match row {
            [before, verb, subject] => {
                FIRST_VERBS.contains(verb) && SUBJECTS.contains(subject) && !LINKS.contains(before)
            }
            _ => false,
        })
    };
    FIRST_VERBS.contains(first) && SUBJECTS.contains(subject) && !is_condition(words) && !has_consequence()
}

/// "Hur kan", "hur mycket kostar", "hur många platser finns".
fn asks_degree(rest: &[&str]) -> bool {
    match rest {
        [verb, ..] if VERBS.contains(verb) => true,
        [degree, verb, ..] if DEGREES.contains(degree) && VERBS.contains(verb) => true,
        [degree, noun, verb, ..] => {
            DEGREES.contains(degree) && !PRONOUNS.contains(noun) && VERBS.contains(verb)
        }
        _ => false,
    }
}

/// "Vilken är", "vilken dag öppnar", "vilka nya skolor byggs".
fn asks_which(rest: &[&str]) -> bool {
    let before_verb = rest.iter().take(3).take_while(|word| !VERBS.contains(word));
    let count = before_verb.clone().count();
    count < rest.len().min(3) && !before_verb.into_iter().any(|word| PRONOUNS.contains(word))
}

fn skip_fillers<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    let fillers = words.iter().take(3).take_while(|word| FILLERS.contains(word)).count();
    words.get(fillers..).unwrap_or_default()
}

/// "Får man böter så måste man betala": a condition and its consequence.
fn is_condition(words: &[&str]) -> bool {
    words.windows(2).skip(2).any(|pair| matches!(pair, ["så", verb] if AFTER_THEN.contains(verb)))
}
