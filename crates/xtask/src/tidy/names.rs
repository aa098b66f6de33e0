//! Code is written in English: no identifier with å, ä or ö, and none with a Swedish word of the glossary.

use std::collections::BTreeSet;

use super::Violation;
use super::glossary::{self, Glossary};
use super::source::{code, words};
use super::tree::Tree;

/// Shorter words are too often English too.
const LETTERS_MIN: usize = 4;
/// Swedish words of the glossary that are English words as well, and the product's own name.
const ALSO_ENGLISH: &[&str] =
    &["administrator", "chef", "handling", "over", "plan", "roll", "till", "uppsikt"];

/// Checks all Rust code, tests too.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let refused = refused(&Glossary::parse(tree.text(glossary::PATH).unwrap_or_default()));
    let mut violations = Vec::new();
    for file in tree.rust() {
        for (line, name) in words(&code(&file.text)) {
            if name.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']) {
                violations.push(Violation::new(&file.path, line, format!("namnet {name} är på svenska")));
            } else if let Some(word) = parts(name).into_iter().find(|part| refused.contains(part)) {
                let why = format!("namnet {name}: ”{word}” är svenska, se {}", glossary::PATH);
                violations.push(Violation::new(&file.path, line, why));
            }
        }
    }
    violations
}

fn refused(glossary: &Glossary) -> BTreeSet<String> {
    let swedish = glossary.swedish.iter().filter(|word| word.chars().count() >= LETTERS_MIN);
    let swedish = swedish.filter(|word| !glossary.english.contains(*word));
    let folded = swedish.map(|word| word.replace(['å', 'ä'], "a").replace('ö', "o"));
    folded.filter(|word| !ALSO_ENGLISH.contains(&word.as_str())).collect()
}

/// `SealedKonto` and `sealed_konto` are `sealed` and `konto`.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let is_new = letter == '_' || (letter.is_uppercase() && was_lower);
        if is_new {
            parts.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
        if let Some(part) = parts.last_mut().filter(|_| letter != '_') {
            part.extend(letter.to_lowercase());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLOSSARY: &str = "| Identifier | Swedish |\n|---|---|\n| account | konto |\n| notice | åtgärd |\n| record | handling |\n| moderator | moderator |\n";

    fn found(text: &str) -> usize {
        check(&Tree::of(&[(glossary::PATH, GLOSSARY), ("crates/a/src/b.rs", text)])).len()
    }

    #[test]
    fn swedish_words_are_found_in_every_way_of_writing() {
        for bad in ["let konto = 1;", "struct SealedKonto;", "const ATGARD: u8 = 1;", "fn åtgärda() {}"] {
            assert_eq!(found(bad), 1, "{bad}");
        }
        for good in ["let account = \"konto\"; // konto", "fn handling() {}", "Moderator", "kontoret"] {
            assert_eq!(found(good), 0, "{good}");
        }
    }

    #[test]
    fn without_a_glossary_only_letters_count() {
        assert_eq!(check(&Tree::of(&[("crates/a/src/b.rs", "let konto = 1;")])), []);
    }
}
