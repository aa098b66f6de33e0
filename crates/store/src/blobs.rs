//! Where the ciphertext of large objects lies.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as BlobPath;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use uppsikt_kernel::{Id, Object, Organisation};

use crate::error::StoreError;
use crate::folder::{make_private, private};

/// The object store: a folder now, an S3-compatible service behind the same trait later.
#[derive(Debug, Clone)]
pub(crate) struct Blobs(Arc<dyn ObjectStore>);

fn path_of(organisation: Id<Organisation>, object: Id<Object>) -> BlobPath {
    let text = object.uuid().simple().to_string();
    // The last two digits of a UUIDv7 are random, so the folders fill evenly.
    BlobPath::from(format!("{}/{}/{text}", organisation.uuid().simple(), &text[30..]))
}

fn failed(error: object_store::Error) -> StoreError {
    match error {
        object_store::Error::NotFound { path, .. } => StoreError::ObjectDamaged(path),
        other => {
            let text = format!("{other:?}");
            if text.contains("StorageFull") || text.contains("No space left") {
                StoreError::DiskFull
            } else {
                StoreError::file("objects", std::io::Error::other(other))
            }
        }
    }
}

impl Blobs {
    /// A folder below the data folder; every written file is synced before it counts.
    pub(crate) fn folder(data: &Path) -> Result<Self, StoreError> {
        let folder = data.join("objects");
        if !folder.exists() {
            make_private(&folder)?;
        }
        private(&folder)?;
        let local = LocalFileSystem::new_with_prefix(&folder).map_err(failed)?.with_fsync(true);
        Ok(Self(Arc::new(local)))
    }

    /// Begins to write a large object.
    pub(crate) async fn begin(
        &self,
        organisation: Id<Organisation>,
        object: Id<Object>,
    ) -> Result<WriteMultipart, StoreError> {
        let upload = self.0.put_multipart(&path_of(organisation, object)).await.map_err(failed)?;
        Ok(WriteMultipart::new_with_chunk_size(upload, 8 * 1024 * 1024))
    }

    /// Adds a chunk.
    pub(crate) async fn add(writer: &mut WriteMultipart, chunk: Vec<u8>) -> Result<(), StoreError> {
        writer.wait_for_capacity(2).await.map_err(failed)?;
        writer.put(Bytes::from(chunk));
        Ok(())
    }

    /// Makes the object whole; before this nothing can be read under its name.
    pub(crate) async fn finish(writer: WriteMultipart) -> Result<(), StoreError> {
        writer.finish().await.map_err(failed).map(|_| ())
    }

    /// Part of an object's ciphertext; shorter than asked for at its end.
    pub(crate) async fn part(
        &self,
        organisation: Id<Organisation>,
        object: Id<Object>,
        from: u64,
        to: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let bytes = self.0.get_range(&path_of(organisation, object), from..to).await.map_err(failed)?;
        Ok(bytes.to_vec())
    }

    /// The length of an object's ciphertext; `None` when it is not there.
    pub(crate) async fn size(
        &self,
        organisation: Id<Organisation>,
        object: Id<Object>,
    ) -> Result<Option<u64>, StoreError> {
        match self.0.head(&path_of(organisation, object)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes an object's ciphertext; that it is gone already is no error.
    pub(crate) async fn remove(
        &self,
        organisation: Id<Organisation>,
        object: Id<Object>,
    ) -> Result<(), StoreError> {
        match self.0.delete(&path_of(organisation, object)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}
