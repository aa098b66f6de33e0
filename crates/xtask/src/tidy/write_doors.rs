//! Only entry points open a write transaction: what a room does takes `&mut Tx` (invariant 1).

use super::Violation;
use super::room::place;
use super::source::{code, line_at};
use super::tree::{File, Tree};

/// Checks the program.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.rust().filter(|file| file.crate_name() == Some("uppsikt") && !file.is_test()) {
        if is_entry(file) {
            continue;
        }
        let code = code(file.production());
        for (at, call) in code.match_indices(".write(") {
            let argument = code.get(at + call.len()..).unwrap_or_default().trim_start();
            // A lock's `.write()` and an open file's `.write(true)` write no rows.
            if ![")", "true", "false"].iter().any(|other| argument.starts_with(other)) {
                let why = "öppnar en skrivning: ta emot &mut Tx, bara cli, jobb och webb öppnar";
                violations.push(Violation::new(&file.path, line_at(&code, at), why));
            }
        }
    }
    violations
}

/// Commands, jobs and the web; in a room its pages, its API and its jobs.
fn is_entry(file: &File) -> bool {
    let folder = ["cli/", "jobs/", "web/", "bin/"]
        .iter()
        .any(|folder| file.path.starts_with(&format!("crates/uppsikt/src/{folder}")));
    folder || place(file).is_some_and(|place| matches!(place.layer, "pages" | "api" | "jobs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_entry_points_open_a_write() {
        let text = "fn a() {\n    app.store\n        .write(|tx| b(tx));\n}";
        let found =
            |path: &str, text: &str| check(&Tree::of(&[(path, text)])).first().map(|found| found.line);
        for good in [
            "cli/capture.rs",
            "jobs/queue.rs",
            "web/error.rs",
            "rooms/capture/pages.rs",
            "rooms/capture/tests.rs",
        ] {
            assert_eq!(found(&format!("crates/uppsikt/src/{good}"), text), None, "{good}");
        }
        for bad in ["rooms/capture/actions.rs", "rooms/capture/store.rs", "app.rs"] {
            assert_eq!(found(&format!("crates/uppsikt/src/{bad}"), text), Some(3), "{bad}");
        }
        assert_eq!(found("crates/uppsikt/src/app.rs", "lock.write().a; options.write(true)"), None);
        assert_eq!(found("crates/store/src/queue.rs", text), None);
    }
}
