//! DAG-CBOR, in which repositories and announcements are written, and the names of blocks in it.

use ciborium::Value;
use uppsikt_kernel::Digest;

/// Marks the name of a block.
const TAG_CID: u64 = 42;
/// Letters of base32 as CIDs are written (RFC 4648, small letters).
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// What stands before the SHA-256 of a block of DAG-CBOR: version 1, its codec, the hash's code and length.
const OF_BLOCK: [u8; 4] = [0x01, 0x71, 0x12, 0x20];
/// The same for a file.
const OF_FILE: [u8; 4] = [0x01, 0x55, 0x12, 0x20];

/// Takes the next value from the front of `bytes`.
pub(super) fn take(bytes: &mut &[u8]) -> Option<Value> {
    ciborium::from_reader(bytes).ok()
}

/// A field of a map.
pub(super) fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let is_named = |key: &Value| key.as_text() == Some(name);
    value.as_map()?.iter().find(|(key, _)| is_named(key)).map(|(_, value)| value)
}

/// A field that is text.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    field(value, name)?.as_text()
}

/// A field that is a number from 0.
pub(super) fn number(value: &Value, name: &str) -> Option<u64> {
    field(value, name)?.as_integer()?.try_into().ok()
}

/// A field that names a block.
pub(super) fn link<'v>(value: &'v Value, name: &str) -> Option<&'v [u8]> {
    as_link(field(value, name)?)
}

/// The bytes of a block's name.
pub(super) fn as_link(value: &Value) -> Option<&[u8]> {
    let (tag, name) = value.as_tag()?;
    if tag == TAG_CID { name.as_bytes()?.strip_prefix(&[0]) } else { None }
}

/// Whether the block's bytes are those that its name promises.
pub(super) fn is_block(cid: &[u8], block: &[u8]) -> bool {
    cid.strip_prefix(&OF_BLOCK).is_some_and(|hash| hash == Digest::of(block).as_bytes())
}

/// The name of a file with these bytes, as text.
pub(super) fn file_name(bytes: &[u8]) -> String {
    to_text(&[&OF_FILE, Digest::of(bytes).as_bytes().as_slice()].concat())
}

/// The bytes of a block's name as text.
pub(super) fn to_text(cid: &[u8]) -> String {
    let mut text = String::with_capacity(1 + cid.len() * 8 / 5 + 1);
    text.push('b');
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut put = |bits: u32| {
        let index = usize::try_from(bits & 31).unwrap_or_default();
        text.push(BASE32.get(index).copied().map_or('=', char::from));
    };
    for byte in cid {
        (bits, count) = ((bits << 8) | u32::from(*byte), count + 8);
        while count >= 5 {
            count -= 5;
            put(bits >> count);
        }
        bits &= (1 << count) - 1;
    }
    if count > 0 {
        put(bits << (5 - count));
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The value that names a block.
    pub(in crate::bluesky) fn link_to(cid: &[u8]) -> Value {
        Value::Tag(TAG_CID, Box::new(Value::Bytes([&[0], cid].concat())))
    }

    /// The bytes of a value.
    pub(in crate::bluesky) fn written(value: &Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        bytes
    }

    /// The name of a block.
    pub(in crate::bluesky) fn name_of(block: &[u8]) -> Vec<u8> {
        [&OF_BLOCK, Digest::of(block).as_bytes().as_slice()].concat()
    }

    /// A map with text for keys.
    pub(in crate::bluesky) fn map(fields: Vec<(&str, Value)>) -> Value {
        Value::Map(fields.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
    }

    #[test]
    fn names_are_written_as_others_write_them() {
        // The empty map {} of DAG-CBOR, and the empty file: names that any other program gives too.
        assert_eq!(to_text(&name_of(&[0xa0])), "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
        assert_eq!(file_name(b""), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assert!(is_block(&name_of(&[0xa0]), &[0xa0]) && !is_block(&name_of(&[0xa0]), &[0xa1]));
    }

    #[test]
    fn values_follow_one_another_and_rubbish_is_none() {
        let both = [written(&map(vec![("op", 1.into())])), written(&map(vec![("seq", 7.into())]))].concat();
        let mut rest = both.as_slice();
        assert_eq!(number(&take(&mut rest).unwrap(), "op"), Some(1));
        assert_eq!(number(&take(&mut rest).unwrap(), "seq"), Some(7));
        assert!(rest.is_empty() && take(&mut rest).is_none());
        assert!(take(&mut &[0xff, 0x00][..]).is_none());
        assert_eq!(as_link(&link_to(&[1, 2])), Some(&[1, 2][..]));
        assert_eq!(as_link(&Value::from("x")), None);
    }
}
