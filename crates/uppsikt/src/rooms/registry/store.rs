//! Every query on the registry.

pub(super) mod after;
pub(super) mod imported;
mod tables;
pub(super) mod touched;
pub(super) mod waiting;

use std::collections::HashMap;

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::{Authority, Id};
use uppsikt_store::{Scoped, Source, StoreError, Tx};
use uuid::Uuid;

use super::model::{
    Filter, Objection, RegisteredItem, Registration, RegistrationState, RegistryError, SecrecyMark, Series,
    Stage,
};

pub use imported::{imported_by_items, imported_by_number, search_imported};
pub use tables::declare;
pub(super) use tables::{case, entry, item, read, secrecy, series as series_table, turn};

/// Entries that are read at a time.
pub(super) const PAGE_ROWS: u64 = 1_000;
/// Ids in one condition: well below what either database takes.
const IDS_MAX: usize = 500;
/// Series within reach: ten for each board of the largest municipality.
const SERIES_MAX: u64 = 1_000;
/// Rows that belong to one page of entries: an entry has at most 400 items and 50 cases.
const PARTS_MAX: u64 = 500_000;

/// Waits until nobody else is changing this authority's registry, and keeps the others waiting until the commit.
///
/// SQLite has one writer anyhow. On PostgreSQL two transactions would read the same last number, and an entry that
/// one has read the other would overwrite; here the second waits on the row, and its next statement sees what the
/// first has committed.
pub(super) async fn take_turn(tx: &mut Tx, authority: Id<Authority>) -> Result<(), StoreError> {
    let row = turn::Model {
        organisation_id: tx.scope().organisation().uuid(),
        id: authority.uuid(),
        authority_id: authority.uuid(),
        taken_at: tx.now().get(),
    };
    tx.put::<turn::Entity>(row).await
}

/// The last number that a series has given out in a year; 0 before the first.
pub(super) async fn last_number(
    source: &mut impl Source,
    authority: Id<Authority>,
    series: &str,
    year: i32,
) -> Result<i32, StoreError> {
    let last = Scoped::<entry::Entity>::stored(source)
        .filter(entry::Column::AuthorityId.eq(authority.uuid()))
        .filter(entry::Column::Series.eq(series))
        .filter(entry::Column::Year.eq(year))
        .descending(entry::Column::Number)
        .one(source)
        .await?;
    Ok(last.map_or(0, |row| row.number))
}

fn series_of(row: series_table::Model) -> Series {
    Series {
        id: Id::from_uuid(row.id),
        authority: Id::from_uuid(row.authority_id),
        code: row.code,
        name: row.name,
        pattern: row.pattern,
    }
}

/// The diary series within reach, oldest first; of one authority, or of all.
///
/// # Errors
/// [`StoreError`].
pub async fn series(
    source: &mut impl Source,
    authority: Option<Id<Authority>>,
) -> Result<Vec<Series>, StoreError> {
    let mut query = Scoped::<series_table::Entity>::stored(source).ascending(series_table::Column::Id);
    if let Some(authority) = authority {
        query = query.filter(series_table::Column::AuthorityId.eq(authority.uuid()));
    }
    Ok(query.list(source, SERIES_MAX).await?.into_iter().map(series_of).collect())
}

/// An entry's row.
pub(super) async fn row(
    source: &mut impl Source,
    id: Id<Registration>,
) -> Result<Option<entry::Model>, StoreError> {
    Scoped::<entry::Entity>::stored(source).filter(entry::Column::Id.eq(id.uuid())).one(source).await
}

/// The cases of an entry that have one of these numbers.
pub(super) async fn cases_among(
    source: &mut impl Source,
    entry: Id<Registration>,
    numbers: &[String],
) -> Result<Vec<String>, StoreError> {
    let rows = Scoped::<case::Entity>::stored(source)
        .filter(case::Column::EntryId.eq(entry.uuid()))
        .filter(case::Column::CaseNumber.is_in(numbers))
        .ascending(case::Column::Id)
        .list(source, PARTS_MAX)
        .await?;
    Ok(rows.into_iter().map(|row| row.case_number).collect())
}

/// The secrecy marks that stand on an entry.
pub(super) async fn standing_marks(
    source: &mut impl Source,
    entry: Id<Registration>,
) -> Result<Vec<secrecy::Model>, StoreError> {
    Scoped::<secrecy::Entity>::stored(source)
        .filter(secrecy::Column::EntryId.eq(entry.uuid()))
        .filter(secrecy::Column::LiftedAt.is_null())
        .ascending(secrecy::Column::Id)
        .list(source, PARTS_MAX)
        .await
}

