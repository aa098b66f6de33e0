//! The interface for other systems, asked by schemathesis: thousands of calls made from its own description, good and bad.
//!
//! It fails on an answer that the description does not know, on one of another form, on a call without a token that is
//! let in, and on every fault of the server. Seed and versions are fixed, so that a failure comes again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::servers::{Ending, Keeper, Site, free, scratch};
use crate::start::Product;
use crate::workspace::{self, Workspace};

/// The packages from PyPI, every one with its version.
const REQUIREMENTS: &str = "crates/uppsikt/tests/api/requirements.txt";
/// Says for which list of packages the environment was filled.
const STAMP: &str = "installed";
/// The authority of the demonstration that the token reads.
const AUTHORITY: &str = "Kommunstyrelsen";
/// Calls of each operation in each phase: enough for every rule of its description, and a minute in all.
const EXAMPLES_MAX: &str = "40";
/// Below what one token may do, so that it is the operations that answer.
const RATE: &str = "18/s";
const SEED: &str = "1766";
const START_SECONDS_MAX: u64 = 60;

/// Builds the program, serves a demonstration and lets schemathesis ask it.
///
/// # Errors
/// When the packages cannot be had, the program does not build or start, or a check fails.
pub fn run(workspace: &Workspace, keeper: &mut Keeper) -> Result<()> {
    let built = PathBuf::from(Product::build(workspace, PathBuf::new())?.program().to_string());
    let environment = built.parent().context("programmet ligger i en mapp")?.join("api-tests");
    let schemathesis = install(workspace, &environment)?;
    let data = scratch(keeper, "api")?.join("data");
    let product = Product::build(workspace, data)?;
    product.text(&["demo"])?;
    let port = free()?;
    let mut server = product.command(&["serve", "--listen", &format!("127.0.0.1:{port}")]);
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    keeper.spawn(&mut server, Ending::Process("TERM"))?;
    wait(port)?;
    let token = token(&product)?;
    let mut ask = Command::new(schemathesis);
    ask.arg("run").arg(format!("http://127.0.0.1:{port}/api/openapi.json"));
    ask.args(["--header", &format!("Authorization: Bearer {token}")]);
    ask.args(["--checks", "all", "--mode", "all", "--max-examples", EXAMPLES_MAX, "--seed", SEED]);
    ask.args(["--rate-limit", RATE, "--no-color"]).current_dir(&environment).stdin(Stdio::null());
    let status = ask.status().context("starta schemathesis")?;
    if !status.success() {
        bail!("gränssnittet svarade inte som det är beskrivet ({status})");
    }
    Ok(())
}

/// A token that may read and register.
fn token(product: &Product) -> Result<String> {
    let name = "schemathesis";
    product.json(&[
        "integration",
        "add",
        name,
        "--role",
        "auditor",
        "--role",
        "registrar",
        "--authority",
        AUTHORITY,
    ])?;
    let issued = product.json(&["integration", "token", name])?;
    let token = issued["token"].as_str().context("läsa nyckeln som uppsikt integration token gav")?;
    Ok(token.to_owned())
}

/// Until the server answers.
fn wait(port: u16) -> Result<()> {
    let begun = Instant::now();
    while Site::new(port).get("/healthz").is_err() {
        if begun.elapsed() > Duration::from_secs(START_SECONDS_MAX) {
            bail!("servern svarade inte inom {START_SECONDS_MAX} sekunder");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// The program in an environment of its own; nothing is fetched when it is there in the versions of the list.
fn install(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let list = workspace.path(REQUIREMENTS);
    let wanted = fs::read(&list).with_context(|| format!("läsa {REQUIREMENTS}"))?;
    let (stamp, bin) = (folder.join(STAMP), folder.join("venv/bin"));
    if fs::read(&stamp).is_ok_and(|found| found == wanted) && bin.join("schemathesis").is_file() {
        return Ok(bin.join("schemathesis"));
    }
    println!("Hämtar schemathesis med pip …");
    fs::create_dir_all(folder).with_context(|| format!("skapa {}", folder.display()))?;
    let mut make = Command::new("python3");
    workspace::output(make.args(["-m", "venv", "--clear"]).arg(folder.join("venv")).stdin(Stdio::null()))?;
    let mut pip = Command::new(bin.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]);
    workspace::output(pip.arg(&list).stdin(Stdio::null()))?;
    fs::write(&stamp, wanted).with_context(|| format!("skriva {}", stamp.display()))?;
    Ok(bin.join("schemathesis"))
}
