//! Files of situations: finding them, and reading their headings and lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use uppsikt_guideline::{Profile, profiles, resolve_text};

/// One situation.
#[derive(Debug, Clone)]
pub struct Situation {
    /// The heading, whole.
    pub heading: String,
    /// The statements and the law that the heading names.
    pub named: Vec<String>,
    /// The lines: facts and expected answers.
    pub lines: BTreeMap<String, String>,
}

/// A file of situations.
#[derive(Debug)]
pub struct File {
    /// Its name, without the folder.
    pub name: String,
    /// The guideline under which its situations are judged.
    pub profile: Profile,
    /// The guideline as it is written.
    pub text: String,
    /// Its situations, in order.
    pub situations: Vec<Situation>,
}

impl Situation {
    /// The value of a line, which is then read.
    pub fn take(&mut self, key: &str) -> Option<String> {
        self.lines.remove(key)
    }

    /// The value of a line that must be there.
    pub fn needed(&mut self, key: &str) -> Result<String, String> {
        self.take(key).ok_or_else(|| format!("the line {key:?} is missing"))
    }

    /// Everything that the situation is about: what the heading and the expected answers name.
    pub fn mentions(&self) -> impl Iterator<Item = &str> {
        let listed =
            self.lines.iter().flat_map(|(key, value)| std::iter::once(key.as_str()).chain(value.split(", ")));
        self.named.iter().map(String::as_str).chain(listed)
    }
}

/// What is expected, or why the situation fails.
pub fn expect<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/situations")
}

/// Every file of situations, in the order of their names.
pub fn files() -> Vec<Result<File, String>> {
    let entries = fs::read_dir(folder()).expect("the folder with situations");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let mut markdown: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    markdown.sort();
    assert!(!markdown.is_empty(), "situations are found");
    markdown.iter().map(|path| file(path)).collect()
}

fn file(path: &Path) -> Result<File, String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let markdown = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let text = guideline(&name, &markdown)?;
    let code = name.trim_end_matches(".md");
    let profile =
        resolve_text(code, &text, &above).map_err(|error| format!("{name}, its guideline: {error}"))?;
    let situations = situations(&markdown).map_err(|fault| format!("{name}: {fault}"))?;
    Ok(File { name, profile, text, situations })
}

/// A guideline that another extends: one that is built in, or a file beside it.
fn above(code: &str) -> Option<String> {
    let built_in = profiles::all().into_iter().find(|(name, _)| *name == code);
    let beside = || fs::read_to_string(folder().join(format!("{code}.toml"))).ok();
    built_in.map(|(_, text)| text.to_owned()).or_else(beside)
}

/// The guideline that the file names, as it is written.
fn guideline(name: &str, markdown: &str) -> Result<String, String> {
    let stem = name.trim_end_matches(".md");
    let named = markdown.lines().find_map(|line| line.strip_prefix("Profil: ")).unwrap_or(stem).trim();
    if Path::new(named).extension().is_some_and(|end| end == "toml") {
        return fs::read_to_string(folder().join(named)).map_err(|error| format!("{name}, {named}: {error}"));
    }
    let built_in = profiles::all().into_iter().find(|(code, _)| *code == named);
    built_in.map(|(_, text)| text.to_owned()).ok_or_else(|| format!("{name}: no guideline is called {named}"))
}

fn situations(markdown: &str) -> Result<Vec<Situation>, String> {
    markdown.split("\n## ").skip(1).map(situation).collect()
}

fn situation(part: &str) -> Result<Situation, String> {
    let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
    let (named, _) =
        heading.split_once(": ").ok_or_else(|| format!("{heading:?} is not sources, a colon and a title"))?;
    let mut lines = BTreeMap::new();
    for line in body.lines().filter_map(|line| line.strip_prefix("- ")) {
        let (key, value) =
            line.split_once(": ").ok_or_else(|| format!("{heading:?}: {line:?} has no colon"))?;
        if lines.insert(key.to_owned(), value.trim().to_owned()).is_some() {
            return Err(format!("{heading:?}: the line {key:?} stands twice"));
        }
    }
    let named = named.split(", ").map(str::to_owned).collect();
    Ok(Situation { heading: heading.to_owned(), named, lines })
}
