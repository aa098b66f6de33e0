//! The server's pages: what all of them share, and the way in to those of the rooms.
//!
//! A page is a struct with a template beside it, made by a handler in its room; [`Frame`] puts it into the
//! layout and makes it a response. Around every route lies the same envelope: headers, a policy that names what
//! a page may load, limits, protection against forged requests, and error pages in Swedish. [`routes`] holds
//! every route with who may use it. Every page works without JavaScript, and none loads anything from elsewhere.

mod about;
pub mod api;
pub mod asset;
pub mod components;
pub mod csp;
mod envelope;
mod error;
pub mod export;
mod layout;
pub mod live;
pub mod routes;
pub mod session;
pub mod sign_in;
pub(crate) mod upload;
pub(crate) mod who;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use envelope::{BODY_BYTES_MAX, enclose};
pub use error::Fault;
pub use layout::{Frame, Nav, Notice, Person};

use crate::app::App;

/// Everything that the server answers, as one service.
pub fn router(app: Arc<App>) -> Router {
    enclose(routes::all(app))
}

/// Serves until `stop` says true, then lets requests that have begun come to their end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    // Who asks is told to the routes: the brake on guessing passwords needs the address.
    let service = router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            // A sender that is gone means the same as one that said true.
            let _ = stop.wait_for(|stop| *stop).await;
            // A page that stands open would never come to its end.
            app.live.stop();
        })
        .await
}
