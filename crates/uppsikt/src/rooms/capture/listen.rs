//! Listening to what a platform announces by itself, between two passes.
//!
//! A deletion that is announced is looked after at once, and the announcement is kept as proof of whose doing it was.
//! Something new or changed is left to a pass, which reads it with its text: announcements carry none.

use uppsikt_kernel::Actor;
use uppsikt_platform::{Cursor, Happened};

use super::actions;
use super::known::Known;
use super::model::{CaptureError, Origin};
use super::pass::Pass;
use super::store;
use crate::app::App;
use crate::rooms::account::Account;

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// Deletions of what we hold, each looked after.
    pub deleted: u64,
    /// Whether something is new or changed, so that a pass is worth making now.
    pub is_news: bool,
}

/// Reads what the platform has announced since the last time; nothing where it announces nothing.
///
/// # Errors
/// [`CaptureError`]; what was heard before is kept, and the rest is announced again.
pub async fn listen(app: &App, actor: &Actor, account: &Account) -> Result<Heard, CaptureError> {
    let platform = app.connect(account)?;
    if !platform.abilities().announces {
        return Ok(Heard::default());
    }
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let (cursor, complete_at) = {
        let mut reader = app.store.read(actor).await?;
        let cursor = store::announced(&mut reader, account.id).await?;
        (cursor, store::complete_at(&mut reader, account.id).await?)
    };
    // Before the first whole pass there is nothing that could have been deleted.
    let Some(complete_at) = complete_at else { return Ok(Heard::default()) };
    let changes = platform.changes(cursor.clone().map(Cursor::new)).await?;
    let mut heard = Heard { deleted: 0, is_news: changes.has_gap };
    for change in changes.events {
        let Happened::Deleted(by) = change.what else {
            heard.is_news = true;
            continue;
        };
        let mut reader = app.store.read(actor).await?;
        // Others delete too; what we never held is nothing to us, and nothing of it is written.
        let Some(item) = store::by_native(&mut reader, account.id, &change.item).await? else { continue };
        let Some(known) = Known::load_one(&mut reader, item.id).await? else { continue };
        let Some(last) = known.only() else { continue };
        let mut pass = Pass::begin(app, actor, account, &*platform, Origin::Read, known, &mut reader).await?;
        drop(reader);
        let (kept, bytes) = (account.clone(), change.bytes.clone());
        app.store
            .write::<_, CaptureError, _>(actor, move |tx| {
                Box::pin(async move { actions::keep_announcement(tx, &kept, &bytes).await })
            })
            .await?;
        pass.announce(change.item, by, change.before);
        pass.one(&last).await?;
        heard.deleted += 1;
    }
    let next = changes.next.map(|next| next.as_str().to_owned());
    if next.is_some() && next != cursor {
        let account = account.clone();
        app.store
            .write::<_, CaptureError, _>(actor, move |tx| {
                Box::pin(async move { actions::note_complete(tx, &account, complete_at, next).await })
            })
            .await?;
    }
    Ok(heard)
}
