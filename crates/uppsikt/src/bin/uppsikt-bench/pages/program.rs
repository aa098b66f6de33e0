//! The program itself, serving its demonstration.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::client;

/// Who asks: an editor of the demonstration, with the password that it prints.
const LOGIN: &str = "login=redaktor.ks&password=prova+uppsikt+i+lindholm";

/// Changes of which the middle is told.
const CHANGES: usize = 21;

pub(super) struct Program {
    program: PathBuf,
    data: PathBuf,
    pub port: u16,
    server: Option<Child>,
}

/// From the start of the program to the first page.
pub(super) struct First {
    pub page_ms: f64,
    pub password_ms: f64,
    pub memory_mib: f64,
}

impl Program {
    pub(super) fn lay_out() -> Result<Self> {
        let program = std::env::current_exe()?.with_file_name("uppsikt");
        ensure!(program.is_file(), "the program itself is not built beside the benchmark");
        let data = std::env::temp_dir().join(format!("uppsikt-bench-pages-{}", std::process::id()));
        let mut demo = Command::new(&program);
        demo.arg("demo").arg("--data").arg(&data).stdout(Stdio::null()).stderr(Stdio::null());
        ensure!(demo.status()?.success(), "uppsikt demo failed");
        // A port that is free now; nobody else on this machine is asked to take one meanwhile.
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self { program, data, port, server: None })
    }

    /// Starts the server, signs in, and opens the queue.
    pub(super) async fn start(&mut self) -> Result<First> {
        let began = Instant::now();
        let mut serve = Command::new(&self.program);
        serve
            .arg("serve")
            .arg("--data")
            .arg(&self.data)
            .arg("--listen")
            .arg(format!("127.0.0.1:{}", self.port));
        self.server = Some(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            ensure!(
                began.elapsed() < Duration::from_secs(10),
                "the server did not answer within ten seconds"
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let asked = Instant::now();
        let cookie = self.sign_in().await?;
        let password_ms = asked.elapsed().as_secs_f64() * 1e3;
        client::once(self.port, "/bevakning", &cookie, None).await?;
        let page_ms = began.elapsed().as_secs_f64() * 1e3;
        Ok(First { page_ms, password_ms, memory_mib: self.memory_mib()? })
    }

    /// A new session's cookie.
    pub(super) async fn sign_in(&self) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        let (port, length) = (self.port, LOGIN.len());
        let request = format!(
            "POST /logga-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Sec-Fetch-Site: same-origin\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{LOGIN}"
        );
        stream.write_all(request.as_bytes()).await?;
        let head = raw_head(&mut stream).await?;
        let cookie = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.trim().split(';').next())?
        });
        cookie.map(str::to_owned).context("signing in gave no cookie")
    }

    /// How long one who asks alone waits for a page of which nothing is kept, because somebody has just signed in;
    /// the middle of several.
    pub(super) async fn after_changes(&self, path: &str, cookie: &str) -> Result<f64> {
        let mut times = Vec::with_capacity(CHANGES);
        for _ in 0..CHANGES {
            self.sign_in().await?;
            let asked = Instant::now();
            client::once(self.port, path, cookie, None).await?;
            times.push(asked.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        times.get(CHANGES / 2).copied().context("nothing was measured")
    }

    pub(super) fn memory_mib(&self) -> Result<f64> {
        let id = self.server.as_ref().context("the server is not started")?.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory is told")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
    }

    /// Ends the server and takes its folder away.
    pub(super) fn end(&mut self) -> Result<()> {
        if let Some(mut server) = self.server.take() {
            server.kill()?;
            server.wait()?;
        }
        Ok(std::fs::remove_dir_all(&self.data)?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // After an error: the figures are lost already, and the first error is the one to tell.
        if self.server.is_some() {
            let _ = self.end();
        }
    }
}

/// The head of an answer as it came: a cookie's letters matter.
async fn raw_head(stream: &mut TcpStream) -> Result<String> {
    use tokio::io::AsyncReadExt as _;
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the server closed the connection");
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