fn state_of(row: &entry::Model) -> Result<RegistrationState, StoreError> {
    let bad = |column| StoreError::BadRow { table: "registry_entry", row: row.id.to_string(), column };
    match row.state.parse().map_err(|_| bad("state"))? {
        Stage::Reserved => Ok(RegistrationState::Reserved),
        Stage::Completed => {
            Ok(RegistrationState::Completed { at: row.completed_at.ok_or_else(|| bad("completed_at"))? })
        }
        Stage::Declined => Ok(RegistrationState::Declined {
            at: row.declined_at.ok_or_else(|| bad("declined_at"))?,
            reason: Id::from_uuid(row.decline_object_id.ok_or_else(|| bad("decline_object_id"))?),
        }),
    }
}

fn registration_of(row: entry::Model) -> Result<Registration, StoreError> {
    let bad = |column| StoreError::BadRow { table: "registry_entry", row: row.id.to_string(), column };
    let objection = match (&row.objection_code, &row.objection_statement) {
        (Some(code), Some(statement)) => Some(Objection { code: code.clone(), statement: statement.clone() }),
        _ => None,
    };
    Ok(Registration {
        id: Id::from_uuid(row.id),
        authority: Id::from_uuid(row.authority_id),
        state: state_of(&row)?,
        direction: row.direction.parse().map_err(|_| bad("direction"))?,
        cause: row.cause_id,
        cause_kind: row.cause_kind.parse().map_err(|_| bad("cause_kind"))?,
        series: row.series,
        year: row.year,
        number: row.number,
        registry_number: row.registry_number,
        received_at: row.received_at,
        reserved_at: row.reserved_at,
        duty: row.duty,
        public_description: row.public_description,
        protected: row.protected_object_id.map(Id::from_uuid),
        objection,
        items: Vec::new(),
        cases: Vec::new(),
        secrecy: Vec::new(),
    })
}

/// Entries with their items, cases and marks, in the order of the rows.
async fn whole(source: &mut impl Source, rows: Vec<entry::Model>) -> Result<Vec<Registration>, StoreError> {
    let mut all = rows.into_iter().map(registration_of).collect::<Result<Vec<_>, _>>()?;
    let place: HashMap<Uuid, usize> =
        all.iter().enumerate().map(|(at, entry)| (entry.id.uuid(), at)).collect();
    let ids: Vec<Uuid> = all.iter().map(|entry| entry.id.uuid()).collect();
    for ids in ids.chunks(IDS_MAX) {
        let of = |id: Uuid| place.get(&id).copied();
        let items = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::EntryId.is_in(ids.iter().copied()))
            .ascending(item::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        for row in items {
            let Some(entry) = of(row.entry_id).and_then(|at| all.get_mut(at)) else { continue };
            let object = Id::from_uuid(row.object_id);
            entry.items.push(RegisteredItem { item: row.item_id, version: row.version, object });
        }
        let cases = Scoped::<case::Entity>::stored(source)
            .filter(case::Column::EntryId.is_in(ids.iter().copied()))
            .ascending(case::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        for row in cases {
            let Some(entry) = of(row.entry_id).and_then(|at| all.get_mut(at)) else { continue };
            entry.cases.push(row.case_number);
        }
        let marks = Scoped::<secrecy::Entity>::stored(source)
            .filter(secrecy::Column::EntryId.is_in(ids.iter().copied()))
            .ascending(secrecy::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        for row in marks {
            let Some(entry) = of(row.entry_id).and_then(|at| all.get_mut(at)) else { continue };
            entry.secrecy.push(SecrecyMark {
                provision: row.provision,
                marked_on: row.marked_on,
                marked_by: row.marked_by,
                lifted_at: row.lifted_at,
            });
        }
    }
    Ok(all)
}

/// One entry.
///
/// # Errors
/// [`StoreError`].
pub async fn entry(
    source: &mut impl Source,
    id: Id<Registration>,
) -> Result<Option<Registration>, StoreError> {
    let rows = row(source, id).await?;
    Ok(whole(source, rows.into_iter().collect()).await?.pop())
}

/// A reading of what is protected in an entry, or of a record under a secrecy mark; who it was stands in its act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its id, by which its act is known.
    pub id: Uuid,
    /// Whose the entry is.
    pub authority: Id<Authority>,
    /// When, in microseconds.
    pub at: i64,
}

/// The newest readings of some entries, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn readings(
    source: &mut impl Source,
    entries: &[Uuid],
    limit: u64,
) -> Result<Vec<Reading>, StoreError> {
    let rows = Scoped::<read::Entity>::stored(source)
        .filter(read::Column::EntryId.is_in(entries.iter().copied()))
        .descending(read::Column::Id)
        .list(source, limit)
        .await?;
    let reading = |row: read::Model| Reading {
        id: row.id,
        authority: Id::from_uuid(row.authority_id),
        at: row.read_at,
    };
    Ok(rows.into_iter().map(reading).collect())
}

