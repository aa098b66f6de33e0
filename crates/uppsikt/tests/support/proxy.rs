//! A network that misbehaves on purpose: it stands between the program and a site.
//!
//! Each connection carries one request, so that requests can be counted. From [`Proxy::arm`] on they are numbered
//! from 1, and the one whose turn it is meets the fault; all others go through untouched.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use url::Url;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The site does it, and the answer never comes.
    DropAnswer,
    /// The site does it, and only so many bytes of the answer come.
    CutAnswer(usize),
    /// The connection breaks before the site has heard anything.
    Break,
    /// Nobody listens any more when it comes.
    Refuse,
    /// The site hears nothing, and nobody says anything.
    Silence,
    /// The site does it, and nobody says anything.
    SilentAnswer,
    /// The answer comes late.
    Delay(Duration),
    /// The site hears nothing, and something else answers with this status and asks for so many seconds.
    Status(u16, u32),
    /// The site does it, and something else answers with this status.
    FailAfter(u16),
    /// The site hears nothing, and the answer points to an address on our own machine or network.
    Redirect(&'static str),
}

impl Fault {
    /// Whether the request reaches the site.
    const fn reaches_site(self) -> bool {
        matches!(
            self,
            Self::DropAnswer | Self::CutAnswer(_) | Self::SilentAnswer | Self::Delay(_) | Self::FailAfter(_)
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

#[derive(Debug, Default)]
struct Turn {
    count: usize,
    fault: Option<(usize, Fault)>,
    asked: Vec<String>,
    has_struck: bool,
}

/// The proxy; it ends when it is dropped.
pub struct Proxy {
    pub address: String,
    door: Arc<Door>,
    /// Of its own, so that it goes on while a test waits for the program.
    runtime: Option<Runtime>,
}

/// What the connections share.
struct Door {
    site: String,
    turn: Mutex<Turn>,
    changes: Mutex<Vec<String>>,
    /// Whether it is to listen, and whether it does.
    wanted: watch::Sender<bool>,
    listens: watch::Sender<bool>,
}

impl Door {
    async fn set(&self, open: bool) {
        self.wanted.send_replace(open);
        self.listens.subscribe().wait_for(|listens| *listens == open).await.unwrap();
    }

    async fn keep(self: Arc<Self>, address: SocketAddr, mut listener: TcpListener) {
        let mut wanted = self.wanted.subscribe();
        loop {
            self.listens.send_replace(true);
            loop {
                let (client, _) = tokio::select! {
                    _ = wanted.wait_for(|open| !open) => break,
                    Ok(accepted) = listener.accept() => accepted,
                };
                let door = Arc::clone(&self);
                // A side that goes away in the middle is what this is about.
                tokio::spawn(async move { drop(pass(client, &door).await) });
            }
            drop(listener);
            self.listens.send_replace(false);
            wanted.wait_for(|open| *open).await.unwrap();
            listener = TcpListener::bind(address).await.unwrap();
        }
    }
}

impl Proxy {
    /// Listens on a port of its own, in front of the site at `address`.
    pub fn before(address: &str) -> Self {
        let url = Url::parse(address).unwrap();
        let site = format!("{}:{}", url.host_str().unwrap(), url.port_or_known_default().unwrap());
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let own = listener.local_addr().unwrap();
        let (wanted, listens) = (watch::Sender::new(true), watch::Sender::new(false));
        let (turn, changes) = (Mutex::default(), Mutex::default());
        let door = Arc::new(Door { site, turn, changes, wanted, listens });
        let keep = Arc::clone(&door);
        runtime.spawn(async move { keep.keep(own, TcpListener::from_std(listener).unwrap()).await });
        Self { address: format!("http://{own}"), door, runtime: Some(runtime) }
    }

    /// From now on requests are counted anew, and the `at`-th meets the fault.
    pub fn arm(&self, at: usize, fault: Fault) {
        self.rest();
        self.door.turn.lock().unwrap().fault = Some((at, fault));
        if (at, fault) == (1, Fault::Refuse) {
            self.set(false);
        }
    }

    /// From now on requests are counted anew, and none meets a fault.
    pub fn rest(&self) {
        *self.door.turn.lock().unwrap() = Turn::default();
        self.set(true);
    }

    fn set(&self, open: bool) {
        self.door.wanted.send_replace(open);
        while *self.door.listens.borrow() != open {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Whether the fault has met its request.
    pub fn has_struck(&self) -> bool {
        self.door.turn.lock().unwrap().has_struck || !*self.door.wanted.borrow()
    }

    /// Every change that the site has made from the beginning on, as method and path, whether we were told or not.
    pub fn changes(&self) -> Vec<String> {
        self.door.changes.lock().unwrap().clone()
    }

    /// What was asked since the counting began, as method and path.
    pub fn asked(&self) -> Vec<String> {
        self.door.turn.lock().unwrap().asked.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Passes one request on, and its answer back.
async fn pass(mut client: TcpStream, door: &Door) -> std::io::Result<()> {
    let request = request(&mut client).await?;
    let line = String::from_utf8_lossy(&request);
    let line = line.lines().next().unwrap_or_default().split('?').next().unwrap_or_default();
    let asked = line.trim_end_matches(" HTTP/1.1").to_owned();
    let (fault, is_last) = {
        let mut turn = door.turn.lock().unwrap();
        turn.count += 1;
        turn.asked.push(asked.clone());
        let fault = turn.fault.filter(|(at, _)| *at == turn.count).map(|(_, fault)| fault);
        turn.has_struck |= fault.is_some();
        (fault, turn.fault == Some((turn.count + 1, Fault::Refuse)))
    };
    let answer = match fault {
        Some(fault) if !fault.reaches_site() => Vec::new(),
        _ => forward(&door.site, &request).await?,
    };
    if !asked.starts_with("GET") && answer.starts_with(b"HTTP/1.1 2") {
        door.changes.lock().unwrap().push(asked);
    }
    if is_last {
        door.set(false).await;
    }
    match fault {
        None => client.write_all(&answer).await?,
        Some(Fault::Delay(wait)) => {
            tokio::time::sleep(wait).await;
            client.write_all(&answer).await?;
        }
        Some(Fault::DropAnswer | Fault::Break | Fault::Refuse) => {}
        Some(Fault::CutAnswer(bytes)) => client.write_all(&answer[..bytes.min(answer.len() - 1)]).await?,
        // Until the other side has had enough.
        Some(Fault::Silence | Fault::SilentAnswer) => drop(client.read(&mut [0]).await?),
        Some(Fault::Status(status, seconds)) => {
            let head = format!("HTTP/1.1 {status} Fault\r\nRetry-After: {seconds}\r\n");
            client
                .write_all(format!("{head}Content-Length: 0\r\nConnection: close\r\n\r\n").as_bytes())
                .await?;
        }
        Some(Fault::FailAfter(status)) => {
            let head = format!("HTTP/1.1 {status} Fault\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            client.write_all(head.as_bytes()).await?;
        }
        Some(Fault::Redirect(to)) => {
            let head = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n");
            client.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).await?;
        }
    }
    client.shutdown().await
}

/// One whole request, asked for in a connection of its own.
async fn request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        if client.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        if bytes.len() >= end + length.unwrap_or(0_usize) {
            let line = bytes.windows(2).position(|two| two == b"\r\n").unwrap_or_default() + 2;
            bytes.splice(line..line, *b"Connection: close\r\n");
            return Ok(bytes);
        }
    }
}

async fn forward(site: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut upstream = TcpStream::connect(site).await?;
    upstream.write_all(request).await?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).await?;
    Ok(answer)
}
