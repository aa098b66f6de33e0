//! Puts what browsers are given into the program: our own stylesheet and keys, and what `cargo xtask assets`
//! fetched, where it has been fetched. Text is compressed here, once.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

/// One file as it is served.
struct File {
    name: String,
    bytes: Vec<u8>,
}

fn main() -> io::Result<()> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let (root, out) = (variable("CARGO_MANIFEST_DIR")?, variable("OUT_DIR")?);
    let (own, built) = (root.join("src/web/static"), root.join("assets/built"));
    for watched in ["src/web/static", "assets", "build.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut files = files(&own)?;
    files.extend(files_if_any(&built)?);
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let mut code = String::new();
    let mut all = Sha256::new();
    code.push_str("const FILES: &[Asset] = &[\n");
    for file in &files {
        all.update(file.name.as_bytes());
        all.update(Sha256::digest(&file.bytes));
        code.push_str(&entry(file, &out)?);
    }
    code.push_str("];\n");
    let _ = writeln!(code, "const VERSION: &str = {:?};", &hex(&all.finalize())[..16]);
    code.push_str(&icons(&built.join("icons"))?);
    fs::write(out.join("assets.rs"), code)
}

/// A file as a line of code. Its bytes are copied to where Cargo compiles, so that a checkout which has been moved or
/// removed leaves nothing behind that does not compile.
fn entry(file: &File, out: &Path) -> io::Result<String> {
    let include = |name: &str, bytes: &[u8]| -> io::Result<String> {
        fs::write(out.join(name), bytes)?;
        Ok(format!("include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))", format!("/{name}")))
    };
    let name = &file.name;
    let gzip = if name.ends_with(".woff2") {
        "None".to_owned()
    } else {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&file.bytes)?;
        format!("Some({})", include(&format!("{name}.gz"), &encoder.finish()?)?)
    };
    let (bytes, etag) = (include(name, &file.bytes)?, &hex(&Sha256::digest(&file.bytes))[..24]);
    Ok(format!("    Asset {{ name: {name:?}, etag: {etag:?}, bytes: {bytes}, gzip: {gzip} }},\n"))
}

fn files(folder: &Path) -> io::Result<Vec<File>> {
    let is_served = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| ["css", "js", "svg", "txt", "woff2"].iter().any(|good| end == *good))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        if let Some(name) = name.filter(|_| is_served(&path)) {
            found.push(File { name, bytes: fs::read(&path)? });
        }
    }
    Ok(found)
}

fn files_if_any(folder: &Path) -> io::Result<Vec<File>> {
    if folder.is_dir() { files(folder) } else { Ok(Vec::new()) }
}

/// The drawings of the icons, without the frame around them: the page gives that, with its own class.
fn icons(folder: &Path) -> io::Result<String> {
    let mut code = String::from("const ICONS: &[(&str, &str)] = &[\n");
    let mut paths: Vec<PathBuf> = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        let inner = text.split_once("<svg").and_then(|(_, rest)| rest.split_once('>'));
        let inner = inner.and_then(|(_, rest)| rest.rsplit_once("</svg>")).map(|(inner, _)| inner);
        let name = path.file_stem().and_then(|name| name.to_str());
        if let (Some(name), Some(inner)) = (name, inner) {
            let drawing = inner.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(code, "    ({name:?}, {drawing:?}),");
        }
    }
    code.push_str("];\n");
    Ok(code)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
