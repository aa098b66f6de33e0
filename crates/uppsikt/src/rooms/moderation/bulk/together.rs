//! One number in the registry for all items of a batch: the collective case.

use uppsikt_store::{Source, StoreError};
use uuid::Uuid;

use super::BatchRegistration;
use crate::rooms::moderation::decision::DecisionState;
use crate::rooms::moderation::store;
use crate::rooms::registry::RegisteredItem;

/// What is registered together with a decision's item.
pub struct Together {
    /// The batch, which is the cause of the number.
    pub batch: Uuid,
    /// The judged version of each item of the batch that is dealt with.
    pub items: Vec<RegisteredItem>,
}

/// What a decision's item is registered together with; `None` where it has a number of its own.
///
/// The first decision of the batch that comes so far has the number reserved, for all of them; what was taken back
/// before is not in it.
pub async fn together(source: &mut impl Source, decision: Uuid) -> Result<Option<Together>, StoreError> {
    let Some(batch) = store::batch::of_decision(source, decision).await? else { return Ok(None) };
    if batch.registration != BatchRegistration::Together {
        return Ok(None);
    }
    let mut items = Vec::new();
    for item in store::batch::items(source, batch.id).await? {
        let Some(decided) = store::decision_by_id(source, item.decision).await? else { continue };
        if !matches!(decided.state, DecisionState::Withdrawn | DecisionState::Back) {
            let (version, object) = (decided.version, decided.object);
            items.push(RegisteredItem { item: item.item, version, object });
        }
    }
    Ok(Some(Together { batch: batch.id, items }))
}
