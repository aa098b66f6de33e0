//! Following the log: what has been written since, in its order.

use sea_orm::EntityTrait as _;
use uppsikt_ledger::{Entry, TILE_WIDTH, entry_bundle};

use crate::error::StoreError;
use crate::read::Reader;
use crate::sequencer::damaged;
use crate::table::Source as _;
use crate::tables::log_bundle;

impl Reader {
    /// Sealed entries from a place in the log on, as many as stand together there: at most 256, none at the end.
    ///
    /// An entry names the rows and objects that its act wrote and the objects that it disposed of; whoever keeps
    /// something derived reads there what to make anew.
    ///
    /// # Errors
    /// [`StoreError::LogDamaged`] when an entry cannot be read.
    pub async fn entries_from(&self, place: u64) -> Result<Vec<Entry>, StoreError> {
        let number = i64::try_from(place / TILE_WIDTH).map_err(damaged)?;
        let organisation = self.scope().organisation().uuid();
        let bundle = log_bundle::Entity::find_by_id((organisation, number)).one(&self.conn).await?;
        let Some(bundle) = bundle else { return Ok(Vec::new()) };
        let passed = usize::try_from(place % TILE_WIDTH).map_err(damaged)?;
        let entries = entry_bundle::entries(&bundle.entries).skip(passed);
        entries.map(|entry| Entry::parse(entry.map_err(damaged)?).map_err(damaged)).collect()
    }

    /// How many sealed entries the log has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log_size(&self) -> Result<u64, StoreError> {
        Ok(self.log_without_checkpoint().await?.size)
    }
}
