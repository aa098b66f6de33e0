//! `uppsikt serve`: the one process that owns a data folder.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use uppsikt_store::StoreError;

use super::answer::Answer;
use super::{init, output, socket};
use crate::app::App;
use crate::config::Config;
use crate::explain::{Exit, Explanation, told};
use crate::{jobs, web};

/// Where to listen.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// Adress att lyssna på
    #[arg(long, value_name = "ADRESS", default_value = "127.0.0.1:8090", hide_default_value = true)]
    listen: SocketAddr,
    /// Börja i en tom mapp: organisationen och den första administratören läggs upp i webbläsaren
    #[arg(long)]
    empty: bool,
}

pub(super) async fn run(folder: &Path, arguments: ServeArguments) -> Result<Answer, Explanation> {
    let ends = Ends::listen().map_err(|error| {
        let happened = format!("Operativsystemet tar inte emot signaler: {error}. Inget har startats.");
        Explanation::new(Exit::Folder, happened, "Försök igen.")
    })?;
    if arguments.empty && !folder.join("uppsikt.toml").exists() {
        init::lay_out_empty(folder).await?;
    }
    let config = Config::read(folder).map_err(told)?;
    let app = Arc::new(App::open(config).await.map_err(told)?);
    let listener = TcpListener::bind(arguments.listen).await.map_err(|error| {
        Explanation::new(
            Exit::Folder,
            format!("Det går inte att lyssna på {}: {error}. Inget har startats.", arguments.listen),
            "Välj en annan adress med --listen.",
        )
    })?;
    let address = listener.local_addr().unwrap_or(arguments.listen);
    let commands = socket::bind(folder).map_err(|error| {
        Explanation::new(
            Exit::Folder,
            format!(
                "Det går inte att ta emot kommandon i {}: {error}. Inget har startats.",
                folder.display()
            ),
            "Sökvägen till mappen får ha högst 90 tecken. Kontrollera också att du får skriva i den.",
        )
    })?;
    let (stop, stopped) = watch::channel(false);
    let sequencer = {
        let (store, stopped) = (app.store.clone(), stopped.clone());
        tokio::spawn(async move { store.run_sequencer(stopped).await })
    };
    let worker = tokio::spawn(jobs::run(Arc::clone(&app), stopped.clone()));
    let moderation = tokio::spawn(jobs::moderate(Arc::clone(&app), stopped.clone()));
    let listener_to_platforms = tokio::spawn(jobs::listen(Arc::clone(&app), stopped.clone()));
    let index = tokio::spawn(jobs::index(Arc::clone(&app), stopped.clone()));
    let deliverer = tokio::spawn(jobs::deliver(Arc::clone(&app), stopped.clone()));
    let socket = tokio::spawn(socket::serve(Arc::clone(&app), commands, stopped.clone()));
    let pages = tokio::spawn(web::serve(Arc::clone(&app), listener, stopped));
    output::progress(&format!("Uppsikt är igång på http://{address}/ (avsluta med Ctrl-C)"));
    tracing::info!(%address, "serving");
    offer_start(&app, address).await?;
    ends.wait().await;
    output::progress("Avslutar: det som är påbörjat görs klart …");
    // Nobody listening any more is what is wanted.
    let _ = stop.send(true);
    for (name, part) in [("pages", pages), ("socket", socket)] {
        if let Ok(Err(error)) = part.await {
            tracing::error!(%error, part = name, "a part of the server ended with an error");
        }
    }
    for part in [worker, moderation, listener_to_platforms, index, deliverer, sequencer] {
        let _ = part.await;
    }
    let last = seal_all(&app).await;
    last.map_err(told)?;
    app.store.clone().close().await;
    Ok(Answer::new("Uppsikt är avslutat. Allt som sparats är säkrat.", json!({"stopped": true})))
}

/// An installation with nobody in it is begun in the browser, by whoever reads this.
async fn offer_start(app: &App, address: SocketAddr) -> Result<(), Explanation> {
    if app.store.organisations().await.map_err(told)?.is_empty() {
        let code = app.gate.offer_start().map_err(told)?;
        output::progress(&format!(
            "Uppsikt är inte uppsatt än. Öppna http://{address}/start och skriv koden {code} (gäller en gång, tills servern avslutas)."
        ));
    }
    Ok(())
}

async fn seal_all(app: &App) -> Result<(), StoreError> {
    for organisation in app.store.organisations().await? {
        app.store.seal(organisation.id).await?;
    }
    Ok(())
}

/// Ctrl-C, or a polite end by whoever started us.
struct Ends {
    interrupt: Signal,
    terminate: Signal,
}

impl Ends {
    /// Listens from now on: a signal that comes earlier would end the process in the middle of its work.
    fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
