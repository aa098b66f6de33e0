//! Which captured items a decision is about, told by the rows that an act of the log names.

use sea_orm::ColumnTrait as _;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::{decision, imported::earlier};

/// Ids in one question.
const IDS_MAX: usize = 500;

/// The items of the decisions that are among `rows`, ours and those from before: each the table's name and the row's
/// id.
///
/// # Errors
/// [`StoreError`].
pub async fn touched(source: &mut impl Source, rows: &[(String, Uuid)]) -> Result<Vec<Uuid>, StoreError> {
    let of = |table: &str| -> Vec<Uuid> {
        rows.iter().filter(|(name, _)| name == table).map(|(_, id)| *id).collect()
    };
    let mut items = Vec::new();
    for ids in of("moderation_decision").chunks(IDS_MAX) {
        let rows = Scoped::<decision::Entity>::stored(source)
            .filter(decision::Column::Id.is_in(ids.iter().copied()))
            .ascending(decision::Column::Id)
            .list(source, IDS_MAX as u64)
            .await?;
        items.extend(rows.into_iter().map(|row| row.item_id));
    }
    for ids in of("moderation_imported").chunks(IDS_MAX) {
        let rows = Scoped::<earlier::Entity>::stored(source)
            .filter(earlier::Column::Id.is_in(ids.iter().copied()))
            .ascending(earlier::Column::Id)
            .list(source, IDS_MAX as u64)
            .await?;
        items.extend(rows.into_iter().map(|row| row.item_id));
    }
    Ok(items)
}
