//! Opening a file that is to be brought in, within limits, and reading it whole.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use bytes::Bytes;
use uppsikt_platform::imports::archive::{self, MainForm};
use uppsikt_platform::imports::ndjson::Import;
use uppsikt_platform::imports::wxr::{self, SiteImport};
use uppsikt_platform::imports::{Archive, FILE_BYTES_MAX, ImportError, ndjson};

use super::words::refused;
use crate::explain::{Exit, Explanation};

/// A file that has been read.
pub(in crate::cli) struct Opened {
    pub content: Content,
    /// The archive, where the file is one: the pictures are found in it.
    pub archive: Option<Archive>,
}

/// What the file says.
pub(in crate::cli) enum Content {
    /// Lines of JSON.
    Lines(Import),
    /// A WordPress export.
    Site(SiteImport),
}

/// Reads a file by its ending.
pub(in crate::cli) fn open(path: &Path) -> Result<Opened, Explanation> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let outcome = match ending.as_str() {
        "zip" => archived(path),
        "ndjson" | "jsonl" => bytes(path).and_then(|bytes| parse(MainForm::Ndjson, &bytes)).map(alone),
        "xml" => bytes(path).and_then(|bytes| parse(MainForm::Wxr, &bytes)).map(alone),
        _ => {
            return Err(Explanation::new(
                Exit::Usage,
                "Filens slag framgår inte av dess namn. Inget har lästs in.",
                "Filen ska sluta på .ndjson (rader), .xml (WordPress-export) eller .zip (arkiv).",
            ));
        }
    };
    outcome.map_err(|error| refused(&error))
}

const fn alone(content: Content) -> Opened {
    Opened { content, archive: None }
}

fn archived(path: &Path) -> Result<Opened, ImportError> {
    let mut archive = archive::open(path)?;
    let main = archive.main()?;
    let content = parse(archive.form, &main)?;
    Ok(Opened { content, archive: Some(archive) })
}

fn parse(form: MainForm, bytes: &[u8]) -> Result<Content, ImportError> {
    match form {
        MainForm::Ndjson => ndjson::read(bytes).map(Content::Lines),
        MainForm::Wxr => wxr::read(bytes).map(Content::Site),
    }
}

/// The file's bytes, as far as a file may be long.
fn bytes(path: &Path) -> Result<Bytes, ImportError> {
    let file = File::open(path).map_err(ImportError::File)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there is more.
    file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(ImportError::File)?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge { bytes_max: FILE_BYTES_MAX });
    }
    Ok(bytes.into())
}
