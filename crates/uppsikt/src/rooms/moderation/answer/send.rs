//! Answers are sent: sealed first, once, and only while what they answer is as it was read.

use std::sync::Arc;
use std::time::Duration;

use uppsikt_kernel::{ActCode, Actor};
use uppsikt_ledger::Sealed;
use uppsikt_platform::{MeasureError, NativeRef, Platform};
use uppsikt_store::{Source as _, StoreError};
use uuid::Uuid;

use super::{Answer, AnswerState};
use crate::app::App;
use crate::rooms::account::{self, Account, AccountError};
use crate::rooms::capture::{self, CapturedItem, Presence};
use crate::rooms::moderation::carry_out::{UNDER_WAY_MICROS, said, why};
use crate::rooms::moderation::model::ModerationError;
use crate::rooms::moderation::store::answer as table;

const ANSWER_STARTED: ActCode = ActCode::new("answer-started");
const ANSWER_ENDED: ActCode = ActCode::new("answer-ended");

/// How often an answer is tried before a person has to look at it.
const ATTEMPTS_MAX: i32 = 5;
/// Seconds between two tries, by how many there have been; the last holds for all later ones.
const RETRY_SECONDS: [i64; 4] = [10, 60, 300, 900];
const MICROS: i64 = 1_000_000;

/// What has become of a try.
enum Tried {
    /// The platform has the answer.
    Done(String),
    /// A person has to look at it.
    Stuck(String),
    /// It was certainly not sent, and is tried again.
    NotSent(String),
    /// It may have been sent; the next try looks for it first.
    Unknown(String),
}

/// Sends every answer whose time has come; gives how many came to an end, in whichever way.
///
/// # Errors
/// [`ModerationError::Store`]; what goes wrong with one answer keeps no other waiting.
pub async fn send_answers(app: &App, actor: &Actor) -> Result<u64, ModerationError> {
    let due = {
        let mut reader = app.store.read(actor).await?;
        table::due(&mut reader, app.store.now().get()).await?
    };
    let mut ended = 0;
    for answer in due {
        match send(app, actor, answer.id).await {
            Ok(Some(state)) if !state.is_under_way() => ended += 1,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(answer = %answer.id, %error, "an answer could not be sent; it is tried again");
            }
        }
    }
    Ok(ended)
}

async fn send(app: &App, actor: &Actor, id: Uuid) -> Result<Option<AnswerState>, ModerationError> {
    let Some(_one) = app.begin_pass(id) else { return Ok(None) };
    let (answer, item, account) = load(app, actor, id).await?;
    if !answer.state.is_under_way() || app.store.now().get() < answer.acts_at {
        return Ok(None);
    }
    let text = sealed(app, actor, &answer).await?;
    let tried = attempt(app, actor, (&answer, &item, &account), &text).await?;
    settle(app, actor, id, tried).await.map(Some)
}

async fn load(
    app: &App,
    actor: &Actor,
    id: Uuid,
) -> Result<(Answer, CapturedItem, Account), ModerationError> {
    let mut reader = app.store.read(actor).await?;
    let answer = table::by_id(&mut reader, id).await?.ok_or(ModerationError::NotFound)?;
    let item = capture::item(&mut reader, answer.item).await?.ok_or(ModerationError::NotFound)?;
    let account = account::by_id(&mut reader, answer.account).await?.ok_or(ModerationError::NotFound)?;
    Ok((answer, item, account))
}

/// The answer's words, proved to stand under a signed checkpoint: what we say in public we can show that we said.
async fn sealed(app: &App, actor: &Actor, answer: &Answer) -> Result<String, ModerationError> {
    let damaged = |why: String| StoreError::LogDamaged(why);
    app.store.seal(actor.organisation).await?;
    let reader = app.store.read(actor).await?;
    let proof = reader.prove(answer.object).await?;
    let keys = reader.log().await?.keys;
    Sealed::verify(&proof.entry, &proof.proof, &keys, answer.object)
        .map_err(|error| damaged(error.to_string()))?;
    Ok(String::from_utf8(proof.content).map_err(|error| damaged(error.to_string()))?)
}

