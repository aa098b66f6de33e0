//! A whole Bluesky: directory, two personal data servers, AppView and moderation service, in one process.
//!
//! The program comes from npm, in exactly the versions of `e2e/bluesky/package-lock.json`, and is installed once
//! for each such list into the user's folder for what can be made again. The AppView's data lie in a database
//! of their own on the run's PostgreSQL, everything else in a temporary folder. The AppView's program asks for
//! the name of a Redis server and never connects to it.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Ending, Keeper, Postgres, scratch, wait_until_ready};
use crate::packages;
use crate::workspace::{self, Workspace};

/// The packages with code that is not JavaScript: the only ones whose installers run.
const NATIVE: [&str; 2] = ["better-sqlite3", "sharp"];

/// Running servers; they end, and their data go, with the [`Keeper`].
#[derive(Debug)]
pub struct Bluesky {
    addresses: String,
}

impl Bluesky {
    /// Installs the program where that is not done, and starts the servers on free ports of the loopback address.
    ///
    /// # Errors
    /// When node or npm are missing, the packages cannot be had, or the servers do not start.
    pub fn start(workspace: &Workspace, keeper: &mut Keeper, postgres: &Postgres) -> Result<Self> {
        let program = installed(workspace)?;
        let folder = scratch(keeper, "bluesky")?;
        let (out, log) = (folder.join("out"), folder.join("log"));
        let mut server = Command::new(packages::program("node").context("node är inte installerat")?);
        server.arg("--require").arg(workspace.path("e2e/bluesky/loopback.cjs"));
        server.arg(workspace.path("e2e/bluesky/serve.cjs")).current_dir(&program);
        server.env("TMPDIR", &folder).env("NODE_ENV", "test").env_remove("LOG_ENABLED");
        server.env("DB_POSTGRES_URL", database(postgres)?).env("DB_POSTGRES_SCHEMA", "public");
        server.env("REDIS_HOST", "127.0.0.1").stdin(Stdio::null());
        server.stdout(fs::File::create(&out).context("skapa svaret från Bluesky")?);
        server.stderr(fs::File::create(&log).context("skapa loggen för Bluesky")?);
        let child = keeper.spawn(&mut server, Ending::Group("TERM"))?;
        wait_until_ready("Bluesky", child, &log, || addresses(&out).is_some())?;
        Ok(Self { addresses: addresses(&out).context("läsa adresserna till Bluesky")? })
    }

    /// The addresses as the tests expect them in `UPPSIKT_TEST_BLUESKY`: JSON.
    pub fn addresses(&self) -> &str {
        &self.addresses
    }
}

/// The line of JSON that is written when everything answers; other lines are told by others.
fn addresses(out: &Path) -> Option<String> {
    let text = fs::read_to_string(out).ok()?;
    let is_told =
        |line: &&str| serde_json::from_str::<Value>(line).is_ok_and(|value| value["pds"].is_string());
    text.lines().find(is_told).map(str::to_owned)
}

/// A new database for the AppView.
fn database(postgres: &Postgres) -> Result<String> {
    let url = postgres.url();
    let programs = packages::postgres_programs().context("PostgreSQL är inte installerat")?;
    let mut create = Command::new(programs.join("psql"));
    create.args(["--quiet", "--no-psqlrc", "--command", "CREATE DATABASE bluesky", "--dbname", &url]);
    workspace::output(create.stdin(Stdio::null())).context("skapa en databas för Bluesky")?;
    let server = url.strip_suffix("postgres").context("adressen till PostgreSQL slutar inte på postgres")?;
    Ok(format!("{server}bluesky"))
}

/// The folder with `node_modules` for this list of packages and this node.
fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let from = workspace.path("e2e/bluesky");
    let list =
        fs::read_to_string(from.join("package-lock.json")).context("läsa e2e/bluesky/package-lock.json")?;
    let node = workspace::output(Command::new("node").arg("--version"))?;
    let folder = cache()?.join(format!("bluesky-{:016x}", fingerprint(&[&list, node.trim()])));
    if folder.is_dir() {
        return Ok(folder);
    }
    println!("Hämtar och bygger Bluesky till {} (tar några minuter, en gång) …", folder.display());
    // Whole or not at all: the folder gets its name when everything is in it.
    let unfinished = folder.with_extension(std::process::id().to_string());
    fs::create_dir_all(&unfinished).with_context(|| format!("skapa {}", unfinished.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), unfinished.join(name)).with_context(|| format!("kopiera {name}"))?;
    }
    let done = fill(&unfinished).and_then(|()| {
        fs::rename(&unfinished, &folder)
            .or_else(|error| if folder.is_dir() { Ok(()) } else { Err(error) })?;
        Ok(())
    });
    // What another run was quicker with, or what is half done.
    let _left = fs::remove_dir_all(&unfinished);
    done.context("installera Bluesky")?;
    Ok(folder)
}

/// Installs the packages; of their installers only those run that build native code.
fn fill(folder: &Path) -> Result<()> {
    let npm = |arguments: &[&str]| {
        let mut npm = Command::new("npm");
        npm.args(arguments).args(["--no-audit", "--no-fund", "--loglevel=error"]);
        npm.current_dir(folder).stdin(Stdio::null());
        npm
    };
    workspace::output(&mut npm(&["ci", "--ignore-scripts"]))?;
    let mut build = npm(&[&["rebuild", "--foreground-scripts"], &NATIVE[..]].concat());
    // The headers that came with node; without them the builder would look for them outside.
    if let Some(node) = node_folder().filter(|folder| folder.join("include/node/node.h").is_file()) {
        build.env("npm_config_nodedir", node);
    }
    workspace::output(&mut build)?;
    let built = folder.join("node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    if !built.is_file() {
        bail!("npm byggde inte better-sqlite3");
    }
    Ok(())
}

/// Where node is installed: the folder above the one with the program.
fn node_folder() -> Option<PathBuf> {
    let program = fs::canonicalize(packages::program("node")?).ok()?;
    Some(program.parent()?.parent()?.to_path_buf())
}

/// The user's folder for what can be made again.
fn cache() -> Result<PathBuf> {
    let folder = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
    Ok(cache.context("varken XDG_CACHE_HOME eller HOME är satt")?.join("uppsikt"))
}

/// Tells lists apart; nothing relies on two never meeting.
fn fingerprint(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_with_the_addresses_is_found_among_others() {
        let mut keeper = Keeper::start(&Workspace::find().unwrap()).unwrap();
        let out = scratch(&mut keeper, "bluesky-test").unwrap().join("out");
        fs::write(&out, "mail: {}\n{\"a\":1}\n").unwrap();
        assert_eq!(addresses(&out), None);
        fs::write(&out, "x\n{\"pds\":\"http://127.0.0.1:1\"}\n").unwrap();
        assert_eq!(addresses(&out).unwrap(), "{\"pds\":\"http://127.0.0.1:1\"}");
    }

    #[test]
    fn the_list_of_packages_is_whole_and_names_no_host() {
        let list =
            fs::read_to_string(Workspace::find().unwrap().path("e2e/bluesky/package-lock.json")).unwrap();
        let list: Value = serde_json::from_str(&list).unwrap();
        let packages = list["packages"].as_object().unwrap();
        let others = packages.iter().filter(|(name, _)| !name.is_empty());
        for (name, package) in others {
            assert!(package["integrity"].is_string(), "{name} is not pinned by its hash");
            assert!(package.get("resolved").is_none(), "{name} is tied to a host");
        }
        for native in NATIVE {
            assert!(packages.contains_key(&format!("node_modules/{native}")));
        }
    }
}
