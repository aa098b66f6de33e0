//! What waits for the registrar.

use sea_orm::ColumnTrait as _;
use uppsikt_store::{Scoped, Source, StoreError};

use super::{entry, whole};
use crate::rooms::registry::model::{Registration, Stage};

/// Entries whose number is only reserved, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(source: &mut impl Source, limit: u64) -> Result<Vec<Registration>, StoreError> {
    let rows = Scoped::<entry::Entity>::stored(source)
        .filter(entry::Column::State.eq(Stage::Reserved.code()))
        .ascending(entry::Column::Id)
        .list(source, limit)
        .await?;
    whole(source, rows).await
}
