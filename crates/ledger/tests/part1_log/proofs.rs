//! Proofs against the published tree of eight leaves and against another implementation.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;
use uppsikt_kernel::Digest;
use uppsikt_ledger::{
    Frontier, ProofError, TileId, TileSet, consistency_proof, consistency_tiles, empty_root, inclusion_proof,
    inclusion_tiles, leaf_hash, root_from_tiles, root_tiles, verify_consistency, verify_inclusion,
};

use crate::{entry, tiles_of};

/// The eight leaves that implementations of RFC 6962 share, and the roots over the first 1 to 8.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn the_published_roots() {
    let mut tree = Frontier::new();
    for (leaf, root) in LEAVES.iter().zip(ROOTS) {
        tree.append(leaf_hash(&hex::decode(leaf).unwrap()));
        assert_eq!(tree.root().to_string(), root);
    }
}

#[test]
fn the_published_path_of_the_first_leaf() {
    let path: Vec<Digest> = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    .map(|digest| digest.parse().unwrap())
    .to_vec();
    let root = ROOTS[7].parse().unwrap();
    assert_eq!(verify_inclusion(leaf_hash(b""), 0, 8, &path, root), Ok(()));
}

type OtherTree = MemoryBackedTree<Sha256, Vec<u8>>;

fn other_tree(size: u64) -> OtherTree {
    let mut tree = OtherTree::new();
    (0..size).for_each(|index| tree.push(entry(index)));
    tree
}

fn digests(bytes: &[u8]) -> Vec<Digest> {
    bytes.as_chunks::<32>().0.iter().map(|bytes| Digest::from_bytes(*bytes)).collect()
}

fn root_of(size: u64) -> Digest {
    root_from_tiles(size, &tiles_of(size)).unwrap()
}

/// Only the tiles that were asked for.
fn only(all: &TileSet, asked: Vec<TileId>) -> TileSet {
    let mut some = TileSet::new();
    for tile in asked {
        some.insert(tile, all.get(tile).unwrap().to_vec()).unwrap();
    }
    some
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn proofs_equal_those_of_another_implementation(
        size in 1_u64..2_000, grown in 0_u64..600,
        at in any::<prop::sample::Index>(), old in any::<prop::sample::Index>(),
    ) {
        let (index, old) = (at.index(size as usize) as u64, 1 + old.index(size as usize) as u64);
        // The tiles are those of a tree that has grown since.
        let (tiles, other) = (tiles_of(size + grown), other_tree(size));
        let root = root_from_tiles(size, &only(&tiles, root_tiles(size))).unwrap();
        prop_assert_eq!(&[root][..], &digests(other.root().as_bytes()));

        let proof = inclusion_proof(index, size, &only(&tiles, inclusion_tiles(index, size))).unwrap();
        prop_assert_eq!(&proof, &digests(other.prove_inclusion(index as usize).as_bytes()));
        prop_assert_eq!(verify_inclusion(leaf_hash(&entry(index)), index, size, &proof, root), Ok(()));

        let proof = consistency_proof(old, size, &only(&tiles, consistency_tiles(old, size))).unwrap();
        if old < size {
            let theirs = other.prove_consistency((size - old) as usize);
            prop_assert_eq!(&proof, &digests(theirs.as_bytes()));
        }
        prop_assert_eq!(verify_consistency(old, root_of(old), size, root, &proof), Ok(()));
    }

    #[test]
    fn a_changed_proof_fails(size in 2_u64..600, at in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let index = at.index(size as usize) as u64;
        let (tiles, leaf, root) = (tiles_of(size), leaf_hash(&entry(index)), root_of(size));
        let proof = inclusion_proof(index, size, &tiles).unwrap();
        for byte in 0..proof.len() * 32 {
            let changed = with_bit(&proof, byte, bit);
            let outcome = verify_inclusion(leaf, index, size, &changed, root);
            prop_assert_eq!(outcome, Err(ProofError::Root { size }));
        }
        prop_assert!(verify_inclusion(leaf, index ^ 1, size, &proof, root).is_err());
        prop_assert!(verify_inclusion(leaf, index, size, &proof[1..], root).is_err());
        let longer = [proof.as_slice(), &[leaf]].concat();
        prop_assert!(verify_inclusion(leaf, index, size, &longer, root).is_err());

        let old = 1 + index.min(size - 2);
        let proof = consistency_proof(old, size, &tiles).unwrap();
        let old_root = root_of(old);
        for byte in 0..proof.len() * 32 {
            let changed = with_bit(&proof, byte, bit);
            prop_assert!(verify_consistency(old, old_root, size, root, &changed).is_err());
        }
        prop_assert!(verify_consistency(old, root, size, root, &proof).is_err());
        prop_assert!(verify_consistency(old, old_root, size, old_root, &proof).is_err());
        prop_assert!(verify_consistency(old, old_root, size, root, &proof[1..]).is_err());
    }

    #[test]
    fn no_sizes_make_a_verification_panic(
        first in any_size(), second in any_size(), count in 0_usize..70, byte in any::<u8>(),
    ) {
        let digest = Digest::from_bytes([byte; 32]);
        let proof = vec![digest; count];
        prop_assert!(verify_inclusion(digest, first, second, &proof, empty_root()).is_err());
        prop_assert!(verify_consistency(first, digest, second, empty_root(), &proof).is_err());
        let tiles = tiles_of(3);
        let _ = (inclusion_proof(first, second, &tiles), consistency_proof(first, second, &tiles));
        let _ = root_from_tiles(first, &tiles);
        let asked = [inclusion_tiles(first, second), consistency_tiles(first, second), root_tiles(second)];
        prop_assert!(asked.concat().iter().all(|tile| tile.width_in(second) > 0));
    }
}

