//! Where the project lies, and how cargo and other programs are run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root folder of the checkout.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace of the running `cargo xtask`, or of the current folder.
    ///
    /// # Errors
    /// When no folder above has a `Cargo.toml` with a workspace.
    pub fn find() -> Result<Self> {
        let from = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let from = from.map_or_else(std::env::current_dir, Ok)?;
        for folder in from.ancestors() {
            let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            if manifest.contains("[workspace]") {
                return Ok(Self { root: folder.to_path_buf() });
            }
        }
        bail!("ingen mapp ovanför {} är ett Cargo-projekt med [workspace]", from.display())
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A command in the root folder, without standard input and without what `cargo run` adds to the
    /// environment: some build scripts watch those variables and would build again at every run.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let added = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
            if added.iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// A cargo command: the same cargo that runs xtask.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut command = self.command(&cargo);
        command.args(arguments);
        command
    }
}

/// Runs a command whose output goes to the screen.
///
/// # Errors
/// When it cannot be started or does not succeed; the text names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starta {}", shown(command)))?;
    if !status.success() {
        bail!("{} misslyckades ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command and returns what it wrote; on failure the error carries the end of what it said.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("starta {}", shown(command)))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!(
            "{} misslyckades ({})\n{}",
            shown(command),
            output.status,
            tail(&String::from_utf8_lossy(&said))
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The last lines of a long text: enough to see what went wrong.
pub fn tail(text: &str) -> String {
    const LINES_MAX: usize = 30;
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(LINES_MAX)..).unwrap_or_default().join("\n")
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_what_it_said() {
        let error =
            output(Command::new("sh").args(["-c", "echo trasigt >&2; exit 3"])).unwrap_err().to_string();
        assert!(error.starts_with("sh -c"), "{error}");
        assert!(error.ends_with("trasigt"), "{error}");
    }

    #[test]
    fn the_tail_keeps_the_end() {
        let long: String = (0..100).map(|line| format!("{line}\n")).collect();
        assert!(tail(&long).starts_with("70\n") && tail(&long).ends_with("99"));
        assert_eq!(tail("kort"), "kort");
    }
}
