//! A proof in one text file: that an entry stands in the log, for anyone to check without asking
//! the log (C2SP `tlog-proof`).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uppsikt_kernel::Digest;

use crate::checkpoint::read_decimal;
use crate::{
    Checkpoint, CheckpointError, ProofError, SignedCheckpoint, VerifyKey, leaf_hash, verify_inclusion,
};

/// The first line of every proof. Source: C2SP `tlog-proof`.
const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The most digests of a path: one for each level of a tree of fewer than 2^64 leaves.
const PATH_MAX: usize = 64;
/// The most bytes of a proof: a checkpoint of 1 MiB, and as much again for extra and path.
const PROOF_BYTES_MAX: usize = 2 << 20;

/// Why a proof could not be read or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// The proof is too long.
    #[error("reading a proof: it has {found} bytes, more than {PROOF_BYTES_MAX}")]
    Length {
        /// Bytes of the proof.
        found: usize,
    },
    /// The first line is another.
    #[error("reading a proof: its first line is not {HEADER}")]
    Header,
    /// The line with extra data is no Base64.
    #[error("reading a proof: its extra data is not Base64")]
    Extra,
    /// There is no line with the index, or it is no decimal number.
    #[error(
        "reading a proof: it has no line with the entry's index as a decimal number without leading zeroes"
    )]
    Index,
    /// A line of the path is no digest, or there are too many.
    #[error("reading a proof: its path is not at most {PATH_MAX} digests in Base64")]
    Path,
    /// There is no empty line, and so no checkpoint.
    #[error("reading a proof: it has no empty line with a checkpoint after it")]
    NoCheckpoint,
    /// The checkpoint cannot be read, or is not signed by a known key.
    #[error("the checkpoint of a proof cannot be used")]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not at its index under the checkpoint's root.
    #[error("the entry is not in the log of the proof's checkpoint")]
    Inclusion(#[from] ProofError),
}

/// A proof that an entry is in a log: where, the path to the root, and the signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Bytes for the reader's own use, which nothing signs. We write none.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log, from 0.
    pub index: u64,
    /// From the leaf's sibling up to the child of the root.
    pub path: Vec<Digest>,
    /// The signed checkpoint, byte for byte.
    pub checkpoint: String,
}

impl TlogProof {
    /// The checkpoint, if a key of the log signed it and the entry stands in it at the proof's
    /// index.
    ///
    /// # Errors
    /// [`TlogProofError::Checkpoint`] and [`TlogProofError::Inclusion`].
    pub fn verify(&self, entry: &[u8], keys: &[VerifyKey]) -> Result<Checkpoint, TlogProofError> {
        let signed = SignedCheckpoint::parse(&self.checkpoint)?;
        let checkpoint = signed.verify(keys)?;
        verify_inclusion(leaf_hash(entry), self.index, checkpoint.size(), &self.path, checkpoint.root())?;
        Ok(checkpoint.clone())
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|digest| writeln!(f, "{}", digest.to_base64()))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for TlogProof {
    type Err = TlogProofError;
    fn from_str(text: &str) -> Result<Self, TlogProofError> {
        if text.len() > PROOF_BYTES_MAX {
            return Err(TlogProofError::Length { found: text.len() });
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or(TlogProofError::NoCheckpoint)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(TlogProofError::Header);
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra"))
            .map(|line| line.strip_prefix("extra ").and_then(|base64| STANDARD.decode(base64).ok()))
            .map(|decoded| decoded.ok_or(TlogProofError::Extra))
            .transpose()?;
        let index = lines
            .next()
            .and_then(|line| read_decimal(line.strip_prefix("index ")?))
            .ok_or(TlogProofError::Index)?;
        let path: Vec<_> = lines
            .take(PATH_MAX + 1)
            .map(|line| Digest::from_base64(line).map_err(|_| TlogProofError::Path))
            .collect::<Result<_, _>>()?;
        if path.len() > PATH_MAX {
            return Err(TlogProofError::Path);
        }
        SignedCheckpoint::parse(checkpoint)?;
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }
}
