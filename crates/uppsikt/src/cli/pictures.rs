//! The pictures of an item, written anew into a folder: what somebody has sent is never handed on as it is.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use serde_json::{Value, json};
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use crate::explain::{Exit, Explanation, told};
use crate::rooms::capture::{self, CapturedMedia, PreviewError};

/// Writes what can be shown, and says of the rest why not.
pub(super) async fn write(
    reader: &mut Reader,
    item: Uuid,
    folder: &Path,
) -> Result<(Vec<String>, Vec<Value>), Explanation> {
    let all = capture::media_of(reader, item).await.map_err(told)?;
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    if all.is_empty() {
        lines.push("Inslaget har inga bilder.".to_owned());
    } else {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| not_written(folder, &error))?;
    }
    for media in all {
        let name = format!("{item}-v{}-{}.png", media.version, media.position + 1);
        let row = |file: Option<&str>, why: Option<&str>| json!({"version": media.version, "position": media.position + 1, "file": file, "why_not": why});
        match shown(reader, &media).await? {
            Ok(png) => {
                let path = folder.join(&name);
                put(&path, &png).map_err(|error| not_written(&path, &error))?;
                lines.push(format!(
                    "Bild {} i version {}: {}",
                    media.position + 1,
                    media.version,
                    path.display()
                ));
                rows.push(row(path.to_str(), None));
            }
            Err(why) => {
                lines.push(format!("Bild {} i version {}: {why}", media.position + 1, media.version));
                rows.push(row(None, Some(why)));
            }
        }
    }
    Ok((lines, rows))
}

/// The picture as a new PNG, or why there is none.
async fn shown(reader: &Reader, media: &CapturedMedia) -> Result<Result<Vec<u8>, &'static str>, Explanation> {
    let Some(object) = media.object else { return Ok(Err("kunde inte hämtas från plattformen")) };
    let bytes = match reader.content(object).await {
        Ok(bytes) => bytes,
        Err(StoreError::Disposed) => return Ok(Err("är gallrad")),
        Err(error) => return Err(told(error)),
    };
    // Decoding takes its time and does not wait for anything.
    let decoded = tokio::task::spawn_blocking(move || capture::preview(&bytes)).await;
    Ok(decoded.unwrap_or(Err(PreviewError::Damaged)).map_err(|error| match error {
        PreviewError::OtherForm => {
            "är ingen JPEG, PNG, WebP eller GIF och visas inte; den finns säkrad och tas ut med uppsikt prove"
        }
        PreviewError::TooLarge => "är större än vad som visas; den finns säkrad och tas ut med uppsikt prove",
        PreviewError::Damaged => {
            "går inte att avkoda och visas inte; den finns säkrad och tas ut med uppsikt prove"
        }
    }))
}

/// A new file that only its owner may read; one that is there is not written over.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)
}

fn not_written(path: &Path, error: &std::io::Error) -> Explanation {
    let why = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "finns redan och skrivs inte över".to_owned(),
        _ => format!("kan inte skrivas: {error}"),
    };
    Explanation::new(Exit::Folder, format!("{} {why}.", path.display()), "Ange en tom mapp med --pictures.")
}
