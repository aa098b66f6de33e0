//! `uppsikt record`: keeps files, or the items of an NDJSON file.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use uppsikt_kernel::{Actor, Authority, Id};

use super::answer::Answer;
use super::command::{self, Command};
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::evidence::{self, EvidenceError, NewRecord, Recorded};
use uppsikt_store::StoreError;

/// What to keep.
#[derive(Debug, Args)]
pub(super) struct RecordArguments {
    /// Filer; en fil som slutar på .ndjson läses som poster {"id","text",…}, en per rad
    #[arg(value_name = "FIL", required = true)]
    files: Vec<PathBuf>,
    /// Vilken myndighet det hör till
    #[arg(long, value_name = "NAMN")]
    authority: Option<String>,
}

/// Longest line of an NDJSON file: far more than any platform's longest post.
const LINE_BYTES_MAX: u64 = 1024 * 1024;
/// Items that are recorded in one transaction.
const ITEMS_MAX: usize = 500;

impl RecordArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        let files = self.files.iter().map(|file| super::absolute(file)).collect::<Result<_, _>>()?;
        Ok(Command::Record { files, authority: self.authority })
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    files: &[PathBuf],
    authority: Option<&str>,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let authority = command::authority(app, actor, authority).await?;
    evidence::may_record(actor, authority).map_err(told)?;
    // Every file is looked through before anything is kept, so that one bad line leaves nothing half-done.
    for file in files {
        check(file).map_err(told)?;
    }
    let (mut lines, mut items) = (Vec::new(), Vec::new());
    for file in files {
        let recorded = if is_ndjson(file) {
            from_lines(app, actor, authority, file, progress).await
        } else {
            whole(app, actor, authority, file).await
        };
        for (id, recorded) in recorded.map_err(told)? {
            lines.push(format!("{}  {id}", recorded.item));
            items.push(json!({"id": id, "item": recorded.item, "object": recorded.object}));
        }
    }
    Ok(Answer::new(lines.join("\n"), json!({"items": items})))
}

fn is_ndjson(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "ndjson" || extension == "jsonl")
}

fn open(file: &Path) -> Result<File, EvidenceError> {
    File::open(file).map_err(|error| StoreError::file(file, error).into())
}

fn check(file: &Path) -> Result<(), EvidenceError> {
    let opened = open(file)?;
    if is_ndjson(file) {
        for line in Lines::new(file, opened) {
            line?;
        }
    } else if !opened.metadata().map_err(|error| StoreError::file(file, error))?.is_file() {
        let error = std::io::Error::new(std::io::ErrorKind::IsADirectory, "det är ingen fil");
        return Err(StoreError::file(file, error).into());
    }
    Ok(())
}

type Named = Vec<(String, Recorded)>;

async fn whole(
    app: &App,
    actor: &Actor,
    authority: Id<Authority>,
    file: &Path,
) -> Result<Named, EvidenceError> {
    let source = tokio::fs::File::open(file).await.map_err(|error| StoreError::file(file, error))?;
    let staged = app.store.stage(actor, source).await?;
    let media_type = media_type(file).to_owned();
    let recorded = app
        .store
        .write::<_, EvidenceError, _>(actor, move |tx| {
            Box::pin(async move { evidence::record_staged(tx, authority, media_type, staged).await })
        })
        .await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(vec![(name, recorded)])
}

async fn from_lines(
    app: &App,
    actor: &Actor,
    authority: Id<Authority>,
    file: &Path,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Named, EvidenceError> {
    let mut lines = Lines::new(file, open(file)?);
    let mut all = Named::new();
    loop {
        let batch = lines.by_ref().take(ITEMS_MAX).collect::<Result<Vec<_>, _>>()?;
        if batch.is_empty() {
            return Ok(all);
        }
        let recorded = app
            .store
            .write::<_, EvidenceError, _>(actor, move |tx| {
                Box::pin(async move {
                    let mut recorded = Named::new();
                    for (id, content) in batch {
                        let new = NewRecord { authority, content, media_type: "application/json".to_owned() };
                        recorded.push((id, evidence::record(tx, new).await?));
                    }
                    Ok(recorded)
                })
            })
            .await?;
        all.extend(recorded);
        if all.len().is_multiple_of(10_000) {
            progress(&format!("{} poster sparade …", all.len()));
        }
    }
}

/// The items of an NDJSON file: their ids and their exact bytes.
struct Lines {
    file: PathBuf,
    reader: BufReader<File>,
    number: usize,
}

impl Lines {
    fn new(file: &Path, opened: File) -> Self {
        Self { file: file.to_owned(), reader: BufReader::new(opened), number: 0 }
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, EvidenceError> {
        self.number += 1;
        let mut line = Vec::new();
        let limited = self.reader.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line);
        limited.map_err(|error| StoreError::file(&self.file, error))?;
        if line.is_empty() {
            return Ok(None);
        }
        if line.len() as u64 > LINE_BYTES_MAX {
            return Err(EvidenceError::Line { line: self.number, why: "raden är längre än 1 MiB" });
        }
        while line.last().is_some_and(|byte| *byte == b'\n' || *byte == b'\r') {
            line.pop();
        }
        Ok(Some(line))
    }
}

impl Iterator for Lines {
    type Item = Result<(String, Vec<u8>), EvidenceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read() {
                Ok(None) => return None,
                Ok(Some(line)) if line.is_empty() => {}
                Ok(Some(line)) => {
                    let number = self.number;
                    return Some(
                        id_in(&line)
                            .map(|id| (id, line))
                            .map_err(|why| EvidenceError::Line { line: number, why }),
                    );
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The item's own id; says what is wrong with the line, never what is in it.
fn id_in(line: &[u8]) -> Result<String, &'static str> {
    let text = std::str::from_utf8(line).map_err(|_| "raden är inte UTF-8")?;
    let value: Value = serde_json::from_str(text).map_err(|_| "raden är inte giltig JSON")?;
    let object = value.as_object().ok_or("raden är inget JSON-objekt")?;
    if !object.get("text").is_some_and(Value::is_string) {
        return Err("fältet text saknas eller är ingen text");
    }
    match object.get("id") {
        Some(Value::String(id))
            if !id.is_empty() && id.chars().count() <= 200 && !id.chars().any(char::is_control) =>
        {
            Ok(id.clone())
        }
        Some(Value::Number(id)) => Ok(id.to_string()),
        _ => Err("fältet id saknas, är tomt, för långt eller av fel slag"),
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "txt" | "md" => "text/plain",
        "json" => "application/json",
        "html" | "htm" => "text/html",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "xml" => "application/xml",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_lines_are_refused_without_their_content() {
        assert_eq!(id_in("{\"id\":\"7\",\"text\":\"å\"}".as_bytes()).unwrap(), "7");
        assert_eq!(id_in(b"{\"id\":7,\"text\":\"\"}").unwrap(), "7");
        let deep = format!("{{\"id\":1,\"text\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
        for bad in [
            &b"{"[..],
            b"[]",
            b"{\"id\":1}",
            b"{\"text\":\"x\"}",
            b"\xff",
            b"{\"id\":\"\",\"text\":\"x\"}",
            deep.as_bytes(),
        ] {
            let why = id_in(bad).unwrap_err();
            assert!(why.starts_with("raden") || why.starts_with("fältet"), "{why}");
        }
    }
}
