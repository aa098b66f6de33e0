//! Servers to try and test against: a throwaway PostgreSQL, a WordPress with its own MariaDB, and a Bluesky.
//!
//! They listen on the loopback address or on a socket in a folder of their own, on ports that were free, and
//! so run beside other servers and other runs. What is started is handed to a [`Keeper`], which ends it by
//! its process id when the run ends, however it ends.

mod bluesky;
mod http;
mod keeper;
mod mariadb;
mod port;
mod postgres;
mod scratch;
mod wordpress;

pub use bluesky::Bluesky;
pub use http::Site;
pub use keeper::{Ending, Keeper};
pub use port::{free, prefer};
pub use postgres::Postgres;
pub use scratch::scratch;
pub use wordpress::WordPress;

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A server has this long to answer for the first time; a slow disk needs seconds, not a minute.
const READY_SECONDS_MAX: u64 = 60;

/// Waits until `ready`, and fails with the end of the server's log when it dies or takes too long.
fn wait_until_ready(name: &str, server: &mut Child, log: &Path, ready: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !ready() {
        let ended = server.try_wait().with_context(|| format!("se efter om {name} lever"))?;
        if ended.is_some() || begun.elapsed() > Duration::from_secs(READY_SECONDS_MAX) {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let why = if ended.is_some() { "avslutades direkt" } else { "svarar inte" };
            bail!("{name} {why}. Loggen slutar så här:\n{}", crate::workspace::tail(&said));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
