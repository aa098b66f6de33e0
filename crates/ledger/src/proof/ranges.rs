//! Which runs of leaves a proof names, and their roots from tiles.

use uppsikt_kernel::Digest;

use crate::{TileError, TileId, TileSet, empty_root, node_hash};

/// The leaves from `start` up to and not with `end`: one node of the tree, complete or on its
/// right edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Range {
    /// Where the node's left child ends: after the largest power of two that is smaller than the
    /// node (RFC 6962, 2.1). The range has at least two leaves.
    const fn middle(self) -> u64 {
        self.start + (1 << (self.end - self.start - 1).ilog2())
    }

    /// The complete subtrees that the range consists of, as height and index, from the left.
    fn complete_subtrees(self) -> impl Iterator<Item = (u8, u64)> {
        let mut start = self.start;
        std::iter::from_fn(move || {
            let height = (self.end - start).checked_ilog2()?;
            let index = start >> height;
            start += 1 << height;
            // Below 64.
            Some((height as u8, index))
        })
    }

    /// The tiles that [`Range::root`] reads.
    pub(super) fn tiles(self) -> impl Iterator<Item = TileId> {
        self.complete_subtrees().map(|(height, index)| TileId::of_subtree(height, index).0)
    }

    /// The root over the range in a tree of `size` leaves.
    pub(super) fn root(self, size: u64, tiles: &TileSet) -> Result<Digest, TileError> {
        let roots: Vec<_> = self
            .complete_subtrees()
            .map(|(height, index)| subtree_root(height, index, size, tiles))
            .collect::<Result<_, _>>()?;
        Ok(roots.into_iter().rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root))
    }
}

/// The root of one complete subtree of the tree, by its height and its number from the left.
pub(crate) fn subtree_root(height: u8, index: u64, size: u64, tiles: &TileSet) -> Result<Digest, TileError> {
    let (tile, place) = TileId::of_subtree(height, index);
    // A complete subtree of a tree of this size lies within the tile's width there.
    let taken = tiles.digests(tile, size)?.iter().skip(place.first as usize).take(place.digests as usize);
    let mut row: Vec<_> = taken.map(|digest| Digest::from_bytes(*digest)).collect();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.pop().ok_or(TileError::Missing { tile, size })
}

/// The siblings on the way from leaf `index`, which is below `size`, up to the root.
pub(super) fn inclusion_ranges(index: u64, size: u64) -> Vec<Range> {
    let mut node = Range { start: 0, end: size };
    let mut siblings = Vec::new();
    while node.end - node.start > 1 {
        let middle = node.middle();
        let (left, right) = (Range { end: middle, ..node }, Range { start: middle, ..node });
        let (next, sibling) = if index < middle { (left, right) } else { (right, left) };
        siblings.push(sibling);
        node = next;
    }
    siblings.reverse();
    siblings
}

/// The nodes of a consistency proof, from the lowest up; `old` is not above `new`.
///
/// The first one ends at `old`, unless the old tree is itself one complete subtree of the new one.
pub(super) fn consistency_ranges(old: u64, new: u64) -> Vec<Range> {
    if old == 0 {
        return Vec::new();
    }
    let mut node = Range { start: 0, end: new };
    let mut nodes = Vec::new();
    while node.end > old {
        let middle = node.middle();
        let (left, right) = (Range { end: middle, ..node }, Range { start: middle, ..node });
        let (next, sibling) = if old <= middle { (left, right) } else { (right, left) };
        nodes.push(sibling);
        node = next;
    }
    if node.start > 0 {
        nodes.push(node);
    }
    nodes.reverse();
    nodes
}
