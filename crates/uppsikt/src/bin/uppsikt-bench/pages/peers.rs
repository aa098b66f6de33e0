//! Django and nginx, each with an answer of as many bytes as our page has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// A Django of one file: a list from SQLite through its own models and templates.
const DJANGO: &str = include_str!("django_peer.py");

pub(super) struct Peers {
    pub django: u16,
    pub nginx: u16,
    folder: PathBuf,
    servers: Vec<Child>,
}

impl Peers {
    /// Starts both; `None` where nobody says where they are (`cargo xtask bench` does).
    pub(super) fn start(bytes: usize) -> Result<Option<Self>> {
        let at = |name| std::env::var_os(name).map(PathBuf::from);
        let (Some(python), Some(nginx)) = (at("UPPSIKT_BENCH_DJANGO"), at("UPPSIKT_BENCH_NGINX")) else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("uppsikt-bench-peers-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let port =
            || Ok::<_, std::io::Error>(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let mut peers = Self { django: port()?, nginx: port()?, folder, servers: Vec::new() };
        peers.start_django(&python, bytes)?;
        peers.start_nginx(&nginx, bytes)?;
        for port in [peers.django, peers.nginx] {
            let began = Instant::now();
            while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
                ensure!(
                    began.elapsed() < Duration::from_secs(15),
                    "a peer did not answer within fifteen seconds"
                );
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        Ok(Some(peers))
    }

    /// As many workers as cores, and connections that stay open, as ours do.
    fn start_django(&mut self, python: &Path, bytes: usize) -> Result<()> {
        fs::write(self.folder.join("django_peer.py"), DJANGO)?;
        let mut serve = Command::new(python);
        serve.args(["-m", "gunicorn", "django_peer:application", "--workers", "2", "--threads", "4"]);
        serve.args(["--keep-alive", "60", "--log-level", "error", "--bind"]);
        serve.arg(format!("127.0.0.1:{}", self.django)).current_dir(&self.folder);
        self.spawn(serve.env("PEER_BYTES", bytes.to_string()))
    }

    fn start_nginx(&mut self, nginx: &Path, bytes: usize) -> Result<()> {
        fs::write(self.folder.join("page.html"), "x".repeat(bytes))?;
        let (folder, port) =
            (self.folder.to_str().context("a temporary folder whose name is no text")?, self.nginx);
        let settings = format!(
            "daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;\n\
             events {{ worker_connections 64; }}\n\
             http {{ access_log off; keepalive_requests 10000000; types {{ text/html html; }}\n\
             client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;\n\
             uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n\
             server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
        );
        fs::write(self.folder.join("nginx.conf"), settings)?;
        let mut serve = Command::new(nginx);
        serve.arg("-c").arg(self.folder.join("nginx.conf")).arg("-p").arg(&self.folder);
        self.spawn(&mut serve)
    }

    fn spawn(&mut self, command: &mut Command) -> Result<()> {
        self.servers.push(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        Ok(())
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        for server in &mut self.servers {
            // Asked first: both end their workers themselves.
            let asked = Command::new("kill").arg(server.id().to_string()).status();
            if asked.is_err() {
                let _ = server.kill();
            }
            let _ = server.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}
