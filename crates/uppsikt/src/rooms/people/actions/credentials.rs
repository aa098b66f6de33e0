//! Passwords, second factors and invitations: each change is an act of the person whose they are.

use uppsikt_kernel::{ActCode, Actor, Id, Role, User};
use uppsikt_store::Tx;
use uuid::Uuid;

use super::super::gate::Gate;
use super::super::model::PeopleError;
use super::super::model::brake::Brake;
use super::super::model::error::SignInError;
use super::super::model::session::{INVITATION_MAX, Session, later};
use super::super::model::token::Token;
use super::super::store::sign_in::{user_invitation, user_recovery_code, user_totp};
use super::super::store::{self, credentials, sessions};
use super::sign_in;

const PASSWORD_SET: ActCode = ActCode::new("password-set");
const SECOND_FACTOR_ADDED: ActCode = ActCode::new("second-factor-added");
const SECOND_FACTOR_REMOVED: ActCode = ActCode::new("second-factor-removed");
const RECOVERY_CODES_RENEWED: ActCode = ActCode::new("recovery-codes-renewed");
const RECOVERY_CODE_USED: ActCode = ActCode::new("recovery-code-used");
const USER_INVITED: ActCode = ActCode::new("user-invited");
const INVITATION_ACCEPTED: ActCode = ActCode::new("invitation-accepted");

/// Refuses whoever is not an administrator in every authority where this user has a role.
///
/// An administrator of one board could otherwise sign in as somebody of another.
pub(super) async fn must_be_over(tx: &mut Tx, user: Id<User>) -> Result<(), SignInError> {
    let theirs: Actor = store::actor_of(tx, user).await?;
    let me = tx.actor();
    let is_over = me.roles.contains(&Role::Administrator)
        && theirs.roles_in.keys().all(|authority| me.has_in(Role::Administrator, *authority));
    if is_over { Ok(()) } else { Err(PeopleError::NotAdministrator.into()) }
}

/// Sets the actor's own password, and ends the actor's other sessions.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn set_password(tx: &mut Tx, hash: String, but: Option<Uuid>) -> Result<(), SignInError> {
    let user = tx.actor().user;
    let before = credentials::password(tx, user).await?;
    let mut act = tx.act(PASSWORD_SET, None)?;
    credentials::put_password(&mut act, before, user, hash)?;
    act.finish().await?;
    sign_in::end_all(tx, user, but).await?;
    Ok(())
}

/// Connects an app that has shown that it knows the secret, with recovery codes.
///
/// The secret lies in the key store under `secret_id` already; `step` is the step of the code that was shown, which is
/// thereby used.
///
/// # Errors
/// [`SignInError::SecondFactor`] when one is connected; [`SignInError::Store`].
pub async fn add_second_factor(
    tx: &mut Tx,
    secret_id: Uuid,
    step: i64,
    digests: Vec<String>,
) -> Result<(), SignInError> {
    let user = tx.actor().user;
    sessions::take_turns(tx, &[user.uuid()]).await?;
    if credentials::totp(tx, user).await?.is_some() {
        return Err(SignInError::SecondFactor);
    }
    let before = credentials::recovery_codes(tx, user).await?;
    let mut act = tx.act(SECOND_FACTOR_ADDED, None)?;
    act.insert::<user_totp::Entity>(user_totp::Model {
        organisation_id: act.organisation().uuid(),
        id: user.uuid(),
        secret_id,
        confirmed_at: act.now().get(),
    })?;
    credentials::put_recovery_codes(&mut act, &before, user, digests)?;
    act.finish().await?;
    // As touched now: a row that looks old is swept away, and the step could come again.
    let brake = Brake { last_at: tx.now().get(), ..sessions::brake(tx, user.uuid()).await?.0 };
    sessions::put_brake(tx, user.uuid(), brake, step).await?;
    Ok(())
}

/// As [`add_second_factor`], for somebody who is signing in and has none yet: completes the session too.
///
/// # Errors
/// [`SignInError::Ended`], and as [`add_second_factor`].
pub async fn add_second_factor_and_complete(
    tx: &mut Tx,
    gate: &Gate,
    half: &Session,
    (secret_id, step): (Uuid, i64),
    digests: Vec<String>,
) -> Result<Token, SignInError> {
    add_second_factor(tx, secret_id, step, digests).await?;
    // In turn by now: the session may have ended meanwhile.
    let still = sessions::session_by_id(tx, half.id).await?.filter(|session| session.user == tx.actor().user);
    sign_in::complete(tx, gate, &still.ok_or(SignInError::Ended)?).await
}

