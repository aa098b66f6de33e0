//! `cargo xtask licences`: every dependency's licence against the list in `licences.toml`.

mod expression;
mod list;

use anyhow::{Context, Result, bail};
use list::List;
use serde_json::Value;

use crate::workspace::{self, Workspace};

/// Checks the dependencies that are built on this kind of machine.
///
/// # Errors
/// When one has a licence that the list does not allow, or is refused by name.
pub fn run(workspace: &Workspace) -> Result<()> {
    let text = std::fs::read_to_string(workspace.path("licences.toml")).context("läsa licences.toml")?;
    let list = List::parse(&text)?;
    let host = host(workspace)?;
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", &host];
    let mut metadata = workspace.cargo(&arguments);
    let said = metadata.stderr(std::process::Stdio::inherit()).output().context("starta cargo metadata")?;
    if !said.status.success() {
        bail!("cargo metadata misslyckades ({})", said.status);
    }
    let metadata: Value = serde_json::from_slice(&said.stdout).context("läsa svaret från cargo metadata")?;
    let crates = third_party(&metadata);
    let violations: Vec<String> = crates.iter().filter_map(|found| list.violation(found)).collect();
    for violation in &violations {
        println!("{violation}");
    }
    if !violations.is_empty() {
        bail!("{} beroenden får inte användas med sina licenser", violations.len());
    }
    println!("{} beroenden, alla med tillåtna licenser.", crates.len());
    Ok(())
}

/// A dependency as `cargo metadata` names it.
#[derive(Debug)]
pub struct Dependency {
    name: String,
    version: String,
    licence: Option<String>,
}

fn third_party(metadata: &Value) -> Vec<Dependency> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .map(|package| Dependency {
            name: text(&package["name"]).unwrap_or_default(),
            version: text(&package["version"]).unwrap_or_default(),
            licence: text(&package["license"]),
        })
        .collect()
}

fn host(workspace: &Workspace) -> Result<String> {
    let said = workspace::output(workspace.command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV nämner inte datorns slag")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_crates_are_not_third_party() {
        let metadata = serde_json::json!({"packages": [
            {"name": "ours", "version": "1.0.0", "source": null, "license": "EUPL-1.2"},
            {"name": "theirs", "version": "2.0.0", "source": "registry", "license": null},
        ]});
        let found = third_party(&metadata);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].licence.as_deref()), ("theirs", None));
    }
}
