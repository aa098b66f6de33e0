//! The paths that code names, with `use` trees unfolded: `use a::{b, c::d}` names `a::b` and `a::c::d`.

/// A path and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathUse {
    /// The line, from 1.
    pub line: usize,
    /// The parts, such as `crate`, `rooms`, `people`.
    pub parts: Vec<String>,
}

/// All paths of two parts or more in code without comments and texts. `super` and `self` at the beginning
/// are resolved against the module that the file is.
pub fn paths(code: &str, module: &[&str]) -> Vec<PathUse> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((line, word)) = tokens.get(at).copied() {
        let is_start =
            is_name(word) && tokens.get(at.wrapping_sub(1)).is_none_or(|(_, before)| *before != "::");
        if !is_start {
            at += 1;
            continue;
        }
        let from = if word == "use" { at + 1 } else { at };
        let mut reader = Reader { tokens: &tokens, at: from, found: Vec::new() };
        reader.tree(&mut Vec::new(), word == "use");
        let next = reader.at.max(at + 1);
        for parts in reader.found.into_iter().filter(|parts| parts.len() > 1) {
            found.push(PathUse { line, parts: resolve(&parts, module) });
        }
        at = next;
    }
    found
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

fn resolve(parts: &[&str], module: &[&str]) -> Vec<String> {
    let mut base: Vec<&str> = Vec::new();
    let mut rest = parts;
    if matches!(rest.first(), Some(&"self" | &"super")) {
        base = module.to_vec();
    }
    while let Some((first, after)) = rest.split_first() {
        match *first {
            "super" => drop(base.pop()),
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    base.iter().chain(rest).map(|part| (*part).to_owned()).collect()
}

struct Reader<'c, 't> {
    tokens: &'t [(usize, &'c str)],
    at: usize,
    found: Vec<Vec<&'c str>>,
}

impl<'c> Reader<'c, '_> {
    fn peek(&self) -> Option<&'c str> {
        self.tokens.get(self.at).map(|(_, word)| *word)
    }

    /// Reads one path; in a `use` also its groups and what it renames to.
    fn tree(&mut self, prefix: &mut Vec<&'c str>, is_use: bool) {
        let depth = prefix.len();
        if self.peek() == Some("::") {
            self.at += 1;
        }
        while let Some(word) = self.peek() {
            if word == "{" && is_use {
                self.group(prefix);
                prefix.truncate(depth);
                return;
            }
            if !is_name(word) && word != "*" {
                break;
            }
            prefix.push(word);
            self.at += 1;
            if self.peek() != Some("::") {
                break;
            }
            self.at += 1;
        }
        self.found.push(prefix.clone());
        prefix.truncate(depth);
        if is_use && self.peek() == Some("as") {
            self.at += 2;
        }
    }

    fn group(&mut self, prefix: &mut Vec<&'c str>) {
        self.at += 1;
        loop {
            match self.peek() {
                Some("}") => {
                    self.at += 1;
                    return;
                }
                Some(",") => self.at += 1,
                Some(word) if is_name(word) || matches!(word, "*" | "{" | "::") => self.tree(prefix, true),
                _ => return,
            }
        }
    }
}

/// Names, `::`, and every other character alone, each with its line.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
            let length = if rest.starts_with("::") {
                2
            } else if is_word(first) {
                rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            found.push((number + 1, token));
            rest = after.trim_start();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str) -> Vec<String> {
        let module = ["crate", "rooms", "capture", "actions"];
        paths(code, &module)
            .iter()
            .map(|found| format!("{} {}", found.line, found.parts.join("::")))
            .collect()
    }

    #[test]
    fn use_trees_are_unfolded() {
        assert_eq!(
            named("use a::{b, c::{d, e as f}, *};\nuse g as h;\npub(crate) use super::model::Item;"),
            ["1 a::b", "1 a::c::d", "1 a::c::e", "1 a::*", "3 crate::rooms::capture::model::Item"]
        );
    }

    #[test]
    fn paths_in_expressions_are_found() {
        assert_eq!(
            named("let x = crate::rooms::people::find(tx, y::Z)?;\nself::a(); Vec::<u8>::new()"),
            ["1 crate::rooms::people::find", "1 y::Z", "2 crate::rooms::capture::actions::a"]
        );
    }
}
