//! What is to be answered, and by when.
//!
//! Questions always: an authority owes whoever asks an answer, whatever its guideline says (förvaltningslagen
//! (2017:900) 6 §). Other things where the guideline asks for it. How soon is the guideline's alone: where it is
//! silent there is no clock.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uppsikt_guideline::answer as rule;
use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::fact::ScopeFacts;
use uppsikt_guideline::{ContentClass, Source as Behind};
use uppsikt_kernel::{Authority, Id, Micros, Workdays, WorkdaysSettings};
use uppsikt_store::Source;
use uuid::Uuid;

use super::{Answer, AnswerState};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::decision::{Decision, DecisionState};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::queue::QueueState;
use crate::rooms::moderation::store::{self, answer as table};
use crate::rooms::policy::{self, Adoption};

/// The rule that finds questions.
const QUESTION: &str = "question";
/// Items whose answers are asked for at the same time.
const ITEMS_AT_A_TIME: usize = 500;

/// Something that is to be answered.
#[derive(Debug, Clone)]
pub struct ToAnswer {
    /// The item.
    pub item: CapturedItem,
    /// What it is, as a person has said or the control believes.
    pub class: ContentClass,
    /// Whether a person has said so.
    pub is_judged: bool,
    /// When it was published, in microseconds.
    pub since: i64,
    /// By when it is to be answered, in microseconds; `None` where nothing says so.
    pub due: Option<i64>,
}

/// What is to be answered and nobody has answered, that which is due first at the head, among so many questions and
/// judgements; and whether there are more of them.
///
/// # Errors
/// [`ModerationError`].
pub async fn to_answer(
    source: &mut impl Source,
    now: Micros,
    look_max: u64,
) -> Result<(Vec<ToAnswer>, bool), ModerationError> {
    let (wanted, is_cut) = candidates(source, look_max).await?;
    let ids: Vec<Uuid> = wanted.keys().copied().collect();
    let mut answered = HashMap::new();
    for some in ids.chunks(ITEMS_AT_A_TIME) {
        answered.extend(table::newest(source, some).await?);
    }
    let ids: Vec<Uuid> = ids.into_iter().filter(|id| !answered.get(id).is_some_and(takes_care)).collect();
    let mut items = Vec::new();
    for some in ids.chunks(500) {
        items.extend(capture::items(source, some).await?);
    }
    let said = capture::answered(source, &items).await?;
    let mut rules = Rules::new(now)?;
    let mut all = Vec::new();
    for item in items.into_iter().filter(|item| item.own != Some(true) && !said.contains(&item.id)) {
        let Some(Wanted { class, is_judged, since }) = wanted.get(&item.id).copied() else { continue };
        let Some(due) = rules.due(source, &item, class, since).await? else { continue };
        all.push(ToAnswer { item, class, is_judged, since, due });
    }
    all.sort_by_key(|one| (one.due.unwrap_or(i64::MAX), one.since, one.item.id));
    Ok((all, is_cut))
}

/// What is given, under way or stuck is seen to elsewhere.
fn takes_care(answer: &Answer) -> bool {
    answer.state != AnswerState::Withdrawn
}

/// Whether an answer has been given, or it has been settled that none is.
#[must_use]
pub fn is_settled(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| answer.state == AnswerState::Done)
}

#[derive(Clone, Copy)]
struct Wanted {
    class: ContentClass,
    is_judged: bool,
    since: i64,
}

/// What persons have let stand, and questions that the control sees in what nobody has judged.
async fn candidates(
    source: &mut impl Source,
    look_max: u64,
) -> Result<(HashMap<Uuid, Wanted>, bool), ModerationError> {
    let mut wanted = HashMap::new();
    let asked = store::found_by(source, QUESTION, 0, look_max).await?;
    let mut is_cut = asked.len() as u64 == look_max;
    for queued in asked.into_iter().filter(|queued| queued.state == QueueState::Open) {
        let one = Wanted { class: ContentClass::Question, is_judged: false, since: queued.published_at };
        wanted.insert(queued.item, one);
    }
    let decisions = store::decisions(source, Some(DecisionState::Done), look_max).await?;
    is_cut |= decisions.len() as u64 == look_max;
    let mut seen = HashSet::new();
    let stays = |decision: &&Decision| decision.measure == Measure::Keep && decision.class.can_be_answered();
    let kept: Vec<&Decision> =
        decisions.iter().filter(|decision| seen.insert(decision.item)).filter(stays).collect();
    let ids: Vec<Uuid> = kept.iter().map(|decision| decision.item).collect();
    let mut queued = HashMap::new();
    for some in ids.chunks(500) {
        queued.extend(store::queued_of(source, some).await?);
    }
    for decision in kept {
        let known = queued.get(&decision.item);
        // What has changed since waits to be judged anew; what is gone has nobody to read an answer.
        let Some(known) = known.filter(|known| known.state == QueueState::Judged) else { continue };
        let one = Wanted { class: decision.class, is_judged: true, since: known.published_at };
        wanted.insert(decision.item, one);
    }
    Ok((wanted, is_cut))
}

