//! What is to be answered, that which is due first at the head.

use std::sync::OnceLock;

use uppsikt_kernel::{Actor, Micros};
use uppsikt_store::Reader;
use uuid::Uuid;

use super::listing::{About, Listing, Says, within_reach};
use crate::rooms::moderation::{self, ModerationError, ToAnswer};
use crate::web::components::{Badge, Tone};

/// Questions and judgements that are looked through for a page: well beyond what one authority leaves unanswered.
const LOOK_MAX: u64 = 2_000;

/// Reads the list.
pub(super) async fn read(
    reader: &mut Reader,
    actor: &Actor,
    now: Micros,
) -> Result<Listing, ModerationError> {
    let (wanted, is_cut) = wanted(reader, actor, now, LOOK_MAX).await?;
    let about = |(one, is_marked): (ToAnswer, bool)| {
        let mut badges = vec![Badge::new(Tone::Neutral, one.class.swedish())];
        if !one.is_judged {
            badges.push(Badge::new(Tone::Neutral, "inte bedömt"));
        }
        About {
            item: one.item,
            is_marked,
            says: Says::Due(one.due),
            badges,
            at: one.since,
            written: OnceLock::new(),
        }
    };
    Ok(Listing { all: wanted.into_iter().map(about).collect(), is_cut })
}

/// What the actor may read of what is to be answered, each with whether it is under a secrecy mark; and whether there
/// is more than was looked through.
pub(super) async fn wanted(
    reader: &mut Reader,
    actor: &Actor,
    now: Micros,
    look_max: u64,
) -> Result<(Vec<(ToAnswer, bool)>, bool), ModerationError> {
    let (wanted, is_cut) = moderation::to_answer(reader, now, look_max).await?;
    let ids: Vec<Uuid> = wanted.iter().map(|one| one.item.id).collect();
    let mut known = within_reach(reader, actor, &ids).await?;
    let mut all = Vec::new();
    for one in wanted {
        let Some((item, is_marked)) = known.remove(&one.item.id) else { continue };
        all.push((ToAnswer { item, ..one }, is_marked));
    }
    Ok((all, is_cut))
}
