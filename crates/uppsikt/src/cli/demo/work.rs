//! What the people of the demonstration do about what is written to them: they let it stand, take it away, and leave
//! some of it for whoever tries the program.

use std::collections::{BTreeMap, HashMap, HashSet};

use uppsikt_guideline::decide::{Measure as Deed, Step};
use uppsikt_guideline::{ContentClass, Ground};
use uppsikt_kernel::{Actor, Clock as _, ManualClock, Micros};
use uuid::Uuid;

use super::content::{Content, Measure, Work};
use super::people;
use crate::app::App;
use crate::cli::decide;
use crate::explain::{Explanation, told};
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CapturedItem};
use crate::rooms::moderation::{self, DecisionState, ModerationError, NewDecision};
use crate::rooms::people as room;

/// Between two things that a person does, in seconds.
const PACE_SECONDS: i64 = 70;
const SECOND_MICROS: i64 = 1_000_000;
/// A decision has fewer steps than this.
const STEPS_MAX: usize = 16;

/// Everybody at work, and what is left to do.
pub(super) struct Office<'a> {
    pub app: &'a App,
    pub clock: &'a ManualClock,
    pub content: &'a Content,
    /// Whoever works here, by login.
    pub actors: BTreeMap<&'static str, Actor>,
    /// The accounts, by the id that the content gives them.
    pub accounts: HashMap<String, Account>,
    /// What has been done, by its place in the content and in its line.
    done: HashSet<(usize, usize)>,
}

impl<'a> Office<'a> {
    /// Everybody is there.
    pub(super) async fn open(
        app: &'a App,
        clock: &'a ManualClock,
        content: &'a Content,
        admin: &Actor,
    ) -> Result<Self, Explanation> {
        let mut actors = BTreeMap::new();
        for login in people::logins() {
            actors.insert(login, room::actor(&app.store, Some(login)).await.map_err(told)?);
        }
        let listed = account::list(&mut app.store.read(admin).await.map_err(told)?).await.map_err(told)?;
        let accounts = listed.into_iter().filter_map(|account| Some((account.import_id.clone()?, account)));
        Ok(Self { app, clock, content, actors, accounts: accounts.collect(), done: HashSet::new() })
    }

    pub(super) fn actor(&self, login: &str) -> Result<&Actor, Explanation> {
        self.actors.get(login).ok_or_else(|| super::fault(&format!("nobody is called {login}")))
    }

    /// The editor of an account's authority.
    fn editor_of(&self, account: &str) -> Result<(&'static str, &Actor), Explanation> {
        let known = self.content.accounts.iter().find(|known| known.id == account);
        let login = known.and_then(|known| people::editor_of(&known.authority));
        let login = login.ok_or_else(|| super::fault(&format!("nobody edits {account}")))?;
        Ok((login, self.actor(login)?))
    }

    pub(super) async fn item(
        &self,
        actor: &Actor,
        account: &str,
        id: &str,
    ) -> Result<Option<CapturedItem>, Explanation> {
        let Some(known) = self.accounts.get(account) else { return Ok(None) };
        let mut reader = self.app.store.read(actor).await.map_err(told)?;
        capture::by_native(&mut reader, known.id, id).await.map_err(told)
    }

    /// Whether this is the first time that a piece of work can be done; from then on it is done.
    pub(super) fn begin(&mut self, at: usize, place: usize) -> bool {
        self.done.insert((at, place))
    }

    pub(super) fn is_done(&self, at: usize, place: usize) -> bool {
        self.done.contains(&(at, place))
    }

    /// Time passes.
    pub(super) fn pass(&self, seconds: i64) {
        if let Ok(later) = Micros::new(self.clock.now().get() + seconds * SECOND_MICROS) {
            self.clock.set(later.timestamp());
        }
    }

    /// Judges everything that has come and that somebody of ours judges.
    pub(super) async fn judge(&mut self) -> Result<(), Explanation> {
        let content = self.content;
        let mut standing: BTreeMap<&'static str, Vec<NewDecision>> = BTreeMap::new();
        for (at, work) in content.work.iter().enumerate() {
            match work {
                Work::Keep { account, class, items } => {
                    let (login, actor) = self.editor_of(account)?;
                    let actor = actor.clone();
                    for (place, id) in items
                        .iter()
                        .enumerate()
                        .filter(|(place, _)| !self.is_done(at, *place))
                        .collect::<Vec<_>>()
                    {
                        let Some(item) = self.item(&actor, account, id).await? else { continue };
                        self.begin(at, place);
                        standing.entry(login).or_default().push(kept(item.id, class)?);
                    }
                }
                Work::Measure(measure) if !self.is_done(at, 0) => {
                    let actor = self.actor(&measure.by)?.clone();
                    if let Some(item) = self.item(&actor, &measure.account, &measure.item).await? {
                        self.begin(at, 0);
                        self.pass(PACE_SECONDS);
                        self.measure(&actor, measure, item.id).await?;
                    }
                }
                Work::Measure(_) | Work::Register(_) => {}
            }
        }
        for (login, decisions) in standing {
            let actor = self.actor(login)?;
            self.pass(PACE_SECONDS);
            // What stays needs nothing outside: all of it is judged in one transaction.
            let judged = self.app.store.write::<_, ModerationError, _>(actor, move |tx| {
                Box::pin(async move {
                    for new in decisions {
                        moderation::decide(tx, None, &new).await?;
                    }
                    Ok(())
                })
            });
            judged.await.map_err(told)?;
        }
        Ok(())
    }

