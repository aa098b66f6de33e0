//! That somebody opens what is under a secrecy mark stands in the log before it is shown.

use uppsikt_kernel::Actor;
use uuid::Uuid;

use crate::app::App;
use crate::rooms::registry::{self, RegistryError};

/// Notes in the log that the actor opens an item under a secrecy mark, before it is shown; nothing for others.
pub(super) async fn note(app: &App, actor: &Actor, item: Uuid) -> Result<(), RegistryError> {
    let mut reader = app.store.read(actor).await?;
    let entries = registry::by_item(&mut reader, item).await?;
    let earlier = registry::imported_by_items(&mut reader, &[item]).await?.remove(&item).unwrap_or_default();
    drop(reader);
    let is_marked = entries.iter().any(registry::Registration::is_marked)
        || earlier.iter().any(|known| known.secrecy.is_some());
    if is_marked {
        app.store
            .write::<_, RegistryError, _>(actor, move |tx| {
                Box::pin(async move { registry::note_opening(tx, item).await })
            })
            .await?;
    }
    Ok(())
}
