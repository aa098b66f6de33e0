//! Content that is encrypted before the transaction that binds it, so that nobody waits for large files.

use tokio::io::{AsyncRead, AsyncReadExt as _};
use uppsikt_kernel::{Chance, Id, Object, Organisation};
use uppsikt_ledger::{Commitment, ObjectCommitter};

use super::stream::{CHUNK_BYTES, Sealer, seal_whole};
use crate::blobs::Blobs;
use crate::error::StoreError;
use crate::keys::ObjectSecret;

/// Where the ciphertext is.
pub(crate) enum Body {
    Inline(Vec<u8>),
    Blob,
}

/// Encrypted content that no act names yet.
///
/// If none ever does, large content stays behind as bytes that nobody can open: its key was never written down.
pub struct StagedObject {
    pub(crate) organisation: Id<Organisation>,
    pub(crate) id: Id<Object>,
    pub(crate) secret: ObjectSecret,
    pub(crate) commitment: Commitment,
    pub(crate) content_bytes: i64,
    pub(crate) body: Body,
}

impl std::fmt::Debug for StagedObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StagedObject").field("id", &self.id).finish_non_exhaustive()
    }
}

impl StagedObject {
    /// The object's id.
    #[must_use]
    pub const fn id(&self) -> Id<Object> {
        self.id
    }

    /// Seals small content in memory.
    pub(crate) fn small(
        organisation: Id<Organisation>,
        id: Id<Object>,
        content: &[u8],
        chance: &dyn Chance,
    ) -> Result<Self, StoreError> {
        let secret = ObjectSecret::new(chance)?;
        let body = Body::Inline(seal_whole(&secret.key, id, content)?);
        let commitment = Commitment::object(&secret.salt, content);
        Ok(Self { organisation, id, secret, commitment, content_bytes: content.len() as i64, body })
    }

    /// Seals content from a stream: in memory when it is small, chunk by chunk into the object store when not.
    pub(crate) async fn read(
        organisation: Id<Organisation>,
        id: Id<Object>,
        mut source: impl AsyncRead + Unpin + Send,
        inline_bytes_max: usize,
        blobs: &Blobs,
        chance: &dyn Chance,
    ) -> Result<Self, StoreError> {
        let mut chunk = fill(&mut source).await?;
        if chunk.len() <= inline_bytes_max {
            return Self::small(organisation, id, &chunk, chance);
        }
        let secret = ObjectSecret::new(chance)?;
        let mut sealer = Sealer::new(&secret.key, id);
        let mut committer = ObjectCommitter::new(&secret.salt);
        let mut writer = blobs.begin(organisation, id).await?;
        let mut content_bytes = 0_i64;
        loop {
            let next = if chunk.len() == CHUNK_BYTES { fill(&mut source).await? } else { Vec::new() };
            content_bytes += chunk.len() as i64;
            committer.update(&chunk);
            Blobs::add(&mut writer, sealer.seal(&chunk, next.is_empty())?).await?;
            if next.is_empty() {
                break;
            }
            chunk = next;
        }
        Blobs::finish(writer).await?;
        Ok(Self { organisation, id, secret, commitment: committer.finish(), content_bytes, body: Body::Blob })
    }
}

/// A whole chunk, or what is left.
async fn fill(source: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, StoreError> {
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    source
        .take(CHUNK_BYTES as u64)
        .read_to_end(&mut chunk)
        .await
        .map_err(|error| StoreError::file("the content", error))?;
    Ok(chunk)
}
