//! Arrows between crates, and which crate is the only door to what.

use toml::{Table, Value};

use super::Violation;
use super::source::{code, paths, production};
use super::tree::{File, Tree};

/// What a crate may import of ours, besides the program, which may import all.
const OURS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("guideline", &["kernel"]),
    ("screening", &["kernel", "guideline"]),
    ("ledger", &["kernel"]),
    ("net", &["kernel"]),
    ("platform", &["kernel", "ledger", "net"]),
    ("archive", &["kernel", "ledger"]),
    ("browser", &["kernel"]),
    ("store", &["kernel", "ledger", "net"]),
    ("xtask", &[]),
];

/// The doors: a dependency, and the crates that alone may have it.
const DOORS: &[(&[&str], &[&str])] = &[
    (
        &["sea-orm", "sea-orm-migration", "sea-query", "sqlx", "rusqlite", "tokio-postgres"],
        &["store", "uppsikt"],
    ),
    (&["reqwest", "hyper", "ureq", "curl"], &["net"]),
    (&["object_store"], &["store"]),
    (&["axum", "tower-http", "clap"], &["uppsikt"]),
];

/// Crates that compute and touch nothing outside: no runtime, no sockets, no files.
const PURE: &[&str] = &["kernel", "guideline", "screening", "ledger"];
/// What a pure crate never depends on.
const IMPURE: &[&str] = &["tokio", "async-std", "rustix", "rustls", "tempfile", "tracing-subscriber"];
/// What a pure crate never names of the standard library.
const IMPURE_STD: &[&str] = &["fs", "net", "process", "env", "os"];
/// The words everyone uses stay few.
const KERNEL_LINES_MAX: usize = 1_500;

/// Checks manifests and the pure crates' code.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.files() {
        let Some(name) = file.crate_name() else { continue };
        if file.path == format!("crates/{name}/Cargo.toml") {
            let whys = manifest(name, &file.text);
            violations.extend(whys.into_iter().map(|why| Violation::new(&file.path, 1, why)));
        } else if PURE.contains(&name) && file.is_rust() && !file.is_test() {
            violations.extend(impure_code(file));
        }
    }
    let is_kernel = |file: &&File| file.path.starts_with("crates/kernel/src/") && file.is_rust();
    let lines: usize =
        tree.files().filter(is_kernel).map(|file| production(&file.text).lines().count()).sum();
    if lines > KERNEL_LINES_MAX {
        let why = format!("kernel har {lines} rader, högst {KERNEL_LINES_MAX} får finnas där");
        violations.push(Violation::new("crates/kernel/src/lib.rs", 1, why));
    }
    violations
}

fn manifest(name: &str, text: &str) -> Vec<String> {
    let Ok(table) = text.parse::<Table>() else { return vec!["kan inte läsas som TOML".to_owned()] };
    let mut whys = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let entries = table.get(section).and_then(Value::as_table);
        for dependency in entries.into_iter().flat_map(|entries| entries.keys()) {
            // Tests may use what they like of others', never an arrow of ours that does not exist.
            let is_test = section == "dev-dependencies";
            if let Some(why) =
                ours(name, dependency).or_else(|| theirs(name, dependency).filter(|_| !is_test))
            {
                whys.push(why);
            }
        }
    }
    whys
}

fn ours(name: &str, dependency: &str) -> Option<String> {
    let target = dependency.strip_prefix("uppsikt-").or((dependency == "uppsikt").then_some(dependency))?;
    if name == "uppsikt" || name == target {
        return None;
    }
    let allowed = OURS.iter().find(|(from, _)| *from == name).map(|(_, targets)| *targets);
    let Some(allowed) = allowed else {
        return Some(format!("lådan ”{name}” står inte i listan över lådor"));
    };
    (!allowed.contains(&target)).then(|| format!("{name} får inte bero på {target}"))
}

fn theirs(name: &str, dependency: &str) -> Option<String> {
    let door = DOORS.iter().find(|(guarded, _)| guarded.contains(&dependency));
    if let Some((_, keepers)) = door
        && !keepers.contains(&name)
    {
        return Some(format!("{name} får inte bero på {dependency}: bara {} gör det", keepers.join(", ")));
    }
    (PURE.contains(&name) && IMPURE.contains(&dependency))
        .then(|| format!("{name} får inte bero på {dependency}: den når bara minnet"))
}

fn impure_code(file: &File) -> Vec<Violation> {
    let named = paths(&code(file.production()), &[]);
    let is_impure = |parts: &[String]| match parts {
        [first, second, ..] => first == "std" && IMPURE_STD.contains(&second.as_str()),
        _ => false,
    };
    let found = named.into_iter().filter(|path| is_impure(&path.parts));
    found
        .map(|path| Violation::new(&file.path, path.line, format!("{} når datorn", path.parts.join("::"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whys(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|found| found.why).collect()
    }

    #[test]
    fn the_arrows_of_the_architecture_are_allowed() {
        for (name, text) in [
            ("store", "[dependencies]\nuppsikt-kernel = 1\nuppsikt-net = 1\nsea-orm = 1\ntokio = 1"),
            ("uppsikt", "[dependencies]\nuppsikt-store = 1\naxum = 1\nsea-orm = 1"),
            ("ledger", "[dependencies]\nuppsikt-kernel = 1\n[dev-dependencies]\ntempfile = 1\naxum = 1"),
            ("net", "[dependencies.reqwest]\nversion = '1'"),
        ] {
            assert_eq!(whys(&format!("crates/{name}/Cargo.toml"), text), Vec::<String>::new());
        }
    }

    #[test]
    fn other_arrows_are_refused() {
        for (name, text) in [
            ("kernel", "[dependencies]\nuppsikt-ledger = 1"),
            ("ledger", "[dev-dependencies]\nuppsikt-store = 1"),
            ("ledger", "[dependencies]\ntokio = 1"),
            ("platform", "[dependencies]\nreqwest = 1"),
            ("archive", "[dependencies]\nsqlx = 1"),
            ("store", "[build-dependencies]\nuppsikt = 1"),
            ("elsewhere", "[dependencies]\nuppsikt-kernel = 1"),
            ("kernel", "not toml"),
        ] {
            assert_eq!(whys(&format!("crates/{name}/Cargo.toml"), text).len(), 1, "{name} {text}");
        }
    }

    #[test]
    fn pure_crates_reach_nothing_outside() {
        assert_eq!(whys("crates/ledger/src/a.rs", "use std::{fmt, fs};").len(), 1);
        assert_eq!(whys("crates/ledger/src/a.rs", "use std::{fmt, io};").len(), 0);
        assert_eq!(whys("crates/store/src/a.rs", "use std::fs;").len(), 0);
    }

    #[test]
    fn the_kernel_stays_small() {
        assert_eq!(whys("crates/kernel/src/a.rs", &"x\n".repeat(1_500)).len(), 0);
        assert_eq!(whys("crates/kernel/src/a.rs", &"x\n".repeat(1_501)).len(), 1);
    }
}
