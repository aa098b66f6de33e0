//! How long the drafts have waited, drawn as bars and said in a table.

use askama::Template;
use askama::filters::HtmlSafe;
use uppsikt_kernel::Micros;

use super::words::{LATE_DAYS, waited_days};
use crate::rooms::registry::Registration;
use crate::web::components::{Cell, Filed, Table};
use crate::web::export::{Download, Sheet};

/// The groups: word, and the most working days in it.
const GROUPS: [(&str, u64); 5] =
    [("Nytt", 0), ("1 arbetsdag", 1), ("2–5 arbetsdagar", 5), ("6–20 arbetsdagar", 20), ("Längre", u64::MAX)];
/// The longest bar.
const WIDTH: usize = 180;

/// A bar.
struct Bar {
    y: usize,
    width: usize,
    word: &'static str,
    count: usize,
    is_late: bool,
}

/// The drawing.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<svg class="chart ages" viewBox="0 0 360 140" width="360" role="img" aria-labelledby="ages-title ages-description"><title id="ages-title">Så länge har utkasten väntat</title><desc id="ages-description">{{ description }}</desc>
{% for bar in bars %}<text x="0" y="{{ bar.y + 15 }}">{{ bar.word }}</text><rect{% if bar.is_late %} class="late"{% endif %} x="120" y="{{ bar.y }}" width="{{ bar.width }}" height="20" rx="3"/><text class="em" x="{{ bar.width + 128 }}" y="{{ bar.y + 15 }}">{{ bar.count }}</text>{% endfor %}</svg>
<details><summary>Visa som tabell</summary>{{ table }}</details>"#
)]
pub(super) struct Ages {
    bars: Vec<Bar>,
    description: String,
    table: Filed,
}

impl HtmlSafe for Ages {}

/// Numbers of drafts: nothing of what they are about.
const fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("utkast", table)
}

impl Ages {
    pub(super) fn of(all: &[Registration], now: Micros) -> Self {
        let days: Vec<u64> = all.iter().map(|entry| waited_days(entry, now)).collect();
        let mut least = 0;
        let mut counts = Vec::new();
        for (word, most) in GROUPS {
            let count = days.iter().filter(|days| (least..=most).contains(*days)).count();
            counts.push((word, count, least >= LATE_DAYS));
            least = most.saturating_add(1);
        }
        let largest = counts.iter().map(|(_, count, _)| *count).max().unwrap_or(0).max(1);
        let bar = |(at, (word, count, is_late)): (usize, &(&'static str, usize, bool))| Bar {
            y: at * 28,
            // Something is seen where there is something.
            width: if *count == 0 { 0 } else { (WIDTH * count / largest).max(3) },
            word,
            count: *count,
            is_late: *is_late,
        };
        let late: usize = counts.iter().filter(|(.., is_late)| *is_late).map(|(_, count, _)| count).sum();
        let row =
            |(word, count, _): &(&str, usize, bool)| vec![Cell::text(*word), Cell::Number(count.to_string())];
        Self {
            bars: counts.iter().enumerate().map(bar).collect(),
            description: format!("{} utkast, varav {late} har väntat längre än en arbetsdag.", all.len()),
            table: Download::at("/diarium").filed(&sheet(&Table {
                caption: "Så länge har utkasten väntat".to_owned(),
                head: ["Väntat", "Utkast"].map(str::to_owned).to_vec(),
                rows: counts.iter().map(row).collect(),
            })),
        }
    }

    /// The numbers as a file.
    pub(super) const fn sheet(&self) -> Sheet<'_> {
        sheet(&self.table.table)
    }
}
