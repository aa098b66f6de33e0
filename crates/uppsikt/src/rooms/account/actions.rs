//! What can be done with accounts.

use uppsikt_kernel::{ActCode, Authority, Id, Role};
use uppsikt_store::{Source as _, Tx};

use super::model::{Account, AccountError, NewAccount};
use super::store::{self, account};
use crate::rooms::people;

const ACCOUNT_ADDED: ActCode = ActCode::new("account-added");
const ACCOUNT_PASSWORD_CHANGED: ActCode = ActCode::new("account-password-changed");

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
    let account = Account {
        id: act.new_id()?,
        authority,
        name,
        platform: new.platform,
        address: new.address,
        login: new.login,
        is_internal: new.is_internal,
    };
    act.insert::<account::Entity>(account::Model {
        organisation_id,
        id: account.id.uuid(),
        authority_id: authority.uuid(),
        name: account.name.clone(),
        platform: account.platform.code().to_owned(),
        address: account.address.clone(),
        login: account.login.clone(),
        is_internal: account.is_internal,
        created_at: act.now().get(),
        closed_at: None,
    })?;
    act.finish().await?;
    Ok(account)
}

/// Records that an account's password was changed; the password itself goes to the key store.
///
/// # Errors
/// [`AccountError::NotAdministrator`].
pub async fn password_changed(tx: &mut Tx, account: &Account) -> Result<(), AccountError> {
    if !tx.actor().has_in(Role::Administrator, account.authority) {
        return Err(AccountError::NotAdministrator);
    }
    tx.act(ACCOUNT_PASSWORD_CHANGED, Some(account.authority))?.finish().await?;
    Ok(())
}
