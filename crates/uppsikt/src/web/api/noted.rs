//! That something was read stands in the log before it is given.

use std::collections::BTreeMap;

use uppsikt_kernel::{Authority, Id};
use uuid::Uuid;

use super::token::Calling;
use crate::app::App;
use crate::rooms::integration::{self, IntegrationError, ReadKind};
use crate::rooms::registry::{self, RegistryError};
use crate::web::Fault;

/// What a call is about to give, by whose it is; a list names no single things, since it gives none of their words.
pub(super) type Given = BTreeMap<Id<Authority>, Vec<Uuid>>;

/// The authorities of a list.
pub(super) fn list(authorities: impl IntoIterator<Item = Id<Authority>>) -> Given {
    authorities.into_iter().map(|authority| (authority, Vec::new())).collect()
}

/// Notes what a call gives.
pub(super) async fn note(app: &App, calling: &Calling, kind: ReadKind, given: Given) -> Result<(), Fault> {
    if given.is_empty() {
        return Ok(());
    }
    app.store
        .write::<_, IntegrationError, _>(calling.actor(), move |tx| {
            Box::pin(async move {
                for (authority, subjects) in given {
                    integration::note_read(tx, authority, kind, &subjects).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

/// Notes that an item is opened, and also where it is under a secrecy mark; says whether it is.
pub(super) async fn note_item(
    app: &App,
    calling: &Calling,
    authority: Id<Authority>,
    item: Uuid,
) -> Result<bool, Fault> {
    note(app, calling, ReadKind::Item, Given::from([(authority, vec![item])])).await?;
    let marked = app
        .store
        .write::<_, RegistryError, _>(calling.actor(), move |tx| {
            Box::pin(async move { registry::note_opening(tx, item).await })
        })
        .await?;
    Ok(marked)
}
