//! What has happened to an entry, and where in the ledger it stands.

use uppsikt_ledger::Entry;
use uppsikt_store::{ActInfo, Reader, StoreError};
use uuid::Uuid;

use crate::rooms::registry::{Registration, RegistrationState};
use crate::web::components::Moment;
use crate::web::who;

/// Something that has happened to an entry.
pub(super) struct Event {
    pub at: Moment,
    pub what: String,
    /// Who did it, where that is still known.
    pub by: Option<String>,
    /// The act in the ledger.
    pub act: Option<Uuid>,
    order: i64,
}

/// What has happened, oldest first.
pub(super) async fn history(
    reader: &mut Reader,
    entry: &Registration,
    now: i64,
) -> Result<Vec<Event>, StoreError> {
    let mut wanted = vec![("registry-number-reserved", entry.reserved_at, "Numret reserverades".to_owned())];
    match entry.state {
        RegistrationState::Reserved => {}
        RegistrationState::Completed { at } => {
            wanted.push(("registry-completed", at, "Diariefördes".to_owned()))
        }
        RegistrationState::Declined { at, .. } => {
            wanted.push(("registry-declined", at, "Avböjdes".to_owned()))
        }
    }
    for mark in &entry.secrecy {
        if let Some(at) = mark.lifted_at {
            let what = format!("Sekretessmarkeringen {} hävdes", mark.provision);
            wanted.push(("registry-secrecy-lifted", at, what));
        }
    }
    let mut events = Vec::new();
    for (code, at, what) in wanted {
        let acts = reader.acts_recorded(code, entry.authority, at).await?;
        let (act, by) = match whose(reader, entry, acts).await? {
            Some((act, by)) => (Some(act), by),
            None => (None, None),
        };
        events.push(Event { at: Moment::new(at, now), what, by, act, order: at });
    }
    if let Some(object) = entry.protected
        && let Some(act) = reader.act_behind(object).await?
        && events.iter().all(|event| event.act != Some(act.id))
    {
        let by = who(reader, &act).await?;
        let what = "Den skyddade beskrivningen skrevs".to_owned();
        let at = Moment::new(act.recorded_at, now);
        events.push(Event { at, what, by, act: Some(act.id), order: act.recorded_at });
    }
    events.sort_by_key(|event| event.order);
    Ok(events)
}

/// The act of those that wrote this entry's row; the only one where it wrote another row of the entry's.
async fn whose(
    reader: &mut Reader,
    entry: &Registration,
    acts: Vec<ActInfo>,
) -> Result<Option<(Uuid, Option<String>)>, StoreError> {
    for act in &acts {
        let wrote = Entry::parse(&reader.act_entry(act).await?)
            .is_ok_and(|written| written.rows.iter().any(|row| row.id == entry.id.uuid()));
        if wrote || acts.len() == 1 {
            return Ok(Some((act.id, who(reader, act).await?)));
        }
    }
    Ok(None)
}

/// Who did it, a person or another system; the program itself has no name.
async fn who(reader: &mut Reader, act: &ActInfo) -> Result<Option<String>, StoreError> {
    let Ok(entry) = Entry::parse(&reader.act_entry(act).await?) else { return Ok(None) };
    who::name_of(reader, entry.actor).await
}
