//! The keeper: a small shell script that outlives xtask and ends what xtask started.
//!
//! The standard library cannot catch Ctrl-C or a kill, but the end of a pipe is noticed in every case. The
//! keeper reads from a pipe that only this process holds; when it closes, the keeper acts.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// How a process is asked to end.
#[derive(Debug, Clone, Copy)]
pub enum Ending {
    /// A signal to the process alone: for a server that ends its own children.
    Process(&'static str),
    /// A signal to the group that the process leads.
    Group(&'static str),
}

/// Ends processes and removes folders when it goes, or when this process dies.
#[derive(Debug)]
pub struct Keeper {
    shell: Child,
    orders: Option<ChildStdin>,
    children: Vec<Child>,
}

impl Keeper {
    /// Starts the keeper, in a process group of its own so that Ctrl-C does not reach it.
    ///
    /// # Errors
    /// When `sh` cannot be started.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let mut command = Command::new("sh");
        command.arg(workspace.path("e2e/keeper.sh")).current_dir("/").process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut shell = command.spawn().context("starta e2e/keeper.sh")?;
        let orders = shell.stdin.take();
        Ok(Self { shell, orders, children: Vec::new() })
    }

    /// Starts a process and names it to the keeper; it leads a group of its own when it is ended as one.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(&mut self, command: &mut Command, ending: Ending) -> Result<&mut Child> {
        if matches!(ending, Ending::Group(_)) {
            command.process_group(0);
        }
        let child = command.spawn().with_context(|| format!("starta {}", command.get_program().display()))?;
        let order = match ending {
            Ending::Process(signal) => format!("stop {signal} {}", child.id()),
            Ending::Group(signal) => format!("stop {signal} -{}", child.id()),
        };
        self.children.push(child);
        self.order(&order)?;
        self.children.last_mut().context("en process som just startades")
    }

    /// Waits for the process that was started last, which ends by itself.
    ///
    /// # Errors
    /// When it cannot be waited for, or nothing was started.
    pub fn wait_for_last(&mut self) -> Result<std::process::ExitStatus> {
        let Some(mut child) = self.children.pop() else { bail!("ingen process är startad") };
        let status = child.wait().context("vänta på en process")?;
        self.order(&format!("forget {}", child.id()))?;
        Ok(status)
    }

    /// Names a folder that is removed at the end.
    ///
    /// # Errors
    /// When the keeper is gone.
    pub fn remove_at_end(&mut self, folder: &Path) -> Result<()> {
        self.order(&format!("folder {}", folder.display()))
    }

    fn order(&mut self, line: &str) -> Result<()> {
        let orders = self.orders.as_mut().context("e2e/keeper.sh tar inte emot")?;
        writeln!(orders, "{line}").context("skriva till e2e/keeper.sh")
    }
}

impl Drop for Keeper {
    /// Closes the pipe and reaps every child, so that the keeper sees them gone. Failures are left to the
    /// keeper, which kills what does not end; a keeper that was itself killed is stood in for.
    fn drop(&mut self) {
        drop(self.orders.take());
        let is_gone = matches!(self.shell.try_wait(), Ok(Some(status)) if !status.success());
        for child in self.children.iter_mut().rev() {
            if is_gone {
                let _ = child.kill();
            }
            let _ = child.wait();
        }
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::scratch;

    #[test]
    fn everything_ends_with_the_keeper() {
        let mut keeper = Keeper::start(&Workspace::find().unwrap()).unwrap();
        let folder = scratch(&mut keeper, "keeper test").unwrap();
        let alone = keeper.spawn(Command::new("sleep").arg("600"), Ending::Process("INT")).unwrap().id();
        let group = keeper
            .spawn(Command::new("sh").args(["-c", "sleep 600 & wait"]), Ending::Group("TERM"))
            .unwrap()
            .id();
        assert!(folder.is_dir());
        drop(keeper);
        assert!(!folder.exists());
        for pid in [alone, group] {
            assert!(!Path::new("/proc").join(pid.to_string()).exists(), "{pid}");
        }
    }

    #[test]
    fn what_ended_by_itself_is_forgotten() {
        let mut keeper = Keeper::start(&Workspace::find().unwrap()).unwrap();
        keeper.spawn(Command::new("sh").args(["-c", "exit 4"]), Ending::Process("TERM")).unwrap();
        assert_eq!(keeper.wait_for_last().unwrap().code(), Some(4));
    }
}