async fn attempt(
    app: &App,
    actor: &Actor,
    (answer, item, account): (&Answer, &CapturedItem, &Account),
    text: &str,
) -> Result<Tried, ModerationError> {
    let platform = match connected(app, account) {
        Ok(platform) => platform,
        Err(tried) => return Ok(tried),
    };
    let to = NativeRef { kind: item.kind, id: item.native_id.clone() };
    if answer.state == AnswerState::Started {
        arrived(app, answer).await;
        match said(&*platform, &to, text).await {
            Ok(true) => return Ok(Tried::Done("lämnat".to_owned())),
            Ok(false) => {}
            Err(error) => return Ok(Tried::Unknown(why(&error))),
        }
    }
    match capture::reread(app, actor, account, &*platform, item.id).await {
        Ok(now) if now.presence != Presence::Shown => {
            return Ok(Tried::Stuck("inlägget visas inte längre på plattformen".to_owned()));
        }
        Ok(now) if now.number != answer.version => {
            return Ok(Tried::Stuck("inlägget har ändrats sedan svaret skrevs".to_owned()));
        }
        Ok(_) => {}
        Err(_) => return Ok(Tried::NotSent("plattformen svarar inte".to_owned())),
    }
    begin(app, actor, answer).await?;
    Ok(match platform.reply(to.kind, &to.id, text).await {
        Ok(_) => Tried::Done("lämnat".to_owned()),
        Err(MeasureError::NotDone(error)) if error.is_temporary() => Tried::NotSent(why(&error)),
        Err(MeasureError::NotDone(error)) => Tried::Stuck(why(&error)),
        Err(MeasureError::Unknown(error)) => match said(&*platform, &to, text).await {
            Ok(true) => Tried::Done("lämnat; plattformens svar uteblev".to_owned()),
            _ => Tried::Unknown(why(&error)),
        },
        Err(MeasureError::NotAble | MeasureError::OtherItem) => {
            Tried::Stuck("plattformen tar inte emot ett svar".to_owned())
        }
    })
}

fn connected(app: &App, account: &Account) -> Result<Arc<dyn Platform>, Tried> {
    match app.connect(account) {
        Ok(platform) if platform.abilities().replies => Ok(platform),
        Ok(_) | Err(AccountError::ByHand | AccountError::NotConnectable) => {
            Err(Tried::Stuck("plattformen tar inte emot svar från Uppsikt".to_owned()))
        }
        Err(_) => Err(Tried::NotSent("plattformen släpper inte in Uppsikt".to_owned())),
    }
}

/// Waits until what was sent before a crash has come to its end on the platform, where it cannot be called back.
async fn arrived(app: &App, answer: &Answer) {
    let since = app.store.now().get() - answer.started_at.unwrap_or_default();
    let wait = (UNDER_WAY_MICROS - since).clamp(0, UNDER_WAY_MICROS);
    tokio::time::sleep(Duration::from_micros(wait.unsigned_abs())).await;
}

/// Marks that it is about to be sent; nothing outside is touched yet.
async fn begin(app: &App, actor: &Actor, answer: &Answer) -> Result<(), ModerationError> {
    let answer = answer.clone();
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move {
                let organisation_id = tx.scope().organisation().uuid();
                let mut act = tx.act(ANSWER_STARTED, Some(answer.authority))?;
                let started_at = Some(act.now().get());
                let started = Answer { state: AnswerState::Started, started_at, ..answer };
                act.update::<table::rows::Entity>(table::to_row(&started, organisation_id))?;
                act.finish().await?;
                Ok(())
            })
        })
        .await
}

/// Records how a try ended.
async fn settle(app: &App, actor: &Actor, id: Uuid, tried: Tried) -> Result<AnswerState, ModerationError> {
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move {
                let known = table::by_id(tx, id).await?.ok_or(ModerationError::NotFound)?;
                let organisation_id = tx.scope().organisation().uuid();
                let mut act = tx.act(ANSWER_ENDED, Some(known.authority))?;
                let after = after(known, tried, act.now().get());
                act.update::<table::rows::Entity>(table::to_row(&after, organisation_id))?;
                act.finish().await?;
                Ok(after.state)
            })
        })
        .await
}

/// The answer after a try that ended at `now`, in microseconds.
fn after(known: Answer, tried: Tried, now: i64) -> Answer {
    let attempts = known.attempts + 1;
    let is_last = attempts >= ATTEMPTS_MAX;
    let wait = usize::try_from(attempts - 1).ok().and_then(|at| RETRY_SECONDS.get(at));
    let next = now + wait.or(RETRY_SECONDS.last()).copied().unwrap_or_default() * MICROS;
    let (state, said, acts_at) = match tried {
        Tried::Done(said) => (AnswerState::Done, said, known.acts_at),
        Tried::Stuck(said) => (AnswerState::Stuck, said, known.acts_at),
        Tried::NotSent(said) | Tried::Unknown(said) if is_last => (AnswerState::Stuck, said, known.acts_at),
        Tried::NotSent(said) => (AnswerState::Waiting, said, next),
        Tried::Unknown(said) => (AnswerState::Started, said, next),
    };
    // What was certainly not sent is not looked for the next time.
    let started_at = known.started_at.filter(|_| state != AnswerState::Waiting);
    let ended_at = (!state.is_under_way()).then_some(now);
    Answer { state, said: Some(said), attempts, acts_at, started_at, ended_at, ..known }
}
