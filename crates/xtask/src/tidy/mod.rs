//! `cargo xtask tidy`: tests that guard the shape of the code.
//!
//! One rule, one file: each takes the [`Tree`] of text files and returns what breaks the rule. A rule whose
//! target does not exist yet finds nothing. What a rule cannot see without running code (a role for each
//! route, samples for each template) is tested in the crates themselves.

mod act_codes;
mod crate_imports;
mod file_length;
mod forbidden;
mod glossary;
mod machine_paths;
mod module_prose;
mod names;
mod room;
mod room_imports;
mod source;
mod tables;
mod time_doors;
mod tree;
mod write_doors;

use std::fmt;

use anyhow::{Result, bail};
use tree::Tree;

use crate::workspace::Workspace;

/// A place that breaks a rule, and why in Swedish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    path: String,
    line: usize,
    why: String,
}

impl Violation {
    /// A violation at a line (from 1) of a file.
    pub fn new(path: &str, line: usize, why: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, why: why.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.why)
    }
}

type Rule = fn(&Tree) -> Vec<Violation>;

const RULES: &[(&str, Rule)] = &[
    ("crate-imports", crate_imports::check),
    ("room-imports", room_imports::check),
    ("tables", tables::check),
    ("file-length", file_length::check),
    ("module-prose", module_prose::check),
    ("forbidden", forbidden::check),
    ("machine-paths", machine_paths::check),
    ("names", names::check),
    ("act-codes", act_codes::check),
    ("time-doors", time_doors::check),
    ("write-doors", write_doors::check),
];

/// Runs every rule on the checkout.
///
/// # Errors
/// When a rule is broken; every place is printed first.
pub fn run(workspace: &Workspace) -> Result<()> {
    let tree = Tree::read(workspace)?;
    let mut count = 0;
    for (name, rule) in RULES {
        let mut violations = rule(&tree);
        violations.sort();
        for violation in &violations {
            println!("{violation} [{name}]");
        }
        count += violations.len();
    }
    println!("{}", file_length::figures(&tree));
    if count > 0 {
        bail!("{count} ställen bryter mot reglerna för kodens form");
    }
    println!("{} regler, inget att anmärka på.", RULES.len());
    Ok(())
}
