//! Compounds: the parts of a word that is written together.
//!
//! A word is cut where its end is a word that we know (`words.txt`) and its beginning is one too, as it is or with one
//! of the letters that join (skol-s-kjuts has none, trafik-s-ignal has one, gat-u-kontor changes one). Where only the
//! end is known, and long enough not to be there by chance, the beginning is taken for a name: Lindholms-skolan.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::stem::stem;

static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(stem).collect()
});

/// Letters of the shortest word that is cut.
const WORD_LETTERS_MIN: usize = 5;
/// Letters of the longest word that is cut; what is longer is not Swedish.
const WORD_LETTERS_MAX: usize = 60;
/// Letters of the shortest end.
const END_LETTERS_MIN: usize = 3;
/// Letters of the shortest end whose beginning need not be known.
const SURE_LETTERS_MIN: usize = 5;
/// Letters of the shortest beginning that is not known.
const NAME_LETTERS_MIN: usize = 4;
/// Parts of a word at most.
const PARTS_MAX: usize = 5;

/// Beginnings that make a new word and no compound: beslut, förslag, utslag.
const PREFIXES: [&str; 38] = [
    "be", "för", "an", "av", "på", "ut", "in", "upp", "om", "under", "över", "till", "er", "ge", "miss",
    "sam", "med", "mot", "från", "efter", "fram", "ned", "ner", "bort", "åter", "genom", "hän", "und", "van",
    "vid", "kon", "kom", "pro", "re", "de", "dis", "inter", "trans",
];

/// A part: where it begins and ends in the word, without what joins it to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    start: usize,
    end: usize,
}

/// The terms of a word: first the whole, then what it is made of.
pub(super) fn terms(word: &str) -> Vec<String> {
    let letters = word.chars().count();
    let parts = if (WORD_LETTERS_MIN..=WORD_LETTERS_MAX).contains(&letters)
        && word.chars().all(char::is_alphabetic)
    {
        split(word)
    } else {
        Vec::new()
    };
    let (Some(last), true) = (parts.last(), parts.len() > 1) else { return vec![stem(word)] };
    // The whole is stemmed at its end, as the end is by itself: telefonnumret as telefonnummer.
    let (start, end) = word.split_at(last.start);
    let mut terms = vec![format!("{start}{}", stem(end))];
    for (at, first) in parts.iter().enumerate() {
        for last in parts.iter().skip(at) {
            let is_whole = at == 0 && last.end == word.len();
            let Some(run) = word.get(first.start..last.end).filter(|_| !is_whole) else { continue };
            let inner = word.get(first.start..last.start).unwrap_or_default();
            let end = run.get(inner.len()..).unwrap_or_default();
            let term = format!("{inner}{}", stem(end));
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    terms
}

/// The parts of a word; one or none when it is no compound.
fn split(word: &str) -> Vec<Part> {
    parts(word, 0, word.len(), PARTS_MAX).or_else(|| name_and_end(word)).unwrap_or_default()
}

/// The parts between two places, every one known.
fn parts(word: &str, start: usize, end: usize, left: usize) -> Option<Vec<Part>> {
    let text = word.get(start..end)?;
    if is_known(text) {
        return Some(vec![Part { start, end }]);
    }
    if left <= 1 {
        return None;
    }
    for (at, _) in text.char_indices().skip(2) {
        let cut = start + at;
        let tail = word.get(cut..end)?;
        if tail.chars().count() < END_LETTERS_MIN {
            break;
        }
        if !is_known(tail) {
            continue;
        }
        for joined in joints(word.get(start..cut)?) {
            if let Some(mut before) = parts(word, start, start + joined, left - 1) {
                before.push(Part { start: cut, end });
                return Some(before);
            }
        }
    }
    None
}

/// How many bytes of a beginning are its own: all of it, or all but what joins.
fn joints(beginning: &str) -> Vec<usize> {
    let all = beginning.len();
    let last = beginning.chars().next_back();
    let mut ways = vec![all];
    if last.is_some_and(|last| "seoua".contains(last)) {
        ways.push(all - 1);
    }
    ways
}

fn is_known(text: &str) -> bool {
    text.chars().count() >= 2 && KNOWN.contains(&stem(text))
}

/// A name and a known end: Lindholmsskolan, Ängsbacksvägen.
fn name_and_end(word: &str) -> Option<Vec<Part>> {
    for (cut, _) in word.char_indices().skip(NAME_LETTERS_MIN) {
        let (name, end) = word.split_at(cut);
        if end.chars().count() < SURE_LETTERS_MIN {
            return None;
        }
        let is_prefix = PREFIXES.contains(&name);
        if is_known(end) && !is_prefix && name.chars().any(|letter| "aeiouyåäö".contains(letter)) {
            let own = name.strip_suffix('s').map_or(name.len(), str::len);
            return Some(vec![Part { start: 0, end: own }, Part { start: cut, end: word.len() }]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_gives_its_parts() {
        for (word, part) in [
            ("snöröjningen", "röjning"),
            ("snöröjningen", "snö"),
            ("simhallens", "hall"),
            ("kommunstyrelsens", "kommun"),
            ("trafiksignalerna", "signal"),
            ("gatukontoret", "gata"),
            ("lindholmsskolan", "lindholm"),
            ("lindholmsskolan", "skola"),
            ("barnomsorgsavgiften", "barnomsorg"),
            ("skolskjutsen", "skjuts"),
            ("telefonnumret", "nummer"),
        ] {
            assert!(terms(word).contains(&stem(part)), "{part} in {word}: {:?}", terms(word));
        }
    }

    #[test]
    fn words_that_are_one_give_themselves_only() {
        for word in
            ["förslag", "beslut", "kontakt", "mobil", "kommun", "station", "åtta", "bra", "information"]
        {
            assert_eq!(terms(word).len(), 1, "{word}: {:?}", terms(word));
        }
    }
}
