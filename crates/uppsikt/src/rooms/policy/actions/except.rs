//! Exceptions: asked for, granted or refused, and ended.

use jiff::ToSpan as _;
use jiff::civil::Date;
use uppsikt_guideline::parameter::{Key, Party};
use uppsikt_guideline::parse_value;
use uppsikt_kernel::{ActCode, Actor, Authority, Id, Role};
use uppsikt_store::{Source as _, Tx};
use uuid::Uuid;

use crate::rooms::policy::error::PolicyError;
use crate::rooms::policy::model::{ExceptionState, GrantedException, day_of};
use crate::rooms::policy::store::{self, exception_table, row_of_exception};

const EXCEPTION_ASKED: ActCode = ActCode::new("exception-asked");
const EXCEPTION_GRANTED: ActCode = ActCode::new("exception-granted");
const EXCEPTION_REFUSED: ActCode = ActCode::new("exception-refused");
const EXCEPTION_ENDED: ActCode = ActCode::new("exception-ended");

/// An exception that is asked for.
#[derive(Debug, Clone)]
pub struct NewException {
    /// Whose account it is.
    pub authority: Id<Authority>,
    /// The account.
    pub account: Uuid,
    /// What it is about.
    pub key: Key,
    /// What would hold instead, as a profile would write it.
    pub value: String,
    /// Why.
    pub reason: String,
    /// The first day; today when absent.
    pub from: Option<Date>,
    /// The last day.
    pub until: Date,
}

/// Whether the actor may ask for exceptions of an authority's accounts.
#[must_use]
pub fn may_ask_exception(actor: &Actor, authority: Id<Authority>) -> bool {
    let may = [Role::Editor, Role::Manager, Role::Communications, Role::Administrator];
    may.iter().any(|role| actor.has_in(*role, authority))
}

/// Whether the actor may grant or refuse one that the guideline leaves to `by`; to the manager where it says nothing.
#[must_use]
pub fn may_decide_exception(actor: &Actor, authority: Id<Authority>, by: Option<Party>) -> bool {
    actor.has_in(role_of(by.unwrap_or(Party::Manager)), authority)
}

/// Whether the actor may end one before its last day.
#[must_use]
pub fn may_end_exception(actor: &Actor, authority: Id<Authority>) -> bool {
    let may = [Role::Manager, Role::Communications, Role::Administrator];
    may.iter().any(|role| actor.has_in(*role, authority))
}

/// Asks for an exception. Nothing changes before somebody grants it.
///
/// # Errors
/// [`PolicyError::NoReason`], [`PolicyError::Days`], [`PolicyError::Value`];
/// [`PolicyError::NotAllowed`] for an actor who only reads.
pub async fn ask_exception(tx: &mut Tx, new: NewException) -> Result<GrantedException, PolicyError> {
    if !may_ask_exception(tx.actor(), new.authority) {
        return Err(PolicyError::NotAllowed);
    }
    if new.reason.trim().is_empty() {
        return Err(PolicyError::NoReason);
    }
    let today = day_of(tx.now())?;
    let from = new.from.unwrap_or(today);
    let longest = from.checked_add(2.years()).map_err(|_| PolicyError::Days)?;
    if new.until < from || new.until < today || new.until > longest {
        return Err(PolicyError::Days);
    }
    let value =
        parse_value(new.key, &new.value).map_err(|_| PolicyError::Value(new.key.swedish().to_owned()))?;
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(EXCEPTION_ASKED, Some(new.authority))?;
    let asked = GrantedException {
        id: act.new_id::<exception_table::Entity>()?.uuid(),
        authority: new.authority,
        account: new.account,
        key: new.key,
        value,
        written: new.value,
        reason: new.reason.trim().to_owned(),
        from,
        until: new.until,
        state: ExceptionState::Asked,
        asked_by: act.actor(),
        asked_at: act.now().get(),
        decided_by: None,
        decided_as: None,
        decided_at: None,
        ended_at: None,
    };
    act.insert::<exception_table::Entity>(row_of_exception(organisation_id, &asked))?;
    act.finish().await?;
    Ok(asked)
}

/// Grants or refuses an exception. `by` is who may, as the guideline says it; the manager in charge
/// where it says nothing.
///
/// # Errors
/// [`PolicyError::NotYours`], [`PolicyError::NotFound`], [`PolicyError::State`]; [`PolicyError::Days`]
/// when its last day has passed.
pub async fn decide_exception(
    tx: &mut Tx,
    id: Uuid,
    by: Option<Party>,
    grants: bool,
) -> Result<GrantedException, PolicyError> {
    let asked = store::exception(tx, id).await?.ok_or(PolicyError::NotFound)?;
    let party = by.unwrap_or(Party::Manager);
    if !may_decide_exception(tx.actor(), asked.authority, by) {
        return Err(PolicyError::NotYours(party.swedish()));
    }
    if asked.state != ExceptionState::Asked {
        return Err(PolicyError::State(asked.state));
    }
    if grants && asked.until < day_of(tx.now())? {
        return Err(PolicyError::Days);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let code = if grants { EXCEPTION_GRANTED } else { EXCEPTION_REFUSED };
    let mut act = tx.act(code, Some(asked.authority))?;
    let decided = GrantedException {
        state: if grants { ExceptionState::Granted } else { ExceptionState::Refused },
        decided_by: Some(act.actor()),
        decided_as: Some(party),
        decided_at: Some(act.now().get()),
        ..asked
    };
    act.update::<exception_table::Entity>(row_of_exception(organisation_id, &decided))?;
    act.finish().await?;
    Ok(decided)
}

/// Ends an exception before its last day.
///
/// # Errors
/// [`PolicyError::NotAllowed`], [`PolicyError::NotFound`], [`PolicyError::State`].
pub async fn end_exception(tx: &mut Tx, id: Uuid) -> Result<GrantedException, PolicyError> {
    let granted = store::exception(tx, id).await?.ok_or(PolicyError::NotFound)?;
    if !may_end_exception(tx.actor(), granted.authority) {
        return Err(PolicyError::NotAllowed);
    }
    if granted.state != ExceptionState::Granted {
        return Err(PolicyError::State(granted.state));
    }
    end(tx, granted).await
}

/// Notes that exceptions have ended whose last day has passed; gives how many.
///
/// They have not held since that day, whether this has run or not: their days are looked at.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn end_expired(tx: &mut Tx) -> Result<usize, PolicyError> {
    let today = day_of(tx.now())?;
    let all = store::exceptions(tx).await?;
    let over = all.into_iter().filter(|one| one.state == ExceptionState::Granted && one.until < today);
    let mut ended = 0;
    for one in over {
        end(tx, one).await?;
        ended += 1;
    }
    Ok(ended)
}

async fn end(tx: &mut Tx, granted: GrantedException) -> Result<GrantedException, PolicyError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(EXCEPTION_ENDED, Some(granted.authority))?;
    let ended = GrantedException { state: ExceptionState::Ended, ended_at: Some(act.now().get()), ..granted };
    act.update::<exception_table::Entity>(row_of_exception(organisation_id, &ended))?;
    act.finish().await?;
    Ok(ended)
}

/// Which of the program's roles acts for a party that a guideline names.
const fn role_of(party: Party) -> Role {
    match party {
        Party::Communications | Party::HeadOfCommunications | Party::CentralOffice => Role::Communications,
        Party::Registrar => Role::Registrar,
        Party::Archivist => Role::Archivist,
        Party::DataProtectionOfficer => Role::DataProtectionOfficer,
        Party::InformationTechnology => Role::Administrator,
        _ => Role::Manager,
    }
}
