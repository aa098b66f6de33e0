//! Every `mod.rs`, `lib.rs` and `main.rs` opens with prose: what this is, for a reader who was not there.

use super::Violation;
use super::tree::Tree;

/// Fewer words say nothing.
const WORDS_MIN: usize = 4;

/// Checks the first lines of each module's file.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let is_module = |path: &str| matches!(path.rsplit('/').next(), Some("mod.rs" | "lib.rs" | "main.rs"));
    let modules = tree.rust().filter(|file| is_module(&file.path) && !file.is_test());
    let silent = modules.filter(|file| {
        let prose = file.text.lines().map_while(|line| line.strip_prefix("//!"));
        prose.flat_map(str::split_whitespace).count() < WORDS_MIN
    });
    silent
        .map(|file| Violation::new(&file.path, 1, "börjar inte med en mening om vad det är (//!)"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_says_what_it_is() {
        let found = |path, text| check(&Tree::of(&[(path, text)])).len();
        assert_eq!(found("crates/a/src/lib.rs", "//! What this is,\n//! and why.\n"), 0);
        assert_eq!(found("crates/a/src/b/mod.rs", "//! x\n"), 1);
        assert_eq!(found("crates/a/src/b/mod.rs", "use a;\n//! What this is and why.\n"), 1);
        assert_eq!(found("crates/a/src/b.rs", "use a;\n"), 0);
        assert_eq!(found("crates/a/tests/support/mod.rs", "use a;\n"), 0);
    }
}
