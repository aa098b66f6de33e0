//! The only door out of Uppsikt.
//!
//! Every request that the program makes goes through [`Client`], which knows by its
//! [`Policy`] where it may go, how long it may take and how much may come back. A request
//! for anywhere else is refused before a name is looked up; a name that points at a private
//! address is refused before a connection is made, on every connection, so that a name
//! which changes its mind cannot lead inwards. Redirects stay within their origin. What
//! goes wrong is told without credentials and without query strings.
//!
//! A [`Socket`] is a WebSocket through the same door.
//!
//! Nothing here knows what is asked for: platforms, mail and archives are for others.
//!
//! ```
//! use uppsikt_net::{Client, HostRule, Policy};
//! let policy = Policy::new(vec![HostRule::public("https://www.lindholm.example/")?]);
//! let client = Client::new(policy)?;
//! # Ok::<(), uppsikt_net::NetError>(())
//! ```

mod address;
mod client;
mod error;
mod policy;
mod request;
mod resolver;
mod response;
mod secret;
mod socket;
mod tls;

pub use client::Client;
pub use error::{NetError, Place};
pub use policy::{HostRule, Policy};
pub use request::{Auth, Method, Request};
pub use response::Response;
pub use secret::Secret;
pub use socket::Socket;
pub use tls::install_tls;
