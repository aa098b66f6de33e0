//! What a person writes on the command line, read into what the registry understands.

use std::io::Read as _;
use std::path::Path;

use clap::Args;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Micros, stockholm};

use crate::explain::{Exit, Explain as _, Explanation};
use crate::rooms::registry::{Description, Filter, Protected, RegistryError, Stage};

/// Entries of a list unless more are asked for.
const ENTRIES: u32 = 50;
/// Entries of the longest list.
const ENTRIES_MAX: u32 = 10_000;
/// Longest file with a protected description: 10,000 characters and what surrounds them.
const PROTECTED_BYTES_MAX: u64 = 64 * 1024;

/// Which entries are listed.
#[derive(Args)]
pub(in super::super) struct FilterArguments {
    /// Bara poster i detta läge: reserverad, diarieförd eller avböjd
    #[arg(long, value_name = "LÄGE")]
    state: Option<String>,
    /// Bara den här diarieserien
    #[arg(long, value_name = "SERIE")]
    series: Option<String>,
    /// Bara det här årets nummer
    #[arg(long, value_name = "ÅR")]
    year: Option<i32>,
    /// Inkomna, upprättade eller utgångna från och med den här dagen, till exempel 2026-03-01
    #[arg(long, value_name = "DATUM")]
    from: Option<String>,
    /// … till och med den här dagen
    #[arg(long, value_name = "DATUM")]
    until: Option<String>,
    /// Sök i stället i diarienummer, offentlig beskrivning och ärenden
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["state", "series", "year", "from", "until"])]
    text: Option<String>,
    /// Högst så många poster (utelämnat: 50)
    #[arg(long, value_name = "ANTAL")]
    limit: Option<u32>,
}

/// Which entries are listed, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct ListRequest {
    state: Option<String>,
    series: Option<String>,
    year: Option<i32>,
    from: Option<String>,
    until: Option<String>,
    pub(super) text: Option<String>,
    limit: Option<u32>,
}

impl FilterArguments {
    pub(super) fn into_request(self) -> ListRequest {
        ListRequest {
            state: self.state,
            series: self.series,
            year: self.year,
            from: self.from,
            until: self.until,
            text: self.text,
            limit: self.limit,
        }
    }
}

impl ListRequest {
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(ENTRIES).clamp(1, ENTRIES_MAX) as usize
    }
}

pub(super) fn filter(request: &ListRequest) -> Result<Filter, Explanation> {
    let stage = match request.state.as_deref() {
        Some(word) => Some(
            Stage::named(word).ok_or_else(|| unknown_word(word, "Lägen: reserverad, diarieförd, avböjd."))?,
        ),
        None => None,
    };
    let (from_at, until_at) = days(request.from.as_deref(), request.until.as_deref())?;
    Ok(Filter { stage, series: request.series.clone(), year: request.year, from_at, until_at })
}

/// A word that is none of those that can be chosen from.
pub(in super::super) fn unknown_word(word: &str, choices: &str) -> Explanation {
    Explanation::new(Exit::Usage, format!("{word} går inte att välja. Inget har ändrats."), choices)
}

/// An instant in microseconds, if there is one.
pub(in super::super) type Day = Option<i64>;

/// The instants from the first day's beginning up to the last day's end, in Sweden.
pub(in super::super) fn days(from: Option<&str>, until: Option<&str>) -> Result<(Day, Day), Explanation> {
    let from_at = from.map(|text| day(text, false)).transpose()?;
    let until_at = until.map(|text| day(text, true)).transpose()?;
    Ok((from_at, until_at))
}

fn day(text: &str, is_end: bool) -> Result<i64, Explanation> {
    let wrong =
        || Explanation::new(Exit::Usage, format!("{text} är inget datum."), "Skriv datum som 2026-03-01.");
    let date: Date = text.trim().parse().map_err(|_| wrong())?;
    let date = if is_end { date.tomorrow().map_err(|_| wrong())? } else { date };
    let zone = stockholm().map_err(|error| RegistryError::from(error).explain())?;
    let at = date.to_zoned(zone).map_err(|_| wrong())?;
    Ok(Micros::from(at.timestamp()).get())
}

/// A description of which the protected part stands in a file, so that it is not seen among the machine's processes.
pub(in super::super) fn described(
    public: Option<String>,
    protected_file: Option<&Path>,
) -> Result<Description, Explanation> {
    let protected = match protected_file {
        Some(path) => Some(protected(path)?),
        None => None,
    };
    Ok(Description { public, protected })
}

fn protected(path: &Path) -> Result<Protected, Explanation> {
    let text = file_text(path)?;
    if !text.trim_start().starts_with('{') {
        return Ok(Protected { description: text, counterpart: None });
    }
    serde_json::from_str(&text).map_err(|_| {
        Explanation::new(
            Exit::Usage,
            format!("{} börjar som JSON men går inte att läsa. Inget har ändrats.", path.display()),
            "Skriv {\"description\":\"…\",\"counterpart\":\"…\"}, eller bara text.",
        )
    })
}

fn file_text(path: &Path) -> Result<String, Explanation> {
    let told = |why: String| {
        Explanation::new(
            Exit::Usage,
            format!("{} kan inte läsas: {why}. Inget har ändrats.", path.display()),
            "Kontrollera filen; den ska vara text i UTF-8, högst 64 KiB.",
        )
    };
    let file = std::fs::File::open(path).map_err(|error| told(error.to_string()))?;
    let mut text = String::new();
    file.take(PROTECTED_BYTES_MAX + 1).read_to_string(&mut text).map_err(|error| told(error.to_string()))?;
    if text.len() as u64 > PROTECTED_BYTES_MAX {
        return Err(told("den är för lång".to_owned()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_in_sweden() {
        let (from, until) = days(Some("2026-03-01"), Some("2026-03-01")).unwrap();
        assert_eq!(until.unwrap() - from.unwrap(), 24 * 3_600_000_000);
        // The night when summer time begins has 23 hours.
        let (from, until) = days(Some("2026-03-29"), Some("2026-03-29")).unwrap();
        assert_eq!(until.unwrap() - from.unwrap(), 23 * 3_600_000_000);
        for bad in ["", "igår", "2026-02-30", "9999-12-31T"] {
            assert!(days(Some(bad), None).is_err(), "{bad}");
        }
    }
}
