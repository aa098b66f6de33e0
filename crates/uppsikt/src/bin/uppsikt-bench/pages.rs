//! The server's pages as eight browsers see them, beside a Django and an nginx that answer with as many bytes.
//!
//! The demonstration is laid out in a folder of its own and served by the program as it is built for release. Each
//! client keeps one connection and asks for the next page when it has the one before. Nobody keeps a page: the server
//! forbids it, and each answer has a nonce of its own. The clients take their share of the same two cores, from all
//! three servers alike.

mod client;
mod peers;
mod program;

use anyhow::{Context as _, Result};

use crate::row;
use client::{Load, load};
use peers::Peers;
use program::Program;

/// Browsers at a time.
const CLIENTS: usize = 8;

/// Pages that are measured by their size; the queue and what it leads to come first.
const PAGES: [(&str, &str); 10] = [
    ("I dag", "/"),
    ("Bevakning", "/bevakning"),
    ("Sök", "/sok?q=sn%C3%B6r%C3%B6jning"),
    ("Konton", "/konton"),
    ("Diarieföring", "/diarium"),
    ("Liggare", "/liggare"),
    ("Riktlinjer", "/riktlinjer"),
    ("Efterlevnad", "/efterlevnad"),
    ("Drift", "/drift"),
    ("Om", "/om"),
];

pub(crate) async fn measure() -> Result<()> {
    let mut program = Program::lay_out()?;
    println!("## Pages, {CLIENTS} clients, {} a measurement\n", client::LASTING);
    let first = program.start().await?;
    crate::head();
    row("start to the first page of somebody who signs in", first.page_ms, "ms");
    row("  of which the password's check", first.password_ms, "ms");
    row("memory after it", first.memory_mib, "MiB");
    let cookie = program.sign_in().await?;
    let queue = load(program.port, "/bevakning", &cookie, None, CLIENTS).await?;
    told("queue page", &queue);
    let packed = load(program.port, "/bevakning", &cookie, Some("gzip"), CLIENTS).await?;
    told("queue page, compressed for each browser", &packed);
    let today = load(program.port, "/", &cookie, None, CLIENTS).await?;
    told("I dag", &today);
    let changed = program.after_changes("/bevakning", &cookie).await?;
    row("queue page, the first after a change", changed, "ms");
    let changed = program.after_changes("/", &cookie).await?;
    row("I dag, the first after a change", changed, "ms");
    row("memory after these", program.memory_mib()?, "MiB");
    let bytes = queue.bytes;
    match Peers::start(bytes)? {
        Some(peers) => {
            told(
                "Django, a list of 30 rows from SQLite, as many bytes",
                &load(peers.django, "/", "", None, CLIENTS).await?,
            );
            told(
                "nginx, a file of as many bytes",
                &load(peers.nginx, "/page.html", "", None, CLIENTS).await?,
            );
        }
        None => {
            println!("\nDjango and nginx left out: UPPSIKT_BENCH_DJANGO and UPPSIKT_BENCH_NGINX are not set.")
        }
    }
    println!("\n| Page | Bytes | Compressed |\n|---|---:|---:|");
    for (name, path) in PAGES {
        let plain = client::once(program.port, path, &cookie, None).await.with_context(|| name)?;
        let packed = client::once(program.port, path, &cookie, Some("gzip")).await?;
        println!("| {name} | {} | {} |", plain.body, packed.body);
    }
    println!();
    program.end()
}

fn told(what: &str, load: &Load) {
    row(what, load.per_second, "answers/s");
    for (percent, name) in [(0.5, "median"), (0.99, "99 of 100 within")] {
        println!("|   {name} | {:.2} | ms |", load.percentile(percent));
    }
    row("  size", load.bytes as f64, "bytes");
}
