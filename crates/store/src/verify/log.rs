//! Is the log whole? Entries against tiles, tiles against checkpoints, checkpoints against keys.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uppsikt_kernel::{Digest, Id, Organisation};
use uppsikt_ledger::{SignedCheckpoint, TILE_WIDTH, TileId, VerifyKey, entry_bundle, leaf_hash};

use super::levels::Levels;
use super::replay::Replay;
use super::{FindingKind, VerifyOptions, VerifyReport};
use crate::error::StoreError;
use crate::read::Reader;
use crate::tables::{log_bundle, log_checkpoint, log_tile};

/// Bundles in one page: about 16,000 entries.
const BUNDLES_MAX: u64 = 64;

pub(super) async fn check(
    reader: &Reader,
    organisation: Id<Organisation>,
    options: &VerifyOptions,
    replay: &mut Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let info = reader.log_without_checkpoint().await?;
    (report.origin, report.waiting) = (info.origin, info.waiting);
    let mut checkpoints = checkpoints(reader, organisation).await?;
    report.checkpoints = checkpoints.len() as u64;
    let mut keys = if options.trusted.is_empty() { info.keys.clone() } else { options.trusted.clone() };
    let mut walk = Walk {
        levels: Levels::default(),
        size: 0,
        tiles: BTreeMap::new(),
        roots: BTreeMap::new(),
        differing: Vec::new(),
    };
    let mut after = -1_i64;
    loop {
        let page = log_bundle::Entity::find()
            .filter(log_bundle::Column::OrganisationId.eq(organisation.uuid()))
            .filter(log_bundle::Column::Number.gt(after))
            .order_by_asc(log_bundle::Column::Number)
            .limit(BUNDLES_MAX)
            .all(&reader.conn)
            .await?;
        let Some(last) = page.last().map(|row| row.number) else { break };
        for bundle in &page {
            if bundle.number != after + 1 {
                report.found(FindingKind::Entry, format!("bundle {}", after + 1));
            }
            after = bundle.number;
            walk.bundle(bundle, &checkpoints, replay, report);
        }
        walk.compare_tiles(reader, organisation, report).await?;
        after = last;
    }
    let partial: Vec<(TileId, Vec<Digest>)> = walk.levels.partial().map(|(t, h)| (t, h.to_vec())).collect();
    walk.tiles.extend(partial);
    walk.compare_tiles(reader, organisation, report).await?;
    report.entries = walk.size;
    if walk.size != info.size {
        report.found(FindingKind::Entry, format!("{} entries of {}", walk.size, info.size));
    }
    if checkpoints.keys().next_back().is_some_and(|size| *size != info.size)
        || checkpoints.is_empty() && info.size > 0
    {
        report.found(FindingKind::Checkpoint, format!("size {}", info.size));
    }
    for index in walk.changed_entries(checkpoints.get(&walk.size), &info.keys) {
        report.found(FindingKind::Entry, format!("entry {index}"));
    }
    for (size, note) in std::mem::take(&mut checkpoints) {
        let root = walk.roots.get(&size).copied().unwrap_or_else(|| walk.levels.root());
        if !signed(&note, size, root, size <= walk.size, &mut keys, &info.keys, &report.origin) {
            report.found(FindingKind::Checkpoint, format!("size {size}"));
        }
    }
    Ok(())
}

async fn checkpoints(
    reader: &Reader,
    organisation: Id<Organisation>,
) -> Result<BTreeMap<u64, String>, StoreError> {
    let rows = log_checkpoint::Entity::find()
        .filter(log_checkpoint::Column::OrganisationId.eq(organisation.uuid()))
        .order_by_asc(log_checkpoint::Column::Size)
        .all(&reader.conn)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((u64::try_from(row.size).ok()?, row.note))).collect())
}

/// Whether a checkpoint is of this tree and signed by a key that is believed.
///
/// A checkpoint that a believed key has signed together with another of the log's keys hands the
/// log over: from then on the other is believed too.
fn signed(
    note: &str,
    size: u64,
    root: Digest,
    within: bool,
    keys: &mut Vec<VerifyKey>,
    own: &[VerifyKey],
    origin: &str,
) -> bool {
    let Ok(signed) = SignedCheckpoint::parse(note) else { return false };
    let checkpoint = signed.checkpoint();
    if signed.verify(keys).is_err() || !within {
        return false;
    }
    for key in own {
        if !keys.contains(key) && keys.iter().any(|old| signed.verify_rotation(old, key).is_ok()) {
            keys.push(key.clone());
            break;
        }
    }
    checkpoint.size() == size && checkpoint.root() == root && checkpoint.origin() == origin
}

