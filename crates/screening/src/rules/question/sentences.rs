//! Cuts a text into sentences, so that a question can be shown by itself.

use crate::text::{Reading, Word};

/// How a sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a question mark, also among exclamation marks.
    Question,
    /// With an exclamation mark.
    Exclamation,
    /// With a full stop or an ellipsis.
    Stop,
    /// With a line, or with the text.
    None,
}

/// A sentence, as bytes of the folded text.
pub(super) struct Sentence<'a> {
    /// Its first word's first byte.
    pub start: usize,
    /// The byte after its last sign.
    pub end: usize,
    /// Its words, those in links too.
    pub words: &'a [Word],
    /// How it ends.
    pub end_mark: End,
}

/// Short words that end with a full stop inside a sentence.
const ABBREVIATIONS: [&str; 15] =
    ["ex", "bl", "dvs", "osv", "kl", "nr", "tel", "ca", "st", "sk", "jfr", "resp", "ev", "mfl", "fr"];

/// All sentences that have words.
pub(super) fn cut<'a>(reading: &'a Reading<'_>) -> Vec<Sentence<'a>> {
    let (text, words) = (reading.folded(), reading.words());
    let mut links = reading.links().iter().peekable();
    let mut sentences = Vec::new();
    let (mut first_word, mut at) = (0, 0);
    let mut end_of_words = 0;
    while at < text.len() {
        while links.next_if(|link| link.end <= at).is_some() {}
        if let Some(link) = links.peek().filter(|link| link.start <= at) {
            // Signs after an address end the sentence and not the address.
            let address =
                reading.slice(link.start, link.end).trim_end_matches(['?', '!', '.', ')', '"', ',']);
            if at < link.start + address.len() {
                at = link.start + address.len();
                continue;
            }
        }
        let (end_mark, end) = match end_at(reading, at) {
            Some(end) => end,
            None if at + 1 == text.len() => (End::None, text.len()),
            None => {
                at += 1;
                continue;
            }
        };
        at = end.max(at + 1);
        push(&mut sentences, words, (&mut first_word, &mut end_of_words), end, end_mark);
    }
    // A text that ends with an address.
    push(&mut sentences, words, (&mut first_word, &mut end_of_words), text.len(), End::None);
    sentences
}

/// Makes a sentence of the words that end before `end` and are in none yet.
fn push<'a>(
    sentences: &mut Vec<Sentence<'a>>,
    words: &'a [Word],
    (first, last): (&mut usize, &mut usize),
    end: usize,
    end_mark: End,
) {
    while words.get(*last).is_some_and(|word| word.start < end) {
        *last += 1;
    }
    let own = words.get(*first..*last).unwrap_or_default();
    *first = *last;
    if let Some(word) = own.first() {
        sentences.push(Sentence { start: word.start, end, words: own, end_mark });
    }
}

/// Whether a sentence ends with the sign at byte `at`; how, and before which byte.
fn end_at(reading: &Reading<'_>, at: usize) -> Option<(End, usize)> {
    let bytes = reading.folded().as_bytes();
    let sign = *bytes.get(at)?;
    if sign == b'\n' {
        return Some((End::None, at));
    }
    if !matches!(sign, b'?' | b'!' | b'.') {
        return None;
    }
    let run = bytes.get(at..)?.iter().take_while(|byte| matches!(byte, b'?' | b'!' | b'.')).count();
    let end = at + run;
    let signs = bytes.get(at..end)?;
    let before = reading.slice(0, at).chars().next_back();
    let after = reading.slice(end, bytes.len()).chars().next();
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    if signs.contains(&b'?') {
        // "(?)" doubts a word; a mark before a letter is a letter that was lost.
        let is_doubt = before == Some('(') && after == Some(')');
        let is_lost_letter = run == 1 && is_letter(after);
        return (!is_doubt && !is_lost_letter && !is_in_quotation(reading, end))
            .then_some((End::Question, end));
    }
    if signs.contains(&b'!') {
        return Some((End::Exclamation, end));
    }
    if run == 1 && (is_letter(after) || is_abbreviation(reading, at)) {
        return None;
    }
    Some((End::Stop, end))
}

/// Whether a quotation or a parenthesis ends here and its sentence goes on: `"Ska vi gå?" sa hon`.
fn is_in_quotation(reading: &Reading<'_>, end: usize) -> bool {
    let rest = reading.slice(end, reading.folded().len());
    let Some(after) = rest.strip_prefix(['"', '\'', ')']) else { return false };
    let skipped: usize = after
        .chars()
        .take(3)
        .take_while(|letter| matches!(letter, ' ' | ',' | '-'))
        .map(char::len_utf8)
        .sum();
    let next = end + 1 + skipped;
    let Some(folded) = reading.slice(next, reading.folded().len()).chars().next() else { return false };
    let span = reading.original_span(next, next + folded.len_utf8());
    let original = reading.original().get(span).and_then(|letters| letters.chars().next());
    original.is_some_and(char::is_lowercase)
}

fn is_abbreviation(reading: &Reading<'_>, at: usize) -> bool {
    let before = reading.slice(reading.folded().floor_char_boundary(at.saturating_sub(8)), at);
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    // "Bl.a.", "e.Kr.": a letter by itself is a word cut short.
    word.len() == 1 || ABBREVIATIONS.contains(&word)
}
