//! The server's pages. So far one: whether it is well.

mod routes;

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;

/// Serves until `stop` says true, then lets requests that have begun come to their end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    axum::serve(listener, routes::all(app))
        .with_graceful_shutdown(async move {
            // A sender that is gone means the same as one that said true.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await
}
