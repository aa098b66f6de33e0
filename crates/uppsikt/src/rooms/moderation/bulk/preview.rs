//! What would follow for each of the chosen items, and which are left out and why; nothing is written here.

use std::collections::{HashMap, HashSet};

use uppsikt_guideline::decide::{Explanation, Measure, Step};
use uppsikt_kernel::{Actor, Authority, Id, Micros};
use uppsikt_store::Source;
use uuid::Uuid;

use super::{AbilitiesOf, BATCH_AT_ONCE_SECONDS, BATCH_DELAY_SECONDS, BATCH_ITEMS_MAX, ChosenItem, NewBatch};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::claim::{self, Claim};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::propose::{Judgement, Ruling, judge_under, judged_item, ruling};
use crate::rooms::moderation::store;
use crate::rooms::people;
use crate::rooms::registry;

/// An item that would be decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The item.
    pub item: Uuid,
    /// The version that would be judged.
    pub version: i32,
    /// How many decisions about it there are.
    pub decided: usize,
    /// Whether its conversation is broken off by this decision; the first of each conversation does.
    pub breaks_off_thread: bool,
    /// What happens, first to last, in sentences with their sources.
    pub explains: Vec<Explanation>,
}

/// An item that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The item.
    pub item: Uuid,
    /// Why, in a sentence.
    pub why: String,
}

/// What would follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Whose the items are: those of the first that can be judged.
    pub authority: Option<Id<Authority>>,
    /// What would be decided, in the order in which it was chosen.
    pub included: Vec<Included>,
    /// What is left out.
    pub excluded: Vec<Excluded>,
    /// Seconds before the first step.
    pub delay_seconds: u32,
    /// Whether any of them must be registered.
    pub registers: bool,
}

/// An item held against everything that can keep it out of a batch.
pub(super) enum Held {
    /// It goes in.
    In(Box<(Judgement, bool)>),
    /// It stays out, for this reason.
    Out(String),
}

/// Holds the items of a batch one after another against what is known.
pub(super) struct Holder<'n> {
    new: &'n NewBatch,
    abilities: &'n AbilitiesOf,
    claims: HashMap<Uuid, Claim>,
    rulings: HashMap<Uuid, Ruling>,
    threads: HashSet<Uuid>,
    seen: HashSet<Uuid>,
    pub authority: Option<Id<Authority>>,
    pub taken: usize,
}

impl<'n> Holder<'n> {
    pub(super) async fn new(
        source: &mut impl Source,
        now: Micros,
        abilities: &'n AbilitiesOf,
        new: &'n NewBatch,
    ) -> Result<Self, ModerationError> {
        Ok(Self {
            new,
            abilities,
            claims: claim::claims(source, now.get()).await?,
            rulings: HashMap::new(),
            threads: HashSet::new(),
            seen: HashSet::new(),
            authority: None,
            taken: 0,
        })
    }

    /// Whether an item goes in; what is wrong with one is no error of the batch.
    pub(super) async fn hold(
        &mut self,
        source: &mut impl Source,
        (actor, now): (&Actor, Micros),
        chosen: ChosenItem,
    ) -> Result<Held, ModerationError> {
        if !self.seen.insert(chosen.item) {
            return Ok(Held::Out("Står redan i listan.".to_owned()));
        }
        let item = match judged_item(source, actor, chosen.item).await {
            Ok(item) => item,
            Err(error) => return not_in(error).map(Held::Out),
        };
        if let Some(why) = self.barred(source, actor, &item).await? {
            return Ok(Held::Out(why));
        }
        let known = store::decisions_about(source, item.id).await?.len();
        if chosen.decided.is_some_and(|decided| decided != known) {
            return Ok(Held::Out("Någon har beslutat om det sedan listan gjordes.".to_owned()));
        }
        let breaks_off = match self.thread(source, &item).await? {
            Ok(breaks_off) => breaks_off,
            Err(why) => return Ok(Held::Out(why)),
        };
        let account = item.account.uuid();
        let rules = match self.rulings.get(&account) {
            Some(known) => known.clone(),
            None => {
                let read = ruling(source, &item, now).await?;
                self.rulings.insert(account, read.clone());
                read
            }
        };
        let version = chosen.version.unwrap_or_default();
        let mut decision = self.new.decision(item.id, version, breaks_off);
        decision.version = chosen.version;
        let (thread, authority) = (item.clone(), item.authority);
        let judged = judge_under(source, self.abilities.get(&account), &decision, item, rules).await;
        match judged {
            Ok(judgement) => {
                self.authority = Some(authority);
                self.taken += 1;
                if breaks_off || self.new.measure == Measure::CloseThread {
                    self.threads.insert(root(source, &thread).await?);
                }
                Ok(Held::In(Box::new((judgement, breaks_off))))
            }
            Err(error) => not_in(error).map(Held::Out),
        }
    }

