//! `cargo xtask bench`: the measurements of the program `uppsikt-bench`, on SQLite and on PostgreSQL with
//! durable settings.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::machine::Machine;
use crate::packages;
use crate::servers::{Keeper, Postgres, scratch};
use crate::workspace::{self, Workspace};

/// The peer of the pages, and the server that its makers recommend.
const DJANGO: [&str; 2] = ["django==5.2.19", "gunicorn==27.0.1"];

/// Prints the machine's facts, starts PostgreSQL and runs the measurements with the given arguments: the parts
/// `store`, `capture`, `polling`, `start`, `evaluate` and `pages`, or all of them without any.
///
/// # Errors
/// When PostgreSQL does not start or a measurement fails.
pub fn run(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    packages::ensure(&[packages::BENCH])?;
    let mut keeper = Keeper::start(workspace)?;
    println!("{}\n", Machine::measure(&scratch(&mut keeper, "disk")?)?);
    let postgres = Postgres::start(&mut keeper)?;
    // The program too: its start is measured beside the rest.
    workspace::run(&mut workspace.cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "uppsikt",
        "--bins",
    ]))?;
    let build = ["run", "--release", "--locked", "--package", "uppsikt", "--bin", "uppsikt-bench", "--"];
    let mut bench = workspace.cargo(&build);
    bench.args(arguments).env("UPPSIKT_TEST_POSTGRES", postgres.url());
    if arguments.is_empty() || arguments.contains(&"pages") {
        bench.env("UPPSIKT_BENCH_DJANGO", django(&mut keeper)?);
        bench.env("UPPSIKT_BENCH_NGINX", packages::program("nginx").unwrap_or_default());
    }
    workspace::run(&mut bench)
}

/// A Python with the Django that pages are measured beside, in a folder of this run.
fn django(keeper: &mut Keeper) -> Result<PathBuf> {
    let folder = scratch(keeper, "django")?;
    let python = folder.join("bin/python");
    workspace::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    workspace::run(Command::new(&python).args(install).args(DJANGO))?;
    Ok(python)
}
