//! Queries on sessions, brakes, and the protected log of sign-ins.

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::{Id, Micros, Organisation, User};
use uppsikt_store::{Scoped, Source, Store, StoreError, Tx};
use uuid::Uuid;

use super::super::model::brake::Brake;
use super::super::model::session::{Session, SignInEvent, SignInNote, Stage, Visitor};
use super::super::model::token::Token;
use super::sign_in::{sign_in_brake, sign_in_event, sign_in_turn, user_preference, user_session};
use super::{actor_of, authorities, credentials, machinery, organisation_name, user};

/// Sessions of one organisation: more than it has browsers.
const SESSIONS_MAX: u64 = 10_000;
/// Rows that one sign-in sweeps away: more than it adds.
const SWEPT_AT_A_TIME: u64 = 20;

fn session_of(row: &user_session::Model) -> Result<Session, StoreError> {
    let instant = |column, value| {
        Micros::new(value).map_err(|_| StoreError::BadRow {
            table: "user_session",
            row: row.id.to_string(),
            column,
        })
    };
    Ok(Session {
        id: row.id,
        user: Id::from_uuid(row.user_id),
        stage: Stage::of(&row.stage),
        device: row.device.clone(),
        created_at: instant("created_at", row.created_at)?,
        seen_at: instant("seen_at", row.seen_at)?,
    })
}

async fn session_row(source: &mut impl Source, id: Uuid) -> Result<Option<user_session::Model>, StoreError> {
    let query = Scoped::<user_session::Entity>::housekeeping(source).filter(user_session::Column::Id.eq(id));
    query.one(source).await
}

/// The session of this token, alive or not; `None` when there is none or the secret is another.
pub(crate) async fn session(source: &mut impl Source, token: &Token) -> Result<Option<Session>, StoreError> {
    let row = session_row(source, token.id).await?;
    // Digests of secrets with 256 bits: how long a comparison takes tells nothing of use.
    row.filter(|row| row.digest == token.digest()).map(|row| session_of(&row)).transpose()
}

/// Whoever this token belongs to, when the session is alive.
///
/// # Errors
/// [`StoreError`].
pub async fn visitor(store: &Store, token: &Token) -> Result<Option<Visitor>, StoreError> {
    let mut reader = store.read(&machinery(token.organisation)).await?;
    let Some(session) = session(&mut reader, token).await? else { return Ok(None) };
    if !session.is_alive(store.now()) {
        return Ok(None);
    }
    let Some(row) = user(&mut reader, session.user).await? else { return Ok(None) };
    let actor = actor_of(&mut reader, row.id).await?;
    let mut mine = authorities(&mut reader).await?;
    mine.retain(|authority| actor.authorities.contain(authority.id));
    Ok(Some(Visitor {
        login: row.login,
        name: row.name,
        organisation: organisation_name(&mut reader).await?,
        authorities: mine,
        has_second_factor: credentials::totp(&mut reader, row.id).await?.is_some(),
        has_letter_keys: has_letter_keys(&mut reader, row.id).await?,
        actor,
        session,
    }))
}

/// The living sessions of one user, or of the organisation, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn sessions(
    source: &mut impl Source,
    user: Option<Id<User>>,
    now: Micros,
) -> Result<Vec<Session>, StoreError> {
    let mut query =
        Scoped::<user_session::Entity>::housekeeping(source).descending(user_session::Column::CreatedAt);
    if let Some(user) = user {
        query = query.filter(user_session::Column::UserId.eq(user.uuid()));
    }
    let rows = query.list(source, SESSIONS_MAX).await?;
    let mut sessions = rows.iter().map(session_of).collect::<Result<Vec<_>, _>>()?;
    sessions.retain(|session| session.is_alive(now) && session.stage == Stage::Full);
    Ok(sessions)
}

/// Writes a session that begins, or has been used.
pub(crate) async fn put_session(tx: &mut Tx, session: &Session, digest: String) -> Result<(), StoreError> {
    let organisation_id = tx.actor().organisation.uuid();
    tx.put::<user_session::Entity>(user_session::Model {
        organisation_id,
        id: session.id,
        user_id: session.user.uuid(),
        digest,
        stage: session.stage.code().to_owned(),
        device: session.device.clone(),
        created_at: session.created_at.get(),
        seen_at: session.seen_at.get(),
    })
    .await
}

/// Ends a user's sessions but the one that is named, and those that nobody ended; how many were alive.
pub(crate) async fn drop_sessions(
    tx: &mut Tx,
    user: Id<User>,
    but: Option<Uuid>,
) -> Result<usize, StoreError> {
    let now = tx.now();
    let rows = Scoped::<user_session::Entity>::housekeeping(tx)
        .filter(user_session::Column::UserId.eq(user.uuid()))
        .ascending(user_session::Column::CreatedAt)
        .list(tx, SESSIONS_MAX)
        .await?;
    let mut alive = 0;
    for row in rows.iter().filter(|row| Some(row.id) != but) {
        alive += usize::from(session_of(row)?.is_alive(now));
        tx.drop_row::<user_session::Entity>(row.id).await?;
    }
    Ok(alive)
}

/// Ends one session.
pub(crate) async fn drop_session(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    tx.drop_row::<user_session::Entity>(id).await
}

/// One session of the source's organisation.
pub(crate) async fn session_by_id(source: &mut impl Source, id: Uuid) -> Result<Option<Session>, StoreError> {
    session_row(source, id).await?.map(|row| session_of(&row)).transpose()
}