    /// Why an item is not for a batch, whatever is decided about it.
    async fn barred(
        &self,
        source: &mut impl Source,
        actor: &Actor,
        item: &CapturedItem,
    ) -> Result<Option<String>, ModerationError> {
        if self.authority.is_some_and(|authority| authority != item.authority) {
            let named = people::authorities(source).await?.into_iter().find(|row| row.id == item.authority);
            let name = named.map_or_else(|| "en annan myndighet".to_owned(), |row| row.name);
            return Ok(Some(format!("Hör till {name}. Ett samlat beslut fattas inom en myndighet.")));
        }
        if is_marked(source, item.id).await? {
            return Ok(Some("Sekretessmarkerat. Bedöm det för sig.".to_owned()));
        }
        if let Some(claim) = self.claims.get(&item.id).filter(|claim| claim.user != actor.user) {
            let name = people::user(source, claim.user).await?.map(|row| row.name);
            return Ok(Some(format!("{} har det framme just nu.", name.as_deref().unwrap_or("En kollega"))));
        }
        if self.taken >= BATCH_ITEMS_MAX {
            return Ok(Some(format!("Högst {BATCH_ITEMS_MAX} åt gången. Ta det i nästa omgång.")));
        }
        Ok(None)
    }

    /// Whether the item's conversation is broken off by the decision about it; `Err` says why it stays out.
    async fn thread(
        &self,
        source: &mut impl Source,
        item: &CapturedItem,
    ) -> Result<Result<bool, String>, ModerationError> {
        let closes = self.new.measure == Measure::CloseThread;
        if !closes && !self.new.breaks_off_threads {
            return Ok(Ok(false));
        }
        let is_first = !self.threads.contains(&root(source, item).await?);
        Ok(match (closes, is_first) {
            (true, false) => {
                Err("Samma konversation avbryts redan genom ett annat inslag i listan.".to_owned())
            }
            (true, true) => Ok(false),
            (false, is_first) => Ok(is_first),
        })
    }
}

/// The first contribution of an item's conversation that is known.
async fn root(source: &mut impl Source, item: &CapturedItem) -> Result<Uuid, ModerationError> {
    let thread = capture::thread(source, item).await?;
    Ok(thread.first().map_or(item.id, |first| first.id))
}

async fn is_marked(source: &mut impl Source, item: Uuid) -> Result<bool, ModerationError> {
    let entries = registry::by_items(source, &[item]).await?;
    let earlier = registry::imported_by_items(source, &[item]).await?;
    Ok(entries.values().flatten().any(registry::Registration::is_marked)
        || earlier.values().flatten().any(|known| known.secrecy.is_some()))
}

/// Why an item stays out, in a sentence; a fault of the store is none.
fn not_in(error: ModerationError) -> Result<String, ModerationError> {
    Ok(match error {
        ModerationError::NotFound | ModerationError::NotAllowed => {
            "Finns inte bland det som du bedömer.".to_owned()
        }
        ModerationError::Changed { newest } => {
            format!("Har ändrats sedan listan gjordes: version {newest} är den senaste. Läs den först.")
        }
        ModerationError::UnderWay => "Ett beslut om det håller redan på att utföras.".to_owned(),
        ModerationError::Refused(refusal) => refusal.sentence(),
        other => return Err(other),
    })
}

/// What would follow for each item.
///
/// # Errors
/// [`ModerationError::NoNote`], [`ModerationError::Store`] and the like; what keeps one item out is no error.
pub async fn preview(
    source: &mut impl Source,
    actor: &Actor,
    now: Micros,
    abilities: &AbilitiesOf,
    new: &NewBatch,
) -> Result<Preview, ModerationError> {
    let mut holder = Holder::new(source, now, abilities, new).await?;
    let mut preview = Preview {
        authority: None,
        included: Vec::new(),
        excluded: Vec::new(),
        delay_seconds: BATCH_DELAY_SECONDS,
        registers: false,
    };
    for chosen in &new.items {
        match holder.hold(source, (actor, now), *chosen).await? {
            Held::Out(why) => preview.excluded.push(Excluded { item: chosen.item, why }),
            Held::In(held) => {
                let (judgement, breaks_off_thread) = *held;
                let decided = store::decisions_about(source, chosen.item).await?.len();
                preview.registers |= judgement.plan.steps.contains(&Step::Register);
                preview.delay_seconds = preview.delay_seconds.min(delay_of(&judgement));
                preview.included.push(Included {
                    item: chosen.item,
                    version: judgement.last,
                    decided,
                    breaks_off_thread,
                    explains: judgement.plan.explains,
                });
            }
        }
    }
    preview.authority = holder.authority;
    Ok(preview)
}

/// How long a decision in a batch may wait, in seconds.
pub(super) const fn delay_of(judgement: &Judgement) -> u32 {
    if judgement.plan.undo_seconds == 0 { BATCH_AT_ONCE_SECONDS } else { BATCH_DELAY_SECONDS }
}
