//! The registrar of the demonstration: completes most numbers the day after, declines one, and leaves the newest.

use uppsikt_kernel::{Actor, Id, Micros};

use super::content::{Register, Registrar, Work};
use super::work::Office;
use crate::explain::{Explanation, told};
use crate::rooms::capture;
use crate::rooms::registry::{
    self, CauseKind, Description, Direction, Filter, NewReservation, RegisteredItem, Registration,
    RegistryError, Stage,
};

/// Numbers that are looked through.
const NUMBERS_MAX: u64 = 500;
/// The registrar comes to a number after this long, in hours.
const LATER_HOURS: i64 = 20;
const HOUR_MICROS: i64 = 60 * 60 * 1_000_000;

/// Registers what is registered though it stays.
pub(super) async fn register(office: &mut Office<'_>) -> Result<(), Explanation> {
    let content = office.content;
    for (at, work) in content.work.iter().enumerate() {
        let Work::Register(register) = work else { continue };
        if office.is_done(at, 0) {
            continue;
        }
        let registrar = office.actor("registrator")?.clone();
        let Some(item) = office.item(&registrar, &register.account, &register.item).await? else { continue };
        office.begin(at, 0);
        office.pass(60);
        let mut reader = office.app.store.read(&registrar).await.map_err(told)?;
        let Some(last) = capture::last_version(&mut reader, item.id).await.map_err(told)? else { continue };
        drop(reader);
        let received_at = last.published_at.and_then(|at| Micros::new(at).ok());
        let received_at = received_at.unwrap_or_else(|| office.app.store.now());
        let cause = (CauseKind::ByHand, last.object.uuid());
        let new = NewReservation {
            items: vec![RegisteredItem { item: item.id, version: last.number, object: last.object }],
            secrecy: register.secrecy.clone(),
            description: Description { public: Some(register.description.clone()), ..Description::default() },
            ..NewReservation::new(item.authority, cause, Direction::Received, received_at)
        };
        let reserved = office.app.store.write::<_, RegistryError, _>(&registrar, move |tx| {
            Box::pin(async move { registry::reserve(tx, new).await })
        });
        let entry = reserved.await.map_err(told)?;
        treat(office, &registrar, entry.id, register).await?;
    }
    Ok(())
}

async fn treat(
    office: &Office<'_>,
    registrar: &Actor,
    id: Id<Registration>,
    register: &Register,
) -> Result<(), Explanation> {
    let reason = register.reason.clone().unwrap_or_default();
    let done = register.registrar;
    if done == Registrar::Draft {
        return Ok(());
    }
    office.pass(300);
    let treated = office.app.store.write::<_, RegistryError, _>(registrar, move |tx| {
        Box::pin(async move {
            match done {
                Registrar::Declined => registry::decline(tx, id, &reason).await,
                _ => registry::complete(tx, id, Description::default(), &[]).await,
            }
        })
    });
    treated.await.map(drop).map_err(told)
}

/// Completes what was reserved by decisions, except what is so new that it waits for whoever tries the program.
pub(super) async fn complete(office: &Office<'_>, until: Micros) -> Result<(), Explanation> {
    let registrar = office.actor("registrator")?;
    let ready = until.get().min(office.app.store.now().get() - LATER_HOURS * HOUR_MICROS);
    let mut reader = office.app.store.read(registrar).await.map_err(told)?;
    let filter = Filter { stage: Some(Stage::Reserved), ..Filter::default() };
    let waiting = registry::list(&mut reader, &filter, NUMBERS_MAX).await.map_err(told)?;
    drop(reader);
    for entry in waiting {
        let by_decision = entry.cause_kind == CauseKind::Decision;
        if !by_decision || entry.reserved_at > ready {
            continue;
        }
        office.pass(90);
        let treated = office.app.store.write::<_, RegistryError, _>(registrar, move |tx| {
            Box::pin(async move { registry::complete(tx, entry.id, Description::default(), &[]).await })
        });
        treated.await.map_err(told)?;
    }
    Ok(())
}
