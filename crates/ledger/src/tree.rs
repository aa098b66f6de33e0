//! The Merkle tree of RFC 6962, section 2.1, as far as an appender needs it.
//!
//! [`Frontier`] keeps one digest per complete subtree on the tree's right edge, never the tree
//! itself: memory is the same for one leaf and for a thousand million.

use uppsikt_kernel::Digest;

/// Stands before an entry when it is hashed, so that no node can pass for a leaf (RFC 6962, 2.1).
const LEAF_PREFIX: u8 = 0;
/// Stands before two digests when they are hashed into their parent (RFC 6962, 2.1).
const NODE_PREFIX: u8 = 1;

/// The digest of one entry as a leaf of the tree. Source: RFC 6962, section 2.1.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest::of_parts(&[&[LEAF_PREFIX], entry])
}

/// The digest of the node over two subtrees. Source: RFC 6962, section 2.1.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [NODE_PREFIX; 65];
    bytes[1..33].copy_from_slice(left.as_bytes());
    bytes[33..].copy_from_slice(right.as_bytes());
    Digest::of(&bytes)
}

/// The root of a tree without leaves: the digest of no bytes. Source: RFC 6962, section 2.1.
#[must_use]
pub fn empty_root() -> Digest {
    Digest::of(b"")
}

/// The right edge of a growing tree: its root is always known, its inside never kept.
///
/// ```
/// use uppsikt_ledger::{Frontier, leaf_hash, node_hash};
/// let (first, second) = (leaf_hash(b"one"), leaf_hash(b"two"));
/// let mut tree = Frontier::new();
/// tree.append(first);
/// tree.append(second);
/// assert_eq!(tree.size(), 2);
/// assert_eq!(tree.root(), node_hash(&first, &second));
/// ```
#[derive(Debug, Clone)]
pub struct Frontier {
    size: u64,
    /// The root of the complete subtree of height `h` stands at `h`; it counts only where bit `h`
    /// of `size` is set.
    peaks: [Digest; 64],
}

impl Frontier {
    /// A tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, peaks: [Digest::from_bytes([0; 32]); 64] }
    }

    /// A tree of `size` leaves; `peak` answers with the root of the complete subtree of a height.
    ///
    /// # Errors
    /// The first error of `peak`.
    pub(crate) fn resume<E>(size: u64, mut peak: impl FnMut(u8) -> Result<Digest, E>) -> Result<Self, E> {
        let mut frontier = Self::new();
        for height in (0..64_u8).filter(|height| size >> height & 1 == 1) {
            frontier.peaks[usize::from(height)] = peak(height)?;
        }
        frontier.size = size;
        Ok(frontier)
    }

    /// Adds one leaf, given as its [`leaf_hash`].
    pub fn append(&mut self, leaf: Digest) {
        self.append_and_tell(leaf, |_, _| {});
    }

    /// Adds one leaf and tells the height and root of every subtree which it completes, from the
    /// leaf itself (height 0) upwards.
    pub(crate) fn append_and_tell(&mut self, leaf: Digest, mut tell: impl FnMut(u8, &Digest)) {
        let mut root = leaf;
        let mut height = 0_u8;
        tell(height, &root);
        while self.size >> height & 1 == 1 {
            root = node_hash(&self.peaks[usize::from(height)], &root);
            height += 1;
            tell(height, &root);
        }
        self.peaks[usize::from(height)] = root;
        self.size += 1;
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The tree's root: [`empty_root`] when it has no leaves.
    #[must_use]
    pub fn root(&self) -> Digest {
        // From the lowest peak upwards, because the right edge is the deepest.
        (0..64_u8)
            .filter(|height| self.size >> height & 1 == 1)
            .map(|height| self.peaks[usize::from(height)])
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(empty_root)
    }
}

impl Default for Frontier {
    fn default() -> Self {
        Self::new()
    }
}
