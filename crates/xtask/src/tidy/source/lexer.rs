//! Cuts Rust source into code, texts and comments.

/// What a part of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Code, with the quotes of texts left out.
    Code,
    /// A string, byte string or character, with its quotes.
    Text,
    /// A comment or a doc comment.
    Comment,
}

/// The parts of a source in order; together they are the whole source.
pub fn spans(text: &str) -> Vec<(Kind, &str)> {
    let mut spans = Vec::new();
    let (mut begun, mut at) = (0, 0);
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        if let Some((kind, length)) = special(rest, before.is_some_and(is_word)) {
            push(&mut spans, Kind::Code, text.get(begun..at));
            push(&mut spans, kind, text.get(at..at + length));
            at += length;
            begun = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    push(&mut spans, Kind::Code, text.get(begun..));
    spans
}

fn push<'t>(spans: &mut Vec<(Kind, &'t str)>, kind: Kind, part: Option<&'t str>) {
    if let Some(part) = part.filter(|part| !part.is_empty()) {
        spans.push((kind, part));
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The comment or text that `rest` begins with, and its length in bytes.
fn special(rest: &str, is_in_word: bool) -> Option<(Kind, usize)> {
    if rest.starts_with("//") {
        return Some((Kind::Comment, rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with("/*") {
        return Some((Kind::Comment, block_comment(rest)));
    }
    if rest.starts_with('"') {
        return Some((Kind::Text, quoted(rest, '"')));
    }
    if rest.starts_with('\'') {
        return character(rest).map(|length| (Kind::Text, length));
    }
    let raw = rest.strip_prefix("br").or(rest.strip_prefix("cr")).or(rest.strip_prefix('r'))?;
    if is_in_word {
        return None;
    }
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let body = raw.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |found| found + end.len());
    Some((Kind::Text, rest.len() - body.len() + length))
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if letter == '\\' {
            is_escaped = true;
        } else if letter == quote {
            return at + 1;
        }
    }
    rest.len()
}

/// The length of a character in quotes; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        return Some(quoted(rest, '\''));
    }
    let (at, second) = letters.next()?;
    (second == '\'').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> String {
        let mark = |kind| match kind {
            Kind::Code => "c",
            Kind::Text => "t",
            Kind::Comment => "/",
        };
        spans(text).into_iter().map(|(kind, part)| format!("{}<{part}>", mark(kind))).collect()
    }

    #[test]
    fn parts_are_told_apart() {
        for (text, expected) in [
            ("a // b\nc", "c<a >/<// b>c<\nc>"),
            ("a /* b /* c */ d */ e", "c<a >/</* b /* c */ d */>c< e>"),
            (r#"f("a\"//") + 1"#, r#"c<f(>t<"a\"//">c<) + 1>"#),
            ("r#\"a\"b\"# x", "t<r#\"a\"b\"#>c< x>"),
            ("r#type 'a 'b' '\\'' x", "c<r#type 'a >t<'b'>c< >t<'\\''>c< x>"),
            ("var\"x\"", "c<var>t<\"x\">"),
            ("b\"x\" å", "c<b>t<\"x\">c< å>"),
        ] {
            assert_eq!(marks(text), expected);
        }
    }
}
