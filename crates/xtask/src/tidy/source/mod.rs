//! Reading Rust source just closely enough for the rules: which characters are code, which are text and
//! which are comments, and which paths the code names.

mod lexer;
mod paths;

pub use paths::{PathUse, paths};

use lexer::{Kind, spans};

/// The part of a file above its tests.
pub fn production(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("#[cfg(test)]") {
            let rest = text.get(at + line.len()..).unwrap_or_default();
            let next = rest.lines().find(|line| !line.starts_with("#["));
            if next.is_some_and(|next| next.starts_with("mod ") && next.ends_with('{')) {
                return text.get(..at).unwrap_or(text);
            }
        }
        at += line.len();
    }
    text
}

/// The source with comments and texts blanked out; lines stay where they are.
pub fn code(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    for (kind, part) in spans(text) {
        if kind == Kind::Code {
            blanked.push_str(part);
        } else {
            blanked.extend(part.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        }
    }
    blanked
}

/// Every text in quotes, with the line it begins on.
pub fn texts(text: &str) -> Vec<(usize, &str)> {
    let mut line = 1;
    let mut found = Vec::new();
    for (kind, part) in spans(text) {
        if kind == Kind::Text {
            found.push((line, part));
        }
        line += part.matches('\n').count();
    }
    found
}

/// A text handed to a function that code calls, such as `ActCode::new("…")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call<'t> {
    /// The line of the text, from 1.
    pub line: usize,
    /// The text without its quotes.
    pub text: &'t str,
}

/// The texts that directly follow `function(` in code.
pub fn calls<'t>(text: &'t str, function: &str) -> Vec<Call<'t>> {
    let start = format!("{function}(");
    let (mut line, mut before) = (1, "");
    let mut found = Vec::new();
    for (kind, part) in spans(text) {
        if kind == Kind::Text && before.trim_end().ends_with(&start) {
            found.push(Call { line, text: part.trim_matches('"') });
        }
        before = if kind == Kind::Code { part } else { "" };
        line += part.matches('\n').count();
    }
    found
}

/// The line, from 1, of a place in a text.
pub fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Words of letters, digits and `_`, with the line each stands on.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = code.lines().enumerate();
    let words = lines.flat_map(|(number, line)| line.split(is_no_word).map(move |word| (number + 1, word)));
    words.filter(|(_, word)| !word.is_empty())
}

fn is_no_word(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_at_the_end_are_no_production() {
        assert_eq!(production("a\n#[cfg(test)]\nmod tests {\nb\n}\n"), "a\n");
        assert_eq!(production("a\n#[cfg(test)]\nmod tests;\nb\n"), "a\n#[cfg(test)]\nmod tests;\nb\n");
        assert_eq!(production("a\n#[cfg(test)]\nuse x;\n"), "a\n#[cfg(test)]\nuse x;\n");
    }

    #[test]
    fn code_keeps_its_lines() {
        assert_eq!(code("let a = \"å\n\"; // b\nc"), "let a =   \n ;     \nc");
        assert_eq!(texts("x\ny(\"b\", \"c\")"), [(2, "\"b\""), (2, "\"c\"")]);
    }

    #[test]
    fn calls_are_found_in_code_only() {
        let text = "// f(\"a\")\nx::f(\n\"b\") + g(\"c\")";
        assert_eq!(calls(text, "x::f"), [Call { line: 3, text: "b" }]);
        assert_eq!(calls(text, "f").len(), 1);
    }

    #[test]
    fn words_know_their_line() {
        assert_eq!(words("a_b c\n+ d1").collect::<Vec<_>>(), [(1, "a_b"), (1, "c"), (2, "d1")]);
    }
}
