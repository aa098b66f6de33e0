//! One act in the log: who did what, when, and salted commitments to what it wrote.
//!
//! An entry holds ids, codes and commitments, never content and never a name, so that it
//! may stand for ever although everything it speaks of is disposed of one day. It is
//! written as canonical JSON; `docs/reference/entry.md` tells a stranger how to read it.

use uppsikt_kernel::{ActCode, Authority, Id, Micros, Object, Role, User};
use uuid::Uuid;

use crate::canonical::write_string;
use crate::commitment::Commitment;
use crate::entry_bundle::ENTRY_BYTES_MAX;

/// The format of entries that this program writes, the newest it reads (field `v`).
pub const ENTRY_FORMAT: u32 = 1;

/// Longest name of a table in bytes: the longest that PostgreSQL tells apart.
const TABLE_BYTES_MAX: usize = 63;

/// One act, as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The act's own id.
    pub id: Uuid,
    /// The stable code of what was done, as [`uppsikt_kernel::ActCode`] allows it.
    pub act: String,
    /// Who did it, by opaque id.
    pub actor: Id<User>,
    /// When it was recorded.
    pub at: Micros,
    /// The authority concerned; none when the act is the whole organisation's.
    pub authority: Option<Id<Authority>>,
    /// Objects whose content, key and salt the act destroyed.
    pub disposed: Vec<Id<Object>>,
    /// Keys of the log that the act took into use, as vkeys.
    pub keys: Vec<String>,
    /// Objects that the act recorded; no id stands here twice.
    pub objects: Vec<EntryObject>,
    /// The roles that the actor held; written sorted by code, each once.
    pub roles: Vec<Role>,
    /// Rows that the act wrote, in that order: where a row stands twice, the last one counts.
    pub rows: Vec<EntryRow>,
}

/// An object that an act recorded: which version of which item its content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryObject {
    /// The commitment to the content.
    pub commitment: Commitment,
    /// The object's id.
    pub id: Id<Object>,
    /// The item that the content belongs to.
    pub item: Uuid,
    /// Which version of the item it is.
    pub version: u32,
}

/// A row that an act wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// The table: lower-case ASCII letters, digits and `_`, a letter first, at most 63 bytes.
    pub table: String,
    /// The row's id.
    pub id: Uuid,
    /// The commitment to the row's canonical bytes; none when the row was deleted.
    pub commitment: Option<Commitment>,
}

