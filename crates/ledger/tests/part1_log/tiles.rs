//! Appending in pieces stores the same tiles as appending at once, and exactly the standard's.

use proptest::prelude::*;
use uppsikt_ledger::{
    Appender, Frontier, TileError, TileId, TileSet, empty_root, leaf_hash, root_from_tiles, root_tiles,
};

use crate::{entry, grow, tiles_of};

fn frontier_of(size: u64) -> Frontier {
    let mut tree = Frontier::new();
    (0..size).for_each(|index| tree.append(leaf_hash(&entry(index))));
    tree
}

#[test]
fn a_tree_of_70_000_has_the_tiles_of_the_standards_example() {
    let size = 70_000;
    let tiles = tiles_of(size);
    let count = |level| tiles.iter().filter(|(tile, _)| tile.level == level).count();
    assert_eq!([count(0), count(1), count(2), count(3)], [274, 2, 1, 0]);
    for (tile, bytes) in tiles.iter() {
        assert_eq!(bytes.len(), usize::from(tile.width_in(size)) * 32, "{tile}");
    }
    assert_eq!(root_from_tiles(size, &tiles).unwrap(), frontier_of(size).root());
    let needed: Vec<_> = Appender::needed(size);
    let expected = [(0, 273), (1, 1), (2, 0)].map(|(level, index)| TileId { level, index });
    assert_eq!(needed, expected);
    // A digest in a tile of level 1 is the root over 256 leaves.
    let mut inner = Frontier::new();
    (256..512).for_each(|index| inner.append(leaf_hash(&entry(index))));
    let above = tiles.get(TileId { level: 1, index: 0 }).unwrap();
    assert_eq!(&above[32..64], inner.root().as_bytes());
}

#[test]
fn an_empty_log_needs_nothing_and_changes_nothing() {
    let log = Appender::resume(0, TileSet::new()).unwrap();
    assert_eq!((log.size(), log.root(), log.changed().count()), (0, empty_root(), 0));
    assert_eq!(Frontier::default().root(), empty_root());
    assert_eq!(root_tiles(0), []);
    assert_eq!(root_from_tiles(0, &TileSet::new()).unwrap(), empty_root());
    assert_eq!(Appender::needed(0), []);
}

#[test]
fn only_what_grew_is_told() {
    let mut stored = tiles_of(300);
    let log = grow(&mut stored, 300, 301);
    let changed: Vec<_> = log.changed().map(|(tile, bytes)| (tile, bytes.len() / 32)).collect();
    assert_eq!(changed, [(TileId { level: 0, index: 1 }, 45)]);
    let log = grow(&mut stored, 301, 512);
    let changed: Vec<_> = log.changed().map(|(tile, bytes)| (tile, bytes.len() / 32)).collect();
    assert_eq!(changed, [(TileId { level: 0, index: 1 }, 256), (TileId { level: 1, index: 0 }, 2)]);
    let log = grow(&mut stored, 512, 512);
    assert_eq!(log.changed().count(), 0);
}

#[test]
fn a_log_opens_only_with_the_tiles_of_its_size() {
    let tile = TileId { level: 0, index: 0 };
    let with = |width: usize| {
        let mut tiles = TileSet::new();
        tiles.insert(tile, vec![7; width * 32]).unwrap();
        tiles
    };
    let refused = |size, tiles| Appender::resume(size, tiles).unwrap_err();
    assert_eq!(refused(3, TileSet::new()), TileError::Missing { tile, size: 3 });
    for found in [2, 4] {
        let expected = TileError::Width { tile, found, expected: 3, size: 3 };
        assert_eq!(refused(3, with(found.into())), expected);
    }
    assert_eq!(refused(u64::MAX, with(1)), TileError::TreeSize { size: u64::MAX });
}

#[test]
fn the_largest_log_can_be_opened_and_appended_to() {
    let size = i64::MAX as u64;
    let mut tiles = TileSet::new();
    for tile in Appender::needed(size) {
        tiles.insert(tile, vec![7; usize::from(tile.width_in(size)) * 32]).unwrap();
    }
    let mut log = Appender::resume(size, tiles).unwrap();
    log.append(leaf_hash(b""));
    log.append(leaf_hash(b""));
    assert_eq!(log.size(), size + 2);
    // Seven levels fill up; the eighth only grows, and the first begins anew.
    assert_eq!(log.changed().count(), 9);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn appending_in_pieces_is_appending_at_once(pieces in prop::collection::vec(0_u64..700, 1..6)) {
        let mut stored = TileSet::new();
        let mut size = 0;
        for piece in pieces {
            let log = grow(&mut stored, size, size + piece);
            size += piece;
            prop_assert_eq!(log.size(), size);
            prop_assert_eq!(log.root(), frontier_of(size).root());
        }
        prop_assert_eq!(&stored, &tiles_of(size));
        let needed = root_tiles(size);
        prop_assert_eq!(&needed, &Appender::needed(size));
        prop_assert_eq!(root_from_tiles(size, &stored).unwrap(), frontier_of(size).root());
    }
}
