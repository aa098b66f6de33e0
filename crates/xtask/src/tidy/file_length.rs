//! Short files: production lines of Rust, and templates.

use super::Violation;
use super::tree::{File, Tree};

/// Production lines of a Rust file, at most.
const RUST_LINES_MAX: usize = 500;
/// Lines of a template, at most.
const TEMPLATE_LINES_MAX: usize = 130;

/// Refuses files that are too long.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let templates =
        tree.files().filter(|file| file.path.starts_with("crates/") && file.path.ends_with(".html"));
    let templates = templates.map(|file| (file, file.text.lines().count(), TEMPLATE_LINES_MAX));
    let rust = tree.rust().map(|file| (file, lines(file), RUST_LINES_MAX));
    let too_long = templates.chain(rust).filter(|(_, lines, max)| lines > max);
    too_long
        .map(|(file, lines, max)| Violation::new(&file.path, max + 1, format!("{lines} rader, högst {max}")))
        .collect()
}

/// The figures that the architecture aims at: median 100, 90th percentile 300.
pub fn figures(tree: &Tree) -> String {
    let mut lengths: Vec<usize> = tree.rust().filter(|file| !file.is_test()).map(lines).collect();
    lengths.sort_unstable();
    let at =
        |percent: usize| lengths.get(lengths.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0);
    format!(
        "{} Rust-filer, {} rader utan tester; median {} (mål 100), 90:e percentil {} (mål 300), längst {}",
        lengths.len(),
        lengths.iter().sum::<usize>(),
        at(50),
        at(90),
        at(100)
    )
}

/// Lines above the tests.
fn lines(file: &File) -> usize {
    file.production().lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_hold_for_what_is_no_test() {
        let rust = |lines: usize| {
            format!("{}#[cfg(test)]\nmod tests {{\n{}}}", "x\n".repeat(lines), "y\n".repeat(900))
        };
        let (good, bad) = (rust(500), rust(501));
        let (short, long) = ("x\n".repeat(130), "x\n".repeat(131));
        let tree = Tree::of(&[
            ("crates/a/src/good.rs", &good),
            ("crates/a/src/bad.rs", &bad),
            ("crates/a/src/short.html", &short),
            ("crates/a/src/long.html", &long),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/a/src/long.html:131: 131 rader, högst 130",
                "crates/a/src/bad.rs:501: 501 rader, högst 500"
            ]
        );
        assert!(figures(&tree).contains("median 500"), "{}", figures(&tree));
    }
}