/// Bytes are no entry, or an act cannot be written as one.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The bytes are more than the log takes in one entry.
    #[error("an entry of {bytes} bytes is longer than the 65,535 that the log takes")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The act's code is not one.
    #[error("an entry's act: {0}")]
    Act(#[from] uppsikt_kernel::ActCodeError),
    /// A row's table has a name that no table has.
    #[error("an entry names a table that cannot be one")]
    Table,
    /// The same object stands twice among those recorded.
    #[error("an entry records object {object} twice")]
    DuplicateObject {
        /// The object.
        object: Id<Object>,
    },
    /// The entry is in a format of a newer program.
    #[error("an entry is written in format {found}, newer than format 1 which this program reads")]
    Newer {
        /// The format that it states.
        found: u64,
    },
    /// The bytes are not the JSON object that an entry is.
    #[error("an entry does not have exactly the fields of its format")]
    Shape(#[source] serde_json::Error),
    /// A field holds something that the format does not allow there.
    #[error("an entry's field {field:?} holds no value of its kind")]
    Field {
        /// The field's name.
        field: &'static str,
    },
    /// The bytes say the same as the canonical ones, spelt otherwise.
    #[error("an entry is not spelt canonically")]
    NotCanonical,
}

impl Entry {
    /// The entry's canonical bytes, at most 65,535.
    ///
    /// # Errors
    /// [`EntryError`] when the act's code or a table's name is none, an object stands twice,
    /// or the bytes are too many.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let mut out = Vec::with_capacity(320 + 190 * self.objects.len() + 130 * self.rows.len());
        self.write_head(&mut out);
        list(&mut out, ",\"keys\":[", &self.keys, |out, key| write_string(out, key));
        list(&mut out, ",\"objects\":[", &self.objects, write_entry_object);
        let mut codes: Vec<&str> = self.roles.iter().map(|role| role.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        list(&mut out, ",\"roles\":[", &codes, |out, code| write_string(out, code));
        list(&mut out, ",\"rows\":[", &self.rows, write_row);
        out.extend_from_slice(b",\"v\":");
        number(&mut out, ENTRY_FORMAT);
        out.push(b'}');
        if out.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::TooLong { bytes: out.len() });
        }
        Ok(out)
    }

    /// What the entry says of `object`, if it recorded it.
    #[must_use]
    pub fn object(&self, object: Id<Object>) -> Option<&EntryObject> {
        self.objects.iter().find(|recorded| recorded.id == object)
    }

    fn check(&self) -> Result<(), EntryError> {
        ActCode::check(&self.act)?;
        if !self.rows.iter().all(|row| is_table(&row.table)) {
            return Err(EntryError::Table);
        }
        let mut ids: Vec<Id<Object>> = self.objects.iter().map(|object| object.id).collect();
        ids.sort_unstable();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(EntryError::DuplicateObject { object: pair[0] }),
            None => Ok(()),
        }
    }

    /// The fields whose names sort before `keys`.
    fn write_head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"act\":");
        write_string(out, &self.act);
        out.extend_from_slice(b",\"actor\":");
        write_uuid(out, self.actor.uuid());
        out.extend_from_slice(b",\"at\":");
        number(out, self.at.get());
        out.extend_from_slice(b",\"authority\":");
        match self.authority {
            Some(authority) => write_uuid(out, authority.uuid()),
            None => out.extend_from_slice(b"null"),
        }
        list(out, ",\"disposed\":[", &self.disposed, |out, object| write_uuid(out, object.uuid()));
        out.extend_from_slice(b",\"id\":");
        write_uuid(out, self.id);
    }
}

fn is_table(name: &str) -> bool {
    name.len() <= TABLE_BYTES_MAX
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
}

fn list<T>(out: &mut Vec<u8>, opening: &str, values: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.extend_from_slice(opening.as_bytes());
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(out, value);
    }
    out.push(b']');
}

fn write_entry_object(out: &mut Vec<u8>, object: &EntryObject) {
    out.extend_from_slice(b"{\"c\":");
    write_commitment(out, object.commitment);
    out.extend_from_slice(b",\"id\":");
    write_uuid(out, object.id.uuid());
    out.extend_from_slice(b",\"item\":");
    write_uuid(out, object.item);
    out.extend_from_slice(b",\"version\":");
    number(out, object.version);
    out.push(b'}');
}

fn write_row(out: &mut Vec<u8>, row: &EntryRow) {
    out.push(b'[');
    write_string(out, &row.table);
    out.push(b',');
    write_uuid(out, row.id);
    out.push(b',');
    match row.commitment {
        Some(commitment) => write_commitment(out, commitment),
        None => out.extend_from_slice(b"null"),
    }
    out.push(b']');
}

/// Neither Base64 nor a UUID holds anything that a JSON string must escape.
fn write_commitment(out: &mut Vec<u8>, commitment: Commitment) {
    out.push(b'"');
    out.extend_from_slice(commitment.to_base64().as_bytes());
    out.push(b'"');
}

fn write_uuid(out: &mut Vec<u8>, uuid: Uuid) {
    let mut buffer = Uuid::encode_buffer();
    out.push(b'"');
    out.extend_from_slice(uuid.hyphenated().encode_lower(&mut buffer).as_bytes());
    out.push(b'"');
}

fn number(out: &mut Vec<u8>, number: impl ToString) {
    out.extend_from_slice(number.to_string().as_bytes());
}
