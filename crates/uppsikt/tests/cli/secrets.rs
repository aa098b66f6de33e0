//! What only the owner of the data folder may read.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::program::Home;

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        }
        found.push(path);
    }
    found
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[track_caller]
fn is_closed(data: &Path) {
    assert_eq!(mode(data), 0o700);
    assert_eq!(mode(&data.join("uppsikt.toml")), 0o600, "it may hold a database's password");
    let keys = files_below(&data.join("keys"));
    assert!(keys.iter().any(|path| path.is_file()), "there are keys");
    for path in keys {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), wanted, "{}", path.display());
    }
}

#[test]
fn secrets_are_for_their_owner_only() {
    let home = Home::begin();
    let password = home.file("password", "abcd EFGH\n");
    let add =
        ["account", "add", "webbplatsen", "--platform", "wordpress", "--address", "http://127.0.0.1:9/"];
    home.run(&[&add[..], &["--internal", "--login", "bot", "--password-file", &password]].concat()).done();
    home.record("brev.txt", "Hej.");
    is_closed(&home.data());
    let (copy, keys) = (home.path("copy.zip"), home.path("keys.zip"));
    home.run(&["backup", &copy, "--keys", &keys]).done();
    assert_eq!((mode(Path::new(&copy)), mode(Path::new(&keys))), (0o600, 0o600));
    let other = home.beside("other");
    home.run_in(&other, &["restore", &copy, "--keys", &keys]).done();
    is_closed(&other);
}

#[test]
fn a_password_lies_in_the_key_store_only() {
    let home = Home::begin();
    let password = home.file("password", "abcdEFGHijkl\n");
    let add =
        ["account", "add", "webbplatsen", "--platform", "wordpress", "--address", "http://127.0.0.1:9/"];
    let told = home
        .run(&[&add[..], &["--internal", "--login", "bot", "--password-file", &password]].concat())
        .done();
    assert!(!told.out.contains("abcdEFGH") && !told.err.contains("abcdEFGH"));
    home.run(&["backup", &home.path("copy.zip")]).done();
    let mut looked = files_below(&home.data());
    looked.push(home.beside("copy.zip"));
    for path in looked.iter().filter(|path| path.is_file() && !path.starts_with(home.data().join("keys"))) {
        let bytes = std::fs::read(path).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"abcdEFGHijkl"), "{}", path.display());
    }
}
