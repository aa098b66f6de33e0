//! Where the store keeps its index: opened when somebody first asks for it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use uppsikt_kernel::{Id, Object, Organisation};
use uuid::Uuid;

use super::error::SearchError;
use super::index::Index;
use crate::store::Store;

/// The folder within the data folder.
const FOLDER: &str = "search";

/// The index of a data folder, open or not.
#[derive(Debug)]
pub(crate) struct Slot {
    folder: PathBuf,
    index: Mutex<Option<Arc<Index>>>,
}

impl Slot {
    pub fn new(data_folder: &Path) -> Self {
        Self { folder: data_folder.join(FOLDER), index: Mutex::new(None) }
    }

    fn open(&self) -> Result<Arc<Index>, SearchError> {
        let mut slot = self.index.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(index) = slot.as_ref().filter(|index| !index.is_damaged()) {
            return Ok(Arc::clone(index));
        }
        // A damaged one is let go before its folder is emptied.
        *slot = None;
        let index = Index::open(&self.folder)?;
        *slot = Some(Arc::clone(&index));
        Ok(index)
    }

    /// Removes the index from the disk; whoever asks for it next finds an empty one.
    fn discard(&self) -> Result<(), crate::StoreError> {
        let mut slot = self.index.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(index) = slot.take() {
            index.note_damaged();
        }
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(crate::StoreError::file(&self.folder, error))
            }
            _ => Ok(()),
        }
    }
}

impl Store {
    /// The search index of the data folder; opened, looked through for damage and if need be made anew when it is
    /// first asked for.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn search(&self) -> Result<Arc<Index>, SearchError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || inner.search.open()).await.map_err(|_| SearchError::TaskEnded)?
    }

    /// The words of these items are in no file any more. Nothing when there is no index.
    ///
    /// What is left of an item (a version that was not disposed of) is put in again by whoever fills the index: the
    /// act of disposal stands in the log, which it follows.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn forget_in_search(
        &self,
        organisation: Id<Organisation>,
        items: &[Uuid],
    ) -> Result<(), SearchError> {
        if items.is_empty() || !self.inner.search.folder.join("meta.json").exists() {
            return Ok(());
        }
        let index = self.search().await?;
        let Some(watermark) = index.watermark()? else { return Ok(()) };
        let writer = index.writer().await?;
        for item in items {
            writer.remove(organisation, *item)?;
        }
        let (writer, is_clean) = writer.commit(&watermark).await?.sweep().await?;
        if !is_clean {
            tracing::warn!(
                "the search index is being read; what was disposed of leaves its files a little later"
            );
        }
        writer.finish().await
    }

    /// As [`Store::forget_in_search`]; an index that cannot forget is thrown away whole, since it can be made anew.
    pub(crate) async fn forget_or_discard(
        &self,
        organisation: Id<Organisation>,
        items: &[Uuid],
    ) -> Result<(), crate::StoreError> {
        let Err(error) = self.forget_in_search(organisation, items).await else { return Ok(()) };
        tracing::error!(%error, "the search index could not forget what was disposed of; it is made anew");
        self.inner.search.discard()
    }

    /// The items that objects belong to.
    pub(crate) async fn items_of(
        &self,
        actor: &uppsikt_kernel::Actor,
        objects: &[Id<Object>],
    ) -> Result<Vec<Uuid>, crate::StoreError> {
        let reader = self.read(actor).await?;
        let mut items = Vec::new();
        for object in objects {
            items.extend(reader.object(*object).await?.map(|info| info.item));
        }
        items.sort_unstable();
        items.dedup();
        Ok(items)
    }
}