/// Disconnects the actor's app; gives the id under which its secret lies, to be emptied.
///
/// # Errors
/// [`SignInError::SecondFactor`] when none is connected; [`SignInError::Store`].
pub async fn remove_second_factor(tx: &mut Tx, but: Option<Uuid>) -> Result<Uuid, SignInError> {
    let user = tx.actor().user;
    let totp = credentials::totp(tx, user).await?.ok_or(SignInError::SecondFactor)?;
    let codes = credentials::recovery_codes(tx, user).await?;
    let mut act = tx.act(SECOND_FACTOR_REMOVED, None)?;
    act.delete::<user_totp::Entity>(totp.id);
    credentials::put_recovery_codes(&mut act, &codes, user, Vec::new())?;
    act.finish().await?;
    sign_in::end_all(tx, user, but).await?;
    Ok(totp.secret_id)
}

/// Gives the actor new recovery codes in place of the old ones.
///
/// # Errors
/// [`SignInError::SecondFactor`] without an app; [`SignInError::Store`].
pub async fn renew_recovery_codes(tx: &mut Tx, digests: Vec<String>) -> Result<(), SignInError> {
    let user = tx.actor().user;
    credentials::totp(tx, user).await?.ok_or(SignInError::SecondFactor)?;
    let before = credentials::recovery_codes(tx, user).await?;
    let mut act = tx.act(RECOVERY_CODES_RENEWED, None)?;
    credentials::put_recovery_codes(&mut act, &before, user, digests)?;
    act.finish().await?;
    Ok(())
}

/// Uses up one of the actor's recovery codes; says whether it was one.
pub(super) async fn use_recovery_code(tx: &mut Tx, digest: &str) -> Result<bool, SignInError> {
    let user = tx.actor().user;
    let codes = credentials::recovery_codes(tx, user).await?;
    let Some(code) = codes.into_iter().find(|code| code.digest == digest && code.used_at.is_none()) else {
        return Ok(false);
    };
    let mut act = tx.act(RECOVERY_CODE_USED, None)?;
    let used_at = Some(act.now().get());
    act.update::<user_recovery_code::Entity>(user_recovery_code::Model { used_at, ..code })?;
    act.finish().await?;
    Ok(true)
}

/// Invites a user to choose a password, the first or, after it was forgotten, a new one. A new invitation ends the last.
///
/// # Errors
/// [`SignInError::People`] for whoever may not; [`SignInError::Chance`], [`SignInError::Store`].
pub async fn invite(tx: &mut Tx, gate: &Gate, user: Id<User>) -> Result<Token, SignInError> {
    if user != tx.actor().user {
        must_be_over(tx, user).await?;
    }
    let known = store::user(tx, user).await?;
    known.ok_or_else(|| PeopleError::UnknownUser(user.to_string()))?;
    let before = credentials::invitation(tx, user.uuid()).await?;
    let token = Token::new(tx.actor().organisation, user.uuid(), gate.chance())?;
    let mut act = tx.act(USER_INVITED, None)?;
    let row = user_invitation::Model {
        organisation_id: act.organisation().uuid(),
        id: user.uuid(),
        digest: token.digest(),
        invited_at: act.now().get(),
        expires_at: later(act.now(), INVITATION_MAX).get(),
        used_at: None,
    };
    match before {
        Some(_) => act.update::<user_invitation::Entity>(row)?,
        None => act.insert::<user_invitation::Entity>(row)?,
    }
    act.finish().await?;
    Ok(token)
}

/// Takes up an invitation: a new password, no second factor from before, no session from before.
///
/// The actor is the invited user. Gives the id under which the old app's secret lies, to be emptied.
///
/// # Errors
/// [`SignInError::InvitationSpent`], [`SignInError::Store`].
pub async fn accept(tx: &mut Tx, token: &Token, hash: String) -> Result<Option<Uuid>, SignInError> {
    let user = tx.actor().user;
    sessions::take_turns(tx, &[user.uuid()]).await?;
    let row = good_invitation(tx, token).await?;
    let password = credentials::password(tx, user).await?;
    let totp = credentials::totp(tx, user).await?;
    let codes = credentials::recovery_codes(tx, user).await?;
    let mut act = tx.act(INVITATION_ACCEPTED, None)?;
    let used_at = Some(act.now().get());
    act.update::<user_invitation::Entity>(user_invitation::Model { used_at, ..row })?;
    credentials::put_password(&mut act, password, user, hash)?;
    if let Some(totp) = &totp {
        act.delete::<user_totp::Entity>(totp.id);
    }
    credentials::put_recovery_codes(&mut act, &codes, user, Vec::new())?;
    act.finish().await?;
    sign_in::end_all(tx, user, None).await?;
    Ok(totp.map(|totp| totp.secret_id))
}

/// The invitation of this token, while it can be used.
async fn good_invitation(tx: &mut Tx, token: &Token) -> Result<user_invitation::Model, SignInError> {
    let now = tx.now().get();
    let row = credentials::invitation(tx, token.id).await?;
    row.filter(|row| {
        row.id == tx.actor().user.uuid()
            && row.digest == token.digest()
            && row.used_at.is_none()
            && now < row.expires_at
    })
    .ok_or(SignInError::InvitationSpent)
}
