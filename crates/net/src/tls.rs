//! Which cryptography secures connections.

/// Chooses ring as the process's provider of TLS cryptography; calling it again does nothing.
///
/// The choice is the process's, so that the database and the object store use the same.
pub fn install_tls() {
    // An earlier choice stands: it is as good, and two cannot be had.
    let _earlier = rustls::crypto::ring::default_provider().install_default();
}