/// The rules of the accounts that have been met: each guideline is read once.
pub struct Rules {
    now: Micros,
    today: jiff::civil::Date,
    workdays: Workdays,
    accounts: HashMap<Id<Account>, (Arc<Effective>, ScopeFacts)>,
    adoptions: HashMap<Id<Authority>, Option<Adoption>>,
    shared: HashMap<(Id<Authority>, Context), Arc<Effective>>,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules").field("today", &self.today).finish_non_exhaustive()
    }
}

impl Rules {
    /// The rules as they are on the day of `now`.
    ///
    /// # Errors
    /// [`ModerationError::Policy`] beyond the calendar.
    pub fn new(now: Micros) -> Result<Self, ModerationError> {
        Ok(Self {
            now,
            today: policy::day_of(now)?,
            workdays: Workdays::new(WorkdaysSettings::default()),
            accounts: HashMap::new(),
            adoptions: HashMap::new(),
            shared: HashMap::new(),
        })
    }

    /// The rules for an item's account, and what sort of account it is.
    ///
    /// # Errors
    /// [`ModerationError`].
    pub async fn of(
        &mut self,
        source: &mut impl Source,
        item: &CapturedItem,
    ) -> Result<(Arc<Effective>, ScopeFacts), ModerationError> {
        if let Some((rules, scope)) = self.accounts.get(&item.account) {
            return Ok((Arc::clone(rules), scope.clone()));
        }
        if !self.adoptions.contains_key(&item.authority) {
            let adoption = policy::in_force(source, item.authority, self.today).await?;
            self.adoptions.insert(item.authority, adoption);
        }
        let adoption = self.adoptions.get(&item.authority).and_then(Option::as_ref);
        let account = account::by_id(source, item.account).await?.ok_or(ModerationError::NotFound)?;
        let scope = account::scope_of(source, &account, adoption).await?;
        let own = adoption.and_then(account::own_layer);
        let context = account::context_of(&scope, own.as_deref(), self.today);
        let exceptions = account::exceptions(source, account.id, self.today).await?;
        let key = (item.authority, context);
        let rules = match self.shared.get(&key).filter(|_| exceptions.is_empty()) {
            Some(rules) => Arc::clone(rules),
            None => {
                let profile = adoption.map_or_else(policy::law_alone, Adoption::profile)?;
                let rules = Arc::new(Effective::at(&profile, &key.1, &exceptions));
                if exceptions.is_empty() {
                    self.shared.insert(key, Arc::clone(&rules));
                }
                rules
            }
        };
        self.accounts.insert(item.account, (Arc::clone(&rules), scope.clone()));
        Ok((rules, scope))
    }

    /// By when something of a class is to be answered: `None` when no answer is owed, `Some(None)` when one is
    /// owed and nothing says how soon.
    ///
    /// # Errors
    /// [`ModerationError`].
    pub async fn due(
        &mut self,
        source: &mut impl Source,
        item: &CapturedItem,
        class: ContentClass,
        since: i64,
    ) -> Result<Option<Option<i64>>, ModerationError> {
        let (rules, _) = self.of(source, item).await?;
        let profile = rules.profile();
        let limit = rule::limit(profile, class).value().copied();
        let since = Micros::new(since).unwrap_or(self.now);
        let due = limit.and_then(|limit| rule::due(&self.workdays, since, limit)).map(Micros::get);
        let is_owed =
            class == ContentClass::Question || limit.is_some() || rule::is_due(profile, class).is_some();
        Ok(is_owed.then_some(due))
    }

    /// The limit for what is answered in hours, how they are counted, and the statements behind it; `None` where
    /// nothing says so.
    ///
    /// # Errors
    /// [`ModerationError`].
    pub async fn limit(
        &mut self,
        source: &mut impl Source,
        item: &CapturedItem,
        class: ContentClass,
    ) -> Result<Option<(u16, &'static str, Vec<Behind>)>, ModerationError> {
        let (rules, _) = self.of(source, item).await?;
        let limit = rule::limit(rules.profile(), class);
        Ok(limit.value().map(|value| (value.hours, value.calendar.swedish(), limit.sources())))
    }
}
