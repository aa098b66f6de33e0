//! Another guideline held against our own history.

use std::collections::BTreeMap;

use uppsikt_guideline::evaluate::{Now, Standing};
use uppsikt_guideline::obligation::Obligation;
use uppsikt_guideline::{ContentClass, Profile, answer};
use uppsikt_kernel::{Authority, Id, Micros, Workdays};
use uppsikt_platform::PlatformKind;
use uppsikt_store::Source;
use uuid::Uuid;

use super::compliance::{AccountStanding, standing_under};
use super::model::{Change, ChangeKind, PastDecision, Simulation, compare};
use crate::rooms::account;
use crate::rooms::capture;
use crate::rooms::moderation::{self, AnswerState, ModerationError};
use crate::rooms::policy::{self, PolicyError};

/// Decisions that are looked at, newest first.
const DECISIONS_MAX: u64 = 100_000;
/// Questions that are looked at.
const QUESTIONS_MAX: u64 = 100_000;
/// The rule that finds questions.
const QUESTION: &str = "question";

/// A question that was asked, and when it was answered.
#[derive(Debug, Clone, Copy)]
struct PastQuestion {
    /// The item.
    pub item: Uuid,
    /// When it was published.
    pub asked_at: Micros,
    /// When it was first answered; nothing while it has not been.
    pub answered_at: Option<Micros>,
}

/// The decisions of an authority since an instant, oldest first, each with the guideline that it was made under.
///
/// # Errors
/// [`ModerationError`].
async fn past_decisions(
    source: &mut impl Source,
    authority: Id<Authority>,
    since: Micros,
) -> Result<Vec<(PastDecision, Option<Uuid>)>, ModerationError> {
    let platforms: BTreeMap<Uuid, PlatformKind> = account::list(source)
        .await?
        .into_iter()
        .map(|account| (account.id.uuid(), account.platform))
        .collect();
    let all = moderation::decisions(source, None, DECISIONS_MAX).await?;
    let mut past: Vec<(PastDecision, Option<Uuid>)> = all
        .into_iter()
        .filter(|decision| decision.authority == authority && decision.decided_at >= since.get())
        .map(|decision| {
            let platform = platforms.get(&decision.account.uuid());
            // On these, what is hidden is hidden from everybody.
            let hides = matches!(platform, Some(PlatformKind::WordPress | PlatformKind::Practice));
            let past = PastDecision {
                id: decision.id,
                item: decision.item,
                class: decision.class,
                ground: decision.ground,
                measure: decision.measure,
                platform_hiding_is_removal: hides,
            };
            (past, decision.adoption)
        })
        .collect();
    past.reverse();
    Ok(past)
}

/// The questions to an authority since an instant, as the automatic control found them.
///
/// # Errors
/// [`ModerationError`].
async fn past_answers(
    source: &mut impl Source,
    authority: Id<Authority>,
    since: Micros,
) -> Result<Vec<PastQuestion>, ModerationError> {
    let mut found = Vec::new();
    for queued in moderation::found_by(source, QUESTION, since.get(), QUESTIONS_MAX).await? {
        if queued.authority != authority {
            continue;
        }
        let Some(item) = capture::item(source, queued.item).await? else { continue };
        // What a person has answered elsewhere and attested, or settled to leave, no platform shows.
        let given = moderation::answers_about(source, item.id).await?;
        let given = given.iter().filter(|answer| answer.state == AnswerState::Done);
        let given_at = given.filter_map(|answer| answer.ended_at).min();
        let answered_at = [capture::answered_at(source, &item).await?, given_at].into_iter().flatten().min();
        let Ok(asked_at) = Micros::new(queued.published_at) else { continue };
        found.push(PastQuestion {
            item: item.id,
            asked_at,
            answered_at: answered_at.and_then(|at| Micros::new(at).ok()),
        });
    }
    Ok(found)
}

