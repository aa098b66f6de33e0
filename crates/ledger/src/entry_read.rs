//! Reads an entry back, strictly: only bytes that this program would have written.
//!
//! A reader that let two spellings pass for one would let the same act stand in two logs
//! with two digests. So whatever is read is written again, and must come out the same.

use serde::Deserialize;
use uppsikt_kernel::{Authority, Id, Micros, Object, Role, User};
use uuid::Uuid;

use crate::commitment::Commitment;
use crate::entry::{ENTRY_FORMAT, Entry, EntryError, EntryObject, EntryRow};
use crate::entry_bundle::ENTRY_BYTES_MAX;

impl Entry {
    /// The entry that `bytes` spell.
    ///
    /// # Errors
    /// [`EntryError`] when they are too many, state a newer format ([`EntryError::Newer`]), lack
    /// a field, hold an unknown one or a value of the wrong kind, or are not canonical.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::TooLong { bytes: bytes.len() });
        }
        // First the format alone: a newer one may have fields that this program does not know.
        let found = serde_json::from_slice::<Format>(bytes).map_err(EntryError::Shape)?.v;
        if found > u64::from(ENTRY_FORMAT) {
            return Err(EntryError::Newer { found });
        }
        let entry = serde_json::from_slice::<Raw>(bytes).map_err(EntryError::Shape)?.entry()?;
        if entry.to_bytes()? == bytes { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }
}

#[derive(Deserialize)]
struct Format {
    v: u64,
}

/// The fields as they are spelt. `v` is written again from [`ENTRY_FORMAT`], so any other is
/// found when the bytes are compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    act: String,
    actor: Id<User>,
    at: i64,
    authority: Option<Id<Authority>>,
    disposed: Vec<Id<Object>>,
    id: Uuid,
    keys: Vec<String>,
    objects: Vec<RawObject>,
    roles: Vec<Role>,
    rows: Vec<(String, Uuid, Option<String>)>,
    #[serde(rename = "v")]
    _v: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawObject {
    c: String,
    id: Id<Object>,
    item: Uuid,
    version: u32,
}

impl Raw {
    fn entry(self) -> Result<Entry, EntryError> {
        let objects = self.objects.into_iter().map(RawObject::object).collect::<Result<_, _>>()?;
        let rows = self.rows.into_iter().map(row).collect::<Result<_, _>>()?;
        Ok(Entry {
            id: self.id,
            act: self.act,
            actor: self.actor,
            at: Micros::new(self.at).map_err(|_| EntryError::Field { field: "at" })?,
            authority: self.authority,
            disposed: self.disposed,
            keys: self.keys,
            objects,
            roles: self.roles,
            rows,
        })
    }
}

impl RawObject {
    fn object(self) -> Result<EntryObject, EntryError> {
        let commitment = commitment(&self.c, "objects")?;
        Ok(EntryObject { commitment, id: self.id, item: self.item, version: self.version })
    }
}

fn row((table, id, text): (String, Uuid, Option<String>)) -> Result<EntryRow, EntryError> {
    let commitment = text.map(|text| commitment(&text, "rows")).transpose()?;
    Ok(EntryRow { table, id, commitment })
}

fn commitment(text: &str, field: &'static str) -> Result<Commitment, EntryError> {
    Commitment::from_base64(text).map_err(|_| EntryError::Field { field })
}
