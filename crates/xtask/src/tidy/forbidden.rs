//! What never stands in the code: tests that are skipped, places left open, lints silenced without a reason.

use super::Violation;
use super::source::{code, line_at};
use super::tree::Tree;

/// What is refused, and why. Cut in two so that a plain search of the project finds nothing here.
const REFUSED: &[(&str, &str)] = &[
    (concat!("#[ign", "ore"), "ett test får inte hoppas över"),
    (concat!("tod", "o!("), "något är inte färdigt"),
    (concat!("unimpl", "emented!("), "något är inte färdigt"),
    (concat!("db", "g!("), "en felsökning är kvar"),
    (concat!("#[al", "low("), "använd #[expect(.., reason = \"..\")]"),
    (concat!("#![al", "low("), "använd #![expect(.., reason = \"..\")]"),
];

/// Checks the code of all Rust files, tests too.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.rust() {
        let code = code(&file.text);
        for (refused, why) in REFUSED {
            for (at, _) in code.match_indices(refused) {
                violations.push(Violation::new(&file.path, line_at(&code, at), *why));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_in_code_and_only_there() {
        for (refused, _) in REFUSED {
            let found = |text: &str| check(&Tree::of(&[("crates/a/src/b.rs", text)]));
            assert_eq!(found(&format!("\n{refused}x")).first().map(|found| found.line), Some(2), "{refused}");
            assert_eq!(found(&format!("// {refused}\n\"{refused}\"")), []);
        }
        assert_eq!(check(&Tree::of(&[("crates/a/src/b.rs", "#[expect(dead_code, reason = \"x\")]")])), []);
    }
}
