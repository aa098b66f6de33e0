//! What has been decided and done, newest first: what stayed as well as what was acted on.

use std::collections::HashSet;

use uppsikt_kernel::Actor;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use super::lane_wait::about;
use super::listing::{Listing, within_reach};
use crate::rooms::moderation::{self, DecisionState};

/// Decisions that are looked through: some weeks of work; older ones are found by searching.
const LOOK_MAX: u64 = 500;

/// Reads the list.
pub(super) async fn read(reader: &mut Reader, actor: &Actor) -> Result<Listing, StoreError> {
    let decisions = moderation::decisions(reader, Some(DecisionState::Done), LOOK_MAX).await?;
    let is_cut = decisions.len() as u64 == LOOK_MAX;
    let ids: Vec<Uuid> = decisions.iter().map(|decision| decision.item).collect();
    let known = within_reach(reader, actor, &ids).await?;
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for decision in decisions {
        if let Some((item, is_marked)) = known.get(&decision.item).filter(|_| seen.insert(decision.item)) {
            all.push(about(item.clone(), *is_marked, &decision));
        }
    }
    Ok(Listing { all, is_cut })
}
