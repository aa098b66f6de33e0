//! How long there is left to answer, in words.

use crate::web::components::{Badge, Moment, Tone};

const HOUR_MICROS: i64 = 3_600_000_000;
/// Under so much time left the clock asks for attention.
const SOON_HOURS: i64 = 8;

/// The time left until `due` in a word or two, as read at `now` (both in microseconds).
pub(super) fn badge(due: Option<i64>, now: i64) -> Badge {
    let Some(due) = due else { return Badge::new(Tone::Neutral, "Utan svarstid") };
    if due < now {
        return Badge::new(Tone::Danger, "Försenat");
    }
    let tone = if due - now < SOON_HOURS * HOUR_MICROS { Tone::Warning } else { Tone::Neutral };
    Badge::new(tone, format!("Senast {}", Moment::new(due, now).words()))
}

/// The same in a sentence; empty where nothing says how soon.
pub(super) fn sentence(due: Option<i64>, now: i64) -> String {
    match due {
        Some(due) if due < now => format!("Skulle ha besvarats senast {}.", Moment::new(due, now).words()),
        Some(due) => format!("Ska besvaras senast {}.", Moment::new(due, now).words()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_when_and_warns_in_time() {
        let now = 1_795_000_000_000_000;
        let tone = |hours: i64| badge(Some(now + hours * HOUR_MICROS), now).tone;
        assert_eq!([tone(-1), tone(2), tone(30)], [Tone::Danger, Tone::Warning, Tone::Neutral]);
        assert_eq!(badge(None, now).word, "Utan svarstid");
        assert!(sentence(Some(now - HOUR_MICROS), now).starts_with("Skulle ha besvarats"));
        assert!(sentence(Some(now + HOUR_MICROS), now).starts_with("Ska besvaras senast"));
    }
}
