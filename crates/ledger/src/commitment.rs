//! Salted commitments: the log binds content without holding it, and without a bare hash of it.
//!
//! Content that people write is guessable: a plain digest of a short comment would tell
//! whoever guesses the comment that the guess is right, for ever. A commitment is an
//! HMAC-SHA256 keyed with a random salt; when content is disposed of the salt goes with
//! it, and what remains in the log says nothing more about it.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uppsikt_kernel::{Digest, DigestError};
use zeroize::{Zeroize, ZeroizeOnDrop};

const OBJECT_PREFIX: &[u8] = b"uppsikt/v1/object\n";
const ROW_PREFIX: &[u8] = b"uppsikt/v1/row\n";

/// The block of SHA-256 in bytes: HMAC pads a shorter key to it with zeroes (RFC 2104).
const BLOCK_BYTES: usize = 64;

/// 32 random bytes that open a commitment together with the content.
///
/// Wiped from memory when dropped, and never shown by `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A salt, fresh from a source of randomness or read back from where it is kept.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn hmac(&self) -> Hmac<Sha256> {
        let mut key = [0; BLOCK_BYTES];
        key[..self.0.len()].copy_from_slice(&self.0);
        let hmac = Hmac::<Sha256>::new((&key).into());
        key.zeroize();
        hmac
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// A salted commitment to content or to a row: 32 bytes, written in the log as Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Commitment(Digest);

impl Commitment {
    /// The commitment to the content of an object: HMAC-SHA256 over `uppsikt/v1/object`, a
    /// line feed and the content.
    #[must_use]
    pub fn object(salt: &Salt, content: &[u8]) -> Self {
        let mut committer = ObjectCommitter::new(salt);
        committer.update(content);
        committer.finish()
    }

    /// The commitment to a row: HMAC-SHA256 over `uppsikt/v1/row`, the table's name and the
    /// row's canonical bytes, with a line feed after each of the first two.
    ///
    /// `table` is a name as an [`crate::Entry`] allows it, so it holds no line feed.
    #[must_use]
    pub fn row(salt: &Salt, table: &str, canonical_row: &[u8]) -> Self {
        let mut hmac = salt.hmac();
        hmac.update(ROW_PREFIX);
        hmac.update(table.as_bytes());
        hmac.update(b"\n");
        hmac.update(canonical_row);
        Self::finished(hmac)
    }

    /// A commitment computed elsewhere.
    #[must_use]
    pub const fn from_digest(digest: Digest) -> Self {
        Self(digest)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.0
    }

    /// 44 characters of standard Base64, as in the log.
    #[must_use]
    pub fn to_base64(self) -> String {
        self.0.to_base64()
    }

    /// Reads standard Base64.
    ///
    /// # Errors
    /// [`DigestError`] when the text is anything but 32 bytes in Base64.
    pub fn from_base64(text: &str) -> Result<Self, DigestError> {
        Digest::from_base64(text).map(Self)
    }

    fn finished(hmac: Hmac<Sha256>) -> Self {
        Self(Digest::from_bytes(hmac.finalize().into_bytes().into()))
    }
}

/// Commits to the content of an object as it streams by; the value is that of
/// [`Commitment::object`].
pub struct ObjectCommitter(Hmac<Sha256>);

impl ObjectCommitter {
    /// A committer that has seen no content yet.
    #[must_use]
    pub fn new(salt: &Salt) -> Self {
        let mut hmac = salt.hmac();
        hmac.update(OBJECT_PREFIX);
        Self(hmac)
    }

    /// Takes the next piece of the content.
    pub fn update(&mut self, content: &[u8]) {
        self.0.update(content);
    }

    /// The commitment to all the pieces, after one another.
    #[must_use]
    pub fn finish(self) -> Commitment {
        Commitment::finished(self.0)
    }
}

impl fmt::Debug for ObjectCommitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ObjectCommitter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_commit_to_the_same_as_the_whole() {
        let salt = Salt::new([7; 32]);
        let mut committer = ObjectCommitter::new(&salt);
        committer.update("Hej ".as_bytes());
        committer.update(b"");
        committer.update("då".as_bytes());
        assert_eq!(committer.finish(), Commitment::object(&salt, "Hej då".as_bytes()));
    }

    #[test]
    fn salt_table_and_kind_all_count() {
        let (one, other) = (Salt::new([1; 32]), Salt::new([2; 32]));
        let seen = [
            Commitment::object(&one, b"x"),
            Commitment::object(&other, b"x"),
            Commitment::row(&one, "item", b"x"),
            Commitment::row(&one, "items", b"x"),
            Commitment::row(&other, "item", b"x"),
        ];
        for (at, commitment) in seen.iter().enumerate() {
            assert_eq!(Commitment::from_base64(&commitment.to_base64()), Ok(*commitment));
            assert!(!seen[..at].contains(commitment));
        }
    }

    #[test]
    fn a_salt_is_never_shown() {
        assert_eq!(format!("{:?}", Salt::new([65; 32])), "Salt(..)");
    }
}
