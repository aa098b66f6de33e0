//! Instants as people in Sweden read them.

use uppsikt_kernel::{Micros, stockholm};

/// `2026-11-22 10:15:04`, Swedish time.
pub(super) fn swedish(at: i64) -> String {
    let Ok(at) = Micros::new(at) else { return "okänd tid".to_owned() };
    match stockholm() {
        Ok(zone) => at.timestamp().to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => at.to_string(),
    }
}
