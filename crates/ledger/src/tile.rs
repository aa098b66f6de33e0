//! Tiles: the tree cut into pieces of 256 digests, which are stored and served (C2SP `tlog-tiles`).
//!
//! A tile of level 0 holds leaves; each digest of a tile above is the root of one full tile below.
//! A full tile never changes. A partial one only grows.

use std::collections::BTreeMap;
use std::fmt;

/// Digests of a full tile. Source: C2SP `tlog-tiles`.
pub const TILE_WIDTH: u64 = 256;
/// Bytes of one digest in a tile.
const DIGEST_BYTES: usize = 32;
/// Bytes of a full tile.
const TILE_BYTES_MAX: usize = TILE_WIDTH as usize * DIGEST_BYTES;
/// Each level counts 256 times fewer digests than the one below it.
const LEVEL_BITS: u32 = TILE_WIDTH.ilog2();

/// What is wrong with a tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// The bytes are no whole number of digests between 1 and 256.
    #[error("{tile} has {bytes} bytes: a tile has 32 for each of its 1 to 256 digests")]
    Length {
        /// The tile.
        tile: TileId,
        /// Its bytes.
        bytes: usize,
    },
    /// The tile does not have the width of the tree's size.
    #[error("{tile} has {found} digests, but {expected} in a tree of {size} leaves")]
    Width {
        /// The tile.
        tile: TileId,
        /// Digests found.
        found: u16,
        /// Digests that it has in the tree.
        expected: u16,
        /// Leaves of the tree.
        size: u64,
    },
    /// A needed tile is not among those that were given.
    #[error("{tile} is needed for a tree of {size} leaves and was not given")]
    Missing {
        /// The tile.
        tile: TileId,
        /// Leaves of the tree.
        size: u64,
    },
    /// The tree is larger than any that can be stored.
    #[error("a tree of {size} leaves is larger than a log may become")]
    TreeSize {
        /// Leaves of the tree.
        size: u64,
    },
}

/// Where a tile stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// 0 for leaves, at most 7 in a tree of fewer than 2^64 leaves.
    pub level: u8,
    /// Counted from 0 at the left.
    pub index: u64,
}

impl TileId {
    /// Where the tile is served, relative to the log: partial when `width` is 1 to 255.
    ///
    /// Source: C2SP `tlog-tiles`.
    ///
    /// ```
    /// use uppsikt_ledger::TileId;
    /// let tile = TileId { level: 0, index: 1_234_067 };
    /// assert_eq!(tile.path(None), "tile/0/x001/x234/067");
    /// assert_eq!(tile.path(Some(8)), "tile/0/x001/x234/067.p/8");
    /// ```
    #[must_use]
    pub fn path(self, width: Option<u16>) -> String {
        format!("tile/{}/{}", self.level, index_path(self.index, width))
    }

    /// How many digests the tile has in a tree of `size` leaves: 0 to 256.
    ///
    /// ```
    /// use uppsikt_ledger::TileId;
    /// assert_eq!(TileId { level: 0, index: 273 }.width_in(70_000), 112);
    /// assert_eq!(TileId { level: 1, index: 0 }.width_in(70_000), 256);
    /// assert_eq!(TileId { level: 3, index: 0 }.width_in(70_000), 0);
    /// ```
    #[must_use]
    pub fn width_in(self, size: u64) -> u16 {
        let digests = size.checked_shr(u32::from(self.level) * LEVEL_BITS).unwrap_or(0);
        let before = self.index.saturating_mul(TILE_WIDTH);
        // At most 256, so it fits.
        digests.saturating_sub(before).min(TILE_WIDTH) as u16
    }

    /// The tile that holds the root of a complete subtree, and the number of digests that it takes
    /// from that tile: the subtree is number `index`, from the left, of those of its height.
    pub(crate) const fn of_subtree(height: u8, index: u64) -> (Self, SubtreeInTile) {
        let level = height / LEVEL_BITS as u8;
        let height_in_tile = height % LEVEL_BITS as u8;
        let first = index << height_in_tile;
        let place = SubtreeInTile { first: first % TILE_WIDTH, digests: 1 << height_in_tile };
        (Self { level, index: first / TILE_WIDTH }, place)
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path(None))
    }
}

/// The digests of a tile over which a complete subtree stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SubtreeInTile {
    pub(crate) first: u64,
    pub(crate) digests: u64,
}

