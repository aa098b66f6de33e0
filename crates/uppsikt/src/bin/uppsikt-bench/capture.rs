//! An account with one post and very many comments: captured, controlled, sealed, and read again with nothing new.

use anyhow::{Result, ensure};
use uppsikt::rooms::{capture, moderation};
use uppsikt_platform::Fake;

use crate::archiver::{self, rates};
use crate::place::Bench;
use crate::process::{Took, Watch, forget_peak, peak_mib, used_mib};
use crate::shelf::Shelf;
use crate::{row, setting, texts};

/// Items on a page, as the platforms give them.
const PER_PAGE: usize = 100;

/// Comments; fewer with `UPPSIKT_BENCH_COMMENTS`, for trying the benchmark itself.
fn comments() -> usize {
    setting("UPPSIKT_BENCH_COMMENTS", 100_000)
}

pub(crate) async fn measure(bench: &Bench) -> Result<()> {
    let shelf = commented(comments()).await?;
    let items = comments() + 1;
    row("bytes of the pages", shelf.bytes() as f64 / items as f64, "bytes/item");
    let reading = read_all(&shelf, items)?;
    row("reading alone: pages read and thrown away", items as f64 / reading.wall, "items/s");
    row("  processor time for it", reading.cpu * 1e6 / items as f64, "µs/item");
    ours(bench, &shelf, items, reading).await?;
    archiver::measure(bench, &shelf, items, reading).await
}

async fn ours(bench: &Bench, shelf: &Shelf, items: usize, reading: Took) -> Result<()> {
    let app = bench.app(shelf.clone());
    let account = bench.add_accounts(1).await?.remove(0);
    let disk = bench.bytes().await?;
    forget_peak();
    row("memory before the first pass, the pages among it", used_mib(), "MiB");
    let watch = Watch::start();
    let first = capture::pass(&app, &bench.actor, &account).await?;
    let took = watch.stop();
    ensure!(first.new == items as u64 && first.quarantined == 0, "the first pass kept {} items", first.new);
    row("first pass, wall", took.wall, "s");
    row("first pass, processor", took.cpu, "s");
    rates("first pass: read, compared, encrypted, recorded", items, took, reading);
    row("  most memory during it", peak_mib(), "MiB");

    let watch = Watch::start();
    let screened = moderation::screen_new(&app, &bench.actor).await?;
    let took = watch.stop();
    row("automatic control of what is new", items as f64 / took.wall, "items/s");
    row("  processor time for it", took.cpu * 1e6 / items as f64, "µs/item");
    ensure!(screened == items as u64 - 1, "the control read {screened}: all but our own post");

    let (_, waiting) = bench.log().await?;
    let watch = Watch::start();
    bench.store.seal(bench.actor.organisation).await?;
    row("sealed afterwards, until nothing waits", waiting as f64 / watch.stop().wall, "entries/s");
    let (entries, waiting) = bench.log().await?;
    ensure!(waiting == 0, "{waiting} entries wait");
    let grown = bench.bytes().await?.saturating_sub(disk);
    row(
        "space on disk for it all, SQLite's write-ahead log among it",
        grown as f64 / items as f64,
        "bytes/item",
    );

    forget_peak();
    let watch = Watch::start();
    let again = capture::pass(&app, &bench.actor, &account).await?;
    let took = watch.stop();
    ensure!(again.is_unchanged() && again.unchanged == items as u64, "nothing had changed: {again:?}");
    ensure!(bench.log().await? == (entries, 0), "a pass over what is known wrote something");
    rates("pass with nothing new", items, took, reading);
    row("  most memory during it", peak_mib(), "MiB");
    let watch = Watch::start();
    let screened = moderation::screen_new(&app, &bench.actor).await?;
    ensure!(screened == 0, "the control read {screened} again");
    // It goes over what was kept in the last minute again: after a capture this large that is more than usual.
    row("automatic control at once again, with nothing new", watch.stop().wall * 1e3, "ms");
    Ok(())
}

/// A post with so many comments.
async fn commented(count: usize) -> Result<Shelf> {
    let fake = Fake::new();
    fake.set_per_page(PER_PAGE);
    let post = fake.post("Nu bygger vi om torget. Vad tycker du?");
    for number in 0..count {
        fake.comment(&post, texts::author(number), &texts::comment(number));
    }
    Ok(Shelf::of(&fake).await?)
}

/// What the platform's side of a pass costs by itself.
fn read_all(shelf: &Shelf, items: usize) -> Result<Took> {
    let (watch, mut number, mut read) = (Watch::start(), 0, 0);
    while let Some(page) = shelf.page(number) {
        number += 1;
        read += page.items.len();
    }
    ensure!(read == items, "{read} of {items} items on the pages");
    Ok(watch.stop())
}
