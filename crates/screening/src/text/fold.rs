//! Folds a text, and remembers which byte of the original each folded byte came from.

use std::ops::Range;

use super::letters::{self, Folded};

/// A folded text with the way back.
pub(super) struct Fold {
    /// Plain lower-case letters.
    pub text: String,
    /// For each folded byte, where its character begins in the original; none where the places are the same.
    origins: Option<Vec<u32>>,
}

impl Fold {
    /// Folds `original`, which is at most as long as a `u32` counts.
    pub(super) fn new(original: &str) -> Self {
        let mut fold = Self { text: String::with_capacity(original.len()), origins: None };
        for (at, letter) in original.char_indices() {
            match letters::fold(letter) {
                Folded::One(one) => {
                    fold.push(one, at);
                    fold.keep_origins_if(one.len_utf8() != letter.len_utf8());
                }
                Folded::Two(first, second) => {
                    fold.keep_origins_if(true);
                    fold.push(first, at);
                    fold.push(second, at);
                }
                Folded::Nothing => fold.keep_origins_if(true),
                Folded::Ring => fold.compose(&[('a', 'å')]),
                Folded::Dots => fold.compose(&[('a', 'ä'), ('o', 'ö')]),
            }
        }
        fold
    }

    /// The bytes of `original` that became the folded bytes `from..to`; on character boundaries.
    pub(super) fn original_span(&self, original: &str, from: usize, to: usize) -> Range<usize> {
        let Some(origins) = &self.origins else { return from..to };
        let origin = |at: usize| origins.get(at).map_or(original.len(), |origin| *origin as usize);
        let (start, last) = (origin(from), origin(to.saturating_sub(1).max(from)));
        let mut after = original.get(last..).unwrap_or_default().chars();
        let mut end = last + after.next().map_or(0, char::len_utf8);
        // Marks belong to the letter before them. A few are enough: letters with more are decoration.
        for letter in after.take(4).take_while(|letter| letters::is_mark(*letter)) {
            end += letter.len_utf8();
        }
        start..end
    }

    fn push(&mut self, letter: char, at: usize) {
        if let Some(origins) = &mut self.origins {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            origins.extend(std::iter::repeat_n(at, letter.len_utf8()));
        }
        self.text.push(letter);
    }

    /// Makes one letter of the last one and a mark, where Swedish has such a letter; else drops the mark.
    fn compose(&mut self, pairs: &[(char, char)]) {
        self.keep_origins_if(true);
        let found = pairs.iter().find(|(plain, _)| self.text.ends_with(*plain));
        let Some((_, composed)) = found else { return };
        self.text.pop();
        let at = self.origins.as_mut().and_then(Vec::pop).unwrap_or_default();
        self.push(*composed, at as usize);
    }

    /// Writes out the way back from here on; up to here it was the same place.
    ///
    /// Called directly after a letter whose length changed, that letter still begins at its own place.
    fn keep_origins_if(&mut self, differs: bool) {
        if differs && self.origins.is_none() {
            let mut origins = Vec::with_capacity(self.text.capacity());
            for (at, letter) in self.text.char_indices() {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                origins.extend(std::iter::repeat_n(at, letter.len_utf8()));
            }
            self.origins = Some(origins);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(original: &str) -> String {
        Fold::new(original).text
    }

    #[test]
    fn variants_of_the_same_letters_become_the_same() {
        assert_eq!(folded("Åäö ÅÄÖ"), "åäö åäö");
        assert_eq!(folded("a\u{30a}a\u{308}O\u{308}"), "åäö");
        assert_eq!(folded("f\u{200b}\u{fe0f}a\u{ad}n"), "fan");
        assert_eq!(folded("ｆａｎ １２"), "fan 12");
        assert_eq!(folded("f\u{430}n 𝐟𝐚𝐧 ⓕⓐⓝ"), "fan fan fan");
        assert_eq!(folded("8\u{fe0f}\u{20e3}①²"), "812");
        assert_eq!(folded("ﬁtta — “x”"), "fitta - \"x\"");
        assert_eq!(folded("idé Æ ø"), "ide ä ö");
    }

    #[test]
    fn the_way_back_leads_to_the_original_letters() {
        let cases = [
            ("x f\u{200b}an y", "fan", "f\u{200b}an"),
            ("ÅÄ fan", "fan", "fan"),
            ("ｆａｎ.", "fan", "ｆａｎ"),
            ("ja\u{308}vla o", "jävla", "ja\u{308}vla"),
            ("a ﬁtta", "fitta", "ﬁtta"),
            ("… 𝐟𝐚𝐧!", "fan", "𝐟𝐚𝐧"),
            ("e\u{301} fa\u{30a}", "få", "fa\u{30a}"),
        ];
        for (original, looked_for, expected) in cases {
            let fold = Fold::new(original);
            let from = fold.text.find(looked_for).unwrap();
            let span = fold.original_span(original, from, from + looked_for.len());
            assert_eq!(&original[span], expected);
        }
    }
}
