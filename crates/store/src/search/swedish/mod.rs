//! Swedish words as they are searched for: a text becomes terms, each with its place.
//!
//! A word is cut out of the text (`pieces.rs`), written in lower case, and reduced to its stem (`stem.rs`), so that
//! *gatan*, *gator* and *gatorna* are one. å, ä and ö are letters of their own and never folded. A compound also gives
//! its parts (`compound.rs`), in the same place: *röjning* finds *snöröjningen*. Tags (`#snö`), handles (`@lindholm`)
//! and emoji are terms of their own. The lists beside this file are ours, and written for it.

mod compound;
mod pieces;
mod stem;

use std::collections::HashMap;
use std::sync::Arc;

use pieces::{Piece, Placed, pieces};

/// Raised whenever the same text would give other terms; an index of another version is made anew.
pub(crate) const ANALYSER: u32 = 1;

/// Words whose terms are remembered at most; then all are forgotten.
const KNOWN_MAX: usize = 100_000;
/// Bytes of a term at most; what is longer is no word, and only its beginning is searched for.
const TERM_BYTES_MAX: usize = 120;

/// A term, and the place of its word in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedTerm {
    /// 0 for the first word; a word's parts stand in its own place.
    pub place: usize,
    /// What is indexed.
    pub term: String,
}

/// What one word gives: first its own term, then those of its parts.
type Terms = Arc<[String]>;

/// The analyser, which remembers the words that it has met.
#[derive(Clone, Default)]
pub(crate) struct Analyser {
    known: HashMap<String, Terms>,
}

impl Analyser {
    /// Every term of a text.
    pub fn all(&mut self, text: &str) -> Vec<PlacedTerm> {
        let mut placed = Vec::new();
        for Placed { place, piece, .. } in pieces(text) {
            match piece {
                Piece::Sign(term) => placed.push(PlacedTerm { place, term: cut(term) }),
                Piece::Word(word) => {
                    let terms = self.terms(word);
                    placed.extend(terms.iter().map(|term| PlacedTerm { place, term: term.clone() }));
                }
            }
        }
        placed
    }

    fn terms(&mut self, word: String) -> Terms {
        if let Some(terms) = self.known.get(&word) {
            return Arc::clone(terms);
        }
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        let terms: Terms = compound::terms(&cut(word.clone())).into();
        self.known.insert(word, Arc::clone(&terms));
        terms
    }
}

/// The terms that a question's words stand for, one for each place: what a word *is*, not what it is made of.
pub(crate) fn asked(text: &str) -> Vec<PlacedTerm> {
    let mut asked: Vec<PlacedTerm> = Vec::new();
    for Placed { place, piece, .. } in pieces(text) {
        let term = match piece {
            Piece::Sign(term) => cut(term),
            Piece::Word(word) => compound::terms(&cut(word)).into_iter().next().unwrap_or_default(),
        };
        // A tag stands in the place of its word, and asks for more than the word does.
        if asked.last().is_none_or(|last| last.place != place) {
            asked.push(PlacedTerm { place, term });
        }
    }
    asked
}

/// The beginning of a word, as it is compared with the beginnings of terms.
pub(crate) fn beginning(text: &str) -> Option<String> {
    let placed = pieces(text).into_iter().next()?;
    Some(cut(match placed.piece {
        Piece::Sign(term) | Piece::Word(term) => term,
    }))
}

/// Where a text has words of which `is_wanted` says so, given the word as it is written and one of its terms.
pub(crate) fn places(
    analyser: &mut Analyser,
    text: &str,
    is_wanted: impl Fn(&str, &str) -> bool,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for Placed { start, end, piece, .. } in pieces(text) {
        let is_here = match piece {
            Piece::Sign(sign) => is_wanted(&sign, &sign),
            Piece::Word(word) => analyser.terms(word.clone()).iter().any(|term| is_wanted(&word, term)),
        };
        // A tag and its word stand in the same place.
        if is_here && found.last().is_none_or(|(_, last)| *last <= start) {
            found.push((start, end));
        }
    }
    found
}

/// At most as much of a word as a term holds.
fn cut(word: String) -> String {
    if word.len() <= TERM_BYTES_MAX {
        return word;
    }
    let mut end = TERM_BYTES_MAX;
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        Analyser::default().all(text).into_iter().map(|placed| placed.term).collect()
    }

    /// What is asked for, and words in which it must be found.
    #[test]
    fn a_word_is_found_in_its_forms_and_in_what_is_made_of_it() {
        let mut missing = Vec::new();
        for (asked_for, words) in include_str!("forms.txt").lines().filter_map(|line| line.split_once(':')) {
            let term = asked(asked_for).pop().unwrap().term;
            for word in words.split_whitespace().filter(|word| !terms(word).contains(&term)) {
                missing.push(format!("{asked_for} ({term}) in {word}: {:?}", terms(word)));
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn words_that_only_look_alike_are_kept_apart() {
        for (asked_for, word) in [
            ("får", "for"),
            ("mål", "mal"),
            ("läsa", "lasa"),
            ("stad", "städa"),
            ("hund", "hundra"),
            ("gran", "granne"),
            ("slag", "förslag"),
            ("rum", "forum"),
            ("bil", "mobil"),
            ("tak", "kontakt"),
            ("is", "vis"),
            ("ras", "gräs"),
            ("val", "kväll"),
        ] {
            let term = asked(asked_for).pop().unwrap().term;
            assert!(!terms(word).contains(&term), "{asked_for} in {word}: {:?}", terms(word));
        }
    }

    #[test]
    fn signs_are_terms_of_their_own() {
        assert!(terms("Bra #Snöröjning!").contains(&"#snöröjning".to_owned()));
        assert!(terms("Bra #Snöröjning!").contains(&"röjning".to_owned()));
        assert_eq!(asked("#snöröjning").len(), 1);
        assert_eq!(asked("@lindholm.kommun").first().unwrap().term, "@lindholm.kommun");
        assert_eq!(terms("👏🏽"), ["👏"]);
        assert_eq!(asked("KS 2026/17").len(), 3);
        let long = "ö".repeat(1_000);
        assert!(terms(&long).iter().all(|term| term.len() <= TERM_BYTES_MAX));
    }
}