/// What `new` would have meant for the decisions and answers of an authority since an instant.
///
/// # Errors
/// [`ModerationError`].
pub async fn simulate(
    source: &mut impl Source,
    authority: Id<Authority>,
    new: &Profile,
    (since, now): (Micros, Micros),
    workdays: &Workdays,
) -> Result<Simulation, ModerationError> {
    let today = policy::day_of(now)?;
    let in_force = policy::in_force(source, authority, today).await?;
    let current = profile(in_force.as_ref())?;
    let mut before: BTreeMap<Uuid, Profile> = BTreeMap::new();
    let mut simulation = Simulation::default();
    for (past, adoption) in past_decisions(source, authority, since).await? {
        if let Some(id) = adoption.filter(|id| !before.contains_key(id)) {
            before.insert(id, profile(policy::adoption(source, id).await?.as_ref())?);
        }
        let old = adoption.and_then(|id| before.get(&id)).unwrap_or(&current);
        simulation.decisions += 1;
        simulation.changes.extend(compare(old, new, &past));
    }
    for question in past_answers(source, authority, since).await? {
        simulation.questions += 1;
        simulation.changes.extend(answered(&current, new, question, (now, workdays)));
    }
    let today = Now { at: now, today, workdays };
    let before = standing_under(source, authority, (&current, in_force.as_ref()), now).await?;
    let mut after = standing_under(source, authority, (new, None), now).await?;
    // Every account that is there now would have been there before the other guideline.
    after.iter_mut().for_each(|standing| standing.facts.scope.existed_before = true);
    simulation.accounts = before.len();
    for (before, after) in before.iter().zip(&after) {
        simulation.changes.extend(stands_otherwise(before, after, today));
    }
    simulation.changes.sort_by_key(|change| change.kind);
    Ok(simulation)
}

/// What is broken for an account under one guideline and not under the other, each obligation once.
fn stands_otherwise(before: &AccountStanding, after: &AccountStanding, now: Now<'_>) -> Vec<Change> {
    let about = before.account.as_ref().map(|account| account.id.uuid()).unwrap_or_default();
    let broken = |standing: &AccountStanding| -> BTreeMap<&'static str, (&'static str, String)> {
        let found = standing.findings(now);
        let breaches = found.iter().filter(|found| found.standing == Standing::Breach);
        breaches
            .map(|found| {
                let Obligation { code, lacking, .. } = found.obligation;
                (*code, (*lacking, found.requirement.source.to_string()))
            })
            .collect()
    };
    let (old, new) = (broken(before), broken(after));
    let only = |kind, these: &BTreeMap<_, (&'static str, String)>, others: &BTreeMap<&'static str, _>| {
        let mine = these.iter().filter(|(code, _)| !others.contains_key(*code));
        let change = |(lacking, source): &(&'static str, String)| Change {
            kind,
            about,
            decision: None,
            sentence: format!("{}: {lacking} ({source})", before.name()),
        };
        mine.map(|(_, found)| change(found)).collect::<Vec<_>>()
    };
    let mut changes = only(ChangeKind::Breach, &new, &old);
    changes.extend(only(ChangeKind::NoBreach, &old, &new));
    changes
}

fn profile(adoption: Option<&policy::Adoption>) -> Result<Profile, PolicyError> {
    adoption.map_or_else(policy::law_alone, policy::Adoption::profile)
}

/// Whether an answer would have been late under the one and not under the other.
fn answered(
    old: &Profile,
    new: &Profile,
    question: PastQuestion,
    (now, workdays): (Micros, &Workdays),
) -> Option<Change> {
    let until = question.answered_at.unwrap_or(now);
    let due = |profile: &Profile| {
        let limit = *answer::limit(profile, ContentClass::Question).value()?;
        answer::due(workdays, question.asked_at, limit)
    };
    let late = |due: Option<Micros>| due.is_some_and(|due| due.get() < until.get());
    let (before, after) = (due(old), due(new));
    let kind = match (late(before), late(after)) {
        (false, true) => ChangeKind::Late,
        (true, false) => ChangeKind::InTime,
        _ => return None,
    };
    let told = |due: Option<Micros>| due.map_or_else(|| "ingen tid".to_owned(), in_words);
    let answer = question
        .answered_at
        .map_or_else(|| "är inte besvarad".to_owned(), |at| format!("besvarades {}", in_words(at)));
    let sentence = format!(
        "Frågan {answer}. Senaste tid: nu {}, med den andra riktlinjen {}.",
        told(before),
        told(after)
    );
    Some(Change { kind, about: question.item, decision: None, sentence })
}

/// A time as people read it.
fn in_words(at: Micros) -> String {
    let zone = uppsikt_kernel::stockholm().unwrap_or(jiff::tz::TimeZone::UTC);
    at.timestamp().to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}
