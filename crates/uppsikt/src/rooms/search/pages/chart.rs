//! Hits per month as a picture, with the same figures as a table.

use std::fmt::Write as _;

use askama::Template;
use uppsikt_store::search::Month;

use crate::web::components::{Cell, Downloads, Table};

/// Bars of a picture; longer times are drawn by year.
const BARS_MAX: usize = 36;
const WIDTH: usize = 720;
/// From the top to the line that the bars stand on.
const BASE: usize = 88;
const TOP: usize = 14;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    name: String,
    /// What stands under it; nothing where there is no room.
    label: String,
    count: u64,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<figure class="months">
<svg class="chart" viewBox="0 0 720 112" role="img" aria-labelledby="months-title months-about">
<title id="months-title">{{ title }}</title><desc id="months-about">{{ about }}</desc>
{% for bar in bars %}<rect class="bar" x="{{ bar.x }}" y="{{ bar.y }}" width="{{ bar.width }}" height="{{ bar.height }}" rx="2"><title>{{ bar.name }}: {{ bar.count }}</title></rect>{% if !bar.label.is_empty() %}<text x="{{ bar.x }}" y="106">{{ bar.label }}</text>{% endif %}
{% endfor %}<path class="axis" d="M0 88.5H720"/>
<text x="0" y="10">högst {{ most }}</text>
</svg>
<details><summary>Visa som tabell</summary>{{ table }}{% if let Some(links) = links %}{{ links }}{% endif %}</details>
</figure>"#
)]
pub(super) struct Chart {
    title: &'static str,
    about: String,
    bars: Vec<Bar>,
    most: u64,
    pub(super) table: Table,
    /// The figures as a file.
    links: Option<Downloads>,
}

impl askama::filters::HtmlSafe for Chart {}

impl Chart {
    /// The picture of these months; none where there is one or none, which a picture says nothing of.
    pub fn of(months: &[(Month, u64)]) -> Option<Self> {
        let (first, last) = (months.first()?.0, months.last()?.0);
        if first == last {
            return None;
        }
        let long = number(last) - number(first) + 1;
        let is_by_year = long > BARS_MAX;
        let counts = if is_by_year { by_year(months) } else { by_month(months, first, long) };
        let most = counts.iter().map(|(_, _, count)| *count).max()?;
        let title = if is_by_year { "Träffar per år" } else { "Träffar per månad" };
        let table = Table {
            caption: title.to_owned(),
            head: vec![if is_by_year { "År" } else { "Månad" }.to_owned(), "Träffar".to_owned()],
            rows: counts
                .iter()
                .filter(|(_, _, count)| *count > 0)
                .map(|(name, _, count)| vec![Cell::text(name.clone()), Cell::Number(count.to_string())])
                .collect(),
        };
        let mut about = String::new();
        if let (Some((from, ..)), Some((to, ..))) = (counts.first(), counts.last()) {
            let peak = counts.iter().find(|(_, _, count)| *count == most).map_or("", |(name, ..)| name);
            // Writing to a string cannot fail.
            let _ =
                write!(about, "Från {from} till {to}. Flest i {peak}: {most}. Tabellen finns under bilden.");
        }
        Some(Self { title, about, bars: bars(counts, most), most, table, links: None })
    }

    /// With links to the figures as a file.
    pub(super) fn with_links(self, links: Downloads) -> Self {
        Self { links: Some(links), ..self }
    }
}

type Count = (String, String, u64);

fn number(month: Month) -> usize {
    usize::try_from(i32::from(month.year) * 12 + i32::from(month.month) - 1).unwrap_or(0)
}

/// Every month from the first on, also those without hits.
fn by_month(months: &[(Month, u64)], first: Month, long: usize) -> Vec<Count> {
    let start = number(first);
    let name = |at: usize| MONTHS.get(at % 12).copied().unwrap_or_default();
    (start..start + long)
        .map(|at| {
            let count = months.iter().find(|(month, _)| number(*month) == at).map_or(0, |(_, count)| *count);
            let is_labelled = at == start || at % 12 == 0;
            let label = if is_labelled { format!("{} {}", name(at), at / 12) } else { String::new() };
            (format!("{} {}", name(at), at / 12), label, count)
        })
        .collect()
}

fn by_year(months: &[(Month, u64)]) -> Vec<Count> {
    let (Some((first, _)), Some((last, _))) = (months.first(), months.last()) else { return Vec::new() };
    (first.year..=last.year)
        .map(|year| {
            let count = months.iter().filter(|(month, _)| month.year == year).map(|(_, count)| count).sum();
            let label = if year == first.year || year % 5 == 0 { year.to_string() } else { String::new() };
            (year.to_string(), label, count)
        })
        .collect()
}

fn bars(counts: Vec<Count>, most: u64) -> Vec<Bar> {
    let step = WIDTH / counts.len().max(1);
    let highest = (BASE - TOP) as u64;
    let bar = |(at, (name, label, count)): (usize, Count)| {
        // A single hit among thousands is still seen.
        let height = (count * highest).div_ceil(most.max(1));
        let height = usize::try_from(height).unwrap_or(BASE - TOP).max(usize::from(count > 0) * 2);
        Bar { name, label, count, x: at * step, y: BASE - height, width: (step * 4 / 5).clamp(1, 60), height }
    };
    counts.into_iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i16, month: i8) -> Month {
        Month { year, month }
    }

    #[test]
    fn every_month_between_is_drawn_and_told() {
        let chart = Chart::of(&[(month(2025, 11), 3), (month(2026, 2), 1)]).unwrap();
        assert_eq!(chart.bars.len(), 4);
        let html = chart.to_string();
        for words in
            ["<title id=\"months-title\">Träffar per månad</title>", "Flest i nov 2025: 3", "Visa som tabell"]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert_eq!(Chart::of(&[(month(2026, 2), 9)]), None);
        assert_eq!(Chart::of(&[]), None);
    }

    #[test]
    fn long_times_are_drawn_by_year() {
        let chart = Chart::of(&[(month(2012, 1), 2), (month(2026, 2), 1_000_000)]).unwrap();
        assert_eq!(chart.bars.len(), 15);
        assert!(chart.bars.iter().all(|bar| bar.x + bar.width <= WIDTH && bar.y + bar.height == BASE));
        assert_eq!(chart.bars.first().unwrap().height, 2);
    }
}
