//! The benchmarks: run by `cargo xtask bench`, written up in `docs/reference/performance.md`.
//!
//! Every figure of the store stands beside plain inserts of the same content on the same database
//! in the same run, with the durability settings as they were read back.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod place;
mod plain;
mod record;
mod start;
mod verify;

use std::time::Instant;

use anyhow::Result;
use place::Place;

/// Content of one item: about what a comment takes in a platform's answer.
pub(crate) const CONTENT_BYTES: usize = 600;

/// Items of one measurement; fewer with `UPPSIKT_BENCH_ITEMS`, for trying the benchmark itself.
pub(crate) fn items() -> usize {
    std::env::var("UPPSIKT_BENCH_ITEMS").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000)
}

/// One line of the table.
pub(crate) fn row(what: &str, value: f64, unit: &str) {
    println!("| {what} | {value:.0} | {unit} |");
}

pub(crate) fn per_second(count: usize, began: Instant) -> f64 {
    count as f64 / began.elapsed().as_secs_f64()
}

/// Seconds of processor time that this process has used: user and system.
pub(crate) fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    // Linux counts in hundredths of a second on every machine that Rust's standard library supports.
    (ticks(11) + ticks(12)) / 100.0
}

fn main() -> Result<()> {
    uppsikt_net::install_tls();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("Content {CONTENT_BYTES} bytes an item, {} items a measurement.\n", items());
    for place in [Some(Place::sqlite()?), Place::postgres()?] {
        match place {
            Some(place) => runtime.block_on(one(place))?,
            None => println!("PostgreSQL left out: UPPSIKT_TEST_POSTGRES is not set.\n"),
        }
    }
    start::measure()
}

async fn one(place: Place) -> Result<()> {
    let bench = place.open().await?;
    let durability = bench.store.durability();
    let settings: Vec<String> =
        durability.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    println!(
        "## {} ({})\n\n| What | Value | Unit |\n|---|---:|---|",
        durability.database,
        settings.join(", ")
    );
    plain::measure(&bench).await?;
    record::measure(&bench).await?;
    verify::measure(&bench).await?;
    println!();
    bench.close().await
}