/// Sizes near the ends and near powers of two as often as others.
fn any_size() -> impl Strategy<Value = u64> {
    let near_power =
        (0_u32..64, 0_u64..3).prop_map(|(bit, by)| (1_u64 << bit).wrapping_add(by).wrapping_sub(1));
    prop_oneof![any::<u64>(), near_power, Just(u64::MAX), 0_u64..10]
}

fn with_bit(proof: &[Digest], byte: usize, bit: u32) -> Vec<Digest> {
    let mut changed = proof.to_vec();
    let mut bytes = *changed[byte / 32].as_bytes();
    bytes[byte % 32] ^= 1 << bit;
    changed[byte / 32] = Digest::from_bytes(bytes);
    changed
}

#[test]
fn the_edges_are_strict() {
    let (tiles, root) = (tiles_of(5), root_of(5));
    let (first, empty) = (leaf_hash(b"0"), empty_root());
    assert_eq!(verify_inclusion(first, 0, 0, &[], empty), Err(ProofError::Index { index: 0, size: 0 }));
    assert_eq!(verify_inclusion(first, 5, 5, &[], root), Err(ProofError::Index { index: 5, size: 5 }));
    assert_eq!(inclusion_proof(5, 5, &tiles), Err(ProofError::Index { index: 5, size: 5 }));
    assert_eq!(inclusion_tiles(5, 5), []);
    assert_eq!(verify_inclusion(first, 0, 1, &[], first), Ok(()));
    assert_eq!(consistency_proof(6, 5, &tiles), Err(ProofError::Order { old: 6, new: 5 }));
    assert_eq!(verify_consistency(6, root, 5, root, &[]), Err(ProofError::Order { old: 6, new: 5 }));
    assert_eq!(verify_consistency(5, root, 5, root, &[]), Ok(()));
    assert_eq!(verify_consistency(5, root, 5, first, &[]), Err(ProofError::Root { size: 5 }));
    assert_eq!(verify_consistency(0, empty, 5, root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, root, 5, root, &[]), Err(ProofError::Root { size: 0 }));
    assert_eq!(verify_consistency(0, empty, 0, root, &[]), Err(ProofError::Root { size: 0 }));
    let surplus = ProofError::Length { found: 1, expected: 0 };
    assert_eq!(verify_consistency(0, empty, 5, root, &[root]), Err(surplus.clone()));
    assert_eq!(verify_consistency(5, root, 5, root, &[root]), Err(surplus));
    assert!(matches!(inclusion_proof(0, 300, &tiles), Err(ProofError::Tile(_))));
}