/// Waits until nobody else changes what these ids name, until the commit.
///
/// A write takes the row's lock, which on PostgreSQL makes whoever comes later wait, and then read what was committed;
/// on SQLite all writing is one queue. Always in the same order, so that no two wait for each other.
pub(crate) async fn take_turns(tx: &mut Tx, ids: &[Uuid]) -> Result<(), StoreError> {
    let (organisation_id, taken_at) = (tx.actor().organisation.uuid(), tx.now().get());
    let mut turns: Vec<u8> = ids.iter().map(|id| id.as_bytes()[15]).collect();
    turns.sort_unstable();
    turns.dedup();
    for turn in turns {
        let id = Uuid::from_u128(u128::from(turn));
        tx.put::<sign_in_turn::Entity>(sign_in_turn::Model { organisation_id, id, taken_at }).await?;
    }
    Ok(())
}

/// A brake, and the last step of the app's codes that was used.
pub(crate) async fn brake(source: &mut impl Source, id: Uuid) -> Result<(Brake, i64), StoreError> {
    let query =
        Scoped::<sign_in_brake::Entity>::housekeeping(source).filter(sign_in_brake::Column::Id.eq(id));
    let row = query.one(source).await?;
    Ok(row.map_or((Brake::default(), 0), |row| {
        let (failures, last_at, blocked_until_at) = (row.failures, row.last_at, row.blocked_until_at);
        (Brake { failures, last_at, blocked_until_at }, row.code_step)
    }))
}

/// Writes a brake.
pub(crate) async fn put_brake(tx: &mut Tx, id: Uuid, brake: Brake, code_step: i64) -> Result<(), StoreError> {
    let organisation_id = tx.actor().organisation.uuid();
    let Brake { failures, last_at, blocked_until_at } = brake;
    tx.put::<sign_in_brake::Entity>(sign_in_brake::Model {
        organisation_id,
        id,
        failures,
        last_at,
        blocked_until_at,
        code_step,
    })
    .await
}

/// Sweeps away brakes that nobody has touched since `before`.
pub(crate) async fn sweep_brakes(tx: &mut Tx, before: Micros) -> Result<(), StoreError> {
    let rows = Scoped::<sign_in_brake::Entity>::housekeeping(tx)
        .filter(sign_in_brake::Column::LastAt.lt(before.get()))
        .ascending(sign_in_brake::Column::LastAt)
        .list(tx, SWEPT_AT_A_TIME)
        .await?;
    for row in rows {
        tx.drop_row::<sign_in_brake::Entity>(row.id).await?;
    }
    Ok(())
}

/// Notes something in the protected log of sign-ins, and sweeps away what is older than `before`.
pub(crate) async fn note(
    tx: &mut Tx,
    user: Option<Id<User>>,
    event: SignInEvent,
    before: Micros,
) -> Result<(), StoreError> {
    let organisation_id = tx.actor().organisation.uuid();
    let row = sign_in_event::Model {
        organisation_id,
        id: tx.new_id::<SignInEvent>()?.uuid(),
        user_id: user.map(Id::uuid),
        event: event.code().to_owned(),
        happened_at: tx.now().get(),
    };
    tx.put::<sign_in_event::Entity>(row).await?;
    let rows = Scoped::<sign_in_event::Entity>::housekeeping(tx)
        .filter(sign_in_event::Column::HappenedAt.lt(before.get()))
        .ascending(sign_in_event::Column::HappenedAt)
        .list(tx, SWEPT_AT_A_TIME)
        .await?;
    for row in rows {
        tx.drop_row::<sign_in_event::Entity>(row.id).await?;
    }
    Ok(())
}

/// What the protected log says of one user, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn sign_in_notes(
    source: &mut impl Source,
    user: Id<User>,
    limit: u64,
) -> Result<Vec<SignInNote>, StoreError> {
    let rows = Scoped::<sign_in_event::Entity>::housekeeping(source)
        .filter(sign_in_event::Column::UserId.eq(user.uuid()))
        .descending(sign_in_event::Column::HappenedAt)
        .descending(sign_in_event::Column::Id)
        .list(source, limit)
        .await?;
    let note = |row: sign_in_event::Model| {
        let event = SignInEvent::ALL.into_iter().find(|event| event.code() == row.event)?;
        Some(SignInNote { event, at: Micros::new(row.happened_at).ok()? })
    };
    Ok(rows.into_iter().filter_map(note).collect())
}

async fn has_letter_keys(source: &mut impl Source, user: Id<User>) -> Result<bool, StoreError> {
    let query = Scoped::<user_preference::Entity>::housekeeping(source)
        .filter(user_preference::Column::Id.eq(user.uuid()));
    Ok(query.one(source).await?.is_none_or(|row| row.has_letter_keys))
}

/// Writes how a person wants the pages.
pub(crate) async fn put_preference(
    tx: &mut Tx,
    user: Id<User>,
    has_letter_keys: bool,
) -> Result<(), StoreError> {
    let organisation_id = tx.actor().organisation.uuid();
    let row = user_preference::Model { organisation_id, id: user.uuid(), has_letter_keys };
    tx.put::<user_preference::Entity>(row).await
}

/// The organisation in which the brakes for logins and addresses lie: the installation's first.
///
/// A login that nobody has belongs to none, and must be braked like the others.
pub(crate) async fn first_organisation(store: &Store) -> Result<Option<Id<Organisation>>, StoreError> {
    Ok(store.organisations().await?.first().map(|row| row.id))
}
