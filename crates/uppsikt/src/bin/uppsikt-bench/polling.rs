//! A round over accounts where nothing is new: measured, and worked out on paper.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use uppsikt::app::App;
use uppsikt::rooms::account::Account;
use uppsikt::rooms::capture;
use uppsikt_platform::Fake;

use crate::place::Bench;
use crate::process::{Took, Watch, forget_peak, peak_mib};
use crate::shelf::Shelf;
use crate::{row, setting, texts};

/// Items that each account shows: one post, and comments on it.
const ITEMS: usize = 20;
/// How long a platform lets us wait for an answer: a site in the same country.
const LATENCY: Duration = Duration::from_millis(80);
/// Accounts that are read without latency, for what an account costs us.
const WITHOUT_LATENCY: usize = 500;
/// Accounts that are read one after another with latency.
const ONE_BY_ONE: usize = 100;
/// The time between two rounds on paper, in minutes; the program's own is `capture.interval_minutes`.
const INTERVAL_MINUTES: f64 = 15.0;
/// How many accounts at a time on paper.
const AT_A_TIME: [f64; 3] = [1.0, 8.0, 32.0];
/// Requests of a pass where each list has at most a hundred items and nothing has disappeared.
const REQUESTS: [(&str, f64); 3] = [
    ("one request an account (a feed)", 1.0),
    ("three requests an account (WordPress, without login)", 3.0),
    ("six requests an account (WordPress, signed in)", 6.0),
];

/// Accounts; fewer with `UPPSIKT_BENCH_ACCOUNTS`, for trying the benchmark itself.
fn accounts() -> usize {
    setting("UPPSIKT_BENCH_ACCOUNTS", 10_000)
}

pub(crate) async fn measure(bench: &Bench) -> Result<()> {
    let shelf = idle().await?;
    let quick = bench.app(shelf.clone());
    let slow = bench.app(shelf.after(LATENCY));
    let accounts = bench.add_accounts(accounts()).await?;
    let watch = Watch::start();
    round(&quick, bench, accounts.len(), |report| report.new == ITEMS as u64).await?;
    row("first round, platforms that answer at once", watch.stop().wall, "s");
    row("  captured in it", (accounts.len() * ITEMS) as f64 / watch.stop().wall, "items/s");
    bench.store.seal(bench.actor.organisation).await?;
    let log = bench.log().await?;

    let some = accounts.get(..WITHOUT_LATENCY.min(accounts.len())).context("no accounts")?;
    let own = passes(&quick, bench, some).await?;
    row("an idle account, platform that answers at once", own.wall * 1e6, "µs");
    row("  processor time for it", own.cpu * 1e6, "µs");
    let some = accounts.get(..ONE_BY_ONE.min(accounts.len())).context("no accounts")?;
    let waiting = passes(&slow, bench, some).await?;
    row("an idle account, platform that answers after 80 ms", waiting.wall * 1e3, "ms");
    let all = accounts.len() as f64;
    seconds(
        &format!("round over {all} idle accounts, one after another (worked out from it)"),
        waiting.wall * all,
    );

    forget_peak();
    let watch = Watch::start();
    round(&slow, bench, accounts.len(), |report| report.unchanged == ITEMS as u64).await?;
    let took = watch.stop();
    seconds(&format!("round over {all} idle accounts, as the program does it (measured)"), took.wall);
    row("  processor time for it", took.cpu, "s");
    row("  most memory during it", peak_mib(), "MiB");
    ensure!(bench.log().await? == log, "a round over what is known wrote something");
    paper(all, own, shelf.bytes() as f64);
    Ok(())
}

/// A post with comments, on one page.
async fn idle() -> Result<Shelf> {
    let fake = Fake::new();
    fake.set_per_page(100);
    let post = fake.post("Biblioteket har öppet till åtta på torsdagar.");
    for number in 1..ITEMS {
        fake.comment(&post, texts::author(number), &texts::comment(number));
    }
    Ok(Shelf::of(&fake).await?)
}

/// One round as the server does it; each account's report must be as it should.
async fn round(
    app: &App,
    bench: &Bench,
    accounts: usize,
    is_right: fn(&capture::PassReport) -> bool,
) -> Result<()> {
    let outcomes = capture::pass_all(app, &bench.actor, None, |_| {}).await?;
    ensure!(outcomes.len() == accounts, "{} of {accounts} accounts were read", outcomes.len());
    for (name, outcome) in outcomes {
        let report = outcome?;
        ensure!(is_right(&report), "{name}: {report:?}");
    }
    Ok(())
}

/// One account after another; gives what one of them took.
async fn passes(app: &App, bench: &Bench, accounts: &[Account]) -> Result<Took> {
    let watch = Watch::start();
    for account in accounts {
        let report = capture::pass(app, &bench.actor, account).await?;
        ensure!(report.is_unchanged(), "{report:?}");
    }
    let (took, count) = (watch.stop(), accounts.len() as f64);
    Ok(Took { wall: took.wall / count, cpu: took.cpu / count })
}

/// A line that says so where a round is not done when the next one begins.
fn seconds(what: &str, seconds: f64) {
    let is_late = seconds > INTERVAL_MINUTES * 60.0;
    row(what, seconds, if is_late { "s; longer than the 15 minutes between two rounds" } else { "s" });
}

/// What follows from one account's figures. All passes share one task, so that their own work is not divided.
fn paper(accounts: f64, own: Took, page_bytes: f64) {
    let rounds_a_day = 24.0 * 60.0 / INTERVAL_MINUTES;
    for (what, requests) in REQUESTS {
        row(&format!("on paper, {what}"), accounts * requests * rounds_a_day, "requests/day");
        // A platform sends a whole page for each list; headers and TLS are not counted.
        let bytes = accounts * requests * page_bytes * rounds_a_day;
        row(&format!("  answers of one page each, {page_bytes} bytes"), bytes / 1e6, "MB/day");
        for at_a_time in AT_A_TIME {
            let waiting = accounts * (requests * LATENCY.as_secs_f64() + own.wall) / at_a_time;
            seconds(&format!("  round, {at_a_time} at a time"), waiting.max(accounts * own.cpu));
        }
    }
}
