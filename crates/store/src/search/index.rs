//! The open index: made, found whole, or made anew.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, ReloadPolicy};
use tokio::sync::Mutex;

use super::ask::ask;
use super::error::SearchError;
use super::model::{Ask, Hits};
use super::schema::{Fields, SWEDISH, SwedishTokenizer, schema};
use super::swedish::{ANALYSER, asked};
use super::writer::Writer;
use crate::folder::make_private;

/// Raised whenever the fields or what is in them changes.
const FORMAT: u32 = 2;

/// What stands in each commit.
#[derive(Serialize, Deserialize)]
pub(super) struct Stamp {
    format: u32,
    analyser: u32,
    /// How far the index has come, in the words of whoever fills it.
    pub watermark: String,
}

impl Stamp {
    pub fn of(watermark: &str) -> Self {
        Self { format: FORMAT, analyser: ANALYSER, watermark: watermark.to_owned() }
    }
}

/// The index of one data folder.
pub struct Index {
    folder: PathBuf,
    pub(super) inner: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) reader: IndexReader,
    /// Whoever writes holds it.
    pub(super) turn: Arc<Mutex<()>>,
    is_damaged: AtomicBool,
    found: Found,
}

/// What was there when the index was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Whole,
    Nothing,
    Unusable(String),
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a folder. One that is missing, damaged, or of another format is made anew, and is empty.
    ///
    /// # Errors
    /// [`SearchError`] when the folder cannot be used.
    pub fn open(folder: &Path) -> Result<Arc<Self>, SearchError> {
        let problem =
            |source: crate::StoreError| SearchError::Folder(folder.to_owned(), std::io::Error::other(source));
        make_private(folder).map_err(problem)?;
        let is_there = folder.join("meta.json").exists();
        let found = if is_there {
            // A damaged file may be such that reading it does not end well; that ends here.
            match catch_unwind(AssertUnwindSafe(|| there(folder))) {
                Ok(Ok(index)) => return Self::over(folder, index, Found::Whole),
                Ok(Err(why)) => Found::Unusable(why),
                Err(_) => Found::Unusable("the files cannot be read".to_owned()),
            }
        } else {
            Found::Nothing
        };
        if let Found::Unusable(why) = &found {
            tracing::warn!(why, "the search index is made anew");
        }
        let io = |source| SearchError::Folder(folder.to_owned(), source);
        std::fs::remove_dir_all(folder).map_err(io)?;
        make_private(folder).map_err(problem)?;
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let (schema, _) = schema();
        Self::over(
            folder,
            tantivy::Index::create(directory, schema, tantivy::IndexSettings::default())?,
            found,
        )
    }

    fn over(folder: &Path, inner: tantivy::Index, found: Found) -> Result<Arc<Self>, SearchError> {
        let (_, fields) = schema();
        inner.tokenizers().register(SWEDISH, TextAnalyzer::from(SwedishTokenizer::default()));
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (folder, turn) = (folder.to_owned(), Arc::default());
        Ok(Arc::new(Self { folder, inner, fields, reader, turn, is_damaged: AtomicBool::new(false), found }))
    }

    /// Why the index that was there could not be used, and was made anew when it was opened.
    #[must_use]
    pub fn was_unusable(&self) -> Option<&str> {
        match &self.found {
            Found::Unusable(why) => Some(why),
            _ => None,
        }
    }

    /// How far the index has come; `None` when nothing has been put in.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn watermark(&self) -> Result<Option<String>, SearchError> {
        let payload = self.inner.load_metas()?.payload;
        Ok(payload
            .and_then(|payload| serde_json::from_str::<Stamp>(&payload).ok())
            .map(|stamp| stamp.watermark))
    }

    /// Documents in it.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether any file holds this word, be it of a document that has been taken out and not yet swept away.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn holds_word(&self, word: &str) -> Result<bool, SearchError> {
        let searcher = self.reader.searcher();
        for placed in asked(word) {
            let term = tantivy::Term::from_field_text(self.fields.text, &placed.term);
            if searcher.doc_freq(&term)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Bytes that its files take.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
    }

    /// Searches. A damage that shows itself only now is an error, after which the index is opened anew.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn ask(&self, question: &Ask) -> Result<Hits, SearchError> {
        let searcher = self.reader.searcher();
        let answer = catch_unwind(AssertUnwindSafe(|| ask(&searcher, &self.fields, question)));
        let answer = answer.unwrap_or_else(|_| Err(SearchError::Damaged("a file cannot be read".to_owned())));
        if let Err(SearchError::Damaged(why)) = &answer {
            tracing::error!(why, "the search index is damaged; it is made anew");
            self.is_damaged.store(true, Ordering::Relaxed);
        }
        answer
    }

    /// Takes the index for writing, when nobody else has it.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn writer(self: &Arc<Self>) -> Result<Writer, SearchError> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        Writer::begin(Arc::clone(self), turn)
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    pub(super) fn note_damaged(&self) {
        self.is_damaged.store(true, Ordering::Relaxed);
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The index that is there; else why it cannot be used.
fn there(folder: &Path) -> Result<tantivy::Index, String> {
    let directory = MmapDirectory::open(folder).map_err(|error| error.to_string())?;
    let index = tantivy::Index::open(directory).map_err(|error| error.to_string())?;
    if index.schema() != schema().0 {
        return Err("its fields are those of another version".to_owned());
    }
    let metas = index.load_metas().map_err(|error| error.to_string())?;
    if let Some(payload) = metas.payload {
        let stamp: Stamp = serde_json::from_str(&payload).map_err(|error| error.to_string())?;
        if (stamp.format, stamp.analyser) != (FORMAT, ANALYSER) {
            return Err("it was made by another version".to_owned());
        }
    } else if !metas.segments.is_empty() {
        return Err("it does not say how far it had come".to_owned());
    }
    let damaged = index.validate_checksum().map_err(|error| error.to_string())?;
    if let Some(file) = damaged.iter().next() {
        return Err(format!("{} is not what was written", file.display()));
    }
    // Every part is opened once: a missing file is found here and not by whoever searches.
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
    reader.map(|_: IndexReader| index).map_err(|error| error.to_string())
}
