//! Clients that ask for the same page again and again over connections that stay open.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long a measurement lasts, in words for the table's head.
pub(super) const LASTING: &str = "8 seconds";
const MEASURED: Duration = Duration::from_secs(8);
/// Before it is measured: caches fill, connections open.
const WARMING: Duration = Duration::from_secs(2);

/// What came of it.
pub(super) struct Load {
    pub per_second: f64,
    /// The body of one answer.
    pub bytes: usize,
    /// How long each answer took, in milliseconds, sorted.
    times: Vec<f64>,
}

impl Load {
    /// Within how many milliseconds this share of the answers came.
    pub(super) fn percentile(&self, share: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        self.times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }
}

/// One answer: its head, and how many bytes its body took on the wire.
pub(super) struct Answer {
    pub head: String,
    pub body: usize,
}

/// Asks with so many clients at a time.
pub(super) async fn load(
    port: u16,
    path: &str,
    cookie: &str,
    encoding: Option<&str>,
    clients: usize,
) -> Result<Load> {
    let request = request(port, path, cookie, encoding);
    let began = Instant::now() + WARMING;
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(one(port, request.clone(), began))).collect();
    let (mut times, mut bytes) = (Vec::new(), 0);
    for task in tasks {
        let (own, size) = task.await??;
        times.extend(own);
        bytes = size;
    }
    ensure!(!times.is_empty(), "{path}: no answer came in time");
    times.sort_by(f64::total_cmp);
    Ok(Load { per_second: times.len() as f64 / MEASURED.as_secs_f64(), bytes, times })
}

/// Asks once.
pub(super) async fn once(port: u16, path: &str, cookie: &str, encoding: Option<&str>) -> Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(&request(port, path, cookie, encoding)).await?;
    let answer = answer(&mut stream, &mut Vec::new()).await?;
    ensure!(answer.head.starts_with("HTTP/1.1 200"), "{path}: {}", first_line(&answer.head));
    Ok(answer)
}

fn request(port: u16, path: &str, cookie: &str, encoding: Option<&str>) -> Vec<u8> {
    let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
    let encoding = encoding.map(|name| format!("Accept-Encoding: {name}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n{cookie}{encoding}\r\n")
        .into_bytes()
}

async fn one(port: u16, request: Vec<u8>, began: Instant) -> Result<(Vec<f64>, usize)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut bytes, mut rest) = (Vec::new(), 0, Vec::new());
    while began.elapsed() < MEASURED {
        let asked = Instant::now();
        stream.write_all(&request).await?;
        let answer = answer(&mut stream, &mut rest).await?;
        ensure!(answer.head.starts_with("HTTP/1.1 200"), "{}", first_line(&answer.head));
        if asked >= began {
            times.push(asked.elapsed().as_secs_f64() * 1e3);
        }
        bytes = answer.body;
    }
    Ok((times, bytes))
}

/// Reads one answer; `rest` is what has come of the next.
pub(super) async fn answer(stream: &mut TcpStream, rest: &mut Vec<u8>) -> Result<Answer> {
    let end = loop {
        if let Some(at) = find(rest, b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, rest).await?;
    };
    let head = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).to_ascii_lowercase();
    let head = format!("HTTP{}", head.strip_prefix("http").unwrap_or(&head));
    rest.drain(..end);
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let whole = match length {
        Some(length) => {
            let length = length.trim().parse::<usize>().context("a length that is no number")?;
            while rest.len() < length {
                more(stream, rest).await?;
            }
            length
        }
        None if head.contains("transfer-encoding: chunked") => loop {
            if let Some(at) = find(rest, b"\r\n0\r\n\r\n") {
                break at + 7;
            }
            more(stream, rest).await?;
        },
        None => bail!("an answer without a length: {}", first_line(&head)),
    };
    rest.drain(..whole);
    Ok(Answer { head, body: whole })
}

async fn more(stream: &mut TcpStream, rest: &mut Vec<u8>) -> Result<()> {
    let read = stream.read_buf(rest).await?;
    ensure!(read > 0, "the server closed the connection");
    Ok(())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn first_line(head: &str) -> &str {
    head.lines().next().unwrap_or_default()
}
