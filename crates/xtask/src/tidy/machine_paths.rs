//! No file names a folder of one person's machine or the host of a package registry.

use super::Violation;
use super::source::line_at;
use super::tree::Tree;

/// Folders that exist on one machine only. Cut in two so that this file passes its own rule.
const FOLDERS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/fa", "rm/"), concat!("/ho", "me/")];
/// Hosts that a lock file or a script must not be tied to.
const HOSTS: [&str; 6] = [
    concat!("registry.", "npmjs"),
    concat!("static.", "crates"),
    concat!("index.", "crates"),
    concat!("pypi.", "org"),
    concat!("files.", "pythonhosted"),
    concat!("deb.", "debian"),
];

/// Checks every text file.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.files() {
        for folder in FOLDERS {
            for (at, _) in file.text.match_indices(folder) {
                let before = file.text.get(..at).and_then(|before| before.chars().next_back());
                // `https://example.org/x` plus such a word, or `a/b`, is no folder at the root.
                let is_inner =
                    before.is_some_and(|letter| letter.is_alphanumeric() || "._-}".contains(letter));
                if !is_inner {
                    let why = format!("sökväg på en viss dator: {folder}");
                    violations.push(Violation::new(&file.path, line_at(&file.text, at), why));
                }
            }
        }
        for host in HOSTS {
            for (at, _) in file.text.match_indices(host) {
                let why = format!("värdnamn för ett paketregister: {host}");
                violations.push(Violation::new(&file.path, line_at(&file.text, at), why));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_at_the_root_and_hosts_are_found() {
        for folder in FOLDERS {
            let found = |text: String| check(&Tree::of(&[("docs/a.md", &text)])).len();
            assert_eq!(found(format!("{folder}x")), 1);
            assert_eq!(found(format!("a \"{folder}x\"")), 1);
            assert_eq!(found(format!("https://example.org{folder}x")), 0);
            assert_eq!(found(format!("${{HOME}}{folder}x")), 0);
        }
        for host in HOSTS {
            assert_eq!(check(&Tree::of(&[("a.toml", host)])).len(), 1);
        }
    }
}
