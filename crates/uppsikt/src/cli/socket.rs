//! The local socket: how a command reaches the server that owns the data folder.
//!
//! One command each connection. The caller sends a line of JSON; the server answers with lines
//! `{"progress": …}` and at last one `{"answer": …}` or `{"error": …}`, after which the bytes of a
//! file may follow. The folder is closed to others (0700), so whoever can open the socket could
//! also read the files: the socket gives nobody anything that they did not have.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};

use super::answer::Answer;
use super::command::{Command, execute};
use crate::app::App;
use crate::explain::{Exit, Explanation};

/// Both ends must be the same program: the commands have no other contract.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// A command is ids, names and paths.
const REQUEST_BYTES_MAX: u64 = 4 << 20;

#[derive(Serialize, Deserialize)]
struct Asked {
    program: String,
    user: Option<String>,
    command: Command,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Progress(String),
    Answer { answer: Answer, bytes: Option<u64> },
    Error(Explanation),
}

/// Where the socket lies.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("uppsikt.sock")
}

/// Asks the server; `None` when none answers, so that this process may do it itself.
pub(super) async fn ask(
    folder: &Path,
    user: Option<&str>,
    command: &Command,
) -> Option<Result<Answer, Explanation>> {
    let stream = UnixStream::connect(path(folder)).await.ok()?;
    let asked =
        Asked { program: PROGRAM.to_owned(), user: user.map(str::to_owned), command: command.clone() };
    Some(converse(stream, &asked).await.unwrap_or_else(|error| {
        Err(Explanation::new(
            Exit::Passing,
            format!("Förbindelsen med servern bröts ({error}). Det är inte säkert att kommandot utfördes."),
            "Se efter vad som sparats (uppsikt show) innan du gör om det.",
        ))
    }))
}

async fn converse(stream: UnixStream, asked: &Asked) -> std::io::Result<Result<Answer, Explanation>> {
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(asked)?;
    line.push(b'\n');
    write.write_all(&line).await?;
    let mut read = BufReader::new(read);
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match serde_json::from_str(&line)? {
            Line::Progress(text) => super::output::progress(&text),
            Line::Error(told) => return Ok(Err(told)),
            Line::Answer { mut answer, bytes } => {
                if let Some(length) = bytes {
                    let mut file = Vec::new();
                    (&mut read).take(length).read_to_end(&mut file).await?;
                    if file.len() as u64 != length {
                        return Err(std::io::ErrorKind::UnexpectedEof.into());
                    }
                    answer.bytes = Some(file);
                }
                return Ok(Ok(answer));
            }
        }
    }
}

/// Opens the socket of the folder that this process owns.
pub(super) fn bind(folder: &Path) -> std::io::Result<UnixListener> {
    let path = path(folder);
    // A socket that a killed server left behind; the folder's lock says that nobody listens on it.
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    UnixListener::bind(&path)
}

/// Listens until `stop` says true, then lets what has begun come to its end.
pub(super) async fn serve(
    app: Arc<App>,
    listener: UnixListener,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let mut conversations = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                let app = Arc::clone(&app);
                conversations.spawn(async move {
                    if let Err(error) = answer(&app, stream).await {
                        tracing::warn!(%error, "a caller on the local socket went away");
                    }
                });
            }
            Some(_) = conversations.join_next() => {}
        }
    }
    drop(listener);
    std::fs::remove_file(path(app.config.folder()))?;
    while conversations.join_next().await.is_some() {}
    Ok(())
}

async fn answer(app: &App, stream: UnixStream) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read.take(REQUEST_BYTES_MAX)).read_line(&mut line).await?;
    let outcome = match serde_json::from_str::<Asked>(&line) {
        Ok(asked) if asked.program == PROGRAM => {
            let (sender, mut progress) = mpsc::unbounded_channel();
            // Whoever went away needs no progress; the command goes on to its end all the same.
            let mut tell = move |text: &str| drop(sender.send(text.to_owned()));
            let work = async {
                let outcome = execute(app, asked.user.as_deref(), asked.command, &mut tell).await;
                drop(tell);
                outcome
            };
            let show = async {
                while let Some(text) = progress.recv().await {
                    send(&mut write, &Line::Progress(text)).await?;
                }
                std::io::Result::Ok(())
            };
            let (outcome, _) = tokio::join!(work, show);
            outcome
        }
        _ => Err(Explanation::new(
            Exit::Folder,
            format!(
                "Servern som äger mappen är version {PROGRAM}, inte samma som det här programmet. Inget har gjorts."
            ),
            "Starta om servern med samma version som kommandot.",
        )),
    };
    match outcome {
        Err(told) => send(&mut write, &Line::Error(told.logged())).await,
        Ok(mut answer) => {
            let file = answer.bytes.take();
            send(&mut write, &Line::Answer { answer, bytes: file.as_ref().map(|file| file.len() as u64) })
                .await?;
            if let Some(file) = file {
                write.write_all(&file).await?;
            }
            write.shutdown().await
        }
    }
}

async fn send(write: &mut (impl tokio::io::AsyncWrite + Unpin), line: &Line) -> std::io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    write.write_all(&bytes).await
}
