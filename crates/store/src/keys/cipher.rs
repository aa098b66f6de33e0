//! An object's own key and salt, and how they are wrapped.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uppsikt_kernel::{Authority, Chance, Id, Object, Organisation};
use uppsikt_ledger::Salt;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::KeyEncryptionKey;
use crate::error::StoreError;

const NONCE_BYTES: usize = 24;
const SECRET_BYTES: usize = 64;

/// Everything about an object's row that must not change without being noticed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WrapContext<'a> {
    pub organisation: Id<Organisation>,
    pub authority: Id<Authority>,
    pub object: Id<Object>,
    pub item: Uuid,
    pub version: i32,
    pub act: Uuid,
    pub key: Uuid,
    pub content_bytes: i64,
    pub media_type: &'a str,
}

impl WrapContext<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160);
        out.extend_from_slice(b"uppsikt/v1/object-key\n");
        for uuid in [
            self.organisation.uuid(),
            self.authority.uuid(),
            self.object.uuid(),
            self.item,
            self.act,
            self.key,
        ] {
            out.extend_from_slice(uuid.as_bytes());
        }
        out.extend_from_slice(&self.version.to_be_bytes());
        out.extend_from_slice(&self.content_bytes.to_be_bytes());
        out.extend_from_slice(self.media_type.as_bytes());
        out
    }
}

/// The key and the salt of one object.
pub(crate) struct ObjectSecret {
    pub key: Zeroizing<[u8; 32]>,
    pub salt: Salt,
}

impl ObjectSecret {
    /// New ones, from chance.
    pub(crate) fn new(chance: &dyn Chance) -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        chance.fill(&mut *bytes)?;
        Ok(Self::from_bytes(&bytes))
    }

    fn from_bytes(bytes: &[u8; SECRET_BYTES]) -> Self {
        let (mut key, mut salt) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        key.copy_from_slice(&bytes[..32]);
        salt.copy_from_slice(&bytes[32..]);
        Self { key, salt: Salt::new(*salt) }
    }

    /// `nonce ‖ XChaCha20-Poly1305(kek, nonce, key ‖ salt)`, bound to the object's row.
    pub(crate) fn wrap(
        &self,
        kek: &KeyEncryptionKey,
        context: &WrapContext<'_>,
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE_BYTES];
        chance.fill(&mut nonce)?;
        let mut plain = Zeroizing::new([0; SECRET_BYTES]);
        plain[..32].copy_from_slice(&*self.key);
        plain[32..].copy_from_slice(self.salt.as_bytes());
        let sealed = XChaCha20Poly1305::new((&*kek.bytes).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: &*plain, aad: &context.bytes() })
            .map_err(|_| StoreError::ObjectDamaged(context.object.to_string()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what [`ObjectSecret::wrap`] made; fails when the key or anything of the row differs.
    pub(crate) fn unwrap(
        wrapped: &[u8],
        kek: &KeyEncryptionKey,
        context: &WrapContext<'_>,
    ) -> Result<Self, StoreError> {
        let damaged = || StoreError::ObjectDamaged(context.object.to_string());
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_BYTES>().ok_or_else(damaged)?;
        let plain = XChaCha20Poly1305::new((&*kek.bytes).into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &context.bytes() })
            .map_err(|_| damaged())?;
        let plain = Zeroizing::new(plain);
        let bytes: &[u8; SECRET_BYTES] = plain.as_slice().try_into().map_err(|_| damaged())?;
        Ok(Self::from_bytes(bytes))
    }
}
