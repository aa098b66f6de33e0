//! The program that was built, and its command line.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{self, Workspace};

/// The administrator's login in the demonstration.
const ADMINISTRATOR: &str = "admin";

/// The built program and the data folder that its commands work on.
#[derive(Debug)]
pub struct Product {
    program: PathBuf,
    data: PathBuf,
}

impl Product {
    /// Builds the program, with cargo's progress on the screen.
    ///
    /// # Errors
    /// When it does not compile.
    pub fn build(workspace: &Workspace, data: PathBuf) -> Result<Self> {
        let build = ["build", "--locked", "--package", "uppsikt", "--bin", "uppsikt"];
        let mut cargo = workspace.cargo(&build);
        cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
        let said = cargo.output().context("starta cargo build")?;
        let program = executable(&String::from_utf8_lossy(&said.stdout));
        match program.filter(|_| said.status.success()) {
            Some(program) => Ok(Self { program, data }),
            None => bail!("Uppsikt gick inte att bygga ({})", said.status),
        }
    }

    /// A command on the data folder; it may speak to a running server.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(&self.data).env("UPPSIKT_AS", ADMINISTRATOR);
        command
    }

    /// A command's text, as another user.
    ///
    /// # Errors
    /// When the command fails.
    pub fn text_as(&self, user: &str, arguments: &[&str]) -> Result<String> {
        workspace::output(self.command(arguments).args(["--as", user]).stdin(Stdio::null()))
    }

    /// A command's text.
    ///
    /// # Errors
    /// When the command fails.
    pub fn text(&self, arguments: &[&str]) -> Result<String> {
        workspace::output(self.command(arguments).stdin(Stdio::null()))
    }

    /// A command's answer as JSON.
    ///
    /// # Errors
    /// When the command fails or writes something else.
    pub fn json(&self, arguments: &[&str]) -> Result<Value> {
        let text = self.text(&[arguments, &["--json"]].concat())?;
        serde_json::from_str(&text).with_context(|| format!("läsa svaret på uppsikt {}", arguments.join(" ")))
    }

    /// Bytes that a command writes, such as an evidence package.
    ///
    /// # Errors
    /// When the command fails.
    pub fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let said = self.command(arguments).stdin(Stdio::null()).output().context("starta uppsikt")?;
        if !said.status.success() {
            let text = String::from_utf8_lossy(&said.stderr).into_owned();
            bail!("uppsikt {} misslyckades\n{}", arguments.join(" "), workspace::tail(&text));
        }
        Ok(said.stdout)
    }

    /// Checks an evidence package, which needs no data folder, or a whole data folder.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn verify(&self, package: &std::path::Path) -> Result<String> {
        let mut command = Command::new(&self.program);
        workspace::output(
            command.arg("verify").arg(package).env("UPPSIKT_AS", ADMINISTRATOR).stdin(Stdio::null()),
        )
    }

    /// Makes the data folder of the invented municipality, unless it exists; gives what the program told of it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_demonstration(&self) -> Result<Option<Value>> {
        if self.is_made() {
            return Ok(None);
        }
        self.json(&["demo"]).map(Some)
    }

    /// Whether the data folder holds an installation.
    pub fn is_made(&self) -> bool {
        self.data.join("uppsikt.toml").is_file()
    }

    /// A command as the reader can copy it.
    pub fn shown(&self, arguments: &str) -> String {
        let (program, data) = (self.program.display(), self.data.display());
        format!("{program} {arguments} --as {ADMINISTRATOR} --data {data}")
    }

    /// The program's path.
    pub fn program(&self) -> std::path::Display<'_> {
        self.program.display()
    }
}

/// The path that cargo's messages name.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_in_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
                        {\"reason\":\"compiler-artifact\",\"executable\":\"/t/debug/uppsikt\"}\n\
                        {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(executable(messages), Some("/t/debug/uppsikt".into()));
        assert_eq!(executable(""), None);
    }
}
