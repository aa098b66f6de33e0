//! Queries on passwords, second factors and invitations.

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::{Actor, Id, Organisation, User};
use uppsikt_store::{Act, Scoped, Source, Store, StoreError};
use uuid::Uuid;

use super::super::model::UserRow;
use super::super::model::second_factor::SharedSecret;
use super::super::model::token::Token;
use super::sign_in::{user_invitation, user_password, user_recovery_code, user_totp};
use super::{actor_of, machinery, organisation_name, user, user_with};

/// Recovery codes of one user, used ones included.
const CODES_MAX: u64 = 1_000;

/// Whoever could be meant by a login.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The organisation.
    pub organisation: Id<Organisation>,
    /// The user.
    pub user: Id<User>,
    /// The password's hash; none before the first password.
    pub hash: Option<String>,
}

/// Everybody with this login: one in each organisation at most.
pub(crate) async fn candidates(store: &Store, login: &str) -> Result<Vec<Candidate>, StoreError> {
    let mut found = Vec::new();
    for organisation in store.organisations().await? {
        let mut reader = store.read(&machinery(organisation.id)).await?;
        let user = user_with(&mut reader, login).await?;
        // Asked also for nobody's: a login that exists should not take longer than one that does not.
        let row = password(&mut reader, user.unwrap_or_else(|| Id::from_uuid(Uuid::nil()))).await?;
        if let Some(user) = user {
            found.push(Candidate { organisation: organisation.id, user, hash: row.map(|row| row.hash) });
        }
    }
    Ok(found)
}

/// A user's password.
pub(crate) async fn password(
    source: &mut impl Source,
    user: Id<User>,
) -> Result<Option<user_password::Model>, StoreError> {
    let query =
        Scoped::<user_password::Entity>::stored(source).filter(user_password::Column::Id.eq(user.uuid()));
    query.one(source).await
}

/// A user's app.
pub(crate) async fn totp(
    source: &mut impl Source,
    user: Id<User>,
) -> Result<Option<user_totp::Model>, StoreError> {
    let query = Scoped::<user_totp::Entity>::stored(source).filter(user_totp::Column::Id.eq(user.uuid()));
    query.one(source).await
}

/// A user's recovery codes, used ones too.
pub(crate) async fn recovery_codes(
    source: &mut impl Source,
    user: Id<User>,
) -> Result<Vec<user_recovery_code::Model>, StoreError> {
    Scoped::<user_recovery_code::Entity>::stored(source)
        .filter(user_recovery_code::Column::UserId.eq(user.uuid()))
        .ascending(user_recovery_code::Column::Id)
        .list(source, CODES_MAX)
        .await
}

/// A user's invitation, used or not.
pub(crate) async fn invitation(
    source: &mut impl Source,
    user: Uuid,
) -> Result<Option<user_invitation::Model>, StoreError> {
    let query =
        Scoped::<user_invitation::Entity>::stored(source).filter(user_invitation::Column::Id.eq(user));
    query.one(source).await
}

/// Writes a password in place of the one that was there, if one was.
pub(crate) fn put_password(
    act: &mut Act<'_>,
    before: Option<user_password::Model>,
    user: Id<User>,
    hash: String,
) -> Result<(), StoreError> {
    let (organisation_id, set_at) = (act.organisation().uuid(), act.now().get());
    let row = user_password::Model { organisation_id, id: user.uuid(), hash, set_at };
    match before {
        Some(_) => act.update::<user_password::Entity>(row),
        None => act.insert::<user_password::Entity>(row),
    }
}

/// Writes recovery codes in place of those that were there.
pub(crate) fn put_recovery_codes(
    act: &mut Act<'_>,
    before: &[user_recovery_code::Model],
    user: Id<User>,
    digests: Vec<String>,
) -> Result<(), StoreError> {
    for row in before {
        act.delete::<user_recovery_code::Entity>(row.id);
    }
    for digest in digests {
        let row = user_recovery_code::Model {
            organisation_id: act.organisation().uuid(),
            id: act.new_id::<user_recovery_code::Entity>()?.uuid(),
            user_id: user.uuid(),
            digest,
            used_at: None,
        };
        act.insert::<user_recovery_code::Entity>(row)?;
    }
    Ok(())
}

/// The secret that the actor's app shares with us; `None` when no app is connected.
///
/// # Errors
/// [`StoreError`].
pub async fn shared_secret(store: &Store, actor: &Actor) -> Result<Option<SharedSecret>, StoreError> {
    let mut reader = store.read(actor).await?;
    let Some(row) = totp(&mut reader, actor.user).await? else { return Ok(None) };
    let text = store.secret(row.secret_id)?;
    let secret = text.and_then(|text| SharedSecret::parse(&text));
    // Said as a missing key: the key store was restored from an older copy than the database.
    secret.map(Some).ok_or_else(|| StoreError::KeyMissing(format!("secret/{}", row.secret_id)))
}

/// Whether a user has connected an app.
///
/// # Errors
/// [`StoreError`].
pub async fn has_second_factor(store: &Store, whose: &Candidate) -> Result<bool, StoreError> {
    let mut reader = store.read(&machinery(whose.organisation)).await?;
    Ok(totp(&mut reader, whose.user).await?.is_some())
}

/// The hash of the actor's password.
///
/// # Errors
/// [`StoreError`].
pub async fn own_hash(store: &Store, actor: &Actor) -> Result<Option<String>, StoreError> {
    let mut reader = store.read(actor).await?;
    Ok(password(&mut reader, actor.user).await?.map(|row| row.hash))
}

/// How many recovery codes the actor has left.
///
/// # Errors
/// [`StoreError`].
pub async fn recovery_codes_left(store: &Store, actor: &Actor) -> Result<usize, StoreError> {
    let mut reader = store.read(actor).await?;
    let codes = recovery_codes(&mut reader, actor.user).await?;
    Ok(codes.iter().filter(|code| code.used_at.is_none()).count())
}

/// Somebody who holds an invitation that can be used.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The user, with all roles.
    pub actor: Actor,
    /// What the user signs in as, and the user's own name.
    pub user: UserRow,
    /// The organisation's name.
    pub organisation: String,
}

/// Whose invitation this is, while it can be used.
///
/// # Errors
/// [`StoreError`].
pub async fn invited(store: &Store, token: &Token) -> Result<Option<Invited>, StoreError> {
    let mut reader = store.read(&machinery(token.organisation)).await?;
    let row = invitation(&mut reader, token.id).await?;
    let now = store.now().get();
    let good =
        row.is_some_and(|row| row.digest == token.digest() && row.used_at.is_none() && now < row.expires_at);
    let user = if good { user(&mut reader, Id::from_uuid(token.id)).await? } else { None };
    let Some(user) = user else { return Ok(None) };
    let actor = actor_of(&mut reader, user.id).await?;
    Ok(Some(Invited { actor, user, organisation: organisation_name(&mut reader).await? }))
}
