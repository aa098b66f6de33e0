//! Looks a word up: whole, as a compound, and with its letters drawn out.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lists;

/// How coarse a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grade {
    /// A swearword of everyday speech.
    Mild,
    /// An obscene word, or a swearword that is aimed at somebody.
    Coarse,
}

/// Longer words than this are not Swedish words; in bytes.
pub(super) const WORD_BYTES_MAX: usize = 48;
/// The shortest beginning that a compound has before an ending of the list, in bytes.
const BEFORE_ENDING_MIN: usize = 3;

/// The words, ready to be looked up.
pub(super) struct Lexicon {
    whole: HashMap<String, Grade>,
    squeezed: HashMap<String, Grade>,
    /// By first letter and number of letters.
    by_shape: HashMap<(char, usize), Vec<(String, Grade)>>,
    /// Which two bytes a word or the beginning of a compound begins with.
    first_two: Vec<bool>,
    /// Which two bytes the ending of a compound ends with.
    last_two: Vec<bool>,
}

static STANDARD: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

impl Lexicon {
    /// The project's own lists.
    pub(super) fn standard() -> &'static Self {
        &STANDARD
    }

    fn build() -> Self {
        let mut whole = HashMap::new();
        for (grade, rows) in [(Grade::Mild, lists::MILD), (Grade::Coarse, lists::COARSE)] {
            for (stem, endings) in rows {
                for ending in endings.split(' ') {
                    whole.insert(format!("{stem}{}", ending.trim_matches('-')), grade);
                }
            }
        }
        let squeezed = whole.iter().map(|(word, grade)| (squeeze(word), *grade)).collect();
        let mut by_shape: HashMap<_, Vec<_>> = HashMap::new();
        for (word, grade) in &whole {
            let first = word.chars().next().unwrap_or_default();
            by_shape.entry((first, word.chars().count())).or_default().push((word.clone(), *grade));
        }
        let beginnings = lists::MILD_BEGINNINGS.iter().chain(lists::COARSE_BEGINNINGS).copied();
        let firsts = whole.keys().map(String::as_str).chain(beginnings);
        let first_two = gate(firsts.filter_map(|word| word.as_bytes().first_chunk().copied()));
        let endings = lists::MILD_ENDINGS.iter().chain(lists::COARSE_ENDINGS);
        let last_two = gate(endings.filter_map(|word| word.as_bytes().last_chunk().copied()));
        Self { whole, squeezed, by_shape, first_two, last_two }
    }

    /// How coarse a word of plain lower-case letters is; none when it is no swearword.
    pub(super) fn grade(&self, word: &str) -> Option<Grade> {
        if (3..=WORD_BYTES_MAX).contains(&word.len()) && self.may_match(word) {
            let found = self.grade_whole(word).or_else(|| grade_compound(word));
            if found.is_some() {
                return found;
            }
        }
        self.grade_drawn_out(word)
    }

    /// Whether some word begins with the same two bytes, or some ending ends with them: nearly no word does.
    fn may_match(&self, word: &str) -> bool {
        let has = |gate: &[bool], pair: Option<[u8; 2]>| {
            pair.and_then(|pair| gate.get(usize::from(u16::from_be_bytes(pair))))
                .is_some_and(|is_open| *is_open)
        };
        let bytes = word.as_bytes();
        has(&self.first_two, bytes.first_chunk().copied()) || has(&self.last_two, bytes.last_chunk().copied())
    }

    /// The same without compounds and drawn-out letters.
    pub(super) fn grade_whole(&self, word: &str) -> Option<Grade> {
        if self.may_match(word) { self.whole.get(word).copied() } else { None }
    }

    /// The words that begin with a letter and have so many letters, to be held against a pattern.
    pub(super) fn of_shape(&self, first: char, letters: usize) -> &[(String, Grade)] {
        self.by_shape.get(&(first, letters)).map_or(&[], Vec::as_slice)
    }

    /// "Faaaan" and "jäävla".
    fn grade_drawn_out(&self, word: &str) -> Option<Grade> {
        if !is_drawn_out(word) {
            return None;
        }
        let squeezed = squeeze(word);
        (3..=WORD_BYTES_MAX)
            .contains(&squeezed.len())
            .then(|| self.squeezed.get(&squeezed).copied())
            .flatten()
    }
}

fn gate(pairs: impl Iterator<Item = [u8; 2]>) -> Vec<bool> {
    let mut gate = vec![false; usize::from(u16::MAX) + 1];
    for pair in pairs {
        if let Some(is_open) = gate.get_mut(usize::from(u16::from_be_bytes(pair))) {
            *is_open = true;
        }
    }
    gate
}

fn grade_compound(word: &str) -> Option<Grade> {
    let begins = |list: &[&str]| list.iter().any(|beginning| word.starts_with(beginning));
    let ends = |list: &[&str]| {
        list.iter()
            .any(|ending| word.strip_suffix(ending).is_some_and(|rest| rest.len() >= BEFORE_ENDING_MIN))
    };
    let grade = if begins(lists::COARSE_BEGINNINGS) || ends(lists::COARSE_ENDINGS) {
        Grade::Coarse
    } else if begins(lists::MILD_BEGINNINGS) || ends(lists::MILD_ENDINGS) {
        Grade::Mild
    } else {
        return None;
    };
    (!begins(lists::LOOK_ALIKE_BEGINNINGS) && !lists::LOOK_ALIKES.contains(&word)).then_some(grade)
}

/// Whether a letter stands three times in a row, or a vowel twice.
fn is_drawn_out(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_repeated = |at: usize| bytes.get(at) == bytes.get(at + 1) || bytes.get(at) == bytes.get(at + 2);
    if !(0..bytes.len().saturating_sub(1)).any(is_repeated) {
        return false;
    }
    let mut before = ('\0', '\0');
    word.chars().any(|letter| {
        let is_twice = before.1 == letter;
        let is_thrice = is_twice && before.0 == letter;
        before = (before.1, letter);
        is_thrice || (is_twice && "aeiouyåäö".contains(letter))
    })
}

/// Each letter once where it is repeated.
fn squeeze(word: &str) -> String {
    let mut squeezed = String::with_capacity(word.len().min(WORD_BYTES_MAX));
    for letter in word.chars() {
        if !squeezed.ends_with(letter) {
            squeezed.push(letter);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded_and_apart() {
        let lexicon = Lexicon::build();
        assert!(lexicon.whole.len() > 150, "{}", lexicon.whole.len());
        for word in lexicon.whole.keys() {
            assert!(
                word.len() >= 3
                    && word.chars().all(|letter| letter.is_ascii_lowercase() || "åäö".contains(letter)),
                "{word}"
            );
        }
        for (grade, rows) in [(Grade::Mild, lists::MILD), (Grade::Coarse, lists::COARSE)] {
            for (stem, endings) in rows {
                let ending = endings.split(' ').next().unwrap().trim_matches('-');
                assert_eq!(
                    lexicon.grade_whole(&format!("{stem}{ending}")),
                    Some(grade),
                    "{stem} stands in both"
                );
            }
        }
    }

    #[test]
    fn words_that_look_alike_are_none() {
        for word in lists::LOOK_ALIKES {
            assert_eq!(Lexicon::standard().grade(word), None, "{word}");
        }
    }
}