/// The tail of a path: groups of three digits, all but the last after an `x`, so that no file ever
/// has the name of a folder.
pub(crate) fn index_path(index: u64, width: Option<u16>) -> String {
    let mut path = format!("{:03}", index % 1_000);
    let mut rest = index / 1_000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1_000);
        rest /= 1_000;
    }
    match width {
        Some(width) if u64::from(width) < TILE_WIDTH => format!("{path}.p/{width}"),
        _ => path,
    }
}

/// Tiles at hand: some of a tree's, each the exact bytes that are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TileSet(BTreeMap<TileId, Vec<u8>>);

impl TileSet {
    /// No tiles.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds a tile, in place of one with the same id.
    ///
    /// # Errors
    /// [`TileError::Length`].
    pub fn insert(&mut self, tile: TileId, bytes: Vec<u8>) -> Result<(), TileError> {
        if bytes.is_empty() || bytes.len() > TILE_BYTES_MAX || !bytes.len().is_multiple_of(DIGEST_BYTES) {
            return Err(TileError::Length { tile, bytes: bytes.len() });
        }
        self.0.insert(tile, bytes);
        Ok(())
    }

    /// The bytes of a tile.
    #[must_use]
    pub fn get(&self, tile: TileId) -> Option<&[u8]> {
        self.0.get(&tile).map(Vec::as_slice)
    }

    /// The digests of a tile in a tree of `size` leaves; what it grew by since is left out.
    pub(crate) fn digests(&self, tile: TileId, size: u64) -> Result<&[[u8; DIGEST_BYTES]], TileError> {
        let bytes = self.get(tile).ok_or(TileError::Missing { tile, size })?;
        let expected = tile.width_in(size);
        let (digests, _) = bytes.as_chunks();
        let narrow = TileError::Width { tile, found: width_of(bytes), expected, size };
        digests.get(..usize::from(expected)).ok_or(narrow)
    }

    /// The tiles by level and index.
    pub fn iter(&self) -> impl Iterator<Item = (TileId, &[u8])> {
        self.0.iter().map(|(tile, bytes)| (*tile, bytes.as_slice()))
    }

    /// How many tiles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no tile.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn remove(&mut self, tile: TileId) -> Option<Vec<u8>> {
        self.0.remove(&tile)
    }
}

/// Digests in the bytes of a tile, which are at most 256.
pub(crate) const fn width_of(bytes: &[u8]) -> u16 {
    (bytes.len() / DIGEST_BYTES) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_standard() {
        let path = |index, width| TileId { level: 1, index }.path(width);
        assert_eq!(path(0, None), "tile/1/000");
        assert_eq!(path(999, Some(256)), "tile/1/999");
        assert_eq!(path(1_000, Some(255)), "tile/1/x001/000.p/255");
        assert_eq!(path(u64::MAX, None), "tile/1/x018/x446/x744/x073/x709/x551/615");
    }

    #[test]
    fn widths_of_the_standards_example_and_of_absurd_tiles() {
        let widths = |size| {
            let of = |level, index| TileId { level, index }.width_in(size);
            [of(0, 0), of(0, 272), of(0, 273), of(0, 274), of(1, 0), of(1, 1), of(2, 0), of(3, 0)]
        };
        assert_eq!(widths(70_000), [256, 256, 112, 0, 256, 17, 1, 0]);
        assert_eq!(widths(256), [256, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(TileId { level: 255, index: u64::MAX }.width_in(u64::MAX), 0);
        assert_eq!(TileId { level: 7, index: 0 }.width_in(u64::MAX), 255);
        assert_eq!(TileId { level: 0, index: u64::MAX / 256 }.width_in(u64::MAX), 255);
    }

    #[test]
    fn malformed_tiles_are_refused() {
        let tile = TileId { level: 0, index: 0 };
        let mut tiles = TileSet::new();
        for bytes in [0, 1, 31, 33, 8_191, 8_193, 8_224] {
            assert_eq!(tiles.insert(tile, vec![0; bytes]), Err(TileError::Length { tile, bytes }));
        }
        tiles.insert(tile, vec![0; 64]).unwrap();
        assert_eq!(tiles.digests(tile, 1).unwrap().len(), 1);
        let narrow = TileError::Width { tile, found: 2, expected: 3, size: 3 };
        assert_eq!(tiles.digests(tile, 3), Err(narrow));
    }
}
