//! Proofs about the tree (RFC 6962, sections 2.1.1 and 2.1.2), made from tiles and verified
//! without them.
//!
//! To make one: ask which tiles it takes, fetch them, make it. To verify one takes nothing but
//! the proof and the roots. The tree's own order of splitting stands once, in `ranges`.

mod ranges;

use uppsikt_kernel::Digest;

use crate::{TileError, TileId, TileSet, empty_root, node_hash};
pub(crate) use ranges::subtree_root;
use ranges::{Range, consistency_ranges, inclusion_ranges};

/// Why a proof could not be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry is not in the tree.
    #[error("entry {index} was to be proved in a tree of {size} leaves, where it is not")]
    Index {
        /// The entry's index, from 0.
        index: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The old tree is larger than the new one.
    #[error("a tree of {old} leaves was to be proved the beginning of one of {new}")]
    Order {
        /// Leaves of the old tree.
        old: u64,
        /// Leaves of the new tree.
        new: u64,
    },
    /// The proof has another number of digests than the tree's shape asks for.
    #[error("a proof has {found} digests where the tree's size asks for {expected}")]
    Length {
        /// Digests found.
        found: usize,
        /// Digests asked for.
        expected: usize,
    },
    /// The proof leads to another root.
    #[error("a proof leads to another root than that of the tree of {size} leaves")]
    Root {
        /// Leaves of that tree.
        size: u64,
    },
    /// A tile is missing or malformed.
    #[error("a tile that a proof needs cannot be used")]
    Tile(#[from] TileError),
}

/// The tiles that [`root_from_tiles`] needs.
#[must_use]
pub fn root_tiles(size: u64) -> Vec<TileId> {
    tiles_of(&[Range { start: 0, end: size }])
}

/// The root of a tree of `size` leaves.
///
/// # Errors
/// [`ProofError::Tile`].
pub fn root_from_tiles(size: u64, tiles: &TileSet) -> Result<Digest, ProofError> {
    Ok(Range { start: 0, end: size }.root(size, tiles)?)
}

/// The tiles that [`inclusion_proof`] needs: none when the entry is not in the tree.
#[must_use]
pub fn inclusion_tiles(index: u64, size: u64) -> Vec<TileId> {
    if index >= size { Vec::new() } else { tiles_of(&inclusion_ranges(index, size)) }
}

/// Proves that the entry `index` is in the tree of `size` leaves, from the leaf's sibling upwards.
/// Source: RFC 6962, section 2.1.1.
///
/// Tiles may have grown since the tree had that size.
///
/// # Errors
/// [`ProofError::Index`] and [`ProofError::Tile`].
pub fn inclusion_proof(index: u64, size: u64, tiles: &TileSet) -> Result<Vec<Digest>, ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    roots_of(&inclusion_ranges(index, size), size, tiles)
}

/// Whether the leaf, given as its [`leaf_hash`](crate::leaf_hash), is entry `index` of the tree.
///
/// ```
/// use uppsikt_ledger::{leaf_hash, node_hash, verify_inclusion};
/// let (first, second) = (leaf_hash(b"one"), leaf_hash(b"two"));
/// verify_inclusion(second, 1, 2, &[first], node_hash(&first, &second))?;
/// # Ok::<(), uppsikt_ledger::ProofError>(())
/// ```
///
/// # Errors
/// [`ProofError::Index`], [`ProofError::Length`], [`ProofError::Root`].
pub fn verify_inclusion(
    leaf: Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: Digest,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    let siblings = inclusion_ranges(index, size);
    check_length(proof, siblings.len())?;
    let reached = siblings.iter().zip(proof).fold(leaf, |below, (range, sibling)| {
        if range.start > index { node_hash(&below, sibling) } else { node_hash(sibling, &below) }
    });
    check_root(reached, root, size)
}

/// The tiles that [`consistency_proof`] needs: none when the sizes are in the wrong order.
#[must_use]
pub fn consistency_tiles(old: u64, new: u64) -> Vec<TileId> {
    if old > new { Vec::new() } else { tiles_of(&consistency_ranges(old, new)) }
}

/// Proves that the tree of `old` leaves is the beginning of the tree of `new` leaves. It is empty
/// when `old` is 0 or equal to `new`. Source: RFC 6962, section 2.1.2.
///
/// Tiles may have grown since the tree had the size `new`.
///
/// # Errors
/// [`ProofError::Order`] and [`ProofError::Tile`].
pub fn consistency_proof(old: u64, new: u64, tiles: &TileSet) -> Result<Vec<Digest>, ProofError> {
    if old > new {
        return Err(ProofError::Order { old, new });
    }
    roots_of(&consistency_ranges(old, new), new, tiles)
}

/// Whether the tree under `old_root` is the beginning of the tree under `new_root`.
///
/// Every tree begins with the tree without leaves; of that one the root alone is checked.
///
/// # Errors
/// [`ProofError::Order`], [`ProofError::Length`], [`ProofError::Root`].
pub fn verify_consistency(
    old: u64,
    old_root: Digest,
    new: u64,
    new_root: Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Order { old, new });
    }
    let ranges = consistency_ranges(old, new);
    check_length(proof, ranges.len())?;
    if old == 0 {
        check_root(old_root, empty_root(), old)?;
        return if new == 0 { check_root(new_root, empty_root(), new) } else { Ok(()) };
    }
    let mut steps = ranges.iter().zip(proof).peekable();
    // The lowest subtree on the old tree's right edge stands in the proof, unless it is the whole
    // old tree.
    let lowest = steps.next_if(|(range, _)| range.end == old).map_or(old_root, |(_, root)| *root);
    let (mut reached_old, mut reached_new) = (lowest, lowest);
    for (range, sibling) in steps {
        if range.start >= old {
            reached_new = node_hash(&reached_new, sibling);
        } else {
            reached_old = node_hash(sibling, &reached_old);
            reached_new = node_hash(sibling, &reached_new);
        }
    }
    check_root(reached_old, old_root, old)?;
    check_root(reached_new, new_root, new)
}

fn tiles_of(ranges: &[Range]) -> Vec<TileId> {
    let mut tiles: Vec<_> = ranges.iter().flat_map(|range| range.tiles()).collect();
    tiles.sort_unstable();
    tiles.dedup();
    tiles
}

fn roots_of(ranges: &[Range], size: u64, tiles: &TileSet) -> Result<Vec<Digest>, ProofError> {
    ranges.iter().map(|range| Ok(range.root(size, tiles)?)).collect()
}

const fn check_length(proof: &[Digest], expected: usize) -> Result<(), ProofError> {
    if proof.len() == expected { Ok(()) } else { Err(ProofError::Length { found: proof.len(), expected }) }
}

fn check_root(reached: Digest, root: Digest, size: u64) -> Result<(), ProofError> {
    if reached == root { Ok(()) } else { Err(ProofError::Root { size }) }
}
