//! What is to be answered, that which is due first at the head.

use std::sync::OnceLock;

use uppsikt_kernel::{Actor, Micros};
use uppsikt_store::Reader;
use uuid::Uuid;

use super::listing::{About, Listing, Says, within_reach};
use crate::rooms::moderation::{self, ModerationError};
use crate::web::components::{Badge, Tone};

/// Reads the list.
pub(super) async fn read(
    reader: &mut Reader,
    actor: &Actor,
    now: Micros,
) -> Result<Listing, ModerationError> {
    let (wanted, is_cut) = moderation::to_answer(reader, now).await?;
    let ids: Vec<Uuid> = wanted.iter().map(|one| one.item.id).collect();
    let mut known = within_reach(reader, actor, &ids).await?;
    let mut all = Vec::new();
    for one in wanted {
        let Some((item, is_marked)) = known.remove(&one.item.id) else { continue };
        let mut badges = vec![Badge::new(Tone::Neutral, one.class.swedish())];
        if !one.is_judged {
            badges.push(Badge::new(Tone::Neutral, "inte bedömt"));
        }
        all.push(About {
            item,
            is_marked,
            says: Says::Due(one.due),
            badges,
            at: one.since,
            written: OnceLock::new(),
        });
    }
    Ok(Listing { all, is_cut })
}
