//! Checkpoints: what the log says about itself, in three lines and a signature (C2SP
//! `tlog-checkpoint`).
//!
//! A checkpoint binds everything recorded up to its size. Kept elsewhere, it shows a rollback.

use std::fmt;
use std::str::FromStr;

use uppsikt_kernel::Digest;

use crate::{LogKey, NoteError, SignedNote, VerifyKey, empty_root};

/// Why a checkpoint could not be written, read or verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The origin is empty or holds a control character.
    #[error("the origin of a checkpoint is empty or holds a control character")]
    Origin,
    /// The text has no third line, or does not end in a newline.
    #[error("reading a checkpoint: it has not the three lines origin, size and root")]
    Lines,
    /// The size is no decimal number without leading zeroes.
    #[error("reading a checkpoint: its size is no decimal number without leading zeroes")]
    Size,
    /// The root is not 32 bytes in Base64.
    #[error("reading a checkpoint: its root is not 32 bytes in Base64")]
    Root,
    /// The tree has no leaves, but the root is not the one of such a tree.
    #[error("a checkpoint of size 0 has another root than a tree without leaves")]
    EmptyRoot,
    /// A line after the third is empty or holds a control character.
    #[error("reading a checkpoint: an extension line is empty or holds a control character")]
    Extension,
    /// No key of the log itself has signed: only, say, a witness.
    #[error("the checkpoint of {origin:?} is not signed by a known key of that name")]
    OtherName {
        /// The origin that the checkpoint names.
        origin: String,
    },
    /// The change of a key is not signed by both keys.
    #[error("the checkpoint of {origin:?} was to hand over to a new key, but not both keys have signed it")]
    Rotation {
        /// The origin that the checkpoint names.
        origin: String,
    },
    /// The signed note around the checkpoint.
    #[error("the note around a checkpoint cannot be used")]
    Note(#[from] NoteError),
}

/// The log's state at one size: origin, number of entries and root.
///
/// ```
/// use uppsikt_ledger::{Checkpoint, empty_root};
/// let checkpoint = Checkpoint::new("kommun.example/log", 0, empty_root())?;
/// assert_eq!(checkpoint.to_string().parse::<Checkpoint>()?, checkpoint);
/// # Ok::<(), uppsikt_ledger::CheckpointError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Digest,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint of the log `origin` with `size` entries under `root`.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`] and [`CheckpointError::EmptyRoot`].
    pub fn new(origin: &str, size: u64, root: Digest) -> Result<Self, CheckpointError> {
        if !is_line(origin) {
            return Err(CheckpointError::Origin);
        }
        if size == 0 && root != empty_root() {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Self { origin: origin.to_owned(), size, root, extensions: Vec::new() })
    }

    /// Which log this is: the name of its key too.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of entries which the root covers.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree over those entries.
    #[must_use]
    pub const fn root(&self) -> Digest {
        self.root
    }

    /// Lines after the third. We write none, but keep those of others because they are signed.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
impl FromStr for Checkpoint {
    type Err = CheckpointError;
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Lines);
        };
        let size = read_decimal(size).ok_or(CheckpointError::Size)?;
        let root = Digest::from_base64(root).map_err(|_| CheckpointError::Root)?;
        let extensions: Vec<_> = lines.map(str::to_owned).collect();
        if !extensions.iter().all(|line| is_line(line)) {
            return Err(CheckpointError::Extension);
        }
        Ok(Self { extensions, ..Self::new(origin, size, root)? })
    }
}

/// A checkpoint with its signatures, as it is published and kept.
///
/// ```
/// use uppsikt_ledger::{Checkpoint, LogKey, SignedCheckpoint, leaf_hash};
/// let key = LogKey::from_seed("kommun.example/log", [7; 32])?;
/// let checkpoint = Checkpoint::new(key.name(), 1, leaf_hash(b"entry"))?;
/// let published = SignedCheckpoint::sign(&checkpoint, &[&key])?.text();
/// let read = SignedCheckpoint::parse(&published)?;
/// assert_eq!(read.verify(&[key.verify_key().clone()])?, &checkpoint);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: SignedNote,
    checkpoint: Checkpoint,
}

impl SignedCheckpoint {
    /// Signs a checkpoint with the log's key, or with its old and its new key when it changes.
    ///
    /// # Errors
    /// [`CheckpointError::OtherName`] when a key is not named as the origin, and
    /// [`CheckpointError::Note`].
    pub fn sign(checkpoint: &Checkpoint, keys: &[&LogKey]) -> Result<Self, CheckpointError> {
        if keys.iter().any(|key| key.name() != checkpoint.origin) {
            return Err(CheckpointError::OtherName { origin: checkpoint.origin.clone() });
        }
        let note = SignedNote::sign(&checkpoint.to_string(), keys)?;
        Ok(Self { note, checkpoint: checkpoint.clone() })
    }

    /// Reads a published checkpoint. Nothing is verified yet.
    ///
    /// # Errors
    /// Every [`CheckpointError`] about form.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let note = SignedNote::parse(text)?;
        let checkpoint = note.text().parse()?;
        Ok(Self { note, checkpoint })
    }

    /// The checkpoint with all its signature lines, byte for byte as it was read.
    #[must_use]
    pub fn text(&self) -> String {
        self.note.to_string()
    }

    /// What the checkpoint says. It may be believed only after [`SignedCheckpoint::verify`].
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note which carries the checkpoint.
    #[must_use]
    pub const fn note(&self) -> &SignedNote {
        &self.note
    }

    /// Adds the signature line of a witness or of a new key.
    ///
    /// # Errors
    /// [`CheckpointError::Note`] when the line is no signature or there is no more room.
    pub fn add_signature_line(&mut self, line: &str) -> Result<(), CheckpointError> {
        Ok(self.note.add_signature_line(line)?)
    }

    /// The checkpoint, if one of the keys is the log's own, bears its origin as name, and signed it.
    ///
    /// # Errors
    /// [`CheckpointError::Note`] when no known key has signed or a known key's signature is wrong;
    /// [`CheckpointError::OtherName`] when only keys of other names have.
    pub fn verify(&self, keys: &[VerifyKey]) -> Result<&Checkpoint, CheckpointError> {
        let verified = self.note.verified_by(keys)?;
        if verified.iter().any(|key| key.name() == self.checkpoint.origin) {
            Ok(&self.checkpoint)
        } else {
            Err(CheckpointError::OtherName { origin: self.checkpoint.origin.clone() })
        }
    }

    /// The checkpoint, if both the `old` and the `new` key of the log signed it: a key is changed
    /// by a checkpoint that either half of the world can verify.
    ///
    /// # Errors
    /// As [`SignedCheckpoint::verify`], and [`CheckpointError::Rotation`] when one of them is
    /// missing or both are the same.
    pub fn verify_rotation(&self, old: &VerifyKey, new: &VerifyKey) -> Result<&Checkpoint, CheckpointError> {
        let keys = [old.clone(), new.clone()];
        let signed = self.note.verified_by(&keys)?;
        if signed.len() == 2 && signed.iter().all(|key| key.name() == self.checkpoint.origin) {
            Ok(&self.checkpoint)
        } else {
            Err(CheckpointError::Rotation { origin: self.checkpoint.origin.clone() })
        }
    }
}

/// Reads a decimal number that has one way to be written: digits only, no leading zeroes.
pub(crate) fn read_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c < ' ')
}
