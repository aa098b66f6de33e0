//! A PostgreSQL server of the test's own, which it may stop and kill.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A server on a port of its own; stopped, and its folder removed, when this is dropped.
pub struct Cluster {
    dir: TempDir,
    programs: PathBuf,
    port: u16,
    options: String,
}

impl Cluster {
    /// Starts one with durable settings and `options`; `None`, said plainly, where PostgreSQL is not installed.
    pub fn start(options: &str) -> Option<Self> {
        let found =
            Command::new("pg_config").arg("--bindir").output().ok().filter(|found| found.status.success());
        let programs = found.map(|found| PathBuf::from(String::from_utf8(found.stdout).unwrap().trim()));
        let Some(programs) = programs.filter(|programs| programs.join("initdb").is_file()) else {
            eprintln!("LEFT OUT: a PostgreSQL server of the test's own, because pg_config names no initdb");
            return None;
        };
        let dir = tempfile::Builder::new().prefix("uppsikt-postgres-").tempdir().unwrap();
        if is_root() {
            // The server refuses to run as root.
            assert!(Command::new("chown").arg("postgres").arg(dir.path()).status().unwrap().success());
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { dir, programs, port, options: options.to_owned() };
        let data = cluster.data();
        let made =
            cluster.run("initdb", &["-D", text(&data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]);
        assert!(made.status.success(), "{made:?}");
        cluster.up();
        Some(cluster)
    }

    /// The superuser's address.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts the server, also after it was killed, and waits until it answers.
    pub fn up(&self) {
        let dir = self.dir.path();
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c shared_buffers=32MB {}",
            self.port,
            dir.display(),
            self.options
        );
        let (data, log) = (self.data(), dir.join("log"));
        // The killed server's last processes may still be holding its memory.
        for _ in 0..50 {
            let args = ["-D", text(&data), "-w", "-l", text(&log), "-o", &options, "start"];
            if self.run("pg_ctl", &args).status.success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not start: {}", std::fs::read_to_string(&log).unwrap_or_default());
    }

    /// Stops the server in good order; connections are cut.
    pub fn down(&self) {
        let data = self.data();
        let stopped = self.run("pg_ctl", &["-D", text(&data), "-m", "fast", "-w", "stop"]);
        assert!(stopped.status.success(), "{stopped:?}");
    }

    /// Kills the server and every process of it, in that order.
    pub fn kill(&self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let server: i32 = file.lines().next().unwrap().parse().unwrap();
        let children =
            std::fs::read_to_string(format!("/proc/{server}/task/{server}/children")).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
        for pid in std::iter::once(server).chain(children).filter_map(Pid::from_raw) {
            // A process that has ended by itself meanwhile needs no killing.
            let _ = kill_process(pid, Signal::KILL);
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn run(&self, program: &str, args: &[&str]) -> Output {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The server keeps what it inherits; were that the test's own pipes, their reader would wait for it.
        command.args(args).current_dir(self.dir.path()).stdin(std::process::Stdio::null());
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).output().unwrap()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        self.run("pg_ctl", &["-D", text(&data), "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
