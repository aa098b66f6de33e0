//! Reference pages that are generated from the code: making them again must change nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::{self, Workspace};

/// The folder of the pages.
const FOLDER: &str = "docs/reference";
/// Cargo commands that write pages in [`FOLDER`]. A new generator is added here.
const GENERATORS: &[&[&str]] = &[];

/// Runs every generator and compares the folder before and after.
///
/// # Errors
/// When a generator fails or a page changes; the pages that changed are named and keep their new text.
pub fn run(workspace: &Workspace) -> Result<()> {
    if GENERATORS.is_empty() {
        println!("Inga sidor genereras än.");
        return Ok(());
    }
    let before = pages(&workspace.path(FOLDER))?;
    for generator in GENERATORS {
        workspace::run(&mut workspace.cargo(generator))?;
    }
    let after = pages(&workspace.path(FOLDER))?;
    let changed = changed(&before, &after);
    if !changed.is_empty() {
        bail!("sidor var inte aktuella och är nu skrivna på nytt: {}", changed.join(", "));
    }
    Ok(())
}

fn changed(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let mut paths: Vec<&PathBuf> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| before.get(*path) != after.get(*path));
    paths.into_iter().map(|path| path.display().to_string()).collect()
}

fn pages(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("läsa {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).with_context(|| format!("läsa {}", path.display()))?;
                found.insert(path, bytes);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_new_gone_or_different_is_named() {
        let page = |name: &str, text: &str| (PathBuf::from(name), text.as_bytes().to_vec());
        let before = BTreeMap::from([page("a", "1"), page("b", "1"), page("c", "1")]);
        let after = BTreeMap::from([page("a", "1"), page("b", "2"), page("d", "1")]);
        assert_eq!(changed(&before, &after), ["b", "c", "d"]);
    }
}