/// The entry that this cause has made.
///
/// # Errors
/// [`StoreError`].
pub async fn by_cause(source: &mut impl Source, cause: Uuid) -> Result<Option<Registration>, StoreError> {
    let row =
        Scoped::<entry::Entity>::stored(source).filter(entry::Column::CauseId.eq(cause)).one(source).await?;
    Ok(whole(source, row.into_iter().collect()).await?.pop())
}

/// The entries that register any version of an item, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn by_item(source: &mut impl Source, item: Uuid) -> Result<Vec<Registration>, StoreError> {
    Ok(by_items(source, &[item]).await?.remove(&item).unwrap_or_default())
}

/// The entries that register any version of these items, oldest first; items without one are left out.
///
/// # Errors
/// [`StoreError`].
pub async fn by_items(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Registration>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Registration>> = HashMap::new();
    for ids in items.chunks(IDS_MAX) {
        let rows = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::ItemId.is_in(ids.iter().copied()))
            .ascending(item::Column::Id)
            .list(source, PARTS_MAX)
            .await?;
        let mut entries: Vec<Uuid> = rows.iter().map(|row| row.entry_id).collect();
        entries.sort_unstable();
        entries.dedup();
        for some in entries.chunks(IDS_MAX) {
            let rows = Scoped::<entry::Entity>::stored(source)
                .filter(entry::Column::Id.is_in(some.iter().copied()))
                .ascending(entry::Column::Id)
                .list(source, IDS_MAX as u64)
                .await?;
            for registration in whole(source, rows).await? {
                let mut own: Vec<Uuid> = registration.items.iter().map(|item| item.item).collect();
                own.sort_unstable();
                own.dedup();
                for item in own.into_iter().filter(|item| ids.contains(item)) {
                    found.entry(item).or_default().push(registration.clone());
                }
            }
        }
    }
    Ok(found)
}

/// The entry with this number as people write it, in one authority's diary or in any within reach.
///
/// # Errors
/// [`RegistryError::NotFound`], [`RegistryError::Ambiguous`], [`RegistryError::Store`].
pub async fn by_number(
    source: &mut impl Source,
    registry_number: &str,
    authority: Option<Id<Authority>>,
) -> Result<Registration, RegistryError> {
    let words: Vec<&str> = registry_number.split_whitespace().collect();
    let mut query = Scoped::<entry::Entity>::stored(source)
        .filter(entry::Column::RegistryNumber.eq(words.join(" ")))
        .ascending(entry::Column::Id);
    if let Some(authority) = authority {
        query = query.filter(entry::Column::AuthorityId.eq(authority.uuid()));
    }
    let rows = query.list(source, 2).await?;
    if rows.len() > 1 {
        return Err(RegistryError::Ambiguous);
    }
    whole(source, rows).await?.pop().ok_or(RegistryError::NotFound)
}

/// The entries that the filter lets through, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    source: &mut impl Source,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Registration>, StoreError> {
    let mut query = Scoped::<entry::Entity>::stored(source).descending(entry::Column::Id);
    if let Some(stage) = filter.stage {
        query = query.filter(entry::Column::State.eq(stage.code()));
    }
    if let Some(series) = &filter.series {
        query = query.filter(entry::Column::Series.eq(series));
    }
    if let Some(year) = filter.year {
        query = query.filter(entry::Column::Year.eq(year));
    }
    if let Some(from_at) = filter.from_at {
        query = query.filter(entry::Column::ReceivedAt.gte(from_at));
    }
    if let Some(until_at) = filter.until_at {
        query = query.filter(entry::Column::ReceivedAt.lt(until_at));
    }
    let rows = query.list(source, limit).await?;
    whole(source, rows).await
}

/// A page of all entries within reach, newest first, older than `before`.
pub(super) async fn page(
    source: &mut impl Source,
    before: Option<Id<Registration>>,
) -> Result<Vec<Registration>, StoreError> {
    let mut query = Scoped::<entry::Entity>::stored(source).descending(entry::Column::Id);
    if let Some(before) = before {
        query = query.filter(entry::Column::Id.lt(before.uuid()));
    }
    let rows = query.list(source, PAGE_ROWS).await?;
    whole(source, rows).await
}
