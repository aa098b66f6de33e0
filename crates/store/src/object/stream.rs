//! Encryption of content in chunks, so that five gigabytes need no more memory than one chunk.
//!
//! STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over XChaCha20-Poly1305: the nonce is nineteen
//! zero bytes, the chunk's number (4 bytes, big-endian) and 1 for the last chunk, else 0. Every
//! object has a key of its own that seals nothing else, so no nonce is ever used twice.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uppsikt_kernel::{Id, Object};

use crate::error::StoreError;

/// Plain bytes in each chunk but the last.
pub(crate) const CHUNK_BYTES: usize = 1024 * 1024;
/// What encryption adds to a chunk.
pub(crate) const TAG_BYTES: usize = 16;

/// Encrypts the chunks of one object, in order.
pub(crate) struct Sealer {
    cipher: XChaCha20Poly1305,
    object: Id<Object>,
    number: u32,
}

fn nonce(number: u32, last: bool) -> XNonce {
    let mut nonce = [0; 24];
    nonce[19..23].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(last);
    XNonce::from(nonce)
}

fn aad(object: Id<Object>) -> [u8; 34] {
    let mut aad = *b"uppsikt/v1/object\n0123456789abcdef";
    aad[18..].copy_from_slice(object.uuid().as_bytes());
    aad
}

impl Sealer {
    pub(crate) fn new(key: &[u8; 32], object: Id<Object>) -> Self {
        Self { cipher: XChaCha20Poly1305::new(key.into()), object, number: 0 }
    }

    /// The next chunk; all but the last must be [`CHUNK_BYTES`] long.
    pub(crate) fn seal(&mut self, plain: &[u8], last: bool) -> Result<Vec<u8>, StoreError> {
        let sealed = self
            .cipher
            .encrypt(&nonce(self.number, last), Payload { msg: plain, aad: &aad(self.object) })
            .map_err(|_| StoreError::ObjectDamaged(self.object.to_string()))?;
        self.next()?;
        Ok(sealed)
    }

    /// Opens the next chunk.
    pub(crate) fn open(&mut self, sealed: &[u8], last: bool) -> Result<Vec<u8>, StoreError> {
        let plain = self
            .cipher
            .decrypt(&nonce(self.number, last), Payload { msg: sealed, aad: &aad(self.object) })
            .map_err(|_| StoreError::ObjectDamaged(self.object.to_string()))?;
        self.next()?;
        Ok(plain)
    }

    fn next(&mut self) -> Result<(), StoreError> {
        self.number =
            self.number.checked_add(1).ok_or_else(|| StoreError::ObjectDamaged(self.object.to_string()))?;
        Ok(())
    }
}

/// Seals content that is in memory as a whole.
pub(crate) fn seal_whole(key: &[u8; 32], object: Id<Object>, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut sealer = Sealer::new(key, object);
    if plain.len() <= CHUNK_BYTES {
        return sealer.seal(plain, true);
    }
    let mut out = Vec::with_capacity(plain.len() + plain.len().div_ceil(CHUNK_BYTES) * TAG_BYTES);
    let mut chunks = plain.chunks(CHUNK_BYTES).peekable();
    while let Some(chunk) = chunks.next() {
        out.extend(sealer.seal(chunk, chunks.peek().is_none())?);
    }
    Ok(out)
}

/// Opens content that is in memory as a whole; a cut, moved or repeated chunk is noticed.
pub(crate) fn open_whole(key: &[u8; 32], object: Id<Object>, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut sealer = Sealer::new(key, object);
    if sealed.len() <= CHUNK_BYTES + TAG_BYTES {
        return sealer.open(sealed, true);
    }
    let mut out = Vec::with_capacity(sealed.len());
    let mut chunks = sealed.chunks(CHUNK_BYTES + TAG_BYTES).peekable();
    while let Some(chunk) = chunks.next() {
        out.extend(sealer.open(chunk, chunks.peek().is_none())?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn content_of_every_awkward_size_comes_back() {
        let object = Id::from_uuid(Uuid::from_u128(9));
        for size in
            [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 5]
        {
            let plain: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let sealed = seal_whole(&[3; 32], object, &plain).unwrap();
            assert_eq!(open_whole(&[3; 32], object, &sealed).unwrap(), plain, "{size} bytes");
        }
    }

    #[test]
    fn cut_moved_and_changed_chunks_are_noticed() {
        let object = Id::from_uuid(Uuid::from_u128(9));
        let sealed = seal_whole(&[3; 32], object, &vec![7; 3 * CHUNK_BYTES]).unwrap();
        let chunk = CHUNK_BYTES + TAG_BYTES;
        assert!(open_whole(&[3; 32], object, &sealed[..2 * chunk]).is_err(), "cut");
        let swapped = [&sealed[chunk..2 * chunk], &sealed[..chunk], &sealed[2 * chunk..]].concat();
        assert!(open_whole(&[3; 32], object, &swapped).is_err(), "swapped");
        let mut changed = sealed.clone();
        changed[chunk + 5] ^= 1;
        assert!(open_whole(&[3; 32], object, &changed).is_err(), "changed");
        assert!(
            open_whole(&[3; 32], Id::from_uuid(Uuid::from_u128(8)), &sealed).is_err(),
            "another object's"
        );
    }
}
