//! What can be done about people: begin an organisation, add a user.

pub mod credentials;
pub mod sign_in;

use std::collections::{BTreeMap, BTreeSet};

use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id, Organisation, Role, User};
use uppsikt_store::{Act, Store, Tx};

use super::model::{self, NewOrganisation, NewUser, PeopleError};
use super::store::{self, app_user, authority, organisation, user_role};

const ORGANISATION_BEGUN: ActCode = ActCode::new("organisation-begun");
const USER_ADDED: ActCode = ActCode::new("user-added");

/// An organisation that has ids but is not recorded yet.
#[derive(Debug)]
pub struct Beginning {
    /// The organisation.
    pub organisation: Id<Organisation>,
    /// The log's name.
    pub origin: String,
    /// The first administrator.
    pub actor: Actor,
    name: String,
    admin: NewUser,
    authorities: Vec<(Id<Authority>, String)>,
}

/// Whether a new organisation's names can be used, before anything is made.
///
/// # Errors
/// [`PeopleError::Name`], [`PeopleError::Login`], [`PeopleError::Origin`].
pub fn check(new: &NewOrganisation) -> Result<(), PeopleError> {
    let good = |c: char| !c.is_whitespace() && c != '+' && !c.is_control();
    if new.origin.is_empty() || !new.origin.chars().all(good) {
        return Err(PeopleError::Origin);
    }
    for name in new.authorities.iter().chain([&new.name]) {
        model::name(name)?;
    }
    checked(&new.admin).map(drop)
}

/// Gives a new organisation its ids.
///
/// # Errors
/// As [`check`].
pub fn plan(store: &Store, new: &NewOrganisation) -> Result<Beginning, PeopleError> {
    check(new)?;
    let mut authorities = Vec::new();
    for name in &new.authorities {
        authorities.push((store.new_id::<Authority>()?, model::name(name)?));
    }
    let actor = Actor {
        user: store.new_id()?,
        organisation: store.new_id()?,
        authorities: Authorities::Only(authorities.iter().map(|(id, _)| *id).collect()),
        roles: BTreeSet::from([Role::Administrator]),
        roles_in: BTreeMap::new(),
    };
    Ok(Beginning {
        organisation: actor.organisation,
        origin: new.origin.clone(),
        name: model::name(&new.name)?,
        admin: checked(&new.admin)?,
        actor,
        authorities,
    })
}

/// Records an organisation with its authorities and its first administrator.
///
/// # Errors
/// [`PeopleError::Store`].
pub async fn begin(tx: &mut Tx, new: Beginning) -> Result<(), PeopleError> {
    let created_at = tx.now().get();
    let organisation_id = new.organisation.uuid();
    let mut act = tx.act(ORGANISATION_BEGUN, None)?;
    let row = organisation::Model { organisation_id, id: organisation_id, name: new.name, created_at };
    act.insert::<organisation::Entity>(row)?;
    let ids: Vec<_> = new.authorities.iter().map(|(id, _)| *id).collect();
    for (id, name) in new.authorities {
        act.insert::<authority::Entity>(authority::Model {
            organisation_id,
            id: id.uuid(),
            name,
            created_at,
        })?;
    }
    user_rows(&mut act, new.organisation, new.actor.user, &new.admin, &ids)?;
    act.finish().await?;
    Ok(())
}

/// Adds a user with roles in the authorities that are named.
///
/// # Errors
/// [`PeopleError::NotAdministrator`], [`PeopleError::LoginTaken`] and the like.
pub async fn add_user(
    tx: &mut Tx,
    new: &NewUser,
    authorities: &[Id<Authority>],
) -> Result<Id<User>, PeopleError> {
    if !authorities.iter().all(|authority| tx.actor().has_in(Role::Administrator, *authority)) {
        return Err(PeopleError::NotAdministrator);
    }
    let new = checked(new)?;
    if store::is_taken(tx, &new.login).await? {
        return Err(PeopleError::LoginTaken);
    }
    let (organisation, user) = (tx.actor().organisation, tx.new_id::<User>()?);
    let mut act = tx.act(USER_ADDED, None)?;
    user_rows(&mut act, organisation, user, &new, authorities)?;
    act.finish().await?;
    Ok(user)
}

fn checked(new: &NewUser) -> Result<NewUser, PeopleError> {
    Ok(NewUser { login: model::login(&new.login)?, name: model::name(&new.name)?, roles: new.roles.clone() })
}

fn user_rows(
    act: &mut Act<'_>,
    organisation: Id<Organisation>,
    user: Id<User>,
    new: &NewUser,
    authorities: &[Id<Authority>],
) -> Result<(), PeopleError> {
    let organisation_id = organisation.uuid();
    act.insert::<app_user::Entity>(app_user::Model {
        organisation_id,
        id: user.uuid(),
        login: new.login.clone(),
        name: new.name.clone(),
        created_at: act.now().get(),
    })?;
    for authority in authorities {
        for role in &new.roles {
            act.insert::<user_role::Entity>(user_role::Model {
                organisation_id,
                id: act.new_id::<Role>()?.uuid(),
                user_id: user.uuid(),
                authority_id: authority.uuid(),
                role: role.code().to_owned(),
            })?;
        }
    }
    Ok(())
}