    async fn measure(&self, actor: &Actor, measure: &Measure, item: Uuid) -> Result<(), Explanation> {
        let mut new = NewDecision {
            item,
            version: None,
            class: class(&measure.class)?,
            measure: measure.measure.parse().map_err(|_| super::fault(&measure.measure))?,
            ground: None,
            note: measure.note.clone(),
            breaks_off_thread: false,
            notice: measure.notice.parse().map_err(|()| super::fault(&measure.notice))?,
        };
        new.ground = self.ground(actor, measure, &new).await?;
        if new.ground.is_none() {
            // The guideline has no rule for it: it stays in the queue.
            let (account, item) = (&measure.account, &measure.item);
            tracing::warn!(account, item, "no ground allows what the demonstration's people decide");
            return Ok(());
        }
        let decided = decide::decide(self.app, actor, new).await.map_err(told)?;
        self.pass(i64::from(decided.undo_seconds) + 1);
        let id = decided.decision.id;
        let mut state = moderation::carry_out(self.app, actor, id, &mut |_| {}).await.map_err(told)?;
        for _ in 0..STEPS_MAX {
            match state {
                DecisionState::Stuck if !measure.left => {
                    self.pass(PACE_SECONDS);
                    state = self.attest(actor, id).await?;
                }
                DecisionState::Running | DecisionState::Waiting => {
                    self.pass(PACE_SECONDS);
                    state = moderation::carry_out(self.app, actor, id, &mut |_| {}).await.map_err(told)?;
                }
                _ => break,
            }
        }
        Ok(())
    }

    /// The first ground that the guideline or the law offers for it.
    async fn ground(
        &self,
        actor: &Actor,
        measure: &Measure,
        new: &NewDecision,
    ) -> Result<Option<Ground>, Explanation> {
        let abilities =
            self.accounts.get(&measure.account).and_then(|account| self.app.connect(account).ok());
        let abilities = abilities.map(|platform| platform.abilities());
        let mut reader = self.app.store.read(actor).await.map_err(told)?;
        let now = self.app.store.now();
        let offer = moderation::offer(&mut reader, now, abilities.as_ref(), new.item, new.class);
        for (ground, _) in offer.await.map_err(told)?.grounds {
            let new = NewDecision { ground: Some(ground.clone()), ..new.clone() };
            if moderation::propose(&mut reader, actor, now, abilities.as_ref(), &new).await.is_ok() {
                return Ok(Some(ground));
            }
        }
        Ok(None)
    }

    /// The person does what the program cannot, and says so.
    async fn attest(&self, actor: &Actor, decision: Uuid) -> Result<DecisionState, Explanation> {
        let mut reader = self.app.store.read(actor).await.map_err(told)?;
        let Some((_, steps)) = moderation::decision(&mut reader, decision).await.map_err(told)? else {
            return Ok(DecisionState::Done);
        };
        drop(reader);
        let by_hand = steps.iter().find(|step| step.state != moderation::StepState::Done);
        let words = by_hand.map_or("Gjort.", |step| seen(step.step));
        let attested = self.app.store.write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::attest(tx, decision, None, words).await })
        });
        attested.await.map(|attested| attested.state).map_err(told)
    }
}

fn class(code: &str) -> Result<ContentClass, Explanation> {
    code.parse().map_err(|_| super::fault(&code))
}

/// A decision that no rule is broken.
fn kept(item: Uuid, code: &str) -> Result<NewDecision, Explanation> {
    Ok(NewDecision {
        item,
        version: None,
        class: class(code)?,
        measure: Deed::Keep,
        ground: None,
        note: String::new(),
        breaks_off_thread: false,
        notice: moderation::NoticeWay::None,
    })
}

/// What a person says about a step that was taken by hand.
const fn seen(step: Step) -> &'static str {
    match step {
        Step::Measure => "Gjort på plattformen. Det syns inte längre när sidan öppnas utloggad.",
        Step::Notice => "Besked skickat som meddelande till den som skrev.",
        Step::PoliceRoute => "Anmält på 114 14.",
        _ => "Gjort och kontrollerat på plattformen.",
    }
}
