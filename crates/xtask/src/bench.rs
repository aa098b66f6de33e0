//! `cargo xtask bench`: the measurements of the program `uppsikt-bench`, on SQLite and on PostgreSQL with
//! durable settings.

use anyhow::Result;

use crate::machine::Machine;
use crate::packages;
use crate::servers::{Keeper, Postgres, scratch};
use crate::workspace::{self, Workspace};

/// Prints the machine's facts, starts PostgreSQL and runs the measurements with the given arguments: the parts
/// `store`, `capture`, `polling`, `start` and `evaluate`, or all of them without any.
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
    workspace::run(&mut bench)
}
