//! The tree as its tiles see it: one open tile at each level, nothing else in memory.

use uppsikt_kernel::Digest;
use uppsikt_ledger::{TILE_WIDTH, TileId, empty_root, node_hash};

/// The open tile of each level.
#[derive(Default)]
pub(super) struct Levels {
    open: Vec<Vec<Digest>>,
    closed: Vec<u64>,
}

impl Levels {
    /// Adds a leaf; every tile that becomes full goes to `full`.
    pub(super) fn push(&mut self, leaf: Digest, mut full: impl FnMut(TileId, &[Digest])) {
        let mut carry = Some(leaf);
        let mut level = 0;
        while let Some(hash) = carry.take() {
            if self.open.len() == level {
                self.open.push(Vec::with_capacity(256));
                self.closed.push(0);
            }
            self.open[level].push(hash);
            if self.open[level].len() as u64 == TILE_WIDTH {
                // Levels are at most eight for any number of entries that fits in 64 bits.
                let tile =
                    TileId { level: u8::try_from(level).unwrap_or(u8::MAX), index: self.closed[level] };
                full(tile, &self.open[level]);
                carry = Some(subtree(&mut self.open[level]));
                self.open[level].clear();
                self.closed[level] += 1;
            }
            level += 1;
        }
    }

    /// The tiles that are not full.
    pub(super) fn partial(&self) -> impl Iterator<Item = (TileId, &[Digest])> {
        self.open.iter().enumerate().filter(|(_, hashes)| !hashes.is_empty()).map(|(level, hashes)| {
            (TileId { level: u8::try_from(level).unwrap_or(u8::MAX), index: self.closed[level] }, &hashes[..])
        })
    }

    /// The root of everything so far.
    pub(super) fn root(&self) -> Digest {
        let mut carry: Option<Digest> = None;
        for open in &self.open {
            let mut hashes = open.clone();
            hashes.extend(carry.take());
            if !hashes.is_empty() {
                carry = Some(subtree(&mut hashes));
            }
        }
        carry.unwrap_or_else(empty_root)
    }
}

/// The root over a row of hashes, in place (RFC 6962 2.1: an odd last hash rises as it is).
fn subtree(hashes: &mut [Digest]) -> Digest {
    let mut width = hashes.len();
    while width > 1 {
        for pair in 0..width / 2 {
            hashes[pair] = node_hash(&hashes[2 * pair], &hashes[2 * pair + 1]);
        }
        if width % 2 == 1 {
            hashes[width / 2] = hashes[width - 1];
        }
        width = width.div_ceil(2);
    }
    hashes[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use uppsikt_ledger::{Frontier, leaf_hash};

    #[test]
    fn the_roots_are_those_of_the_plain_tree() {
        let (mut levels, mut frontier) = (Levels::default(), Frontier::new());
        for at in 0..66_000_u32 {
            let leaf = leaf_hash(&at.to_be_bytes());
            levels.push(leaf, |_, _| {});
            frontier.append(leaf);
            if at % 997 == 0 || (65_500..65_600).contains(&at) || at < 600 {
                assert_eq!(levels.root(), frontier.root(), "{at}");
            }
        }
    }
}
