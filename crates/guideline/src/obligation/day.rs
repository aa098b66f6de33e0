//! Days as instants.

use jiff::civil::Date;
use uppsikt_kernel::{Micros, stockholm};

/// The instant at which a day begins in Sweden; `None` beyond the calendar.
pub(super) fn begins(day: Date) -> Option<Micros> {
    let zoned = day.to_zoned(stockholm().ok()?).ok()?;
    zoned.start_of_day().ok().map(|start| Micros::from(start.timestamp()))
}
