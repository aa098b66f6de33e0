//! The text around what was found, made from the kept content when a hit is shown.

use uppsikt_store::search::{Query, places};

/// Characters before the first place that was found.
const BEFORE_CHARS: usize = 60;
/// Characters of a snippet.
const CHARS: usize = 220;

/// A piece of a text, cut so that what was found stands apart.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The pieces in their order: the text, and whether it is what was asked for.
    pub pieces: Vec<(String, bool)>,
    /// How many places the whole text has.
    pub places: usize,
}

// Content stands in no log.
impl std::fmt::Debug for Snippet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snippet").field("places", &self.places).finish_non_exhaustive()
    }
}

impl Snippet {
    /// The part of a text where the query's words stand; its beginning where none does.
    #[must_use]
    pub fn of(query: &Query, text: &str) -> Self {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = places(query, &flat);
        let first = found.first().map_or(0, |(start, _)| *start);
        let start = back(&flat, first, BEFORE_CHARS);
        let end = forward(&flat, start, CHARS);
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut push = |from: usize, to: usize, is_found: bool| {
            if let Some(text) = flat.get(from..to).filter(|text| !text.is_empty()) {
                pieces.push((text.to_owned(), is_found));
            }
        };
        let mut at = start;
        for (from, to) in found.iter().filter(|(from, to)| *from >= start && *to <= end) {
            push(at, *from, false);
            push(*from, *to, true);
            at = *to;
        }
        push(at, end, false);
        if start > 0 {
            pieces.insert(0, ("… ".to_owned(), false));
        }
        if end < flat.len() {
            pieces.push((" …".to_owned(), false));
        }
        Self { pieces, places: found.len() }
    }

    /// The snippet as text alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// So many characters before a place, or the nearest beginning of a word after that.
fn back(text: &str, place: usize, chars: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    let Some((at, _)) = before.char_indices().rev().nth(chars) else { return 0 };
    before.get(at..).and_then(|rest| rest.find(' ')).map_or(at, |space| at + space + 1)
}

/// So many characters after a place, or the nearest end of a word before that.
fn forward(text: &str, place: usize, chars: usize) -> usize {
    let after = text.get(place..).unwrap_or_default();
    let Some((at, _)) = after.char_indices().nth(chars) else { return text.len() };
    let end = after.get(..at).and_then(|part| part.rfind(' ')).filter(|end| *end > chars / 2);
    place + end.unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(asked: &str, text: &str) -> Snippet {
        Snippet::of(&Query::parse(asked).unwrap(), text)
    }

    #[test]
    fn what_was_found_stands_apart() {
        let found = snippet("röjning", "Tack\nför  snöröjningen på Ängsgatan.");
        assert_eq!(found.text(), "Tack för snöröjningen på Ängsgatan.");
        let marked: Vec<&str> =
            found.pieces.iter().filter(|(_, is)| *is).map(|(text, _)| text.as_str()).collect();
        assert_eq!(marked, ["snöröjningen"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = format!("{} snöröjning {}", "åäö ".repeat(100), "öäå ".repeat(100));
        let found = snippet("snöröjning", &text);
        let told = found.text();
        assert!(told.starts_with("… åäö") && told.ends_with("öäå …"), "{told}");
        assert!(told.chars().count() <= CHARS + 4 && told.contains("snöröjning"));
        assert!(snippet("saknas", &text).text().starts_with("åäö"));
        assert_eq!(snippet("x", "").text(), "");
        assert!(snippet("x", &"å".repeat(1_000)).text().chars().count() <= CHARS + 2);
    }
}
