//! What has a question mark, or the order of words, and waits for no answer.

use super::direct;

/// Beginnings of questions that nobody answers. Short on purpose: one that is missed costs a look, one
/// too many costs somebody's answer.
const BEGINNINGS: [&[&str]; 29] = [
    &["vem", "bryr", "sig"],
    &["vem", "fan", "bryr"],
    &["vem", "hade", "kunnat", "tro"],
    &["vad", "var", "det", "jag", "sa"],
    &["vad", "var", "det", "vi", "sa"],
    &["vad", "annat", "att", "vänta"],
    &["vad", "spelar", "det", "för", "roll"],
    &["hur", "dum", "får", "man"],
    &["hur", "dumma", "får"],
    &["hur", "korkad", "får"],
    &["hur", "korkade", "får"],
    &["hur", "dum", "kan", "man"],
    &["hur", "dumma", "kan"],
    &["hur", "tänkte", "ni", "nu"],
    &["hur", "tänkte", "du", "nu"],
    &["hur", "lågt", "kan"],
    &["skämtar", "ni"],
    &["skämtar", "du"],
    &["är", "det", "ett", "skämt"],
    &["är", "det", "här", "ett", "skämt"],
    &["skojar", "ni"],
    &["skojar", "du"],
    &["är", "ni", "inte", "kloka"],
    &["är", "ni", "helt", "dumma"],
    &["är", "ni", "dumma"],
    &["är", "det", "inte", "härligt"],
    &["är", "det", "inte", "fantastiskt"],
    &["visst", "är", "det"],
    &["ska", "jag", "vara", "ärlig"],
];
/// Whole sentences that are a reaction.
const WHOLE: [&[&str]; 16] = [
    &["vem", "vet"],
    &["vem", "orkar"],
    &["vad", "annars"],
    &["vad", "ska", "man", "säga"],
    &["vad", "är", "det", "man", "säger"],
    &["på", "riktigt"],
    &["på", "allvar"],
    &["seriöst"],
    &["va"],
    &["eller", "hur"],
    &["hallå"],
    &["jaså"],
    &["jaha"],
    &["verkligen"],
    &["ursäkta"],
    &["vad", "i", "helvete"],
];
/// Words at the end that make a statement ask for agreement only, the last word first.
const TAGS: [&[&str]; 4] = [&["hur", "eller"], &["va"], &["sant", "inte"], &["visst"]];

/// Whether the sentence only looks like a question. `words` from its beginning, `tail` from its end.
pub(super) fn is_rhetorical(words: &[&str], tail: &[&str]) -> bool {
    let is_opening = |word: &&&str| ["men", "och", "ja", "jaha", "så", "nej", "alltså"].contains(*word);
    let openings = words.iter().take(2).take_while(is_opening).count();
    let is_known = (0..=openings).filter_map(|skipped| words.get(skipped..)).any(|words| {
        BEGINNINGS.iter().any(|beginning| words.starts_with(beginning)) || WHOLE.contains(&words)
    });
    // "Är det öppet, visst?" asks in spite of its end.
    is_known || (TAGS.iter().any(|tag| tail.starts_with(tag)) && !direct::is_question(words))
}
