//! `cargo xtask test`: everything that CI runs, step by step, stopping at the first failure.

mod api;
mod browser;
mod generated;
mod step;
mod summary;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use step::Step;
use summary::Summary;

use crate::servers::{Bluesky, Keeper, Postgres, WordPress, free, scratch};
use crate::workspace::{self, Workspace};
use crate::{assets, licences, packages, tidy};

/// What the arguments of `cargo xtask test` ask for: one step, or all.
///
/// # Errors
/// When they are something else than `--only` and the name of a step.
pub fn only(arguments: &[&str]) -> Result<Option<Step>> {
    match arguments {
        [] => Ok(None),
        ["--only", name] => Step::named(name).map(Some),
        _ => bail!("cargo xtask test tar bara --only STEG; stegen är {}", Step::names()),
    }
}

/// Runs the steps, or one step with those it needs.
///
/// # Errors
/// When a step fails; the text names it and how to run it alone.
pub fn run(workspace: &Workspace, only: Option<Step>) -> Result<()> {
    let mut run =
        Run { workspace, keeper: Keeper::start(workspace)?, postgres: None, wordpress: None, bluesky: None };
    let mut summary = Summary::default();
    let steps = step::plan(only);
    for (number, step) in steps.iter().enumerate() {
        println!("\n── Steg {} av {}: {} – {}", number + 1, steps.len(), step.name(), step.purpose());
        let begun = Instant::now();
        let done = run.perform(*step);
        summary.add(*step, begun.elapsed(), done.is_ok());
        if let Err(error) = done {
            println!("\n{summary}");
            bail!("steget {0} gick fel: {error:#}\nKör bara det: cargo xtask test --only {0}", step.name());
        }
    }
    println!("\n{summary}");
    Ok(())
}

/// What the steps share.
struct Run<'w> {
    workspace: &'w Workspace,
    keeper: Keeper,
    postgres: Option<Postgres>,
    wordpress: Option<WordPress>,
    bluesky: Option<Bluesky>,
}

impl Run<'_> {
    fn perform(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Packages => {
                packages::ensure(&[packages::START, packages::TEST])?;
                assets::run_or_say(self.workspace);
                Ok(())
            }
            Step::Format => self.cargo(&["fmt", "--all", "--check"]),
            Step::Clippy => {
                self.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
            }
            Step::Tidy => tidy::run(self.workspace),
            Step::Licences => licences::run(self.workspace),
            Step::Postgres => self.start_postgres(),
            Step::WordPress => self.start_wordpress(),
            Step::Bluesky => self.start_bluesky(),
            Step::Tests => self.tests(),
            Step::Browser => browser::run(self.workspace, &mut self.keeper),
            Step::Api => api::run(self.workspace, &mut self.keeper),
            Step::Start => self.start(),
            Step::Generated => generated::run(self.workspace),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        workspace::run(&mut self.workspace.cargo(arguments))
    }

    fn start_postgres(&mut self) -> Result<()> {
        let postgres = Postgres::start(&mut self.keeper)?;
        println!("PostgreSQL svarar på {}", postgres.url());
        self.postgres = Some(postgres);
        Ok(())
    }

    fn start_wordpress(&mut self) -> Result<()> {
        let folder = scratch(&mut self.keeper, "wp")?;
        let wordpress =
            WordPress::start(self.workspace, &mut self.keeper, &folder, free()?, "Lindholms kommun")?;
        println!("WordPress svarar på {}", wordpress.url());
        self.wordpress = Some(wordpress);
        Ok(())
    }

    fn start_bluesky(&mut self) -> Result<()> {
        let postgres = self.postgres.as_ref().context("PostgreSQL är inte startad")?;
        let bluesky = Bluesky::start(self.workspace, &mut self.keeper, postgres)?;
        println!("Bluesky svarar på {}", bluesky.addresses());
        self.bluesky = Some(bluesky);
        Ok(())
    }

    fn tests(&self) -> Result<()> {
        let postgres = self.postgres.as_ref().context("PostgreSQL är inte startad")?;
        let wordpress = self.wordpress.as_ref().context("WordPress är inte startad")?;
        let bluesky = self.bluesky.as_ref().context("Bluesky är inte startad")?;
        let login = format!("{}:{}", wordpress.login, wordpress.application_password);
        let mut tests = self.workspace.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
        tests.env("UPPSIKT_TEST_POSTGRES", postgres.url());
        tests.env("UPPSIKT_TEST_WORDPRESS", wordpress.url());
        tests.env("UPPSIKT_TEST_WORDPRESS_LOGIN", login);
        tests.env("UPPSIKT_TEST_BLUESKY", bluesky.addresses());
        workspace::run(&mut tests)
    }

    /// A newcomer's first command, twice: the second time the folder exists.
    fn start(&mut self) -> Result<()> {
        let home = scratch(&mut self.keeper, "home")?;
        let xtask: PathBuf = std::env::current_exe().context("hitta det egna programmet")?;
        for _ in 0..2 {
            let mut start = self.workspace.command(&xtask.to_string_lossy());
            start.args(["start", "--once"]).env("UPPSIKT_HOME", &home);
            start.env("CARGO_MANIFEST_DIR", self.workspace.path("crates/xtask"));
            workspace::run(&mut start)?;
        }
        Ok(())
    }
}
