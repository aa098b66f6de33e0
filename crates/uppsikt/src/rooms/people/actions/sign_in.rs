//! Signing in and out: tries are counted first, then looked at.

use uppsikt_kernel::{Actor, Digest, Id, Micros, Organisation, User};
use uppsikt_store::{Store, StoreError, Tx};
use uuid::Uuid;

use super::super::gate::Gate;
use super::super::model::PeopleError;
use super::super::model::brake::{ADDRESS, Brake, BrakeRule, LOGIN};
use super::super::model::error::SignInError;
use super::super::model::second_factor::SharedSecret;
use super::super::model::session::{EVENT_MAX, Session, SignInEvent, Stage, later};
use super::super::model::token::Token;
use super::super::store::credentials::{self, Candidate};
use super::super::store::{self, sessions};

/// A try that has been counted.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Where the brakes lie.
    pub organisation: Id<Organisation>,
    keys: [(Uuid, BrakeRule); 2],
    /// Whether the next try will have to wait.
    pub is_last: bool,
}

/// The program itself in one organisation, for rows of no person's.
#[must_use]
pub fn machinery(organisation: Id<Organisation>) -> Actor {
    store::machinery(organisation)
}

/// Where the brakes lie; `None` in an installation with nobody in it.
///
/// # Errors
/// [`StoreError`].
pub async fn first_organisation(store: &Store) -> Result<Option<Id<Organisation>>, StoreError> {
    sessions::first_organisation(store).await
}

/// Which row a login's or an address's brake is. What was typed is not kept.
fn key(kind: &str, text: &str) -> Uuid {
    let digest = Digest::of_parts(&[b"uppsikt brake ", kind.as_bytes(), b"\0", text.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

/// Counts a try with this login from this address, before anything is known of it.
///
/// # Errors
/// [`SignInError::Braked`], [`SignInError::Store`].
pub async fn count_attempt(tx: &mut Tx, login: &str, address: &str) -> Result<Attempt, SignInError> {
    let keys = [(key("login", login), LOGIN), (key("address", address), ADDRESS)];
    sessions::take_turns(tx, &keys.map(|(id, _)| id)).await?;
    let (now, mut counted, mut is_last) = (tx.now(), Vec::new(), false);
    for (id, rule) in keys {
        let brake = sessions::brake(tx, id).await?.0.count(&rule, now).map_err(SignInError::Braked)?;
        is_last |= brake.blocked_until(now).is_some();
        counted.push((id, brake));
    }
    for (id, brake) in counted {
        sessions::put_brake(tx, id, brake, 0).await?;
    }
    sessions::sweep_brakes(tx, later(now, -LOGIN.forget)).await?;
    Ok(Attempt { organisation: tx.actor().organisation, keys, is_last })
}

/// Gives a try back whose password was right: the login's failures are forgotten, the address keeps the others'.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn forgive_attempt(tx: &mut Tx, attempt: &Attempt) -> Result<(), SignInError> {
    let [(login, _), (address, _)] = attempt.keys;
    sessions::take_turns(tx, &[login, address]).await?;
    sessions::put_brake(tx, login, Brake::default(), 0).await?;
    let (brake, _) = sessions::brake(tx, address).await?;
    sessions::put_brake(tx, address, brake.given_back(), 0).await?;
    Ok(())
}

/// Everybody who could be meant by a login.
///
/// # Errors
/// [`StoreError`].
pub async fn candidates(store: &Store, login: &str) -> Result<Vec<Candidate>, StoreError> {
    credentials::candidates(store, login).await
}

/// Notes something in the protected log of sign-ins.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn note(tx: &mut Tx, user: Option<Id<User>>, event: SignInEvent) -> Result<(), SignInError> {
    let before = later(tx.now(), -EVENT_MAX);
    Ok(sessions::note(tx, user, event, before).await?)
}

/// Begins a session.
///
/// # Errors
/// [`SignInError::Chance`], [`SignInError::Store`].
pub async fn open_session(
    tx: &mut Tx,
    gate: &Gate,
    user: Id<User>,
    stage: Stage,
    device: String,
) -> Result<Token, SignInError> {
    let token = Token::new(tx.actor().organisation, tx.new_id::<Session>()?.uuid(), gate.chance())?;
    let now = tx.now();
    let session = Session { id: token.id, user, stage, device, created_at: now, seen_at: now };
    sessions::put_session(tx, &session, token.digest()).await?;
    if stage == Stage::Full {
        note(tx, Some(user), SignInEvent::SignedIn).await?;
    }
    Ok(token)
}

/// Makes a whole session of one that waited for the second factor: under a new token, as the old one ends.
///
/// # Errors
/// [`SignInError::Ended`], [`SignInError::Chance`], [`SignInError::Store`].
pub(super) async fn complete(tx: &mut Tx, gate: &Gate, half: &Session) -> Result<Token, SignInError> {
    sessions::drop_session(tx, half.id).await?;
    open_session(tx, gate, half.user, Stage::Full, half.device.clone()).await
}

/// The living session of this token, that waits for its second factor.
async fn half(tx: &mut Tx, token: &Token) -> Result<Session, SignInError> {
    let session = sessions::session(tx, token).await?;
    let now = tx.now();
    session
        .filter(|session| session.stage == Stage::Password && session.is_alive(now))
        .ok_or(SignInError::Ended)
}

/// What somebody gives as a second factor.
#[derive(Debug)]
pub enum Code {
    /// Six digits of the app, with the secret that they are made from.
    App(String, SharedSecret),
    /// A recovery code's digest.
    Recovery(String),
}

/// What became of a code. A wrong one is recorded too, so that it is no error of the transaction.
#[derive(Debug)]
pub enum CodeOutcome {
    /// It was right: the whole session's token.
    Right(Token),
    /// It was wrong, or had been used.
    Wrong,
}

/// Looks at a code, and completes the session when it is right.
///
/// The actor is the user: using a recovery code is an act.
///
/// # Errors
/// [`SignInError::Braked`], [`SignInError::Ended`], [`SignInError::Store`].
pub async fn give_code(
    tx: &mut Tx,
    gate: &Gate,
    token: &Token,
    code: Code,
) -> Result<CodeOutcome, SignInError> {
    let user = tx.actor().user;
    sessions::take_turns(tx, &[user.uuid()]).await?;
    let half = half(tx, token).await?;
    if half.user != user {
        return Err(SignInError::Ended);
    }
    let now = tx.now();
    let (brake, last_step) = sessions::brake(tx, user.uuid()).await?;
    let counted = brake.count(&LOGIN, now).map_err(SignInError::Braked)?;
    let step = match code {
        Code::App(code, secret) => secret.step_of(&code, now).filter(|step| *step > last_step),
        Code::Recovery(digest) => {
            super::credentials::use_recovery_code(tx, &digest).await?.then_some(last_step)
        }
    };
    let Some(step) = step else {
        sessions::put_brake(tx, user.uuid(), counted, last_step).await?;
        let is_braked = counted.blocked_until(now).is_some();
        note(tx, Some(user), if is_braked { SignInEvent::Braked } else { SignInEvent::WrongCode }).await?;
        return Ok(CodeOutcome::Wrong);
    };
    // The row stays for the step, and is not forgotten while the step could come again.
    let forgiven = Brake { last_at: now.get(), ..Brake::default() };
    sessions::put_brake(tx, user.uuid(), forgiven, step).await?;
    Ok(CodeOutcome::Right(complete(tx, gate, &half).await?))
}

/// Notes that a session has been used.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn use_session(tx: &mut Tx, token: &Token, user: Id<User>) -> Result<(), SignInError> {
    // In turn, and read again: a session that somebody just ended is not written back.
    sessions::take_turns(tx, &[user.uuid()]).await?;
    if let Some(session) = sessions::session(tx, token).await? {
        let seen_at: Micros = tx.now();
        sessions::put_session(tx, &Session { seen_at, ..session }, token.digest()).await?;
    }
    Ok(())
}

