//! That somebody took out a table as a file.

use uppsikt_kernel::ActCode;
use uppsikt_store::{StoreError, Tx};

use super::store::table_export;

const TABLE_EXPORTED: ActCode = ActCode::new("table-exported");

/// A table on its way out as a file; codes and numbers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOut {
    /// The code of the page's table.
    pub page: &'static str,
    /// `csv` or `xlsx`.
    pub format: &'static str,
    /// How many rows.
    pub rows: usize,
    /// Names of filters, with values only where these are codes or ids.
    pub filters: String,
}

/// Records that somebody takes out a table, before the file is made.
///
/// # Errors
/// [`StoreError`].
pub async fn note_taken_out(tx: &mut Tx, taken: TakenOut) -> Result<(), StoreError> {
    let mut act = tx.act(TABLE_EXPORTED, None)?;
    act.insert::<table_export::Entity>(table_export::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<table_export::Entity>()?.uuid(),
        page: taken.page.to_owned(),
        format: taken.format.to_owned(),
        row_count: i64::try_from(taken.rows).unwrap_or(i64::MAX),
        filters: taken.filters,
        exported_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(())
}
