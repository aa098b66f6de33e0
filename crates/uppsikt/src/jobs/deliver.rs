//! Tells other systems what has happened, beside everything else and never before it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use uppsikt_store::StoreError;

use crate::app::App;
use crate::rooms::integration;

/// How often it is looked whether there is something to tell, in seconds. No queue: deliveries say what is left.
const DELIVER_SECONDS: u64 = 5;

/// Tells until `stop` says true; an attempt that has begun is finished first.
pub async fn deliver(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(DELIVER_SECONDS)) => {}
        }
        if let Err(error) = deliver_once(&app).await {
            tracing::error!(%error, "what has happened could not be told to other systems; it is tried again");
        }
    }
}

async fn deliver_once(app: &App) -> Result<(), StoreError> {
    for organisation in app.store.organisations().await? {
        match integration::deliver_due(app, organisation.id).await {
            Ok(done) if done.failed + done.dead > 0 => {
                let (failed, dead) = (done.failed, done.dead);
                tracing::warn!(organisation = %organisation.id, failed, dead, "other systems could not be told");
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(organisation = %organisation.id, %error, "events could not be read")
            }
        }
    }
    Ok(())
}
