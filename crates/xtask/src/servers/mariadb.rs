//! The database of the trial WordPress: its data in a folder, reachable on a socket only.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Ending, Keeper, scratch, wait_until_ready};
use crate::{packages, workspace};

/// Starts MariaDB on the data in `folder`, which is created when it is missing, and returns the socket.
///
/// The database's root has no password: whoever reaches the socket, in a closed folder, is its owner.
///
/// # Errors
/// When MariaDB is not installed, or does not start.
pub fn start(keeper: &mut Keeper, folder: &Path) -> Result<PathBuf> {
    let user = workspace::output(Command::new("id").arg("-un"))?;
    let user = format!("--user={}", user.trim());
    let data = format!("--datadir={}", folder.display());
    if !folder.join("mysql").is_dir() {
        let mut install = Command::new("mariadb-install-db");
        install.args(["--no-defaults", &user, &data, "--auth-root-authentication-method=normal"]);
        install.args(["--skip-test-db", "--skip-name-resolve"]);
        workspace::output(&mut install).context("skapa en databas för WordPress")?;
    }
    let run = scratch(keeper, "db")?;
    let socket = run.join("socket");
    let log = run.join("log");
    let out = std::fs::File::create(&log).context("skapa loggen för MariaDB")?;
    let mut server = Command::new(packages::program("mariadbd").context("MariaDB är inte installerat")?);
    server.args(["--no-defaults", &user, &data, "--skip-networking", "--performance-schema=off"]);
    server.args([
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=2",
        "--character-set-server=utf8mb4",
    ]);
    server.arg(format!("--socket={}", socket.display())).arg(format!("--pid-file={}/pid", run.display()));
    server.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
    let child = keeper.spawn(&mut server, Ending::Group("TERM"))?;
    wait_until_ready("MariaDB", child, &log, || UnixStream::connect(&socket).is_ok())?;
    Ok(socket)
}
