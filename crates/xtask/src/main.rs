//! `cargo xtask start`, `test`, `assets`, `tidy`, `licences` and `bench`.
//!
//! Set-up for a newcomer, everything that CI runs, and nothing that the product itself needs. It is compiled
//! first on a new machine, so it has three small dependencies; servers for trying and testing are started
//! here, listen on the loopback address only, and end with the run that started them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to its user")]

mod assets;
mod bench;
mod licences;
mod machine;
mod packages;
mod servers;
mod start;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use workspace::Workspace;

const HELP: &str = "\
Användning: cargo xtask KOMMANDO

  start [--empty] [--once]   sätter upp och startar Uppsikt med en påhittad kommun att prova på
                             --empty: utan exempel, --once: sluta när allt är visat
  test [--only STEG]         kör alla kontroller, eller ett steg
  assets                     hämtar htmx, typsnitt och ikoner med npm
  tidy                       kontrollerar kodens form
  licences                   kontrollerar beroendenas licenser
  bench [ARGUMENT...]        mäter mot en PostgreSQL med säkra inställningar";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nFel: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--");
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let workspace = Workspace::find().context("hitta projektets rot")?;
    match command.as_str() {
        "start" => start::run(&workspace, start::Options::parse(&rest)?),
        "test" => test::run(&workspace, test::only(&rest)?),
        "assets" => assets::run(&workspace),
        "tidy" => tidy::run(&workspace),
        "licences" => licences::run(&workspace),
        "bench" => bench::run(&workspace, &rest),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("kommandot ”{other}” finns inte\n\n{HELP}"),
    }
}
