//! Canonical JSON: one value, one spelling, so that a commitment to it can be recomputed.
//!
//! Keys sorted by Unicode code point, no white space, whole numbers only, and the escapes
//! that Python's `json.dumps(value, sort_keys=True, separators=(",", ":"),
//! ensure_ascii=False)` writes: whoever checks the log years from now needs nothing of ours.

use serde_json::{Map, Number, Value};

/// Deepest nesting of arrays and objects, so that no value can exhaust the stack.
pub(crate) const DEPTH_MAX: usize = 128;

/// A value has no canonical spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number has a fraction or an exponent, or lies outside 64 bits.
    #[error("spelling a value canonically: it holds a number that is not a whole number of 64 bits")]
    NotWhole,
    /// Arrays and objects lie too deep in each other.
    #[error("spelling a value canonically: it is nested deeper than 128 levels")]
    TooDeep,
}

/// The canonical bytes of `value`.
///
/// # Errors
/// [`CanonicalError`] when it holds a number that is not whole, or is nested too deep.
///
/// ```
/// let value = serde_json::json!({"b": [1, null], "a": "å\n"});
/// assert_eq!(uppsikt_ledger::canonical(&value)?, "{\"a\":\"å\\n\",\"b\":[1,null]}".as_bytes());
/// # Ok::<(), uppsikt_ledger::CanonicalError>(())
/// ```
pub fn canonical(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::with_capacity(256);
    write_value(&mut out, value, DEPTH_MAX)?;
    Ok(out)
}

/// Appends `text` as a canonical JSON string, quotation marks included.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        // Every byte of a character outside ASCII is 0x80 or more, so bytes can be looked at singly.
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[written..at]);
        write_escape(out, byte);
        written = at + 1;
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

fn write_value(out: &mut Vec<u8>, value: &Value, depth_left: usize) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(out, number)?,
        Value::String(text) => write_string(out, text),
        Value::Array(values) => {
            let depth_left = depth_left.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            out.push(b'[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_value(out, value, depth_left)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            write_object(out, members, depth_left.checked_sub(1).ok_or(CanonicalError::TooDeep)?)?;
        }
    }
    Ok(())
}

fn write_object(
    out: &mut Vec<u8>,
    members: &Map<String, Value>,
    depth_left: usize,
) -> Result<(), CanonicalError> {
    // Sorted here: the map keeps its own order when some crate of the build asks it to. The
    // order of UTF-8 bytes is the order of code points.
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_unstable_by_key(|(key, _)| *key);
    out.push(b'{');
    for (at, (key, value)) in members.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_string(out, key);
        out.push(b':');
        write_value(out, value, depth_left)?;
    }
    out.push(b'}');
    Ok(())
}

fn write_number(out: &mut Vec<u8>, number: &Number) -> Result<(), CanonicalError> {
    let text = match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(whole)) => whole.to_string(),
        (None, None) => return Err(CanonicalError::NotWhole),
    };
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(value: &Value) -> String {
        String::from_utf8(canonical(value).unwrap()).unwrap()
    }

    #[test]
    fn keys_are_sorted_by_code_point_not_by_utf_16() {
        // In UTF-16 the last one would come before the second.
        let value = json!({"\u{1f600}": 3, "\u{ffff}": 2, "a": {"z": 1, "å": 2, "Z": 0}});
        assert_eq!(text(&value), "{\"a\":{\"Z\":0,\"z\":1,\"å\":2},\"\u{ffff}\":2,\"\u{1f600}\":3}");
    }

    #[test]
    fn only_what_must_be_escaped_is() {
        let value = json!("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\/\u{7f}\u{2028}ö");
        assert_eq!(text(&value), "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7f}\u{2028}ö\"");
    }

    #[test]
    fn whole_numbers_only() {
        assert_eq!(
            text(&json!([i64::MIN, -1, 0, u64::MAX])),
            "[-9223372036854775808,-1,0,18446744073709551615]"
        );
        for bad in ["1.0", "1e3", "-0", "18446744073709551616"] {
            let value: Value = serde_json::from_str(bad).unwrap();
            assert_eq!(canonical(&value), Err(CanonicalError::NotWhole), "{bad}");
        }
    }

    #[test]
    fn depth_has_an_end() {
        let nested = |levels| (0..levels).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
        assert!(canonical(&nested(DEPTH_MAX)).is_ok());
        assert_eq!(canonical(&nested(DEPTH_MAX + 1)), Err(CanonicalError::TooDeep));
    }
}
