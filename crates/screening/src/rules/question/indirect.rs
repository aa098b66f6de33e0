//! Sentences that say that somebody wonders, or waits for an answer.

/// Words that begin what somebody wonders.
const BEGIN: [&str; 15] = [
    "om",
    "ifall",
    "när",
    "hur",
    "vad",
    "var",
    "vart",
    "varför",
    "varifrån",
    "vem",
    "vems",
    "vilken",
    "vilket",
    "vilka",
    "ifrån",
];
/// Verbs of wondering, with one of [`BEGIN`] after them.
const WONDER: [&str; 7] = ["undrar", "undrade", "undra", "funderar", "funderade", "undrande", "undras"];
/// What stands between, and changes nothing.
const BETWEEN: [&str; 10] = ["då", "lite", "bara", "också", "på", "nu", "jag", "vi", "över", "mest"];
/// Who does not wonder, what makes it no question.
const DENIED: [&str; 8] = ["inte", "ingen", "aldrig", "sluta", "att", "ni", "du", "man"];
/// Rows of words that ask for an answer by themselves.
const PHRASES: [&[&str]; 24] = [
    &["jag", "har", "en", "fråga"],
    &["har", "en", "fråga", "till", "er"],
    &["vi", "har", "en", "fråga"],
    &["min", "fråga", "är"],
    &["vår", "fråga", "är"],
    &["en", "fråga", "till", "er"],
    &["tacksam", "för", "svar"],
    &["tacksamma", "för", "svar"],
    &["tacksam", "för", "ett", "svar"],
    &["tacksam", "för", "besked"],
    &["tacksam", "för", "information"],
    &["tacksam", "för", "info"],
    &["önskar", "svar"],
    &["emotser", "svar"],
    &["väntar", "på", "svar"],
    &["väntar", "fortfarande", "på", "svar"],
    &["skulle", "vilja", "veta"],
    &["vill", "gärna", "veta"],
    &["vill", "veta", "om"],
    &["vill", "veta", "när"],
    &["någon", "som", "vet"],
    &["nån", "som", "vet"],
    &["kan", "någon", "svara"],
    &["kan", "ni", "svara"],
];

/// Whether the sentence asks without being built as a question.
pub(super) fn is_question(words: &[&str]) -> bool {
    // Each phrase has one of these words; without it none need be looked for.
    let is_key = |word: &&str| {
        matches!(*word, "fråga" | "svar" | "svara" | "veta" | "vet" | "besked" | "information" | "info")
    };
    let may_have_phrase = words.iter().any(is_key);
    let has_phrase = |at: usize| {
        may_have_phrase
            && PHRASES.iter().any(|phrase| words.get(at..).is_some_and(|rest| rest.starts_with(phrase)))
    };
    let is_denied_before = |at: usize| before(words, at, 2).iter().any(|word| DENIED.contains(word));
    let begins = matches!(words, ["någon" | "nån", "som", _, ..]);
    begins || (0..words.len()).any(|at| (has_phrase(at) && !is_denied_before(at)) || wonders(words, at))
}

/// "Jag undrar om", "undrade också varför"; not "ni undrar", "inte att undra på".
fn wonders(words: &[&str], at: usize) -> bool {
    let Some(verb) = words.get(at).filter(|word| WONDER.contains(word)) else { return false };
    let rest = words.get(at + 1..).unwrap_or_default();
    let next = rest.first().copied().unwrap_or_default();
    let before = before(words, at, 3);
    let is_denied = before.iter().any(|word| DENIED.contains(word)) || next == "inte" || next == "ni";
    // Others ponder too: it is a question when the one who writes does.
    let is_own =
        !verb.starts_with("funder") || at == 0 || before.iter().any(|word| ["jag", "vi"].contains(word));
    let between = rest.iter().take(3).take_while(|word| BETWEEN.contains(word)).count();
    !is_denied && is_own && rest.get(between).is_some_and(|word| BEGIN.contains(word))
}

/// At most `count` words before the one at `at`.
fn before<'a>(words: &'a [&'a str], at: usize, count: usize) -> &'a [&'a str] {
    words.get(at.saturating_sub(count)..at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found() {
        for phrase in PHRASES {
            assert!(is_question(phrase), "{phrase:?}");
        }
    }
}
