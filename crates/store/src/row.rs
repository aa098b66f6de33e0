//! The canonical bytes of a row: what the log's commitment covers.

use sea_orm::Value;
use serde_json::Value as Json;
use uppsikt_ledger::write_string;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::StoreError;

/// One stored value in the form that canonical JSON and backups share.
///
/// UUIDs are lower-case text, bytes are Base64, instants are whole microseconds.
pub(crate) fn json_of(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Bool(v) => v.map_or(Json::Null, Json::Bool),
        Value::Int(v) => v.map_or(Json::Null, Json::from),
        Value::BigInt(v) => v.map_or(Json::Null, Json::from),
        Value::String(v) => v.as_ref().map_or(Json::Null, |text| Json::String(text.to_string())),
        Value::Bytes(v) => {
            v.as_ref().map_or(Json::Null, |bytes| Json::String(STANDARD.encode(bytes.as_slice())))
        }
        Value::Uuid(v) => v.as_ref().map_or(Json::Null, |uuid| Json::String(uuid.to_string())),
        _ => return None,
    })
}

/// Writes `{"a":1,"b":"x"}` for values that come in the order of their names; columns that are null are left out.
pub(crate) fn canonical_row<'a>(
    table: &'static str,
    values: impl Iterator<Item = (&'static str, Value)> + 'a,
) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::with_capacity(256);
    out.push(b'{');
    for (name, value) in values {
        // Left out, so that a column added by a later version changes nothing for the rows before it.
        if json_of(&value) == Some(Json::Null) {
            continue;
        }
        if out.len() > 1 {
            out.push(b',');
        }
        write_string(&mut out, name);
        out.push(b':');
        match json_of(&value) {
            Some(Json::Bool(true)) => out.extend_from_slice(b"true"),
            Some(Json::Bool(false)) => out.extend_from_slice(b"false"),
            Some(Json::Number(number)) => out.extend_from_slice(number.to_string().as_bytes()),
            Some(Json::String(text)) => write_string(&mut out, &text),
            _ => return Err(StoreError::BadRow { table, row: String::new(), column: name }),
        }
    }
    out.push(b'}');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_canonical_json() {
        let row = [("a", Value::BigInt(Some(7))), ("b", Value::Bytes(None)), ("c", Value::from("å\n"))];
        let bytes = canonical_row("t", row.into_iter()).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), r#"{"a":7,"c":"å\n"}"#);
    }

    #[test]
    fn floats_have_no_canonical_form() {
        assert!(canonical_row("t", [("a", Value::Double(Some(0.5)))].into_iter()).is_err());
    }
}
