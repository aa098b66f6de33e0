//! Listens to platforms that announce what happens, between the rounds of captures.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use uppsikt_platform::PlatformKind;
use uppsikt_store::StoreError;

use super::schedule::LISTEN_SECONDS;
use super::worker::machine;
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture;

/// Listens until `stop` says true.
pub async fn listen(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    if app.config.capture_interval_minutes().is_none() {
        return;
    }
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(LISTEN_SECONDS)) => {}
        }
        if let Err(error) = listen_once(&app).await {
            tracing::error!(%error, "the accounts to listen to could not be read; it is tried again");
        }
    }
}

async fn listen_once(app: &App) -> Result<(), StoreError> {
    for organisation in app.store.organisations().await? {
        let actor = machine(organisation.id);
        let accounts = {
            let mut reader = app.store.read(&actor).await?;
            account::list(&mut reader).await?
        };
        for account in accounts.iter().filter(|account| is_worth_it(account)) {
            match capture::listen(app, &actor, account).await {
                Ok(heard) if heard.is_news => {
                    if let Err(error) = capture::pass(app, &actor, account).await {
                        tracing::warn!(account = %account.id, %error, "what was announced could not be read yet");
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::debug!(account = %account.id, %error, "the announcements could not be read");
                }
            }
        }
    }
    Ok(())
}

/// Only platforms that are known to announce are connected to for it.
fn is_worth_it(account: &Account) -> bool {
    account.paused.is_none() && account.platform == PlatformKind::Bluesky
}
