//! What people write when they search: words, "a phrase", -not this, and beginn*.
//!
//! Every word must be there, in any of its forms. There are no other signs to learn, and nothing that a person can
//! write is an error but too much of it.

use super::swedish::{self, Analyser};

/// Parts of a query at most.
const PARTS_MAX: usize = 32;
/// Characters of a query at most.
const CHARS_MAX: usize = 1_000;
/// Characters of the shortest beginning: fewer would be half of all words.
pub(super) const BEGINNING_CHARS_MIN: usize = 2;

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether what has it is left out.
    pub is_not: bool,
    /// What is looked for.
    pub wanted: Wanted,
}

/// What a part looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A word in any of its forms; several where signs part what was written together, and then side by side.
    Word(String),
    /// Words side by side.
    Phrase(String),
    /// Words that begin so.
    Beginning(String),
}

/// The parts of a query, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The parts.
    pub parts: Vec<Part>,
}

// What is searched for stands nowhere.
impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query").field("parts", &self.parts.len()).finish()
    }
}

/// Why a query cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// It is too long.
    #[error("a query has at most 1,000 characters and 32 parts")]
    TooLong,
}

impl Query {
    /// Reads what a person has written.
    ///
    /// # Errors
    /// [`QueryError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.chars().count() > CHARS_MAX {
            return Err(QueryError::TooLong);
        }
        let mut parts = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let without =
                rest.strip_prefix(['-', '−', '–']).filter(|after| !after.starts_with(char::is_whitespace));
            let is_not = without.is_some();
            let (wanted, after) = one(without.unwrap_or(rest));
            parts.extend(wanted.map(|wanted| Part { is_not, wanted }));
            rest = after.trim_start();
        }
        if parts.len() > PARTS_MAX { Err(QueryError::TooLong) } else { Ok(Self { parts }) }
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

const QUOTES: [char; 5] = ['"', '”', '“', '»', '«'];

/// The first part, and what comes after it.
fn one(text: &str) -> (Option<Wanted>, &str) {
    if let Some(inside) = text.strip_prefix(QUOTES) {
        // A phrase that is not ended goes on to the end.
        let (phrase, after) = inside.split_once(QUOTES).unwrap_or((inside, ""));
        let is_any = !swedish::asked(phrase).is_empty();
        return (is_any.then(|| Wanted::Phrase(phrase.trim().to_owned())), after);
    }
    let end = text.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    if word.is_empty() {
        // A sign alone, such as a minus before a space; it is passed over so that the rest is read.
        let mut signs = text.chars();
        signs.next();
        return (None, signs.as_str());
    }
    let beginning = word
        .strip_suffix('*')
        .filter(|start| start.chars().count() >= BEGINNING_CHARS_MIN && swedish::asked(start).len() == 1);
    if let Some(start) = beginning {
        return (Some(Wanted::Beginning(start.to_owned())), after);
    }
    let is_any = !swedish::asked(word).is_empty();
    (is_any.then(|| Wanted::Word(word.trim_end_matches('*').to_owned())), after)
}

/// Where a text has what was asked for, in bytes.
pub(super) fn places(query: &Query, text: &str, analyser: &mut Analyser) -> Vec<(usize, usize)> {
    let mut terms: Vec<String> = Vec::new();
    let mut beginnings: Vec<String> = Vec::new();
    for part in query.parts.iter().filter(|part| !part.is_not) {
        match &part.wanted {
            Wanted::Word(words) | Wanted::Phrase(words) => {
                terms.extend(swedish::asked(words).into_iter().map(|placed| placed.term));
            }
            Wanted::Beginning(start) => beginnings.extend(swedish::beginning(start)),
        }
    }
    swedish::places(analyser, text, |word, term| {
        terms.iter().any(|wanted| wanted == term)
            || beginnings.iter().any(|start| word.starts_with(start.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(bool, Wanted)> {
        Query::parse(text).unwrap().parts.into_iter().map(|part| (part.is_not, part.wanted)).collect()
    }

    #[test]
    fn a_query_is_read() {
        let word = |text: &str| Wanted::Word(text.to_owned());
        let phrase = |text: &str| Wanted::Phrase(text.to_owned());
        assert_eq!(parts("snö  väg"), [(false, word("snö")), (false, word("väg"))]);
        assert_eq!(
            parts("”öppna simhallen” -gym"),
            [(false, phrase("öppna simhallen")), (true, word("gym"))]
        );
        assert_eq!(parts("snö*"), [(false, Wanted::Beginning("snö".to_owned()))]);
        assert_eq!(parts("-\"är stängt\""), [(true, phrase("är stängt"))]);
        assert_eq!(parts("\"utan slut"), [(false, phrase("utan slut"))]);
        assert_eq!(parts("2026/17"), [(false, word("2026/17"))]);
        assert_eq!(parts("- * !! \"\" ”"), []);
        assert_eq!(parts("a*"), [(false, word("a"))]);
        assert_eq!(Query::parse(&"å ".repeat(40)), Err(QueryError::TooLong));
        assert_eq!(Query::parse(&"å".repeat(1_001)), Err(QueryError::TooLong));
    }

    #[test]
    fn what_was_found_is_pointed_at() {
        let found = |asked: &str, text: &str| -> Vec<String> {
            let query = Query::parse(asked).unwrap();
            let places = places(&query, text, &mut Analyser::default());
            places.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
        };
        assert_eq!(found("röjning", "Tack för SNÖRÖJNINGEN!"), ["SNÖRÖJNINGEN"]);
        assert_eq!(found("skola -barn", "Barn i skolorna"), ["skolorna"]);
        assert_eq!(found("snö*", "Snöigt och o\u{308}rtigt"), ["Snöigt"]);
        assert_eq!(found("\"är stängt\"", "Det är stängt"), ["är", "stängt"]);
        assert_eq!(found("mål", "ma\u{30a}l är mal"), ["ma\u{30a}l"]);
    }
}