/// Signs out.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn sign_out(tx: &mut Tx, token: &Token) -> Result<(), SignInError> {
    let Some(session) = sessions::session(tx, token).await? else { return Ok(()) };
    sessions::take_turns(tx, &[session.user.uuid()]).await?;
    sessions::drop_session(tx, session.id).await?;
    note(tx, Some(session.user), SignInEvent::SignedOut).await
}

/// Ends one session of the actor's own, or of anybody's when an administrator does it; says whether there was one.
///
/// # Errors
/// [`SignInError::People`] for whoever may not; [`SignInError::Store`].
pub async fn end_session(tx: &mut Tx, id: Uuid) -> Result<bool, SignInError> {
    let Some(session) = sessions::session_by_id(tx, id).await? else { return Ok(false) };
    if session.user != tx.actor().user {
        super::credentials::must_be_over(tx, session.user).await?;
    }
    sessions::take_turns(tx, &[session.user.uuid()]).await?;
    sessions::drop_session(tx, id).await?;
    note(tx, Some(session.user), SignInEvent::Ended).await?;
    Ok(true)
}

/// Ends a user's sessions but the one that is named; how many were alive.
///
/// # Errors
/// As [`end_session`].
pub async fn end_sessions(tx: &mut Tx, user: Id<User>, but: Option<Uuid>) -> Result<usize, SignInError> {
    if user != tx.actor().user {
        super::credentials::must_be_over(tx, user).await?;
    }
    let known = store::user(tx, user).await?;
    known.ok_or_else(|| PeopleError::UnknownUser(user.to_string()))?;
    end_all(tx, user, but).await
}

pub(super) async fn end_all(tx: &mut Tx, user: Id<User>, but: Option<Uuid>) -> Result<usize, SignInError> {
    sessions::take_turns(tx, &[user.uuid()]).await?;
    let ended = sessions::drop_sessions(tx, user, but).await?;
    if ended > 0 {
        note(tx, Some(user), SignInEvent::Ended).await?;
    }
    Ok(ended)
}

/// Says whether single letters are keys for the actor.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn prefer_letter_keys(tx: &mut Tx, has_letter_keys: bool) -> Result<(), SignInError> {
    let user = tx.actor().user;
    Ok(sessions::put_preference(tx, user, has_letter_keys).await?)
}
