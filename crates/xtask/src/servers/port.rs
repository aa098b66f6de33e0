//! Free ports on the loopback address.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};

/// A port that nobody listens on right now, chosen by the system.
///
/// # Errors
/// When no port can be had.
pub fn free() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("hitta en ledig port")?;
    Ok(listener.local_addr().context("läsa en ledig ports nummer")?.port())
}

/// The wished port when it is free, otherwise another.
///
/// # Errors
/// As [`free`].
pub fn prefer(wished: u16) -> Result<u16> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, wished)).is_ok() { Ok(wished) } else { free() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_another() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(prefer(port).unwrap(), port);
    }
}
