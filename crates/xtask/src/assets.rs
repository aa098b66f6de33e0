//! `cargo xtask assets`: htmx, typefaces and icons from npm, copied to where the program is built with them.
//!
//! The packages stand with their hashes in `crates/uppsikt/assets/package-lock.json`; which of their files are
//! taken stands in `list.txt` and `icons.txt` beside it. None of them is committed. The program is built and
//! works without them too, with the machine's own typefaces and with whole pages, so a machine that has no npm
//! or does not reach a registry is told so plainly and goes on.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::packages;
use crate::workspace::{self, Workspace};

const FOLDER: &str = "crates/uppsikt/assets";
/// Says for which lists the folder was filled.
const STAMP: &str = "list";

/// Fills the folder, unless it is filled for these very lists.
///
/// # Errors
/// When npm is missing, a package cannot be had, or a file is not in it.
pub fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path(FOLDER);
    let built = folder.join("built");
    let wanted = lists(&folder)?;
    if fs::read_to_string(built.join(STAMP)).is_ok_and(|found| found == wanted) {
        println!("Det som webbläsaren får utöver egna filer finns.");
        return Ok(());
    }
    if packages::program("npm").is_none() {
        bail!("npm är inte installerat (Debians paket npm)");
    }
    println!("Hämtar htmx, typsnitt och ikoner med npm …");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    workspace::output(npm.current_dir(&folder).stdin(Stdio::null()))?;
    // Whole or not at all: the folder gets its name when everything is in it.
    let unfinished = folder.join(format!("built-{}", std::process::id()));
    let filled = fill(&folder, &unfinished).and_then(|()| {
        fs::write(unfinished.join(STAMP), &wanted)?;
        if built.exists() {
            fs::remove_dir_all(&built)?;
        }
        Ok(fs::rename(&unfinished, &built)?)
    });
    let _left = fs::remove_dir_all(&unfinished);
    let _packages = fs::remove_dir_all(folder.join("node_modules"));
    filled.context("kopiera filer ur paketen")
}

/// As [`run`]; where it fails the reason is told, and the program is built without.
pub fn run_or_say(workspace: &Workspace) {
    if let Err(error) = run(workspace) {
        println!("htmx, typsnitt och ikoner kunde inte hämtas: {error:#}");
        println!("Uppsikt byggs utan dem. Sidorna fungerar, men med datorns egna typsnitt och utan ikoner.");
    }
}

/// The three lists as one text.
fn lists(folder: &Path) -> Result<String> {
    let read =
        |name: &str| fs::read_to_string(folder.join(name)).with_context(|| format!("läsa {FOLDER}/{name}"));
    Ok([read("package-lock.json")?, read("list.txt")?, read("icons.txt")?].concat())
}

fn fill(folder: &Path, built: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let copy = |from: &str, to: &str| -> Result<()> {
        fs::copy(modules.join(from), built.join(to)).with_context(|| format!("kopiera {from}"))?;
        Ok(())
    };
    fs::create_dir_all(built.join("icons"))?;
    let read = |name: &str| fs::read_to_string(folder.join(name));
    for line in entries(&read("list.txt")?) {
        let (from, to) = line.split_once(' ').with_context(|| format!("list.txt: {line}"))?;
        copy(from, to)?;
    }
    for name in entries(&read("icons.txt")?) {
        copy(&format!("lucide-static/icons/{name}.svg"), &format!("icons/{name}.svg"))?;
    }
    Ok(())
}

/// The lines that are neither empty nor remarks.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_and_empty_lines_are_left_out() {
        assert_eq!(entries("# a\n\n b c \nd").collect::<Vec<_>>(), ["b c", "d"]);
    }

    #[test]
    fn the_lists_name_a_package_that_is_locked_and_each_icon_once() {
        let workspace = Workspace::find().unwrap();
        let read = |name: &str| fs::read_to_string(workspace.path(FOLDER).join(name)).unwrap();
        let (lock, list, icons) = (read("package-lock.json"), read("list.txt"), read("icons.txt"));
        for line in entries(&list) {
            let package = line.splitn(3, '/').take(if line.starts_with('@') { 2 } else { 1 });
            let package = package.collect::<Vec<_>>().join("/");
            assert!(lock.contains(&format!("\"node_modules/{package}\"")), "{package}");
        }
        let icons: Vec<&str> = entries(&icons).collect();
        assert!(icons.windows(2).all(|pair| pair[0] < pair[1]), "in order, each once");
    }
}
