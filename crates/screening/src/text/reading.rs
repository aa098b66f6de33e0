//! One text as the rules see it.

use std::ops::Range;

use super::fold::Fold;
use super::links;
use crate::finding::Part;

/// A run of letters and digits of the folded text.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// Whether it is a part of a link, an e-mail address or a mention.
    pub is_link: bool,
}

/// A text that has been read. It has no debug output: it holds content.
pub(crate) struct Reading<'a> {
    part: Part,
    original: &'a str,
    fold: Fold,
    words: Vec<Word>,
    links: Vec<Range<usize>>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub(crate) fn new(part: Part, original: &'a str) -> Self {
        let fold = Fold::new(original);
        let links = find_links(&fold.text);
        let words = find_words(&fold.text, &links);
        Self { part, original, fold, words, links }
    }

    /// Which text of the subject it is.
    pub(crate) const fn part(&self) -> Part {
        self.part
    }

    /// The text as it was given.
    pub(crate) const fn original(&self) -> &'a str {
        self.original
    }

    /// The text in plain lower-case letters, without what is not seen.
    pub(crate) fn folded(&self) -> &str {
        &self.fold.text
    }

    /// The words in their order.
    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// A word's letters.
    pub(crate) fn letters(&self, word: Word) -> &str {
        self.slice(word.start, word.end)
    }

    /// Bytes of the folded text; empty when they are not on character boundaries.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &str {
        self.fold.text.get(from..to).unwrap_or_default()
    }

    /// Links, e-mail addresses and mentions, as bytes of the folded text in their order.
    pub(crate) fn links(&self) -> &[Range<usize>] {
        &self.links
    }

    /// Where bytes of the folded text stand in the original.
    pub(crate) fn original_span(&self, from: usize, to: usize) -> Range<usize> {
        self.fold.original_span(self.original, from, to)
    }

    /// What the reading cost: the bytes of both texts and the words.
    pub(crate) fn steps(&self) -> u64 {
        (self.original.len() + self.fold.text.len() + self.words.len()) as u64
    }
}

fn find_links(folded: &str) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    if !folded.bytes().any(|byte| matches!(byte, b'@' | b'.' | b':')) {
        return links;
    }
    let mut start = 0;
    for chunk in folded.split(|letter: char| letter.is_ascii_whitespace()) {
        if links::is_link(chunk) {
            links.push(start..start + chunk.len());
        }
        start += chunk.len() + 1;
    }
    links
}

fn find_words(folded: &str, links: &[Range<usize>]) -> Vec<Word> {
    let mut words = Vec::with_capacity(folded.len() / 6);
    let mut links = links.iter().peekable();
    let mut start = None;
    let ends = folded.char_indices().map(|(at, letter)| (at, is_letter_or_digit(letter)));
    for (at, is_inside) in ends.chain([(folded.len(), false)]) {
        match (start, is_inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                while links.next_if(|link| link.end <= from).is_some() {}
                let is_link = links.peek().is_some_and(|link| link.start <= from);
                words.push(Word { start: from, end: at, is_link });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The letters of Swedish first: they are most of what is read, and the tables of all scripts are slow.
fn is_letter_or_digit(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, 'å' | 'ä' | 'ö') || letter.is_alphanumeric()
}
