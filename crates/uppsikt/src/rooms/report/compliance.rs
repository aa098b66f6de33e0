//! How each account stands by the rules that hold for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use uppsikt_guideline::Profile;
use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::evaluate::{Case, Now, findings};
use uppsikt_guideline::fact::Facts;
use uppsikt_kernel::{Authority, Id, Micros};
use uppsikt_store::Source;
use uuid::Uuid;

use crate::rooms::account::{self, Account};
use crate::rooms::capture;
use crate::rooms::moderation::{self, ModerationError};
use crate::rooms::policy::{self, Adoption};

/// The rule that finds questions.
const QUESTION: &str = "question";
/// Questions of one account that are looked at.
const QUESTIONS_MAX: u64 = 10_000;

/// One account, its rules and its facts at one time.
#[derive(Debug, Clone)]
pub struct AccountStanding {
    /// The account; none for what holds for an authority in general.
    pub account: Option<Account>,
    /// What holds for it.
    pub rules: Arc<Effective>,
    /// What is known about it.
    pub facts: Facts,
}

impl AccountStanding {
    /// What people call the account.
    #[must_use]
    pub fn name(&self) -> &str {
        self.account.as_ref().map_or("myndigheten", |account| account.name.as_str())
    }

    /// How each statement stands.
    #[must_use]
    pub fn findings<'s>(&'s self, now: Now<'s>) -> Vec<uppsikt_guideline::evaluate::Finding<'s>> {
        findings(&Case { rules: &self.rules, facts: &self.facts, now })
    }
}

/// The accounts of an authority with their rules and facts, by name.
///
/// # Errors
/// [`ModerationError`].
pub async fn standing(
    source: &mut impl Source,
    authority: Id<Authority>,
    now: Micros,
) -> Result<Vec<AccountStanding>, ModerationError> {
    let adoption = policy::in_force(source, authority, policy::day_of(now)?).await?;
    let profile = adoption.as_ref().map_or_else(policy::law_alone, Adoption::profile)?;
    standing_under(source, authority, (&profile, adoption.as_ref()), now).await
}

/// The same under another profile than the one in force.
///
/// # Errors
/// [`ModerationError`].
pub(super) async fn standing_under(
    source: &mut impl Source,
    authority: Id<Authority>,
    (profile, adoption): (&Profile, Option<&Adoption>),
    now: Micros,
) -> Result<Vec<AccountStanding>, ModerationError> {
    let today = policy::day_of(now)?;
    let mut noted = account::facts_of(source, authority).await?;
    let questions = questions(source, authority).await?;
    let own = adoption.and_then(account::own_layer);
    // Most accounts share their rules: laid together once for each sort of account, not once for each account.
    let mut shared: BTreeMap<Context, Arc<Effective>> = BTreeMap::new();
    let mut all = Vec::new();
    for account in account::list(source).await?.into_iter().filter(|account| account.authority == authority) {
        let facts = noted.remove(&account.id.uuid()).unwrap_or_default();
        let facts = known(source, &account, facts, adoption, &questions).await?;
        let context = account::context_of(&facts.scope, own.as_deref(), today);
        let exceptions = account::exceptions(source, account.id, today).await?;
        let rules = if exceptions.is_empty() {
            let laid = |context: &Context| Arc::new(Effective::at(profile, context, &[]));
            Arc::clone(shared.entry(context.clone()).or_insert_with_key(laid))
        } else {
            Arc::new(Effective::at(profile, &context, &exceptions))
        };
        all.push(AccountStanding { account: Some(account), rules, facts });
    }
    Ok(all)
}

/// What holds for an authority without any account in mind.
///
/// # Errors
/// [`ModerationError`].
pub async fn in_general(
    source: &mut impl Source,
    authority: Id<Authority>,
    now: Micros,
) -> Result<AccountStanding, ModerationError> {
    let adoption = policy::in_force(source, authority, policy::day_of(now)?).await?;
    let facts = Facts::default();
    let today = policy::day_of(now)?;
    let rules =
        account::rules(source, Id::from_uuid(Uuid::nil()), &facts.scope, adoption.as_ref(), today).await?;
    Ok(AccountStanding { account: None, rules: Arc::new(rules), facts })
}

/// What the program knows by itself is laid over what was noted.
async fn known(
    source: &mut impl Source,
    account: &Account,
    mut facts: Facts,
    adoption: Option<&Adoption>,
    questions: &BTreeMap<Uuid, Micros>,
) -> Result<Facts, ModerationError> {
    facts.scope = account::with_place(account, facts.scope, adoption);
    // What has happened shows that it can: nobody needs to note it.
    facts.scope.others_can_write |= capture::others_have_written(source, account.id).await?;
    let last_own_at = capture::last_own_at(source, account.id).await?;
    facts.publishing.last_own_post = last_own_at.and_then(|at| Micros::new(at).ok());
    facts.answers.oldest_question = questions.get(&account.id.uuid()).copied();
    Ok(facts)
}

/// The oldest question of each account that nobody has answered and nobody has judged.
async fn questions(
    source: &mut impl Source,
    authority: Id<Authority>,
) -> Result<BTreeMap<Uuid, Micros>, ModerationError> {
    let mut oldest = BTreeMap::new();
    let mut open = moderation::found_by(source, QUESTION, 0, QUESTIONS_MAX).await?;
    open.retain(|queued| queued.state == moderation::QueueState::Open && queued.authority == authority);
    // What a person has answered elsewhere and attested, or settled to leave, no platform shows.
    let items: Vec<Uuid> = open.iter().map(|queued| queued.item).collect();
    let settled = moderation::settled(source, &items).await?;
    for queued in open {
        if settled.contains(&queued.item) || oldest.contains_key(&queued.account.uuid()) {
            continue;
        }
        let Some(item) = capture::item(source, queued.item).await? else { continue };
        if capture::answered_at(source, &item).await?.is_none()
            && let Ok(at) = Micros::new(queued.published_at)
        {
            oldest.insert(queued.account.uuid(), at);
        }
    }
    Ok(oldest)
}
