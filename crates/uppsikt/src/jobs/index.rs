//! The search index follows the log, every other second, beside everything else.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use uppsikt_store::StoreError;

use super::schedule::MODERATION_SECONDS;
use super::worker::machine;
use crate::app::App;
use crate::rooms::search;

/// Puts in what has been sealed, until `stop` says true. What is under way then is let go: the next start goes on
/// from the last commit.
pub async fn index(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        let round = async {
            tokio::time::sleep(Duration::from_secs(MODERATION_SECONDS)).await;
            if let Err(error) = once(&app).await {
                tracing::error!(%error, "the search index could not look at the log; it is tried again");
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = round => {}
        }
    }
}

/// An index that cannot be used keeps nothing else waiting: it is tried again, and the page says how far it has come.
async fn once(app: &App) -> Result<(), StoreError> {
    for organisation in app.store.organisations().await? {
        let told = |progress: search::Progress| {
            if progress.reached == 0 {
                tracing::info!(sealed = progress.sealed, "the search index is filled from the beginning");
            }
        };
        if let Err(error) = search::catch_up(app, &machine(organisation.id), told).await {
            tracing::error!(%error, "the search index could not follow the log; it is tried again");
        }
    }
    Ok(())
}
