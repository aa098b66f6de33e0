//! The log's tree, tiles, notes, checkpoints and proofs, tested from outside.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod notes;
mod proofs;
mod tiles;
mod vectors;

use uppsikt_ledger::{Appender, LogKey, TileSet, leaf_hash};

/// Entry `index` of every tree made here: its index in decimal digits.
fn entry(index: u64) -> Vec<u8> {
    index.to_string().into_bytes()
}

/// Appends the entries `from..to` to stored tiles and stores what changed.
fn grow(stored: &mut TileSet, from: u64, to: u64) -> Appender {
    let mut needed = TileSet::new();
    for tile in Appender::needed(from) {
        needed.insert(tile, stored.get(tile).unwrap().to_vec()).unwrap();
    }
    let mut log = Appender::resume(from, needed).unwrap();
    (from..to).for_each(|index| log.append(leaf_hash(&entry(index))));
    for (tile, bytes) in log.changed() {
        stored.insert(tile, bytes.to_vec()).unwrap();
    }
    log
}

/// The tiles of a tree of `size` entries.
fn tiles_of(size: u64) -> TileSet {
    let mut stored = TileSet::new();
    grow(&mut stored, 0, size);
    stored
}

fn log_key(seed: u8) -> LogKey {
    LogKey::from_seed("kommun.example/log", [seed; 32]).unwrap()
}
