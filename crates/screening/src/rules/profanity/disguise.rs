//! Sees through disguises that folding leaves: `f4n`, `j*vla`, `f.a.n`, `f a n`.

use super::Hit;
use super::lexicon::{Grade, Lexicon, WORD_BYTES_MAX};
use crate::text::Reading;

/// Signs that hide a letter and could be any.
const MASKS: [char; 9] = ['*', '#', '_', '%', '&', '¤', '•', '·', '×'];
/// Signs that are put between letters.
const SEPARATORS: [char; 9] = ['.', '-', '_', '*', '/', '+', '~', ',', '\''];
/// Words whose letters are replaced by a hyphen so often that they are words by themselves.
const HYPHENED: [(&str, Grade); 12] = [
    ("f-n", Grade::Mild),
    ("j-a", Grade::Mild),
    ("j-la", Grade::Mild),
    ("j-vla", Grade::Mild),
    ("j-vlar", Grade::Mild),
    ("j-ligt", Grade::Mild),
    ("h-vete", Grade::Mild),
    ("h-lvete", Grade::Mild),
    ("k-k", Grade::Coarse),
    ("f-tta", Grade::Coarse),
    ("f-ck", Grade::Coarse),
    ("h-ra", Grade::Coarse),
];
/// The most letters that are read of a row of single letters.
const SPELT_MAX: usize = 10;

/// Adds what is found in disguise, and says how many steps it took.
pub(super) fn find(reading: &Reading<'_>, lexicon: &Lexicon, hits: &mut Vec<Hit>) -> usize {
    find_signs(reading, lexicon, hits) + find_spelt(reading, lexicon, hits)
}

/// Pieces without spaces that have signs or digits among their letters.
fn find_signs(reading: &Reading<'_>, lexicon: &Lexicon, hits: &mut Vec<Hit>) -> usize {
    let mut steps = 0;
    let mut start = 0;
    let mut links = reading.links().iter().peekable();
    for chunk in reading.folded().split(|letter: char| letter.is_ascii_whitespace()) {
        let chunk_start = start;
        start += chunk.len() + 1;
        while links.next_if(|link| link.end <= chunk_start).is_some() {}
        if chunk.len() < 3 || links.peek().is_some_and(|link| link.start <= chunk_start) {
            continue;
        }
        let is_edge = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '@' | '$');
        let piece = chunk.trim_matches(is_edge);
        if piece.len() > WORD_BYTES_MAX || piece.chars().all(char::is_alphabetic) {
            continue;
        }
        steps += piece.len();
        let from = chunk_start + (chunk.len() - chunk.trim_start_matches(is_edge).len());
        if let Some(grade) = see_through(piece, lexicon, &mut steps) {
            hits.push(Hit { start: from, end: from + piece.len(), grade });
        }
    }
    steps
}

fn see_through(piece: &str, lexicon: &Lexicon, steps: &mut usize) -> Option<Grade> {
    let letters = piece.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < 2 {
        return None;
    }
    let hyphened = HYPHENED.iter().find(|(word, _)| *word == piece).map(|(_, grade)| *grade);
    let substituted = ['i', 'l'].into_iter().find_map(|one| {
        let plain: Option<String> = piece.chars().map(|letter| plain_letter(letter, one)).collect();
        plain.and_then(|plain| lexicon.grade(&plain))
    });
    let joined = || {
        let is_joinable = |letter: char| letter.is_alphabetic() || SEPARATORS.contains(&letter);
        let plain: String = piece.chars().filter(|letter| letter.is_alphabetic()).collect();
        piece.chars().all(is_joinable).then(|| lexicon.grade_whole(&plain)).flatten()
    };
    hyphened.or(substituted).or_else(joined).or_else(|| unmask(piece, letters, lexicon, steps))
}

/// The letter that a digit or sign stands for; none when it stands for none.
fn plain_letter(letter: char, one: char) -> Option<char> {
    Some(match letter {
        '4' | '@' => 'a',
        '3' => 'e',
        '1' | '!' | '|' => one,
        '0' => 'o',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        _ if letter.is_alphabetic() => letter,
        _ => return None,
    })
}

/// `j*vla`: signs that could be any letter. At least two letters are left, and more than are hidden.
fn unmask(piece: &str, letters: usize, lexicon: &Lexicon, steps: &mut usize) -> Option<Grade> {
    let hidden = piece.chars().filter(|letter| MASKS.contains(letter)).count();
    let total = piece.chars().count();
    let first = piece.chars().next().filter(|first| first.is_alphabetic())?;
    if hidden == 0 || hidden >= letters || hidden + letters != total {
        return None;
    }
    let fits = |word: &str| {
        piece.chars().zip(word.chars()).all(|(sign, letter)| sign == letter || MASKS.contains(&sign))
    };
    let words = lexicon.of_shape(first, total);
    *steps += words.len();
    let graded = words.iter().filter(|(word, _)| fits(word)).map(|(_, grade)| *grade);
    graded.max_by_key(|grade| *grade == Grade::Coarse)
}

/// Rows of single letters: `f a n`, `j ä v l a`.
fn find_spelt(reading: &Reading<'_>, lexicon: &Lexicon, hits: &mut Vec<Hit>) -> usize {
    let words = reading.words();
    let is_single =
        |at: usize| words.get(at).is_some_and(|word| reading.letters(*word).chars().nth(1).is_none());
    let follows = |at: usize| match (words.get(at), words.get(at + 1)) {
        (Some(word), Some(next)) => next.start - word.end == 1,
        _ => false,
    };
    let mut steps = 0;
    let mut at = 0;
    while at + 2 < words.len() {
        let mut count = 0;
        while count < SPELT_MAX && is_single(at + count) && (count == 0 || follows(at + count - 1)) {
            count += 1;
        }
        steps += 1 + count;
        let found = (3..=count).rev().find_map(|length| {
            steps += 1;
            let row = words.get(at..at + length)?;
            let word: String = row.iter().map(|word| reading.letters(*word)).collect();
            Some((length, row.first()?.start, row.last()?.end, lexicon.grade_whole(&word)?))
        });
        if let Some((length, start, end, grade)) = found {
            hits.push(Hit { start, end, grade });
            at += length;
        } else {
            at += 1;
        }
    }
    steps
}
