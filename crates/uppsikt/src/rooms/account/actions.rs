//! What can be done with accounts.

use uppsikt_kernel::{ActCode, Authority, Id, Role};
use uppsikt_store::{Source as _, Tx};

use super::model::{Account, AccountError, NewAccount, Pause};
use super::store::{self, account};
use crate::rooms::people;

const ACCOUNT_ADDED: ActCode = ActCode::new("account-added");
const ACCOUNT_PAUSED: ActCode = ActCode::new("account-paused");
const ACCOUNT_WATCHED: ActCode = ActCode::new("account-watched");
const ACCOUNT_RESUMED: ActCode = ActCode::new("account-resumed");
const ACCOUNT_PASSWORD_CHANGED: ActCode = ActCode::new("account-password-changed");

const MICROS: i64 = 1_000_000;

/// Adds an account to an authority.
///
/// # Errors
/// [`AccountError::NotAdministrator`], [`AccountError::NameTaken`] and the like.
pub async fn add(tx: &mut Tx, authority: Id<Authority>, new: NewAccount) -> Result<Account, AccountError> {
    if !tx.actor().has_in(Role::Administrator, authority) {
        return Err(AccountError::NotAdministrator);
    }
    let name = people::name(&new.name)?;
    if store::named(tx, &name).await?.is_some() {
        return Err(AccountError::NameTaken);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(ACCOUNT_ADDED, Some(authority))?;
    let now = act.now().get();
    let account = Account {
        id: act.new_id()?,
        authority,
        name,
        platform: new.platform,
        address: new.address,
        login: new.login,
        is_internal: new.is_internal,
        created_at: now,
        // Platforms tell whole seconds: what comes in this one counts as watched.
        watch_from_at: Some(new.watch_from_at.unwrap_or(now - now % MICROS)),
        paused: None,
        view_address: new.view_address,
        import_id: new.import_id,
    };
    act.insert::<account::Entity>(store::row_of(organisation_id, &account))?;
    act.finish().await?;
    Ok(account)
}

/// Records that an account's password was changed; the password itself goes to the key store.
///
/// A pause ends with it: the next pass shows whether the platform lets us in.
///
/// # Errors
/// [`AccountError::NotAdministrator`].
pub async fn password_changed(tx: &mut Tx, account: &Account) -> Result<(), AccountError> {
    if !tx.actor().has_in(Role::Administrator, account.authority) {
        return Err(AccountError::NotAdministrator);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let now = store::by_id(tx, account.id).await?;
    let mut act = tx.act(ACCOUNT_PASSWORD_CHANGED, Some(account.authority))?;
    if let Some(now) = now.filter(|now| now.paused.is_some()) {
        let resumed = Account { paused: None, ..now };
        act.update::<account::Entity>(store::row_of(organisation_id, &resumed))?;
    }
    act.finish().await?;
    Ok(())
}

/// Stops the reading of an account that the platform no longer lets us into, until a person has seen to it.
///
/// # Errors
/// [`AccountError::Store`].
pub async fn pause(tx: &mut Tx, account: &Account, why: &str) -> Result<(), AccountError> {
    let organisation_id = tx.scope().organisation().uuid();
    let Some(now) = store::by_id(tx, account.id).await?.filter(|now| now.paused.is_none()) else {
        return Ok(());
    };
    let mut act = tx.act(ACCOUNT_PAUSED, Some(account.authority))?;
    let pause = Pause { at: act.now().get(), why: why.to_owned() };
    let paused = Account { paused: Some(pause), ..now };
    act.update::<account::Entity>(store::row_of(organisation_id, &paused))?;
    act.finish().await?;
    Ok(())
}

/// From when on what is published creates clocks and breaches; what is older is kept without.
///
/// # Errors
/// [`AccountError::NotAdministrator`].
pub async fn watch_from(tx: &mut Tx, account: &Account, from: i64) -> Result<(), AccountError> {
    if !tx.actor().has_in(Role::Administrator, account.authority) {
        return Err(AccountError::NotAdministrator);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let Some(now) = store::by_id(tx, account.id).await? else { return Ok(()) };
    let mut act = tx.act(ACCOUNT_WATCHED, Some(account.authority))?;
    let watched = Account { watch_from_at: Some(from), ..now };
    act.update::<account::Entity>(store::row_of(organisation_id, &watched))?;
    act.finish().await?;
    Ok(())
}

/// Reads a paused account again: the platform has let us in.
///
/// # Errors
/// [`AccountError::Store`].
pub async fn resume(tx: &mut Tx, account: &Account) -> Result<(), AccountError> {
    let organisation_id = tx.scope().organisation().uuid();
    let Some(now) = store::by_id(tx, account.id).await?.filter(|now| now.paused.is_some()) else {
        return Ok(());
    };
    let mut act = tx.act(ACCOUNT_RESUMED, Some(account.authority))?;
    act.update::<account::Entity>(store::row_of(organisation_id, &Account { paused: None, ..now }))?;
    act.finish().await?;
    Ok(())
}
