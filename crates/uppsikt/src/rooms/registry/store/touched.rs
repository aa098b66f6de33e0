//! Which captured items a change of the registry is about, told by the rows that an act of the log names.

use sea_orm::ColumnTrait as _;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::imported;
use super::{case, item, secrecy};

/// Rows that are asked for together, and that one of them stands for at most.
const ROWS_MAX: u64 = 100_000;
/// Ids in one question.
const IDS_MAX: usize = 500;

/// The items of entries whose rows, or rows of whose parts, are among `rows`: each the table's name and the row's id.
///
/// # Errors
/// [`StoreError`].
pub async fn touched(source: &mut impl Source, rows: &[(String, Uuid)]) -> Result<Vec<Uuid>, StoreError> {
    let of = |table: &str| -> Vec<Uuid> {
        rows.iter().filter(|(name, _)| name == table).map(|(_, id)| *id).collect()
    };
    let mut entries = of("registry_entry");
    for ids in of("registry_case").chunks(IDS_MAX) {
        let rows = Scoped::<case::Entity>::stored(source)
            .filter(case::Column::Id.is_in(ids.iter().copied()))
            .ascending(case::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        entries.extend(rows.into_iter().map(|row| row.entry_id));
    }
    for ids in of("registry_secrecy").chunks(IDS_MAX) {
        let rows = Scoped::<secrecy::Entity>::stored(source)
            .filter(secrecy::Column::Id.is_in(ids.iter().copied()))
            .ascending(secrecy::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        entries.extend(rows.into_iter().map(|row| row.entry_id));
    }
    entries.sort_unstable();
    entries.dedup();
    let mut items = Vec::new();
    for ids in of("registry_item").chunks(IDS_MAX) {
        let rows = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::Id.is_in(ids.iter().copied()))
            .ascending(item::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        items.extend(rows.into_iter().map(|row| row.item_id));
    }
    for ids in entries.chunks(IDS_MAX) {
        let rows = Scoped::<item::Entity>::stored(source)
            .filter(item::Column::EntryId.is_in(ids.iter().copied()))
            .ascending(item::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        items.extend(rows.into_iter().map(|row| row.item_id));
    }
    for ids in of("registry_imported_item").chunks(IDS_MAX) {
        let rows = Scoped::<imported::item::Entity>::stored(source)
            .filter(imported::item::Column::Id.is_in(ids.iter().copied()))
            .ascending(imported::item::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        items.extend(rows.into_iter().map(|row| row.item_id));
    }
    Ok(items)
}
