//! Opening sealed objects.

use uppsikt_kernel::Id;
use uppsikt_ledger::{Commitment, ObjectCommitter, Salt};

use super::stream::{CHUNK_BYTES, Sealer, TAG_BYTES, open_whole};
use crate::blobs::Blobs;
use crate::error::StoreError;
use crate::keys::{KeyStore, ObjectSecret, WrapContext};
use crate::tables::object;

/// What an object's row binds.
pub(crate) fn wrap_context(row: &object::Model) -> WrapContext<'_> {
    WrapContext {
        organisation: Id::from_uuid(row.organisation_id),
        authority: Id::from_uuid(row.authority_id),
        object: Id::from_uuid(row.id),
        item: row.item_id,
        version: row.version,
        act: row.act_id,
        key: row.key_id,
        content_bytes: row.content_bytes,
        media_type: &row.media_type,
    }
}

/// The object's key and salt.
pub(crate) fn open_secret(row: &object::Model, keys: &KeyStore) -> Result<ObjectSecret, StoreError> {
    let Some(wrapped) = &row.wrapped else { return Err(StoreError::Disposed) };
    let kek = keys.by_id(row.key_id)?;
    ObjectSecret::unwrap(wrapped, &kek, &wrap_context(row))
}

/// Content, the salt that opens its commitment, and the commitment that follows from them.
pub(crate) struct Opening {
    pub content: Vec<u8>,
    pub salt: Salt,
    pub commitment: Commitment,
}

/// Opens an object; `keep` is false where only its commitment is wanted and the content may be large.
pub(crate) async fn open_body(
    row: &object::Model,
    keys: &KeyStore,
    blobs: &Blobs,
    keep: bool,
) -> Result<Opening, StoreError> {
    let secret = open_secret(row, keys)?;
    let object = Id::from_uuid(row.id);
    if let Some(body) = &row.body {
        let content = open_whole(&secret.key, object, body)?;
        if content.len() as i64 != row.content_bytes {
            return Err(StoreError::ObjectDamaged(object.to_string()));
        }
        let commitment = Commitment::object(&secret.salt, &content);
        return Ok(Opening { content, salt: secret.salt, commitment });
    }
    let organisation = Id::from_uuid(row.organisation_id);
    let damaged = || StoreError::ObjectDamaged(object.to_string());
    let size = blobs.size(organisation, object).await?.ok_or_else(damaged)?;
    let (mut sealer, mut committer) = (Sealer::new(&secret.key, object), ObjectCommitter::new(&secret.salt));
    let (mut content, mut from, mut bytes) = (Vec::new(), 0, 0_i64);
    while from < size {
        let to = (from + (CHUNK_BYTES + TAG_BYTES) as u64).min(size);
        let plain = sealer.open(&blobs.part(organisation, object, from, to).await?, to == size)?;
        committer.update(&plain);
        bytes += plain.len() as i64;
        if keep {
            content.extend(plain);
        }
        from = to;
    }
    if bytes != row.content_bytes {
        return Err(damaged());
    }
    Ok(Opening { content, salt: secret.salt, commitment: committer.finish() })
}
