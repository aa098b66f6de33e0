//! The value that stands for "this version is sealed", and that nothing but a proof can make.
//!
//! What removes, hides or blocks takes a `&Sealed`. As it can only come out of
//! [`Sealed::verify`], no code path reaches a removal without a proof, under the log's
//! signature, that this very version of this very item stands in the log.

use uppsikt_kernel::{Id, Micros, Object};
use uuid::Uuid;

use crate::{Checkpoint, Commitment, Entry, EntryError, Salt, TlogProof, TlogProofError, VerifyKey};

/// Proof that one version of one item is covered by a checkpoint which the log signed.
///
/// It has one constructor, [`Sealed::verify`], and no other way to come into being:
///
/// ```compile_fail
/// use uppsikt_ledger::Sealed;
/// // error: the fields are private
/// fn forge(sealed: Sealed) -> Sealed {
///     Sealed { version: 2, ..sealed }
/// }
/// ```
///
/// ```compile_fail
/// // error: it is not `Deserialize`
/// let sealed: uppsikt_ledger::Sealed = serde_json::from_str("{}").unwrap();
/// ```
///
/// ```compile_fail
/// // error: it is not `Default`
/// let sealed = uppsikt_ledger::Sealed::default();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    object: Id<Object>,
    item: Uuid,
    version: u32,
    commitment: Commitment,
    recorded_at: Micros,
    index: u64,
    checkpoint: Checkpoint,
}

/// An object could not be shown to be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The proof does not place the entry under a checkpoint signed with one of the keys.
    #[error("proving that an entry stands in the log")]
    Proof(#[source] TlogProofError),
    /// What is proven to stand in the log is no entry.
    #[error("reading an entry that stands in the log")]
    Entry(#[source] EntryError),
    /// The entry stands in the log, and is about something else.
    #[error("the entry that stands in the log did not record object {object}")]
    OtherObject {
        /// The object asked for.
        object: Id<Object>,
    },
}

impl Sealed {
    /// Verifies that `entry_bytes` stand in the log of one of `keys`, and recorded `object`.
    ///
    /// # Errors
    /// [`SealError`] when the proof fails (it always does without keys), the bytes are no entry,
    /// or the entry did not record the object.
    pub fn verify(
        entry_bytes: &[u8],
        proof: &TlogProof,
        keys: &[VerifyKey],
        object: Id<Object>,
    ) -> Result<Self, SealError> {
        let checkpoint = proof.verify(entry_bytes, keys).map_err(SealError::Proof)?;
        let entry = Entry::parse(entry_bytes).map_err(SealError::Entry)?;
        let recorded = entry.object(object).ok_or(SealError::OtherObject { object })?;
        Ok(Self {
            object,
            item: recorded.item,
            version: recorded.version,
            commitment: recorded.commitment,
            recorded_at: entry.at,
            index: proof.index,
            checkpoint,
        })
    }

    /// The sealed object.
    #[must_use]
    pub const fn object(&self) -> Id<Object> {
        self.object
    }

    /// The item that the object's content belongs to.
    #[must_use]
    pub const fn item(&self) -> Uuid {
        self.item
    }

    /// Which version of the item is sealed.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The commitment to the content, as it stands in the log.
    #[must_use]
    pub const fn commitment(&self) -> Commitment {
        self.commitment
    }

    /// When the act that recorded the object was recorded.
    #[must_use]
    pub const fn recorded_at(&self) -> Micros {
        self.recorded_at
    }

    /// The entry's place in the log, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint that covers the entry.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Whether `content` is what was sealed, opened with its salt.
    #[must_use]
    pub fn opens(&self, salt: &Salt, content: &[u8]) -> bool {
        Commitment::object(salt, content) == self.commitment
    }
}
