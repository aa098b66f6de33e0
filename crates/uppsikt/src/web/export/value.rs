//! What stands in a cell, without its markup: text, a number, a day, an instant.

use jiff::civil::{Date, DateTime};

use crate::web::components::{Cell, Table};

/// Figures that a number keeps exactly in every spreadsheet.
const FIGURES_MAX: usize = 15;

/// A table's values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub head: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Date(Date),
    /// Swedish time.
    Moment(DateTime),
}

impl Grid {
    /// The table's values but for the columns that are left out.
    pub(super) fn of(table: &Table, left_out: &[usize]) -> Self {
        let is_kept = |at: usize| !left_out.contains(&at);
        let head = table.head.iter().enumerate().filter(|(at, _)| is_kept(*at));
        let row = |row: &Vec<Cell>| {
            let kept = row.iter().enumerate().filter(|(at, _)| is_kept(*at));
            kept.map(|(_, cell)| Value::of(cell)).collect()
        };
        Self {
            head: head.map(|(_, word)| word.clone()).collect(),
            rows: table.rows.iter().map(row).collect(),
        }
    }
}

impl Value {
    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Text(text) | Cell::Link { text, .. } => Self::Text(text.clone()),
            Cell::Number(text) => number(text),
            Cell::Part(html) => moment(html).unwrap_or_else(|| Self::Text(words(html))),
        }
    }
}

/// A number or a day where it is one; an identifier such as 007 or KS 2026/1 stays text.
fn number(text: &str) -> Value {
    if let Ok(date) = text.parse::<Date>()
        && date.to_string() == text
    {
        return Value::Date(date);
    }
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let plain = plain.replace(',', ".").replace('−', "-");
    let figures = plain.strip_prefix('-').unwrap_or(&plain);
    let is_number = !figures.is_empty()
        && figures.len() <= FIGURES_MAX
        && figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && (figures == "0" || figures.starts_with("0.") || !figures.starts_with('0'));
    match plain.parse::<f64>() {
        Ok(number) if is_number => Value::Number(number),
        _ => Value::Text(text.to_owned()),
    }
}

/// The instant of a part that is one and nothing else.
fn moment(html: &str) -> Option<Value> {
    let rest = html.trim().strip_prefix("<time datetime=\"")?;
    let (exact, _) = rest.split_once('"')?;
    let is_alone = html.trim().ends_with("</time>") && rest.matches("<time").count() == 0;
    let at: DateTime = exact.get(..19)?.parse().ok()?;
    is_alone.then_some(Value::Moment(at))
}

/// The words of a part: what our own components wrote, without its elements and what is hidden from those who listen.
fn words(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    // Of each open element, whether what stands in it is said.
    let mut open: Vec<bool> = Vec::new();
    while let Some((before, tag_and_rest)) = rest.split_once('<') {
        say(&mut text, before, &open);
        let Some((tag, after)) = tag_and_rest.split_once('>') else { return tidy(&text) };
        rest = after;
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.ends_with('/') && !is_empty_element(tag) {
            open.push(!tag.contains("aria-hidden=\"true\""));
        }
        if is_apart(tag.trim_start_matches('/')) {
            text.push(' ');
        }
    }
    say(&mut text, rest, &open);
    tidy(&text)
}

fn say(text: &mut String, part: &str, open: &[bool]) {
    if open.iter().all(|is_said| *is_said) {
        text.push_str(&unescaped(part));
    }
}

fn name(tag: &str) -> &str {
    tag.split([' ', '/', '\n']).next().unwrap_or_default()
}

/// Elements that have no end.
fn is_empty_element(tag: &str) -> bool {
    matches!(name(tag), "br" | "img" | "input" | "hr")
}

/// Elements whose words do not run into those before.
fn is_apart(tag: &str) -> bool {
    matches!(name(tag), "br" | "p" | "div" | "li" | "ul" | "ol" | "dd" | "dt" | "dl" | "td" | "th" | "tr")
        || tag.contains("class=\"tag")
}

fn unescaped(text: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        // Last: what it gives must not be read again.
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    signs.iter().fold(text.to_owned(), |text, (sign, plain)| text.replace(sign, plain))
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use uppsikt_platform::PlatformKind;

    use super::*;
    use crate::web::components::{Badge, Moment, PlatformSquare, Tone};

    #[test]
    fn cells_are_what_they_say() {
        let number = |text: &str| Value::of(&Cell::Number(text.to_owned()));
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(number("12"), Value::Number(12.0));
        assert_eq!(number("1 240"), Value::Number(1240.0));
        assert_eq!(number("-0,5"), Value::Number(-0.5));
        assert_eq!(number("2026-11-22"), Value::Date(jiff::civil::date(2026, 11, 22)));
        for other in ["007", "KS 2026/1", "2026-11-22 – 2026-12-01", "1234567890123456", "", "1.2.3"] {
            assert_eq!(number(other), text(other), "{other}");
        }
        let noon = "2026-07-01T10:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
        let moment = Value::of(&Cell::part(&Moment::new(noon, noon)));
        assert_eq!(moment, Value::Moment(jiff::civil::date(2026, 7, 1).at(12, 0, 0, 0)));
    }

    #[test]
    fn parts_are_their_words_and_nothing_hidden() {
        let words = |cell: Cell| Value::of(&cell);
        let text = |text: &str| Value::Text(text.to_owned());
        let hostile = "<b>\"Å&Ä\"</b> &lt;script&gt;";
        assert_eq!(words(Cell::part(&Badge::new(Tone::Warning, hostile))), text(hostile));
        assert_eq!(words(Cell::part(&PlatformSquare { kind: PlatformKind::Bluesky })), text("Bluesky"));
        assert_eq!(words(Cell::link("/konton/1", "=cmd")), text("=cmd"));
        let two = Cell::Part(format!("{}{}", Badge::new(Tone::Fine, "Ett"), Badge::new(Tone::Fine, "två")));
        assert_eq!(words(two), text("Ett två"));
    }
}
