//! Reserving a number: at once, whatever is missing.

use uppsikt_kernel::{ActCode, Actor, Authority, Id, Micros, Role, stockholm};
use uppsikt_store::{Act, Source as _, Tx};
use uuid::Uuid;

use super::series::{authority_name, named_or_default};
use super::{has_any, is_machine, now, seal_json};
use crate::rooms::registry::model::{
    self, CauseKind, NewReservation, Registration, RegistryError, Stage, checked, number_text,
};
use crate::rooms::registry::store::{self, case, entry, item, secrecy};

const REGISTRY_NUMBER_RESERVED: ActCode = ActCode::new("registry-number-reserved");

/// Whether the actor may have a number reserved there: an editor, a registrar, or the program itself; for a decision
/// also whoever else decides, since a removal must not wait for a role that the decider lacks.
///
/// # Errors
/// [`RegistryError::NotAllowed`].
pub fn may_reserve(
    actor: &Actor,
    authority: Id<Authority>,
    cause_kind: CauseKind,
) -> Result<(), RegistryError> {
    let roles: &[Role] = match cause_kind {
        CauseKind::Decision => &[Role::Editor, Role::Registrar, Role::Manager, Role::Communications],
        CauseKind::ByHand => &[Role::Editor, Role::Registrar],
    };
    let machine = is_machine(actor) && actor.authorities.contain(authority);
    if machine || has_any(actor, roles, authority) {
        Ok(())
    } else {
        Err(RegistryError::NotAllowed("en redaktör eller registrator"))
    }
}

/// Reserves the next number of a series; the same cause gives the same entry again, as it is now.
///
/// An authority without a series gets one. A failed transaction leaves no gap: the number is taken only when
/// everything is recorded.
///
/// # Errors
/// [`RegistryError::NotAllowed`], [`RegistryError::UnknownSeries`], [`RegistryError::CauseElsewhere`];
/// [`RegistryError::TooMany`] and the like for what cannot be kept.
pub async fn reserve(tx: &mut Tx, new: NewReservation) -> Result<Registration, RegistryError> {
    may_reserve(tx.actor(), new.authority, new.cause_kind)?;
    let new = checked(new)?;
    if let Some(known) = again(tx, &new).await? {
        return Ok(known);
    }
    store::take_turn(tx, new.authority).await?;
    // Whoever had the turn before may have had the same cause.
    if let Some(known) = again(tx, &new).await? {
        return Ok(known);
    }
    let series = named_or_default(tx, new.authority, new.series.as_deref()).await?;
    let year = year_of(tx.now())?;
    let last = store::last_number(tx, new.authority, &series.code, year).await?;
    let number = last.checked_add(1).ok_or(RegistryError::NoMoreNumbers)?;
    let text = number_text(&series, year, number);
    let id = write(tx, &new, &series.code, (year, number, text)).await?;
    now(tx, id).await
}

async fn again(tx: &mut Tx, new: &NewReservation) -> Result<Option<Registration>, RegistryError> {
    match store::by_cause(tx, new.cause).await? {
        Some(known) if known.authority != new.authority => Err(RegistryError::CauseElsewhere),
        known => Ok(known),
    }
}

/// The calendar year in Sweden, in which a series counts.
fn year_of(at: Micros) -> Result<i32, RegistryError> {
    Ok(i32::from(at.timestamp().to_zoned(stockholm()?).year()))
}

/// The calendar day in Sweden.
pub(super) fn day_of(at: Micros) -> Result<String, RegistryError> {
    Ok(at.timestamp().to_zoned(stockholm()?).date().to_string())
}

async fn write(
    tx: &mut Tx,
    new: &NewReservation,
    series: &str,
    (year, number, registry_number): (i32, i32, String),
) -> Result<Id<Registration>, RegistryError> {
    let organisation_id = tx.scope().organisation().uuid();
    let marked_by = match new.secrecy {
        Some(_) => authority_name(tx, new.authority).await?,
        None => String::new(),
    };
    let mut act = tx.act(REGISTRY_NUMBER_RESERVED, Some(new.authority))?;
    let id: Id<Registration> = act.new_id()?;
    let protected = match &new.description.protected {
        Some(protected) => Some(seal_json(&mut act, protected)?.uuid()),
        None => None,
    };
    act.insert::<entry::Entity>(entry::Model {
        organisation_id,
        id: id.uuid(),
        authority_id: new.authority.uuid(),
        series: series.to_owned(),
        year,
        number,
        registry_number,
        state: Stage::Reserved.code().to_owned(),
        direction: new.direction.code().to_owned(),
        cause_id: new.cause,
        cause_kind: new.cause_kind.code().to_owned(),
        duty: new.duty.clone(),
        received_at: new.received_at.get(),
        reserved_at: act.now().get(),
        completed_at: None,
        declined_at: None,
        decline_object_id: None,
        public_description: new.description.public.clone(),
        protected_object_id: protected,
        objection_code: new.objection.as_ref().map(|objection| objection.code.clone()),
        objection_statement: new.objection.as_ref().map(|objection| objection.statement.clone()),
    })?;
    for registered in &new.items {
        act.insert::<item::Entity>(item::Model {
            organisation_id,
            id: act.new_id::<item::Entity>()?.uuid(),
            authority_id: new.authority.uuid(),
            entry_id: id.uuid(),
            item_id: registered.item,
            version: registered.version,
            object_id: registered.object.uuid(),
        })?;
    }
    for number in &new.cases {
        insert_case(&mut act, new.authority.uuid(), id, number)?;
    }
    if let Some(provision) = &new.secrecy {
        insert_mark(&mut act, new.authority.uuid(), id, (provision, &marked_by))?;
    }
    act.finish().await?;
    Ok(id)
}

pub(super) fn insert_case(
    act: &mut Act<'_>,
    authority_id: Uuid,
    entry: Id<Registration>,
    case_number: &str,
) -> Result<(), RegistryError> {
    Ok(act.insert::<case::Entity>(case::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<case::Entity>()?.uuid(),
        authority_id,
        entry_id: entry.uuid(),
        case_number: case_number.to_owned(),
        linked_at: act.now().get(),
    })?)
}

pub(super) fn insert_mark(
    act: &mut Act<'_>,
    authority_id: Uuid,
    entry: Id<Registration>,
    (provision, marked_by): (&str, &str),
) -> Result<(), RegistryError> {
    Ok(act.insert::<secrecy::Entity>(secrecy::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<secrecy::Entity>()?.uuid(),
        authority_id,
        entry_id: entry.uuid(),
        provision: model::provision(provision)?,
        marked_on: day_of(act.now())?,
        marked_by: marked_by.to_owned(),
        lifted_at: None,
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_one_that_people_in_sweden_have() {
        for (at, year, day) in [
            ("2026-12-31T22:59:59Z", 2026, "2026-12-31"),
            ("2026-12-31T23:00:00Z", 2027, "2027-01-01"),
            ("2026-06-30T22:30:00Z", 2026, "2026-07-01"),
        ] {
            let at: Micros = at.parse::<jiff::Timestamp>().unwrap().into();
            assert_eq!((year_of(at).unwrap(), day_of(at).unwrap().as_str()), (year, day), "{at}");
        }
    }
}
