//! The list of licences, with named exceptions and refused crates.

use anyhow::{Context, Result, bail};
use toml::Table;

use super::Dependency;
use super::expression::permits;

/// The contents of `licences.toml`.
#[derive(Debug)]
pub struct List {
    allowed: Vec<String>,
    refused: Vec<String>,
    exceptions: Table,
}

impl List {
    /// Reads the list.
    ///
    /// # Errors
    /// When it is no TOML, a list is missing, or an exception has no licence or no reason.
    pub fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().context("licences.toml är inte giltig TOML")?;
        let exceptions = table.get("exceptions").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        for (name, exception) in &exceptions {
            for key in ["licence", "reason"] {
                if exception.get(key).and_then(toml::Value::as_str).is_none_or(str::is_empty) {
                    bail!("licences.toml: undantaget för {name} saknar {key}");
                }
            }
        }
        Ok(Self { allowed: words(&table, "allowed")?, refused: words(&table, "refused")?, exceptions })
    }

    /// Why a dependency may not be used, or nothing when it may.
    pub fn violation(&self, found: &Dependency) -> Option<String> {
        let Dependency { name, version, licence } = found;
        if self.refused.contains(name) {
            return Some(format!("{name} {version}: får aldrig ingå (refused i licences.toml)"));
        }
        let Some(licence) = licence else {
            return Some(format!("{name} {version}: anger ingen licens"));
        };
        let exception = self.exceptions.get(name).and_then(|exception| exception.get("licence")?.as_str());
        match permits(licence, &|one| {
            self.allowed.iter().any(|allowed| allowed == one) || exception == Some(one)
        }) {
            Ok(true) => None,
            Ok(false) => Some(format!("{name} {version}: licensen ”{licence}” är inte tillåten")),
            Err(why) => Some(format!("{name} {version}: licensen ”{licence}” kan inte läsas: {why}")),
        }
    }
}

fn words(table: &Table, key: &str) -> Result<Vec<String>> {
    let values = table.get(key).and_then(toml::Value::as_array);
    let values = values.with_context(|| format!("licences.toml saknar listan {key}"))?;
    Ok(values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        List::parse(
            "allowed = ['MIT']\nrefused = ['bad']\n[exceptions.special]\nlicence = 'MPL-2.0'\nreason = 'why'",
        )
        .unwrap()
    }

    fn dependency(name: &str, licence: Option<&str>) -> Dependency {
        Dependency { name: name.into(), version: "1.0.0".into(), licence: licence.map(Into::into) }
    }

    #[test]
    fn the_list_decides() {
        for (name, licence, expected) in [
            ("a", Some("MIT"), None),
            ("special", Some("MPL-2.0"), None),
            ("a", Some("MPL-2.0"), Some("MPL-2.0")),
            ("a", None, Some("anger ingen licens")),
            ("a", Some("MIT OR"), Some("kan inte läsas")),
            ("bad", Some("MIT"), Some("får aldrig ingå")),
        ] {
            let said = list().violation(&dependency(name, licence));
            assert_eq!(said.is_some(), expected.is_some(), "{name} {licence:?} {said:?}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()));
        }
    }

    #[test]
    fn an_exception_without_a_reason_is_refused() {
        let text = "allowed = []\nrefused = []\n[exceptions.a]\nlicence = 'MPL-2.0'";
        assert!(List::parse(text).unwrap_err().to_string().contains("reason"));
    }
}
