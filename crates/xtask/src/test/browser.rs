//! The pages in a real browser: the tests of `crates/uppsikt/tests/browser` beside what npm brings for them.
//!
//! They are copied to the folder where cargo builds, so that a run leaves nothing in the checkout. Playwright
//! brings no browser of its own: Debian's is used.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::packages;
use crate::servers::{Ending, Keeper};
use crate::start::Product;
use crate::workspace::{self, Workspace};

const TESTS: &str = "crates/uppsikt/tests/browser";
/// Says for which list of packages `node_modules` was filled.
const STAMP: &str = "installed";

/// Builds the program and runs every test against it.
///
/// # Errors
/// When the packages cannot be had, the program does not build, or a test fails.
pub fn run(workspace: &Workspace, keeper: &mut Keeper) -> Result<()> {
    let program = PathBuf::from(Product::build(workspace, PathBuf::new())?.program().to_string());
    let built = program.parent().context("programmet ligger i en mapp")?;
    let folder = built.join("browser-tests");
    fs::create_dir_all(&folder).with_context(|| format!("skapa {}", folder.display()))?;
    copy(&workspace.path(TESTS), &folder)?;
    install(&folder)?;
    let chromium = packages::chromium().context("Chromium är inte installerat (Debians paket chromium)")?;
    let mut node = workspace.command("node");
    node.arg(folder.join("run.js")).env("UPPSIKT_BIN", &program);
    node.env("UPPSIKT_SOURCE", workspace.root()).env("UPPSIKT_CHROMIUM", chromium);
    // A group: ended together with the servers and browsers that it starts.
    keeper.spawn(&mut node, Ending::Group("TERM"))?;
    let status = keeper.wait_for_last()?;
    if !status.success() {
        bail!("testerna i webbläsaren gick fel ({status})");
    }
    Ok(())
}

/// Copies the files of the folder; those that are no longer in the checkout go.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(to).with_context(|| format!("läsa {}", to.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "js") {
            fs::remove_file(&path).with_context(|| format!("ta bort {}", path.display()))?;
        }
    }
    for entry in fs::read_dir(from).with_context(|| format!("läsa {TESTS}"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, to.join(name)).with_context(|| format!("kopiera {}", path.display()))?;
        }
    }
    Ok(())
}

/// Playwright and axe, in the versions of the list; nothing is fetched when they are there.
fn install(folder: &Path) -> Result<()> {
    let wanted = fs::read(folder.join("package-lock.json")).context("läsa package-lock.json")?;
    let stamp = folder.join(STAMP);
    if fs::read(&stamp).is_ok_and(|found| found == wanted) && folder.join("node_modules").is_dir() {
        return Ok(());
    }
    println!("Hämtar Playwright och axe med npm …");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    workspace::output(npm.current_dir(folder).stdin(Stdio::null()))?;
    fs::write(&stamp, wanted).with_context(|| format!("skriva {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_has_been_removed_is_not_run() {
        let root = std::env::temp_dir().join(format!("uppsikt-browser-copy-{}", std::process::id()));
        let (from, to) = (root.join("from"), root.join("to"));
        for folder in [&from, &to] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(from.join("new.test.js"), "new").unwrap();
        fs::write(to.join("old.test.js"), "old").unwrap();
        fs::write(to.join(STAMP), "list").unwrap();
        copy(&from, &to).unwrap();
        assert!(to.join("new.test.js").is_file() && to.join(STAMP).is_file());
        assert!(!to.join("old.test.js").exists());
        fs::remove_dir_all(&root).unwrap();
    }
}
