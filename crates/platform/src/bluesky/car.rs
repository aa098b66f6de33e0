//! Blocks of a repository as they travel, and what they prove about one record.
//!
//! A repository is a tree of blocks, each named by its own hash, under a commit that its owner's
//! server has signed. Asked for one record, the server gives the way to the place where the
//! record stands or would stand. We check that the blocks are what their names say and walk that
//! way; the signature itself is not checked.

use std::collections::BTreeMap;

use ciborium::Value;

use super::cbor::{as_link, field, is_block, link, take, text};

/// A tree over more records than exist is not this deep.
const DEPTH_MAX: usize = 64;

/// Blocks by their names; a block that is not what its name says is left out.
#[derive(Debug, Default)]
pub(super) struct Blocks<'b> {
    root: Option<Vec<u8>>,
    blocks: BTreeMap<&'b [u8], &'b [u8]>,
}

impl<'b> Blocks<'b> {
    /// Reads an archive of blocks (CAR, version 1), as far as it can be understood.
    pub(super) fn read(mut archive: &'b [u8]) -> Option<Self> {
        let mut head = section(&mut archive)?;
        let head = take(&mut head)?;
        let root = field(&head, "roots")?.as_array()?.first().and_then(as_link).map(<[u8]>::to_vec);
        let mut blocks = BTreeMap::new();
        while let Some(section) = section(&mut archive) {
            let Some((cid, block)) = named(section) else { break };
            if is_block(cid, block) {
                blocks.insert(cid, block);
            }
        }
        Some(Self { root, blocks })
    }

    /// The value of a block.
    pub(super) fn value(&self, cid: &[u8]) -> Option<Value> {
        let mut block = *self.blocks.get(cid)?;
        take(&mut block)
    }

    /// Whether the repository of `did` has a record at `path`; none when the blocks do not tell.
    pub(super) fn has_record(&self, did: &str, path: &str) -> Option<bool> {
        let commit = self.value(self.root.as_deref()?)?;
        if text(&commit, "did") != Some(did) {
            return None;
        }
        let mut node = link(&commit, "data")?.to_vec();
        for _ in 0..DEPTH_MAX {
            match step(&self.value(&node)?, path.as_bytes())? {
                Step::Here => return Some(true),
                Step::Nowhere => return Some(false),
                Step::Below(below) => node = below,
            }
        }
        None
    }
}

/// Where a path continues from a node of the tree.
enum Step {
    Here,
    Nowhere,
    Below(Vec<u8>),
}

/// Entries of a node are in order; keys share their beginnings with the entry before.
fn step(node: &Value, path: &[u8]) -> Option<Step> {
    let below = |link: &Value| as_link(link).map_or(Step::Nowhere, |cid| Step::Below(cid.to_vec()));
    let mut between = field(node, "l")?;
    let mut key: Vec<u8> = Vec::new();
    for entry in field(node, "e")?.as_array()? {
        let shared = usize::try_from(super::cbor::number(entry, "p")?).ok()?;
        key = [key.get(..shared)?, field(entry, "k")?.as_bytes()?].concat();
        match key.as_slice().cmp(path) {
            std::cmp::Ordering::Equal => return Some(Step::Here),
            std::cmp::Ordering::Greater => break,
            std::cmp::Ordering::Less => between = field(entry, "t")?,
        }
    }
    Some(below(between))
}

/// The next section: its length, then that many bytes.
fn section<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (section, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(section)
}

/// A block's name and its bytes.
fn named(section: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = section;
    let (_version, _codec, _hash) = (varint(&mut rest)?, varint(&mut rest)?, varint(&mut rest)?);
    let hash_bytes = usize::try_from(varint(&mut rest)?).ok()?;
    section.split_at_checked((section.len() - rest.len()).checked_add(hash_bytes)?)
}

/// A number in groups of seven bits, the least first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for group in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * group);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::cbor::tests::{link_to, map, name_of, written};
    use super::*;

    /// An archive with these blocks; the first is the root.
    pub(in crate::bluesky) fn archive(blocks: &[Vec<u8>]) -> Vec<u8> {
        let head = written(&map(vec![
            ("roots", Value::Array(vec![link_to(&name_of(&blocks[0]))])),
            ("version", 1.into()),
        ]));
        let mut bytes = sectioned(&head);
        for block in blocks {
            bytes.extend(sectioned(&[name_of(block), block.clone()].concat()));
        }
        bytes
    }

    fn sectioned(bytes: &[u8]) -> Vec<u8> {
        let (mut length, mut written) = (bytes.len(), Vec::new());
        while length >= 0x80 {
            written.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
            length >>= 7;
        }
        written.push(u8::try_from(length).unwrap());
        [written, bytes.to_vec()].concat()
    }

    fn entry(shared: u64, key: &str, below: Value) -> Value {
        map(vec![
            ("p", shared.into()),
            ("k", Value::Bytes(key.as_bytes().to_vec())),
            ("v", link_to(&name_of(b"record"))),
            ("t", below),
        ])
    }

    /// A repository with posts 3aaa, 3bbb (below) and 3ccc.
    pub(in crate::bluesky) fn repository(did: &str) -> Vec<Vec<u8>> {
        let lower = written(&map(vec![
            ("l", Value::Null),
            ("e", Value::Array(vec![entry(0, "app.bsky.feed.post/3bbb", Value::Null)])),
        ]));
        let top = written(&map(vec![
            ("l", Value::Null),
            (
                "e",
                Value::Array(vec![
                    entry(0, "app.bsky.feed.post/3aaa", link_to(&name_of(&lower))),
                    entry(20, "ccc", Value::Null),
                ]),
            ),
        ]));
        let commit = written(&map(vec![("did", did.into()), ("data", link_to(&name_of(&top)))]));
        vec![commit, top, lower]
    }

    #[test]
    fn a_record_is_found_or_proved_not_to_be_there() {
        let blocks = repository("did:plc:a");
        let bytes = archive(&blocks);
        let read = Blocks::read(&bytes).unwrap();
        let has = |rkey: &str| read.has_record("did:plc:a", &format!("app.bsky.feed.post/{rkey}"));
        for (rkey, expected) in [
            ("3aaa", Some(true)),
            ("3bbb", Some(true)),
            ("3ccc", Some(true)),
            ("3ab", Some(false)),
            ("3bc", Some(false)),
            ("3d", Some(false)),
            ("2", Some(false)),
        ] {
            assert_eq!(has(rkey), expected, "{rkey}");
        }
        assert_eq!(read.has_record("did:plc:b", "app.bsky.feed.post/3d"), None, "somebody else's");
    }

    #[test]
    fn what_is_missing_or_false_proves_nothing() {
        let mut blocks = repository("did:plc:a");
        blocks.truncate(2);
        let bytes = archive(&blocks);
        let read = Blocks::read(&bytes).unwrap();
        assert_eq!(
            read.has_record("did:plc:a", "app.bsky.feed.post/3bc"),
            None,
            "the block below is missing"
        );
        let mut forged = archive(&repository("did:plc:a"));
        let at = forged.len() - 3;
        forged[at] ^= 1;
        let read = Blocks::read(&forged).unwrap();
        assert_eq!(read.has_record("did:plc:a", "app.bsky.feed.post/3bc"), None);
        for rubbish in [&b""[..], b"\x05hej", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"] {
            assert!(Blocks::read(rubbish).is_none());
        }
        for end in 0..bytes.len() {
            let _never_panics = Blocks::read(&bytes[..end]).map(|read| read.has_record("did:plc:a", "x"));
        }
    }
}
