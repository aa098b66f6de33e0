//! The machine's clock and its chance have one door each, in the kernel: nobody else silences the lint.

use super::Violation;
use super::source::{code, line_at};
use super::tree::Tree;

/// The lint that `clippy.toml` arms with the forbidden functions.
const LINT: &str = concat!("clippy::disallowed_", "methods");

/// Checks all crates but the kernel, tests too.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.rust().filter(|file| !file.path.starts_with("crates/kernel/src/")) {
        let code = code(&file.text);
        for (at, _) in code.match_indices(LINT) {
            let why = "tid och slump tas som parametrar: bara kernel får stänga av regeln";
            violations.push(Violation::new(&file.path, line_at(&code, at), why));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_kernel_opens_the_door() {
        let text = format!("\n#[expect({LINT}, reason = \"x\")]");
        assert_eq!(check(&Tree::of(&[("crates/kernel/src/clock.rs", &text)])), []);
        let found = check(&Tree::of(&[("crates/store/src/queue.rs", &text)]));
        assert_eq!(found.first().map(|found| found.line), Some(2));
        assert_eq!(check(&Tree::of(&[("crates/store/src/queue.rs", &format!("// {LINT}"))])), []);
    }
}
