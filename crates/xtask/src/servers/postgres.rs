//! A throwaway PostgreSQL with durable settings.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Ending, Keeper, free, scratch, wait_until_ready};
use crate::{packages, workspace};

/// A running server; it ends, and its data goes, with the [`Keeper`].
#[derive(Debug)]
pub struct Postgres {
    port: u16,
}

/// User and group that the server runs as, when this process is root: PostgreSQL refuses root.
#[derive(Debug, Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Postgres {
    /// A new cluster in a temporary folder, on a free port of the loopback address.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not start.
    pub fn start(keeper: &mut Keeper) -> Result<Self> {
        let programs = packages::postgres_programs().context("PostgreSQL är inte installerat")?;
        let folder = scratch(keeper, "pg")?;
        let owner = owner()?;
        if let Some(owner) = owner {
            std::os::unix::fs::chown(&folder, Some(owner.user), Some(owner.group))
                .with_context(|| format!("ge {} till användaren postgres", folder.display()))?;
        }
        let data = folder.join("data");
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
        initdb.args(["--locale=C.UTF-8", "--no-sync"]);
        workspace::output(as_owner(&mut initdb, &folder, owner)).context("skapa en tillfällig PostgreSQL")?;

        let port = free()?;
        let log = folder.join("log");
        let out = std::fs::File::create(&log).context("skapa loggen för PostgreSQL")?;
        let mut server = Command::new(programs.join("postgres"));
        server.arg("-D").arg(&data).stdout(out.try_clone()?).stderr(out).stdin(Stdio::null());
        for setting in [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".into(),
            format!("unix_socket_directories={}", folder.display()),
            "max_connections=200".into(),
            "shared_buffers=64MB".into(),
            "fsync=on".into(),
            "synchronous_commit=on".into(),
            "full_page_writes=on".into(),
        ] {
            server.args(["-c", &setting]);
        }
        // INT is the quick, clean end: it does not wait for clients. The server ends its own children.
        let child = keeper.spawn(as_owner(&mut server, &folder, owner), Ending::Process("INT"))?;
        let is_ready = programs.join("pg_isready");
        wait_until_ready("PostgreSQL", child, &log, || {
            let mut ask = Command::new(&is_ready);
            ask.args(["-q", "-h", "127.0.0.1", "-U", "postgres", "-p", &port.to_string()]);
            ask.status().is_ok_and(|status| status.success())
        })?;
        Ok(Self { port })
    }

    /// The address, as the tests expect it in `UPPSIKT_TEST_POSTGRES`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

fn owner() -> Result<Option<Owner>> {
    if !packages::is_root() {
        return Ok(None);
    }
    let number = |which| {
        packages::user_number(which, Some("postgres")).context("användaren postgres finns inte på datorn")
    };
    Ok(Some(Owner { user: number("-u")?, group: number("-g")? }))
}

/// In a group of its own (Ctrl-C must not cut the server off mid-way), as the owner, in a folder it may enter.
fn as_owner<'c>(command: &'c mut Command, folder: &Path, owner: Option<Owner>) -> &'c mut Command {
    command.current_dir(folder).process_group(0);
    if let Some(owner) = owner {
        command.uid(owner.user).gid(owner.group);
    }
    command
}
