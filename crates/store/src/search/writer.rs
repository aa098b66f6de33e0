//! Writing the index: one at a time, in commits that carry how far they have come.

use std::sync::Arc;
use std::time::Duration;

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};
use tokio::sync::OwnedMutexGuard;
use uppsikt_kernel::{Id, Organisation};
use uuid::Uuid;

use super::error::SearchError;
use super::index::{Index, Stamp};
use super::model::Document;
use super::schema::pair;

/// Memory for what is not written yet; the least that the library takes is 15 MB.
const MEMORY_BYTES: usize = 48_000_000;
/// How often files that somebody still reads are looked after.
const TIDY_TRIES: u32 = 40;
/// How long a reader is waited for between two tries.
const TIDY_WAIT: Duration = Duration::from_millis(50);
/// Rounds of merging: each takes what the last one left.
const SWEEP_ROUNDS: u32 = 4;

/// The index, taken for writing.
pub struct Writer {
    index: Arc<Index>,
    inner: Option<IndexWriter>,
    _turn: OwnedMutexGuard<()>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Writer {
    pub(super) fn begin(index: Arc<Index>, turn: OwnedMutexGuard<()>) -> Result<Self, SearchError> {
        let inner =
            noted(&index, index.inner.writer_with_num_threads(1, MEMORY_BYTES).map_err(SearchError::from))?;
        Ok(Self { index, inner: Some(inner), _turn: turn })
    }

    fn inner(&self) -> Result<&IndexWriter, SearchError> {
        self.inner.as_ref().ok_or(SearchError::TaskEnded)
    }

    /// Puts a document in, in the place of the one with its id.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn put(&self, document: &Document) -> Result<(), SearchError> {
        self.remove(document.organisation, document.id)?;
        let fields: TantivyDocument = self.index.fields.document(document);
        self.inner()?.add_document(fields)?;
        Ok(())
    }

    /// Takes a document out.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn remove(&self, organisation: Id<Organisation>, id: Uuid) -> Result<(), SearchError> {
        let term = Term::from_field_bytes(self.index.fields.id, &pair(organisation.uuid(), id));
        self.inner()?.delete_term(term);
        Ok(())
    }

    /// Takes everything out; the next commit's watermark says from where it is filled again.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn clear(&self) -> Result<(), SearchError> {
        self.inner()?.delete_all_documents()?;
        Ok(())
    }

    /// Makes what was put in and taken out visible, together with how far it goes.
    ///
    /// # Errors
    /// [`SearchError`]; then the index is as it was after the last commit.
    pub async fn commit(self, watermark: &str) -> Result<Self, SearchError> {
        let stamp = serde_json::to_string(&Stamp::of(watermark)).map_err(|_| SearchError::TaskEnded)?;
        self.blocking(move |mut writer| {
            let inner = writer.inner.as_mut().ok_or(SearchError::TaskEnded)?;
            let mut commit = inner.prepare_commit()?;
            commit.set_payload(&stamp);
            commit.commit()?;
            writer.index.reader.reload()?;
            Ok(writer)
        })
        .await
    }

    /// Merges away what has been taken out, so that no file holds it any more; gives whether it is so.
    ///
    /// Whoever searches at that moment holds a file a little longer; then the answer is no, and one asks again.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn sweep(self) -> Result<(Self, bool), SearchError> {
        self.blocking(|mut writer| {
            for _ in 0..SWEEP_ROUNDS {
                // Merges that go on already would hold the parts that are to be merged here.
                if let Some(inner) = writer.inner.take() {
                    inner.wait_merging_threads()?;
                }
                let metas = writer.index.inner.searchable_segment_metas()?;
                let inner = writer.index.inner.writer_with_num_threads(1, MEMORY_BYTES)?;
                let inner = writer.inner.insert(inner);
                let with_deleted: Vec<_> =
                    metas.iter().filter(|meta| meta.num_deleted_docs() > 0).map(|meta| meta.id()).collect();
                drop(metas);
                if with_deleted.is_empty() {
                    break;
                }
                inner.set_merge_policy(Box::new(NoMergePolicy));
                for segment in with_deleted {
                    inner.merge(&[segment]).wait()?;
                }
            }
            let is_clean = writer.tidy()?;
            Ok((writer, is_clean))
        })
        .await
    }

    /// Removes the files of parts that are no more.
    fn tidy(&self) -> Result<bool, SearchError> {
        for _ in 0..TIDY_TRIES {
            self.index.reader.reload()?;
            self.inner()?.garbage_collect_files().wait()?;
            if self.is_tidy()? {
                return Ok(true);
            }
            std::thread::sleep(TIDY_WAIT);
        }
        Ok(false)
    }

    /// Whether every file belongs to a part that is searched.
    fn is_tidy(&self) -> Result<bool, SearchError> {
        let live: Vec<String> =
            self.index.inner.searchable_segment_ids()?.into_iter().map(|id| id.uuid_string()).collect();
        let folder = self.index.folder();
        let entries =
            std::fs::read_dir(folder).map_err(|error| SearchError::Folder(folder.to_owned(), error))?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        // Parts have a name of 32 hexadecimal digits, then a dot.
        let mut parts = names.filter(|name| name.find('.') == Some(32));
        Ok(parts.all(|name| live.iter().any(|id| name.starts_with(id.as_str()))))
    }

    /// Ends the writing; merges that have begun are finished first.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn finish(self) -> Result<(), SearchError> {
        self.blocking(|mut writer| {
            if let Some(inner) = writer.inner.take() {
                inner.wait_merging_threads()?;
            }
            Ok(writer.index.reader.reload()?)
        })
        .await
    }

    /// Files are written and synced beside the tasks that answer people.
    async fn blocking<T: Send + 'static>(
        self,
        work: impl FnOnce(Self) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let index = Arc::clone(&self.index);
        let done = tokio::task::spawn_blocking(move || work(self)).await;
        noted(&index, done.map_err(|_| SearchError::TaskEnded).and_then(|done| done))
    }
}

/// An index that cannot be written is opened anew by whoever comes next.
fn noted<T>(index: &Index, outcome: Result<T, SearchError>) -> Result<T, SearchError> {
    if matches!(outcome, Err(SearchError::Damaged(_) | SearchError::TaskEnded)) {
        index.note_damaged();
    }
    outcome
}
