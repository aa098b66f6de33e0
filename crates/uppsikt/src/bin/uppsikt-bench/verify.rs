//! Verification: of the log alone, and of everything with decryption.

use std::time::Instant;

use anyhow::{Result, ensure};
use uppsikt_store::VerifyOptions;

use crate::place::Bench;
use crate::{cpu_seconds, row};

pub(crate) async fn measure(bench: &Bench) -> Result<()> {
    let organisation = bench.actor.organisation;
    for (name, log_only) in [("log only", true), ("log, rows and objects", false)] {
        let options = VerifyOptions { log_only, ..VerifyOptions::default() };
        // Once to warm the page cache: what is measured is the work, not this machine's disk.
        bench.store.verify(organisation, &options).await?;
        let (began, cpu) = (Instant::now(), cpu_seconds());
        let rounds = if log_only { 10 } else { 1 };
        let mut entries = 0;
        for _ in 0..rounds {
            let report = bench.store.verify(organisation, &options).await?;
            ensure!(report.is_clean(), "the benchmark's own store does not verify: {:?}", report.findings);
            entries += report.entries;
        }
        row(&format!("verification, {name}"), entries as f64 / began.elapsed().as_secs_f64(), "entries/s");
        row(
            &format!("verification, {name}, per processor second"),
            entries as f64 / (cpu_seconds() - cpu),
            "entries/s",
        );
    }
    if bench.is_sqlite {
        hashing();
    }
    Ok(())
}

/// What the log's arithmetic alone can do, without the database.
fn hashing() {
    use uppsikt_ledger::{Frontier, entry_bundle, leaf_hash};
    let entry = vec![b'x'; 480];
    let mut bundle = Vec::new();
    while bundle.len() < 120_000 {
        if entry_bundle::push(&mut bundle, &entry).is_err() {
            return;
        }
    }
    let (cpu, mut frontier) = (cpu_seconds(), Frontier::new());
    while frontier.size() < 2_000_000 {
        for entry in entry_bundle::entries(&bundle).flatten() {
            frontier.append(leaf_hash(entry));
        }
    }
    row("tree over entries in memory", frontier.size() as f64 / (cpu_seconds() - cpu), "entries/s");
}
