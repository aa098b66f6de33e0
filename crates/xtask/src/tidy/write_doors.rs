//! Only entry points open a write transaction: what a room does takes `&mut Tx` (invariant 1).

use super::Violation;
use super::room::place;
use super::source::{code, line_at};
use super::tree::{File, Tree};

/// Parts of a room's jobs in files of their own: work that is done step by step, each step in a transaction of its own.
const JOB_PARTS: &[(&str, &str)] = &[
    ("capture", "pass"),
    ("capture", "media"),
    ("capture", "listen"),
    ("capture", "by_hand"),
    ("moderation", "carry_out"),
    ("moderation", "answer"),
];

/// Checks the program.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.rust().filter(|file| file.crate_name() == Some("uppsikt") && !file.is_test()) {
        if is_entry(file) {
            continue;
        }
        let code = code(file.production());
        for (at, call) in code.match_indices(".write") {
            let after = code.get(at + call.len()..).unwrap_or_default();
            // `.write::<…>(` says which error the transaction gives; `.write_all(` is something else.
            let Some(argument) = after.strip_prefix('(').or(after.strip_prefix("::<").and(Some("|tx|")))
            else {
                continue;
            };
            let argument = argument.trim_start();
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
    folder
        || place(file).is_some_and(|place| {
            matches!(place.layer, "pages" | "api" | "jobs") || JOB_PARTS.contains(&(place.room, place.layer))
        })
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
        let typed = "fn a() {\n    app.store\n        .write::<_, E, _>(&actor, |tx| b(tx));\n}";
        assert_eq!(found("crates/uppsikt/src/rooms/capture/actions.rs", typed), Some(3));
        assert_eq!(found("crates/uppsikt/src/rooms/moderation/carry_out/notice.rs", typed), None);
        assert_eq!(
            found("crates/uppsikt/src/app.rs", "lock.write().a; options.write(true); f.write_all(x)"),
            None
        );
        assert_eq!(found("crates/store/src/queue.rs", text), None);
    }
}
