//! That somebody opens what is under a secrecy mark stands in the log before it is shown.

use uppsikt_kernel::{Actor, Id};
use uuid::Uuid;

use crate::app::App;
use crate::rooms::registry::{self, Imported, Registration, RegistryError};

/// Notes in the log that the actor opens an item under a secrecy mark, before it is shown; nothing for others.
pub(super) async fn note(app: &App, actor: &Actor, item: Uuid) -> Result<(), RegistryError> {
    let mut reader = app.store.read(actor).await?;
    let entries = registry::by_item(&mut reader, item).await?;
    let entries: Vec<Id<Registration>> =
        entries.iter().filter(|entry| entry.is_marked()).map(|entry| entry.id).collect();
    let earlier = registry::imported_by_items(&mut reader, &[item]).await?.remove(&item).unwrap_or_default();
    let earlier: Vec<Imported> = earlier.into_iter().filter(|known| known.secrecy.is_some()).collect();
    drop(reader);
    if entries.is_empty() && earlier.is_empty() {
        return Ok(());
    }
    app.store
        .write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move {
                for id in entries {
                    registry::note_protected_read(tx, id).await?;
                }
                for known in earlier {
                    registry::note_imported_read(tx, &known).await?;
                }
                Ok(())
            })
        })
        .await
}