struct Walk {
    levels: Levels,
    size: u64,
    /// Tiles as they should be, until they have been compared.
    tiles: BTreeMap<TileId, Vec<Digest>>,
    roots: BTreeMap<u64, Digest>,
    /// Entries whose hashes are not those in the tiles.
    differing: Vec<u64>,
}

impl Walk {
    fn bundle(
        &mut self,
        bundle: &log_bundle::Model,
        checkpoints: &BTreeMap<u64, String>,
        replay: &mut Replay<'_>,
        report: &mut VerifyReport,
    ) {
        for entry in entry_bundle::entries(&bundle.entries) {
            let Ok(entry) = entry else {
                report.found(FindingKind::Entry, format!("bundle {}", bundle.number));
                break;
            };
            let tiles = &mut self.tiles;
            self.levels.push(leaf_hash(entry), |tile, hashes| {
                tiles.insert(tile, hashes.to_vec());
            });
            replay.entry(self.size, entry, report);
            self.size += 1;
            if checkpoints.contains_key(&self.size) {
                self.roots.insert(self.size, self.levels.root());
            }
        }
    }

    /// Entry and tile differ: where the newest checkpoint does not know the entries, it is they that have changed.
    fn changed_entries(&mut self, newest: Option<&String>, keys: &[VerifyKey]) -> Vec<u64> {
        let signed = newest.and_then(|note| SignedCheckpoint::parse(note).ok());
        let known = signed.as_ref().and_then(|signed| signed.verify(keys).ok());
        match known {
            Some(checkpoint) if checkpoint.root() != self.levels.root() => {
                std::mem::take(&mut self.differing)
            }
            _ => Vec::new(),
        }
    }

    /// Holds the tiles that have become known against the stored ones, level by level.
    async fn compare_tiles(
        &mut self,
        reader: &Reader,
        organisation: Id<Organisation>,
        report: &mut VerifyReport,
    ) -> Result<(), StoreError> {
        let mut wanted = std::mem::take(&mut self.tiles);
        while let Some((first, _)) = wanted.first_key_value() {
            let level = first.level;
            let above = wanted.split_off(&TileId { level: level.saturating_add(1), index: 0 });
            let stored = stored_tiles(reader, organisation, level, &wanted).await?;
            for (tile, hashes) in wanted {
                let stored = stored.get(&tile.index).map(Vec::as_slice).unwrap_or_default();
                let pairs = stored.chunks(32).zip(&hashes).enumerate();
                let differing = pairs.filter(|(_, (stored, wanted))| *stored != wanted.as_bytes());
                let differing: Vec<u64> = differing.map(|(at, _)| at as u64).collect();
                if tile.level == 0 {
                    self.differing.extend(differing.iter().map(|at| tile.index * TILE_WIDTH + at));
                }
                if stored.len() != hashes.len() * 32 || !differing.is_empty() {
                    report.found(FindingKind::Tile, tile.path(None));
                }
            }
            wanted = above;
        }
        Ok(())
    }
}

/// The stored tiles of one level, from the first to the last that is wanted.
async fn stored_tiles(
    reader: &Reader,
    organisation: Id<Organisation>,
    level: u8,
    wanted: &BTreeMap<TileId, Vec<Digest>>,
) -> Result<BTreeMap<u64, Vec<u8>>, StoreError> {
    let number = |tile: Option<&TileId>| i64::try_from(tile.map_or(0, |tile| tile.index)).unwrap_or(i64::MAX);
    let (first, last) = (number(wanted.keys().next()), number(wanted.keys().next_back()));
    let rows = log_tile::Entity::find()
        .filter(log_tile::Column::OrganisationId.eq(organisation.uuid()))
        .filter(log_tile::Column::Level.eq(i32::from(level)))
        .filter(log_tile::Column::Number.between(first, last))
        .order_by_asc(log_tile::Column::Number)
        .limit(BUNDLES_MAX * 2)
        .all(&reader.conn)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((u64::try_from(row.number).ok()?, row.hashes))).collect())
}
