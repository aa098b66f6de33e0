//! An instant in Swedish words and Swedish time.

use askama::Template;
use jiff::Zoned;
use jiff::civil::Date;
use uppsikt_kernel::{Micros, stockholm};

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// An instant; `datetime` holds it exactly, the words say it as one does: i dag 08:55, 3 mars 14:02.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"{% if exact.is_empty() %}{{ words }}{% else %}<time datetime="{{ exact }}" title="{{ full }}">{{ words }}</time>{% endif %}"#
)]
pub struct Moment {
    exact: String,
    full: String,
    words: String,
}

impl Moment {
    /// The instant `at`, as read at `now` (both in microseconds UTC).
    #[must_use]
    pub fn new(at: i64, now: i64) -> Self {
        let unknown = || Self { exact: String::new(), full: String::new(), words: "okänd tid".into() };
        let (Some(at), Some(now)) = (local(at), local(now)) else { return unknown() };
        let clock = at.strftime("%H:%M");
        let words = match days_between(at.date(), now.date()) {
            0 => format!("i dag {clock}"),
            1 => format!("i går {clock}"),
            -1 => format!("i morgon {clock}"),
            _ if at.year() == now.year() => format!("{} {} {clock}", at.day(), month(at.date())),
            _ => format!("{} {} {} {clock}", at.day(), month(at.date()), at.year()),
        };
        let exact = at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Self { exact, full: at.strftime("%Y-%m-%d %H:%M:%S").to_string(), words }
    }

    /// The words alone, for titles and mail.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}

fn local(micros: i64) -> Option<Zoned> {
    let at = Micros::new(micros).ok()?.timestamp();
    stockholm().ok().map(|zone| at.to_zoned(zone))
}

/// How many days `day` lies before `today`.
fn days_between(day: Date, today: Date) -> i32 {
    day.until(today).map_or(i32::MAX, |span| span.get_days())
}

fn month(day: Date) -> &'static str {
    usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

impl askama::filters::HtmlSafe for Moment {}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
    }

    #[test]
    fn instants_are_said_as_one_says_them() {
        let now = micros("2026-11-22T08:00:00Z");
        for (at, words) in [
            ("2026-11-22T07:55:00Z", "i dag 08:55"),
            ("2026-11-21T22:59:00Z", "i går 23:59"),
            ("2026-11-21T23:01:00Z", "i dag 00:01"),
            ("2026-11-23T07:00:00Z", "i morgon 08:00"),
            ("2026-03-03T13:02:00Z", "3 mars 14:02"),
            ("2025-12-31T23:30:00Z", "1 januari 00:30"),
            ("2025-06-30T10:00:00Z", "30 juni 2025 12:00"),
        ] {
            assert_eq!(Moment::new(micros(at), now).words(), words, "{at}");
        }
    }

    #[test]
    fn the_exact_time_stands_beside_the_words() {
        let now = micros("2026-07-01T08:00:00Z");
        assert_eq!(
            Moment::new(now, now).to_string(),
            r#"<time datetime="2026-07-01T10:00:00+02:00" title="2026-07-01 10:00:00">i dag 10:00</time>"#
        );
        assert_eq!(Moment::new(i64::MAX, now).to_string(), "okänd tid");
    }
}
