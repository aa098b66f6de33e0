//! The benchmarks: run by `cargo xtask bench`, written up in `docs/reference/performance.md`.
//!
//! Every figure of the store stands beside plain inserts of the same content on the same database
//! in the same run, with the durability settings as they were read back; every figure of a capture beside a
//! plain archiver of the same pages. The parts are `store`, `capture`, `polling`, `start`, `evaluate`, `pages` and `search`; without a name all
//! of them are measured.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod archiver;
mod capture;
mod evaluate;
mod pages;
mod place;
mod plain;
mod polling;
mod process;
mod record;
mod search;
mod shelf;
mod start;
mod texts;
mod verify;

use std::time::Instant;

use anyhow::{Result, ensure};
use place::{Bench, Place};
pub(crate) use process::cpu_seconds;

/// What can be measured by itself.
const PARTS: [&str; 7] = ["store", "capture", "polling", "start", "evaluate", "pages", "search"];

/// Content of one item: about what a comment takes in a platform's answer.
pub(crate) const CONTENT_BYTES: usize = 600;

/// Items of one measurement; fewer with `UPPSIKT_BENCH_ITEMS`, for trying the benchmark itself.
pub(crate) fn items() -> usize {
    setting("UPPSIKT_BENCH_ITEMS", 50_000)
}

/// A number from the environment, and at least 1.
pub(crate) fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise).max(1)
}

/// One line of the table.
pub(crate) fn row(what: &str, value: f64, unit: &str) {
    println!("| {what} | {value:.0} | {unit} |");
}

pub(crate) fn per_second(count: usize, began: Instant) -> f64 {
    count as f64 / began.elapsed().as_secs_f64()
}

fn main() -> Result<()> {
    uppsikt_net::install_tls();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let named: Vec<String> = std::env::args().skip(1).collect();
    for name in &named {
        ensure!(PARTS.contains(&name.as_str()), "{name} is none of the parts: {}", PARTS.join(", "));
    }
    let parts = PARTS.into_iter().filter(|part| named.is_empty() || named.iter().any(|name| name == part));
    for part in parts {
        match part {
            "start" => start::measure()?,
            "evaluate" => evaluate::measure()?,
            "pages" => runtime.block_on(pages::measure())?,
            "search" => runtime.block_on(search::measure())?,
            _ => on_databases(&runtime, part)?,
        }
    }
    Ok(())
}

fn on_databases(runtime: &tokio::runtime::Runtime, part: &str) -> Result<()> {
    for place in [Some(Place::sqlite(part)?), Place::postgres(part)?] {
        match place {
            Some(place) => runtime.block_on(one(part, place))?,
            None => println!("PostgreSQL left out: UPPSIKT_TEST_POSTGRES is not set.\n"),
        }
    }
    Ok(())
}

async fn one(part: &str, place: Place) -> Result<()> {
    let bench = place.open().await?;
    let durability = bench.store.durability();
    let settings: Vec<String> =
        durability.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    println!("## {part}, {} ({})\n", durability.database, settings.join(", "));
    match part {
        "store" => store(&bench).await?,
        "capture" => {
            head();
            capture::measure(&bench).await?;
        }
        _ => {
            head();
            polling::measure(&bench).await?;
        }
    }
    println!();
    bench.close().await
}

async fn store(bench: &Bench) -> Result<()> {
    println!("Content {CONTENT_BYTES} bytes an item, {} items a measurement.\n", items());
    head();
    plain::measure(bench).await?;
    record::measure(bench).await?;
    verify::measure(bench).await
}

/// The head of a table.
pub(crate) fn head() {
    println!("| What | Value | Unit |\n|---|---:|---|");
}
