//! What the templates may not hold, whoever writes them: addresses of others, styles and scripts of their own.

use std::path::{Path, PathBuf};

fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ends));
        } else if ends.iter().any(|end| path.extension().is_some_and(|found| found == *end)) {
            found.push(path);
        }
    }
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for path in files(&source(), &["html", "css", "js"]) {
        let text = std::fs::read_to_string(&path).unwrap().replace("http://www.w3.org/2000/svg", "");
        for bad in
            ["src=\"http", "src=\"//", "url(http", "url(//", "@import", "action=\"http", "fetch(\"http"]
        {
            assert!(!text.contains(bad), "{} in {}", bad, path.display());
        }
        for link in text.split("<link").skip(1) {
            let tag = link.split('>').next().unwrap();
            assert!(!tag.contains("http"), "{tag} in {}", path.display());
        }
    }
}

#[test]
fn templates_hold_no_style_and_no_script() {
    for path in files(&source(), &["html"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        for bad in
            [" style=", "<style", "javascript:", " onclick=", " onload=", " onsubmit=", " onchange=", "hx-on"]
        {
            assert!(!text.contains(bad), "{} in {}", bad, path.display());
        }
        for script in text.split("<script").skip(1) {
            assert!(script.contains("nonce=\"{{ nonce }}\""), "a script without nonce in {}", path.display());
        }
        // An htmx attribute without the nonce is removed by the browser, silently for the reader.
        for tag in text.split('<').filter(|tag| tag.contains(" hx-")) {
            assert!(tag.contains("hx-nonce=\"{{ nonce }}\""), "<{tag} in {}", path.display());
        }
    }
}

#[test]
fn only_the_layout_and_components_write_unescaped() {
    let may = ["web/layout.html", "web/components"];
    for path in files(&source(), &["html"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.to_string_lossy().into_owned();
        if may.iter().any(|may| name.contains(may)) {
            continue;
        }
        assert!(
            !text.contains("|safe") && !text.contains("| safe") && !text.contains("autoescape"),
            "{name}"
        );
    }
}

#[test]
fn the_stylesheet_has_colours_in_tokens_only() {
    let css = include_str!("../../src/web/static/uppsikt.css");
    let rest = css.split_once("@layer base {").unwrap().1;
    for line in rest.lines() {
        let has_hex = line.split('#').skip(1).any(|after| {
            let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
            matches!(digits, 3 | 6)
                && !after.chars().nth(digits).is_some_and(|c| c.is_alphanumeric() || c == '-')
        });
        assert!(!has_hex && !line.contains("rgb("), "{line}");
    }
}
