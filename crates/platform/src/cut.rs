//! Cutting an answer into items without losing a byte.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::item::Item;
use crate::page::{QuarantineReason, Quarantined, ReadItem};

/// Where each element of a JSON array stands in `bytes`.
///
/// # Errors
/// The JSON error when the whole is no array.
pub(crate) fn elements(bytes: &[u8]) -> Result<Vec<Range<usize>>, serde_json::Error> {
    let text = same_length_text(bytes);
    let elements: Vec<&RawValue> = serde_json::from_str(&text)?;
    Ok(elements.into_iter().map(|element| range_within(&text, element.get())).collect())
}

/// Where the parts of a JSON text stand that `pick` finds in it.
///
/// # Errors
/// The JSON error of `pick`.
pub(crate) fn parts(
    bytes: &[u8],
    pick: impl for<'t> FnOnce(&'t str) -> Result<Vec<&'t RawValue>, serde_json::Error>,
) -> Result<Vec<Range<usize>>, serde_json::Error> {
    let text = same_length_text(bytes);
    Ok(pick(&text)?.into_iter().map(|part| range_within(&text, part.get())).collect())
}

/// Where the only JSON value in `bytes` stands.
///
/// # Errors
/// The JSON error when there is not exactly one.
pub(crate) fn single(bytes: &[u8]) -> Result<Range<usize>, serde_json::Error> {
    let text = same_length_text(bytes);
    let value: &RawValue = serde_json::from_str(&text)?;
    Ok(range_within(&text, value.get()))
}

/// Understands the bytes of one element, or says why not.
pub(crate) fn understand<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, QuarantineReason> {
    let text = std::str::from_utf8(bytes).map_err(|_| QuarantineReason::NotText)?;
    // The error's own words may quote the content; its position does not.
    serde_json::from_str(text)
        .map_err(|error| QuarantineReason::Shape { line: error.line(), column: error.column() })
}

/// Sorts elements into items and those for quarantine.
pub(crate) fn sort(
    bytes: &[u8],
    ranges: Vec<Range<usize>>,
    read: impl Fn(&[u8]) -> Result<Item, QuarantineReason>,
    native_id: impl Fn(&[u8]) -> Option<String>,
) -> (Vec<ReadItem>, Vec<Quarantined>) {
    let (mut items, mut quarantined) = (Vec::new(), Vec::new());
    for range in ranges {
        let element = bytes.get(range.clone()).unwrap_or_default();
        match read(element) {
            Ok(item) => items.push(ReadItem { range, item }),
            Err(reason) => quarantined.push(Quarantined { native_id: native_id(element), range, reason }),
        }
    }
    (items, quarantined)
}

/// The text of `bytes`, in which every byte that is no UTF-8 has become a question mark.
///
/// Positions stay what they were, so that one item with broken text does not hide its neighbours.
pub(crate) fn same_length_text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// Where `part`, which was borrowed from `whole`, stands in it.
fn range_within(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_the_skeleton_between_them_give_the_bytes_back() {
        let body = "\n[ {\"id\":1,\"text\":\"åäö ] , \\\"\"} ,\t[2, 3],null ]  ".as_bytes();
        let ranges = elements(body).unwrap();
        let parts: Vec<&[u8]> = ranges.iter().map(|range| &body[range.clone()]).collect();
        assert_eq!(parts, ["{\"id\":1,\"text\":\"åäö ] , \\\"\"}".as_bytes(), b"[2, 3]", b"null"]);
        let (mut rebuilt, mut at) = (Vec::new(), 0);
        for range in ranges {
            rebuilt.extend_from_slice(&body[at..range.start]);
            rebuilt.extend_from_slice(&body[range.clone()]);
            at = range.end;
        }
        rebuilt.extend_from_slice(&body[at..]);
        assert_eq!(rebuilt, body);
    }

    #[test]
    fn a_broken_byte_hides_only_its_own_element() {
        let body = b"[{\"a\":\"\xc3\"},{\"a\":\"\xc3\xa5\"}]";
        let ranges = elements(body).unwrap();
        assert_eq!(understand::<serde_json::Value>(&body[ranges[0].clone()]), Err(QuarantineReason::NotText));
        assert!(understand::<serde_json::Value>(&body[ranges[1].clone()]).is_ok());
    }

    #[test]
    fn what_is_no_array_is_refused_and_one_value_is_found() {
        assert!(elements(b"{\"code\":\"x\"}").is_err());
        assert!(elements(b"<b>Warning</b>[]").is_err());
        assert!(elements(b"[{\"id\":1").is_err());
        assert_eq!(single(b" {\"id\":1}\n").unwrap(), 1..9);
        assert!(single(b"{} {}").is_err());
    }
}
