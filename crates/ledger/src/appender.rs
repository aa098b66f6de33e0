//! Appending to a log that is stored as tiles: take its few partial tiles, add leaves, store what
//! changed.

use uppsikt_kernel::Digest;

use crate::proof::subtree_root;
use crate::tile::width_of;
use crate::{Frontier, TILE_WIDTH, TileError, TileId, TileSet};

/// The most leaves that a log may have when it is opened: what a signed 64-bit column can hold.
const TREE_SIZE_MAX: u64 = i64::MAX as u64;
/// Levels of a tree of fewer than 2^64 leaves.
const LEVELS: u8 = 8;

/// A log being appended to: the right edge of its tree and the tiles that changed.
///
/// ```
/// use uppsikt_ledger::{Appender, TileId, TileSet, leaf_hash};
/// let mut log = Appender::resume(0, TileSet::new())?;
/// log.append(leaf_hash(b"entry"));
/// let changed: Vec<_> = log.changed().collect();
/// assert_eq!(changed, [(TileId { level: 0, index: 0 }, leaf_hash(b"entry").as_bytes().as_slice())]);
/// assert_eq!(log.root(), leaf_hash(b"entry"));
/// # Ok::<(), uppsikt_ledger::TileError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Appender {
    frontier: Frontier,
    full: Vec<(TileId, Vec<u8>)>,
    partial: [Partial; LEVELS as usize],
}

/// The partial tile of one level; empty when all tiles of the level are full.
#[derive(Debug, Clone, Default)]
struct Partial {
    index: u64,
    bytes: Vec<u8>,
    changed: bool,
}

impl Appender {
    /// The partial tiles of a log of `size` entries: at most one for each level, none for an
    /// empty log.
    #[must_use]
    pub fn needed(size: u64) -> Vec<TileId> {
        (0..LEVELS).map(|level| rightmost(level, size)).filter(|tile| tile.width_in(size) > 0).collect()
    }

    /// Opens a log of `size` entries at its end, given the tiles named by [`Appender::needed`];
    /// others are passed over.
    ///
    /// # Errors
    /// [`TileError::Missing`]; [`TileError::Width`] when a tile is narrower or wider than in a
    /// log of this size, for then it is of another log; [`TileError::TreeSize`] above 2^63 - 1.
    pub fn resume(size: u64, mut tiles: TileSet) -> Result<Self, TileError> {
        if size > TREE_SIZE_MAX {
            return Err(TileError::TreeSize { size });
        }
        for tile in Self::needed(size) {
            let (found, expected) = (tiles.get(tile).map(width_of), tile.width_in(size));
            match found {
                None => return Err(TileError::Missing { tile, size }),
                Some(found) if found != expected => {
                    return Err(TileError::Width { tile, found, expected, size });
                }
                Some(_) => {}
            }
        }
        let frontier = Frontier::resume(size, |height| {
            // The complete subtree of that height which stands last in the tree.
            subtree_root(height, (size >> height) - 1, size, &tiles)
        })?;
        let partial = std::array::from_fn(|level| {
            let tile = rightmost(level as u8, size);
            let bytes = if tile.width_in(size) > 0 { tiles.remove(tile) } else { None };
            Partial { index: tile.index, bytes: bytes.unwrap_or_default(), changed: false }
        });
        Ok(Self { frontier, full: Vec::new(), partial })
    }

    /// Adds one leaf, given as its [`leaf_hash`](crate::leaf_hash).
    pub fn append(&mut self, leaf: Digest) {
        let Self { frontier, full, partial } = self;
        frontier.append_and_tell(leaf, |height, root| {
            if height.is_multiple_of(LEVELS) {
                partial[usize::from(height / LEVELS)].push(height / LEVELS, root, full);
            }
        });
    }

    /// The number of entries.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Digest {
        self.frontier.root()
    }

    /// The tiles that are new or grew since the log was opened, each with the exact bytes to
    /// store: full ones in the order in which they were filled, then at most one partial a level.
    pub fn changed(&self) -> impl Iterator<Item = (TileId, &[u8])> {
        let full = self.full.iter().map(|(tile, bytes)| (*tile, bytes.as_slice()));
        let partial = (0..LEVELS)
            .zip(&self.partial)
            .filter(|(_, partial)| partial.changed)
            .map(|(level, partial)| (TileId { level, index: partial.index }, partial.bytes.as_slice()));
        full.chain(partial)
    }
}

impl Partial {
    fn push(&mut self, level: u8, digest: &Digest, full: &mut Vec<(TileId, Vec<u8>)>) {
        self.bytes.extend_from_slice(digest.as_bytes());
        self.changed = true;
        if u64::from(width_of(&self.bytes)) == TILE_WIDTH {
            full.push((TileId { level, index: self.index }, std::mem::take(&mut self.bytes)));
            self.index += 1;
            self.changed = false;
        }
    }
}

/// The tile of a level which the next digest goes into.
const fn rightmost(level: u8, size: u64) -> TileId {
    // A digest of the level stands for 256^level leaves, a tile for 256 times as many.
    let index = match size.checked_shr(8 * (level as u32 + 1)) {
        Some(index) => index,
        None => 0,
    };
    TileId { level, index }
}
