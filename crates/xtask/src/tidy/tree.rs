//! The text files of the project, as the rules see them.

use anyhow::{Result, bail};

use super::source;
use crate::workspace::{self, Workspace};

/// One text file.
#[derive(Debug)]
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl File {
    /// Whether it is Rust source.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the whole file is only for tests or measurements.
    pub fn is_test(&self) -> bool {
        let is_test_name = |part: &str| matches!(part, "tests" | "tests.rs" | "benches" | "test_support");
        self.path.split('/').any(is_test_name) || self.path.ends_with("_tests.rs")
    }

    /// The text above the tests.
    pub fn production(&self) -> &str {
        if self.is_test() { "" } else { source::production(&self.text) }
    }

    /// The crate's folder name, of a file under `crates/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// All text files of the project.
#[derive(Debug)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// What git tracks or would track; files that are no UTF-8 are left out.
    ///
    /// # Errors
    /// When git does not answer.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut list = workspace.command("git");
        // The checkout may belong to another user than the one that tests it.
        list.arg("-c").arg(format!("safe.directory={}", workspace.root().display()));
        list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let said = workspace::output(&mut list)?;
        let mut files = Vec::new();
        for path in said.split_terminator('\0') {
            if let Ok(text) = std::fs::read_to_string(workspace.path(path)) {
                files.push(File { path: path.to_owned(), text });
            }
        }
        if files.is_empty() {
            bail!("git visar inga filer i {}", workspace.root().display());
        }
        Ok(Self { files })
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Rust files of the crates.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files().filter(|file| file.is_rust() && file.path.starts_with("crates/"))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// A tree from samples.
    #[cfg(test)]
    pub fn of(samples: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: samples.iter().map(file).collect() }
    }
}
